/* SPDX-License-Identifier: MIT */
/*
 * The rule: whether code may use a port at all follows from the virtual I/O privilege level, of the
 * older kind (a kernel needs 1) or the architectural (it needs 0), or from the I/O bitmap; programs
 * need level 3 or the bitmap. What the machine then answers is for the first domain alone; the index
 * registers of PCI's configuration and of the clock are each domain's own.
 *
 * How someone would break it: a level that the kernel had stays when a program runs (XSA-171), a
 * word at the last allowed port reaches the next, and the host bridge's registers would turn the
 * memory of management mode into memory that a guest can map.
 *
 * @widths both
 */
#include "test.h"

static unsigned char bitmap[8192] USER_DATA;
static volatile unsigned long breakpoints, breakpoint_dr6;

static long set_level(unsigned level)
{
    guest_physdev_set_iopl set = {.iopl = level};
    return hypercall_physdev_op(ABI_PHYSDEVOP_set_iopl, (unsigned long)&set);
}

static long set_bitmap(const void *at, unsigned ports)
{
    guest_physdev_set_iobitmap set = {.nr_ports = ports};
    set.bitmap = guest_address(at);
    return hypercall_physdev_op(ABI_PHYSDEVOP_set_iobitmap, (unsigned long)&set);
}

static int out8(unsigned port)
{
    return PROBE("outb %%al, %%dx", : : "a"(0), "d"(port));
}

static int in16(unsigned port)
{
    unsigned value = 0;
    return PROBE("inw %%dx, %%ax", : "+a"(value) : "d"(port));
}

USER_TEXT static void user_out80(void)
{
    asm volatile("xor %eax, %eax; out %al, $0x80; int $0x80");
}
USER_TEXT static void user_out81(void)
{
    asm volatile("xor %eax, %eax; out %al, $0x81; int $0x80");
}

static int in_program(void (*code)(void))
{
    struct user_registers registers = user_registers_for(code);
    return user_run(&registers, USER_BY_HYPERCALL);
}

static void levels(void)
{
    test_equal(out8(0x80), TRAP_PROTECTION, "at level 0 the kernel has no ports");
    test_equal(set_level(1), 0, "level 1");
    test_equal(out8(0x80), PROBE_NONE, "it has");
    test_equal(in_program(user_out80), TRAP_PROTECTION, "its programs have not");
    test_equal(set_level(3), 0, "level 3");
    test_equal(in_program(user_out80), USER_VECTOR, "they have");
    test_equal(set_level(0), 0, "level 0");
    test_equal(out8(0x80), TRAP_PROTECTION, "and back");
    hypercall_vm_assist(ABI_VMASST_CMD_enable, ABI_VMASST_TYPE_architectural_iopl);
    test_equal(out8(0x80), PROBE_NONE, "with the architectural kind level 0 is enough");
    test_equal(in_program(user_out80), TRAP_PROTECTION, "but not for programs");
    hypercall_vm_assist(ABI_VMASST_CMD_disable, ABI_VMASST_TYPE_architectural_iopl);
    set_level(0);
}

static void single_ports(void)
{
    memset(bitmap, 0xff, sizeof(bitmap));
    bitmap[0x80 / 8] = 0xfe;
    test_equal(set_bitmap(bitmap, 0x88), 0, "a bitmap with port 0x80 open");
    test_equal(out8(0x80), PROBE_NONE, "the kernel can use it");
    test_equal(out8(0x81), TRAP_PROTECTION, "and not the next");
    test_equal(in16(0x80), TRAP_PROTECTION, "nor both as a word");
    test_equal(in_program(user_out80), USER_VECTOR, "a program can use it");
    test_equal(in_program(user_out81), TRAP_PROTECTION, "and not the next");
    bitmap[0x80 / 8] = 0;
    test_equal(in16(0x86), PROBE_NONE, "up to the number of ports");
    test_equal(in16(0x87), TRAP_PROTECTION, "and not one behind it");
    test_equal(set_bitmap(bitmap, 0x80), 0, "fewer ports");
    test_equal(out8(0x80), TRAP_PROTECTION, "close it");
    test_refused(set_bitmap(bitmap, 65537), ABI_EINVAL, REASON_IOBITMAP, "more ports than there are");
    test_equal(set_bitmap(NULL, 0), 0, "no bitmap");
}

static void strings(void)
{
    unsigned char byte[4] = {0, 0, 0, 0xa5};
    unsigned long count = 3;
    void *at = byte;
    test_equal(PROBE("rep outsb", : "+S"(at), "+c"(count) : "d"(0x80) : "memory"), PROBE_NONE,
               "a string of three bytes");
    test_ok(count == 0 && at == byte + 3, "all of them");
    at = byte, count = 4;
    test_equal(PROBE("rep insb", : "+D"(at), "+c"(count) : "d"(0x3ff0) : "memory"), PROBE_NONE,
               "and four bytes in");
    test_ok(count == 0 && at == byte + 4, "all of them");
    at = (void *)16;
    test_equal(PROBE("insb", : "+D"(at) : "d"(0x80) : "memory"), TRAP_PAGE_FAULT, "to no memory");
    test_equal(probe_last.address, 16, "with the address");
#if WORD_BITS == 32
    at = byte;
    int vector = PROBE("insb", : "+D"(at) : "d"(0x80) : "memory");
    test_equal(vector, PROBE_NONE, "through ES");
    asm volatile("mov %0, %%es" : : "r"(0));
    vector = PROBE("insb", : "+D"(at) : "d"(0x80) : "memory");
    asm volatile("mov %0, %%es" : : "r"(SELECTOR_KERNEL_DATA));
    test_equal(vector, TRAP_PROTECTION, "not through a null ES");
#endif
}

static void on_debug(struct trap_frame *frame)
{
    (void)frame;
    breakpoints++;
    breakpoint_dr6 = (unsigned long)hypercall_get_debugreg(6);
    hypercall_set_debugreg(6, 0);
}

static void breakpoints_on_ports(void)
{
    unsigned long cr4;
    trap_set_handler(TRAP_DEBUG, 0, on_debug);
    test_refused(hypercall_set_debugreg(7, 0x20001), ABI_EPERM, REASON_DEBUG_VALUE,
                 "a breakpoint on ports needs CR4.DE");
    asm volatile("mov %%cr4, %0; or $8, %0; mov %0, %%cr4" : "=r"(cr4));
    test_equal(hypercall_set_debugreg(0, 0x80), 0, "its port");
    test_equal(hypercall_set_debugreg(7, 0x20001), 0, "then it is accepted");
    out8(0x81);
    test_equal(breakpoints, 0, "another port does not meet it");
    out8(0x80);
    test_equal(breakpoints, 1, "its own does");
    test_equal(breakpoint_dr6 & 15, 1, "and DR6 says which it was");
    hypercall_set_debugreg(7, 0);
    asm volatile("mov %0, %%cr4" : : "r"(cr4 & ~8ul));
}

static uint32_t in32(unsigned port)
{
    uint32_t value;
    asm volatile("inl %w1, %0" : "=a"(value) : "d"(port));
    return value;
}

static void out32(unsigned port, uint32_t value)
{
    asm volatile("outl %0, %w1" : : "a"(value), "d"(port));
}

static void index_and_data(void)
{
    out32(0xcf8, 0x80000000);
    test_equal(in32(0xcf8), 0x80000000, "PCI's index reads as it was written");
    uint32_t bridge = in32(0xcfc);
    test_equal(bridge & 0xffff, 0x8086, "the host bridge tells its maker");
    out32(0xcf8, 0x80000070); /* management mode's memory */
    uint32_t before = in32(0xcfc);
    if (test_on_torc()) { /* a Xen lets its first domain do that */
        out32(0xcfc, before ^ 0x00400000);
    }
    test_equal(in32(0xcfc), before, "its registers cannot be written");
    unsigned char index, timer;
    asm volatile("outb %b1, $0x70; inb $0x70, %0" : "=a"(index) : "a"(0x8d));
    test_equal(index, 0x8d, "the clock's index reads as it was written");
    asm volatile("inb $0x21, %0" : "=a"(timer));
    test_equal(timer, 0xff, "a port of the hypervisor reads as all ones");
}

int guest_main(void)
{
    test_equal(user_prepare(), 0, "pages can be given to programs");
    levels();
    single_ports();
    set_level(1);
    strings();
    breakpoints_on_ports();
    index_and_data();
    return test_end();
}
