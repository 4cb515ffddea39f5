/* SPDX-License-Identifier: MIT */
/*
 * The rule: an exception for which the guest has registered no handler leaves no way back into it,
 * so the domain is crashed, with its registers on the console.
 *
 * @expect crash
 * @console an exception occurred and the guest has no handler for it
 * @widths both
 */
#include "test.h"

int guest_main(void)
{
    test_ok(true, "about to be crashed");
    console_print("1..1\n");
    hypercall_set_trap_table(0);
    asm volatile("ud2");
    test_ok(false, "the guest should be gone by now");
    return test_end();
}
