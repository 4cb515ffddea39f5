/* SPDX-License-Identifier: MIT */
/*
 * The rule: an exception of a program enters the kernel on the stack that stack_switch named. If
 * that one cannot take the frame, the domain is crashed: it cannot be told.
 *
 * @expect crash
 * @console the guest's stack cannot take the exception frame
 * @widths both
 */
#include "test.h"

static void bad_stack(struct trap_frame *frame)
{
    hypercall_stack_switch(SELECTOR_KERNEL_DATA, 0x1000);
}

USER_TEXT static void user_breaks_twice(void)
{
    asm volatile("int3; int3");
}

int guest_main(void)
{
    struct user_registers registers = user_registers_for(user_breaks_twice);
    user_prepare();
    trap_set_handler(TRAP_BREAKPOINT, 3, bad_stack);
    test_ok(true, "about to be crashed");
    console_print("1..1\n");
    user_run(&registers, USER_BY_HYPERCALL);
    test_ok(false, "the guest should be gone by now");
    return test_end();
}
