/* SPDX-License-Identifier: MIT */
/*
 * The rule: when the stack of the kernel cannot take the frame of an exception, there is no way to
 * tell the guest; its domain is crashed. The hypervisor's own write to that stack must not hurt
 * anybody.
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
    asm volatile("mov $0x1000, %esp; int3");
    test_ok(false, "the guest should be gone by now");
    return test_end();
}
