/* SPDX-License-Identifier: MIT */
/*
 * The rule: the iret hypercall reads its frame from the guest's stack with the guest's rights;
 * where there is none, the domain is crashed.
 *
 * @expect crash
 * @console the guest's iret frame cannot be used
 * @widths both
 */
#include "test.h"

int guest_main(void)
{
    test_ok(true, "about to be crashed");
    console_print("1..1\n");
    asm volatile("mov $0x1000, %esp; mov $23, %eax; " HYPERCALL_INSTRUCTION);
    test_ok(false, "the guest should be gone by now");
    return test_end();
}
