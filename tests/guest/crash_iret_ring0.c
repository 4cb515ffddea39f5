/* SPDX-License-Identifier: MIT */
/*
 * The rule: the iret hypercall to a code selector of ring 0 must not reach the processor: the
 * domain is crashed. In 32-bit guests only: to the frame of a 64-bit guest RPL 0 says "the kernel", and
 * what the processor gets is RPL 3 (hostile_iret-64.c).
 *
 * @expect crash
 * @console the guest's iret frame cannot be used
 */
#include "test.h"

int guest_main(void)
{
    test_ok(true, "about to be crashed");
    console_print("1..1\n");
    asm volatile("push $0x202; push $0xe008; push $guest_main; push $0; mov $23, %eax; int $0x82");
    test_ok(false, "the guest should be gone by now");
    return test_end();
}
