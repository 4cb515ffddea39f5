/* SPDX-License-Identifier: MIT */
/*
 * The rule: a stack pointer that is no address (not canonical) is like one that is not mapped: where the
 * frame of an exception cannot go, the domain is crashed. Ring 0 must not fault on it.
 *
 * @expect crash
 * @console the guest's stack cannot take the exception frame
 */
#include "test.h"

int guest_main(void)
{
    test_ok(true, "about to be crashed");
    console_print("1..1\n");
    asm volatile("mov %0, %%rsp; int3" : : "r"(0x0000800000001000));
    test_ok(false, "the guest should be gone by now");
    return test_end();
}
