/* SPDX-License-Identifier: MIT */
/*
 * The rule: a 32-bit guest's kernel runs in ring 1 and its programs in ring 3, a 64-bit guest's both
 * in ring 3, whatever selectors they load; neither can reach ring 0.
 *
 * How someone would break it: load ring 0's selectors, or build a frame that returns to them. This
 * guest reads CS in both rings, then tries each of the hypervisor's selectors.
 *
 * @widths both
 */
#include "test.h"

USER_TEXT static void user_reads_selectors(void)
{
    asm volatile("mov %%cs, %%eax; mov %%ss, %%ebx; int $0x80" : : : "eax", "ebx");
}

USER_TEXT static void user_makes_hypercall(void)
{
    asm volatile("mov $17, %%eax; xor %%ebx, %%ebx; int $0x82; int $0x80" : : : "eax", "ebx");
}

USER_TEXT static void user_halts(void)
{
    asm volatile("hlt");
}

static void kernel_ring(void)
{
    uint16_t cs, ss, ds;
    asm volatile("mov %%cs, %0; mov %%ss, %1; mov %%ds, %2" : "=r"(cs), "=r"(ss), "=r"(ds));
    test_equal(cs, SELECTOR_KERNEL_CODE, "the kernel's CS is its flat code selector");
    test_equal(ss, SELECTOR_KERNEL_DATA, "the kernel's SS is its flat data selector");
    test_equal(ds, WORD_BITS == 32 ? SELECTOR_KERNEL_DATA : 0, "its DS is the same, or null with 64 bits");
    test_equal(guest_ring(), KERNEL_RING, "the kernel runs in its ring");
}

static void user_ring(enum user_way way, const char *name)
{
    struct user_registers registers = user_registers_for(user_reads_selectors);
    test_equal(user_run(&registers, way), USER_VECTOR, "%s: the program ran to its int 0x80", name);
    test_equal(registers.ax & 0xffff, SELECTOR_USER_CODE, "%s: the program's CS is the flat ring 3 selector",
               name);
    test_equal(registers.bx & 0xffff, SELECTOR_USER_DATA, "%s: the program's SS is the flat ring 3 selector",
               name);
    test_equal(registers.ax & 3, 3, "%s: the program runs in ring 3", name);
}

static void user_limits(void)
{
    struct user_registers registers = user_registers_for(user_makes_hypercall);
    test_equal(user_run(&registers, USER_BY_HYPERCALL), TRAP_PROTECTION,
               "a 32-bit hypercall from ring 3 is a general protection fault");
    test_gate_error(probe_last.error, 0x82, "with the gate in its error code");
    registers = user_registers_for(user_halts);
    test_equal(user_run(&registers, USER_BY_HYPERCALL), TRAP_PROTECTION,
               "HLT from ring 3 is a general protection fault");
}

/* Ring 0 selectors of the hypervisor are below DPL 1: the processor refuses them itself. */
static void ring0_selectors(void)
{
    static const uint16_t selectors[] = {0xe008, 0xe010, 0xe00b, 0xe013};
    for (unsigned i = 0; i < sizeof(selectors) / sizeof(selectors[0]); i++) {
        unsigned selector = selectors[i];
        test_equal(PROBE("mov %0, %%es",
                         :
                         : "r"(selector)),
                   TRAP_PROTECTION, "loading hypervisor selector %04x into ES faults", selector);
        test_equal(probe_last.error, selector & ~3u, "and names the selector %04x", selector & ~3u);
    }
}

static void far_jump(void *selector)
{
    struct {
        uint32_t offset;
        uint16_t selector;
    } __attribute__((packed))
    target = {(uint32_t)guest_address(trap_entry(0)), (uint16_t)(uintptr_t)selector};
    asm volatile("ljmp *%0" : : "m"(target));
}

static void far_jumps(void)
{
    test_equal(probe_call(far_jump, (void *)0xe008), TRAP_PROTECTION,
               "a far jump to the hypervisor's code selector faults");
    test_equal(probe_call(far_jump, (void *)0xe00b), TRAP_PROTECTION, "and with RPL 3 as well");
}

int guest_main(void)
{
    kernel_ring();
    test_equal(user_prepare(), 0, "pages can be given to ring 3");
    user_ring(USER_BY_HYPERCALL, "iret hypercall");
    if (KERNEL_RING != 3) {
        user_ring(USER_BY_IRET, "iret instruction");
    }
    user_limits();
    ring0_selectors();
    far_jumps();
    return test_end();
}
