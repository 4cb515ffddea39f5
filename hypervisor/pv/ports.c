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

/*
 * What ring 0 keeps for itself: interrupt controllers, timer, serial line, reset. And what would
 * get around it: the old DMA controllers, the emulator's configuration device (which copies to
 * any address), the door to system management mode.
 */
static const struct {
    u16 first, last;
} own_ports[] = {
    {0x00, 0x0f},   {0x20, 0x21},   {0x40, 0x43},   {0x60, 0x61},   {0x64, 0x64},
    {0x81, 0x8f},   {0x92, 0x92},   {0xa0, 0xa1},   {0xb2, 0xb3},   {0xc0, 0xdf},
    {0x3f8, 0x3ff}, {0x4d0, 0x4d1}, {0x510, 0x51b}, {0xcf9, 0xcf9},
};

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

static u32 port_read(const struct domain *d, u16 port, u32 size)
{
    if (!reaches_machine(d, port, size))
        return ~0u;
    return size == 1 ? port_in8(port) : size == 2 ? port_in16(port) : port_in32(port);
}

static void port_write(const struct domain *d, u16 port, u32 size, u32 value)
{
    if (!reaches_machine(d, port, size))
        return;
    if (size == 1)
        port_out8(port, (u8)value);
    else if (size == 2)
        port_out16(port, (u16)value);
    else
        port_out32(port, value);
}

/* Merges a result into rax as the processor would: 32-bit results clear the upper half. */
static void set_rax(struct regs *r, u32 size, u32 value)
{
    u64 mask = size == 4 ? ~0ull : (1ull << (8 * size)) - 1;

    r->rax = (r->rax & ~mask) | (value & (size == 4 ? 0xffffffff : mask));
}

static u64 address_mask(const struct insn *i)
{
    return i->address_size == 8 ? ~0ull : i->address_size == 4 ? 0xffffffffull : 0xffffull;
}

/*
 * One element of INS or OUTS; a REP leaves rip alone until its count is used up, so that each
 * element is an instruction of its own and interrupts come in between.
 */
static bool string_element(struct vcpu *v, struct regs *r, const struct insn *i, bool *finished)
{
    u64 mask = address_mask(i);
    bool is_in = i->kind == INSN_INS;
    u64 *index = is_in ? &r->rdi : &r->rsi;
    u64 step = r->rflags & RFLAGS_DF ? -(u64)i->size : i->size;
    gaddr_t at;
    u32 value = 0;

    *finished = true;
    if (i->repeat && !(r->rcx & mask))
        return true;
    /* Flat data segments only: DS and ES of a guest are not ours to trust, and nobody differs. */
    at = GADDR(*index & mask);
    if (is_in)
        value = port_read(v->domain, (u16)r->rdx, i->size);
    if (is_in ? !guest_copy_out(v, at, &value, i->size) : !guest_copy_in(v, &value, at, i->size)) {
        pv_page_fault(v, r, at.va, (is_in ? 2 : 0) | (pv_in_kernel(v, r) ? 0 : 4));
        *finished = false;
        return true;
    }
    if (!is_in)
        port_write(v->domain, (u16)r->rdx, i->size, value);
    *index = (*index & ~mask) | ((*index + step) & mask);
    if (i->repeat) {
        r->rcx = (r->rcx & ~mask) | ((r->rcx - 1) & mask);
        *finished = !(r->rcx & mask);
    }
    return true;
}

bool ports_emulate(struct vcpu *v, struct regs *r, const struct insn *i)
{
    u16 port = i->in_dx ? (u16)r->rdx : i->imm;
    bool finished = true;

    if (!ports_iopl_ok(v, r)) {
        refuse(v, REASON_EMULATE_PORT, port);
        return false;
    }
    v->domain->counters.emulated++;
    if (i->kind == INSN_IN)
        set_rax(r, i->size, port_read(v->domain, port, i->size));
    else if (i->kind == INSN_OUT)
        port_write(v->domain, port, i->size, (u32)r->rax);
    else if (!string_element(v, r, i, &finished))
        return false;
    if (finished) {
        r->rip += i->length;
        if (v->domain->width == WIDTH_32)
            r->rip = (u32)r->rip;
    }
    return true;
}

/* physdev_op(command, arg): the virtual I/O privilege level; devices come later. */
long call_physdev_op(struct vcpu *v, u64 command, u64 arg)
{
    struct physdev_set_iopl set;

    if ((u32)command != ABI_PHYSDEVOP_set_iopl)
        return refuse(v, REASON_SUBOP_UNKNOWN, command);
    if (!guest_read_physdev_set_iopl(v, &set, GADDR(arg)))
        return refuse(v, REASON_POINTER_UNREADABLE, arg);
    if (set.iopl > 3)
        return refuse(v, REASON_IOPL_VALUE, set.iopl);
    v->iopl = (u8)set.iopl;
    return 0;
}
