/* SPDX-License-Identifier: MIT */
/*
 * I/O ports. Whether an instruction is allowed at all depends on the virtual I/O privilege level
 * (#GP if not); whether it reaches the machine depends on the domain's rights: the first domain
 * drives the hardware, except what the hypervisor itself uses; other domains have none. A port
 * without right reads as all ones, and swallows what is written. Rule: pv-abi part 3.
 */
#include "pv/ports.h"

#include "call/call.h"
#include "call/guest.h"
#include "plat/plat.h"
#include "pv/mode.h"

enum { CMOS_INDEX = 0x70, CMOS_DATA = 0x71, PCI_ADDRESS = 0xcf8, PCI_DATA = 0xcfc };
#define PCI_BUS_DEVICE 0xfff800u /* of an address; all 0: the host bridge */

/*
 * What ring 0 keeps for itself: interrupt controllers, timer, serial line, reset. And what would
 * get around it: the old DMA controllers, the emulator's configuration device (which copies to
 * any address), the door to system management mode. The clock's and PCI's ports are pairs of index
 * and data, which several vCPUs may use: the index is kept per domain, and each access to the data
 * sets it again (paired_access).
 */
static const struct {
    u16 first, last;
} own_ports[] = {
    {0x00, 0x0f},   {0x20, 0x21},   {0x40, 0x43},
    {0x60, 0x61},   {0x64, 0x64},   {CMOS_INDEX, CMOS_DATA},
    {0x81, 0x8f},   {0x92, 0x92},   {0xa0, 0xa1},
    {0xb2, 0xb3},   {0xc0, 0xdf},   {0x3f8, 0x3ff},
    {0x4d0, 0x4d1}, {0x510, 0x51b}, {PCI_ADDRESS, PCI_DATA + 3},
};

static struct lock pair_lock = LOCK_INIT(LOCK_PORTS);

static bool reaches_machine(const struct domain *d, u32 port, u32 size)
{
    u32 last = port + size - 1;

    if (!d->privileged || last > 0xffff)
        return false;
    for (u32 i = 0; i < array_size(own_ports); i++) {
        if (port <= own_ports[i].last && last >= own_ports[i].first)
            return false;
    }
    /* Powering off is the hypervisor's to do. */
    if (plat.pm1a_port && port <= plat.pm1a_port + 1u && last >= plat.pm1a_port)
        return false;
    return !(plat.pm1b_port && port <= plat.pm1b_port + 1u && last >= plat.pm1b_port);
}

bool ports_iopl_ok(const struct vcpu *v, const struct regs *r)
{
    /* The kernel's own level is 1 in the older form of virtual IOPL, 0 in the architectural. */
    u32 kernel = v->domain->vm_assist & 1u << ABI_VMASST_TYPE_architectural_iopl ? 0 : 1;

    return v->iopl >= (pv_in_kernel(v, r) ? kernel : 3);
}

/* Below that level the guest's bitmap decides, one bit a port, which lies in its kernel's memory.
 */
static bool bitmap_allows(struct vcpu *v, u32 port, u32 size)
{
    bool away = v->domain->width == WIDTH_64 && !v->in_kernel;
    u16 bits = 0xffff;

    if (port + size > v->iobitmap_ports)
        return false;
    if (away)
        pv_to_kernel(v);
    for (u32 i = 0; i < 2; i++) /* the second byte need not be there */
        guest_copy_in(v, (u8 *)&bits + i, gaddr_add(v->iobitmap, port / 8 + i), 1);
    if (away)
        pv_to_program(v);
    return !(bits >> port % 8 & ((1u << size) - 1));
}

static u32 machine_access(u16 port, u32 size, bool is_in, u32 value)
{
    if (size == 1)
        return is_in ? port_in8(port) : (port_out8(port, (u8)value), 0);
    if (size == 2)
        return is_in ? port_in16(port) : (port_out16(port, (u16)value), 0);
    return is_in ? port_in32(port) : (port_out32(port, value), 0);
}

/* Sets the index, then reads or writes the data: one step for all CPUs. */
static u32 paired_access(u16 index, u32 index_size, u32 at, u16 port, u32 size, bool is_in,
                         u32 value)
{
    LOCKED(&pair_lock);
    machine_access(index, index_size, false, at);
    return machine_access(port, size, is_in, value);
}

/* The result of IN; nothing of OUT. */
static u32 port_access(struct domain *d, u16 port, u32 size, bool is_in, u32 value)
{
    if (port == PCI_ADDRESS && size == 4) {
        if (!is_in)
            d->pci_address = value;
        return d->pci_address;
    }
    if (port == CMOS_INDEX && size == 1) {
        if (!is_in)
            d->cmos_index = (u8)value;
        return d->cmos_index;
    }
    if (d->privileged && port == CMOS_DATA && size == 1) /* bit 7 would block NMIs */
        return paired_access(CMOS_INDEX, 1, d->cmos_index & 0x7f, port, size, is_in, value);
    if (d->privileged && port >= PCI_DATA && port + size <= PCI_DATA + 4) {
        /* The host bridge decides what is memory and what is management mode's: not to be written.
         */
        if (!is_in && !(d->pci_address & PCI_BUS_DEVICE))
            return 0;
        return paired_access(PCI_ADDRESS, 4, d->pci_address, port, size, is_in, value);
    }
    return reaches_machine(d, port, size) ? machine_access(port, size, is_in, value) : ~0u;
}

/*
 * One element of INS or OUTS; a REP leaves rip alone until its count is used up, so that each
 * element is an instruction of its own and interrupts come in between. False: no such memory.
 */
static bool string_element(struct vcpu *v, struct regs *r, const struct insn *i)
{
    u64 mask = insn_mask(i->address_size);
    bool is_in = i->kind == INSN_INS;
    u64 *index = is_in ? &r->rdi : &r->rsi;
    u64 step = r->rflags & RFLAGS_DF ? -(u64)i->size : i->size;
    u16 port = (u16)r->rdx;
    u32 value = 0, length = i->length;
    gaddr_t at;

    if (i->repeat && !(r->rcx & mask)) {
        pv_step(v, r, length, 0);
        return true;
    }
    if (!pv_operand(v, r, is_in ? 0x26 : i->segment, *index & mask, i->size, is_in, &at))
        return false;
    if (is_in)
        value = port_access(v->domain, port, i->size, true, 0);
    if (is_in ? !guest_copy_out(v, at, &value, i->size) : !guest_copy_in(v, &value, at, i->size)) {
        pv_page_fault(v, r, at.va, (is_in ? 2 : 0) | (pv_in_kernel(v, r) ? 0 : 4));
        return true;
    }
    if (!is_in)
        port_access(v->domain, port, i->size, false, value);
    *index = (*index & ~mask) | ((*index + step) & mask);
    if (i->repeat) {
        r->rcx = (r->rcx & ~mask) | ((r->rcx - 1) & mask);
        if (r->rcx & mask)
            length = 0;
    }
    pv_step(v, r, length, pv_port_breakpoints(v, port, i->size));
    return true;
}

bool ports_emulate(struct vcpu *v, struct regs *r, const struct insn *i)
{
    u16 port = i->in_dx ? (u16)r->rdx : i->imm;

    if (!ports_iopl_ok(v, r) && !bitmap_allows(v, port, i->size)) {
        refuse(v, REASON_EMULATE_PORT, port);
        return false;
    }
    if (i->kind >= INSN_INS)
        return string_element(v, r, i);
    if (i->kind == INSN_IN)
        insn_set_register(&r->rax, i->size, port_access(v->domain, port, i->size, true, 0));
    else
        port_access(v->domain, port, i->size, false, (u32)r->rax);
    pv_step(v, r, i->length, pv_port_breakpoints(v, port, i->size));
    return true;
}

static long set_iopl(struct vcpu *v, u64 arg)
{
    struct physdev_set_iopl set;

    READ_OR_REFUSE(v, physdev_set_iopl, &set, GADDR(arg));
    if (set.iopl > 3)
        return refuse(v, REASON_IOPL_VALUE, set.iopl);
    v->iopl = (u8)set.iopl;
    return 0;
}

static long set_iobitmap(struct vcpu *v, u64 arg)
{
    struct physdev_set_iobitmap set;

    READ_OR_REFUSE(v, physdev_set_iobitmap, &set, GADDR(arg));
    if (set.nr_ports > 65536 || !guest_range_ok(v, set.bitmap, set.nr_ports / 8 + 1))
        return refuse(v, REASON_IOBITMAP, set.nr_ports);
    v->iobitmap = set.bitmap;
    v->iobitmap_ports = set.nr_ports;
    return 0;
}

/* physdev_op(command, arg): the rights to ports of a guest's kernel and programs; devices come
 * later. */
long call_physdev_op(struct vcpu *v, u64 command, u64 arg)
{
    switch ((u32)command) {
    case ABI_PHYSDEVOP_set_iopl:
        return set_iopl(v, arg);
    case ABI_PHYSDEVOP_set_iobitmap:
        return set_iobitmap(v, arg);
    case ABI_PHYSDEVOP_pci_device_add: /* the first domain tells what it found: nobody else has any
                                        */
    case ABI_PHYSDEVOP_pci_device_remove:
        return v->domain->privileged ? 0 : refuse(v, REASON_CALL_PRIVILEGED, command);
    }
    return refuse(v, REASON_SUBOP_UNKNOWN, command);
}
