/* SPDX-License-Identifier: MIT */
/*
 * The rule: exception frames are written with the guest's rights. A stack pointer into a page
 * table, which is mapped read-only, must not make the hypervisor write there: the domain is
 * crashed.
 *
 * @expect crash
 * @console the guest's stack cannot take the exception frame
 * @widths both
 */
#include "test.h"

int guest_main(void)
{
    test_ok(true, "about to be crashed");
    console_print("1..1\n");
    asm volatile("mov %0, " WORD_REGISTER(sp) "; int3" : : "r"(guest_info->pt_base + 2048));
    test_ok(false, "the guest should be gone by now");
    return test_end();
}
