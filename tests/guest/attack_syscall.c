/* SPDX-License-Identifier: MIT */
/*
 * The rule: the fast system-call instructions lead nowhere but to an exception, as long as the
 * guest has set up no callback for them. (SYSCALL from ring 1 cannot be told from one of ring 3,
 * since the instruction saves no selector: a kernel that executes it is taken for its program.)
 *
 * How someone would break it: some processors accept SYSCALL in 32-bit code once EFER.SCE is set, and
 * then run whatever lies at the address in CSTAR, in ring 0. That register is 0 after a reset,
 * and page 0 is the guest's.
 *
 * @widths both
 */
#include "test.h"

USER_TEXT static void user_syscall(void)
{
    asm volatile("syscall; int $0x80");
}

USER_TEXT static void user_sysenter(void)
{
    asm volatile("sysenter; int $0x80");
}

static bool is_refused(int vector)
{
    return vector == TRAP_UNDEFINED || vector == TRAP_PROTECTION;
}

int guest_main(void)
{
    struct user_registers registers;

    test_equal(user_prepare(), 0, "pages can be given to ring 3");
    unsigned char *code = page_alloc();
    code[0] = 0x0f; /* UD2: if this runs in ring 0, the hypervisor will say so */
    code[1] = 0x0b;
    test_equal(page_make_tables(0), 0, "the lowest addresses have tables");
    test_equal(page_map(0, page_entry(page_mfn_at(code), PTE_PLAIN | PTE_USER)), 0,
               "and a page of ours");
    test_ok(is_refused(PROBE("sysenter")), "SYSENTER from ring 1 is an exception");
    registers = user_registers_for(user_syscall);
    test_ok(is_refused(user_run(&registers, USER_BY_HYPERCALL)),
            "SYSCALL from ring 3 is an exception");
    registers = user_registers_for(user_sysenter);
    test_ok(is_refused(user_run(&registers, USER_BY_HYPERCALL)),
            "SYSENTER from ring 3 is an exception");
    return test_end();
}
