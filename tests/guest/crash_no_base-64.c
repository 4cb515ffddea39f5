/* SPDX-License-Identifier: MIT */
/*
 * The rule: programs of a 64-bit guest have page tables of their own, named by NEW_USER_BASEPTR. An iret
 * to a program before there are any has nowhere to go: the domain is crashed, and no other tables are
 * used in their place.
 *
 * @expect crash
 * @console the guest has no page-table base to run on
 */
#include "test.h"

USER_TEXT static void user_nothing(void)
{
    asm volatile("int $0x80");
}

int guest_main(void)
{
    struct user_registers registers = user_registers_for(user_nothing);
    test_ok(true, "about to be crashed");
    console_print("1..1\n");
    user_run(&registers, USER_BY_HYPERCALL);
    test_ok(false, "the guest should be gone by now");
    return test_end();
}
