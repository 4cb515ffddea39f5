/* SPDX-License-Identifier: MIT */
/*
 * The rule: handlers that themselves fault nest, each with a frame of its own, until the stack is
 * full; then the domain is crashed. The hypervisor's own stack does not grow with them.
 *
 * @expect crash
 * @console the guest's stack cannot take the exception frame
 * @widths both
 */
#include "test.h"

int guest_main(void)
{
    guest_trap_info rows[2] = {
        {.vector = TRAP_PAGE_FAULT, .cs = SELECTOR_KERNEL_CODE, .address = 0x5000}};
    test_ok(true, "about to be crashed");
    console_print("1..1\n");
    hypercall_set_trap_table((unsigned long)rows);
    *(volatile int *)0x1000 = 0;
    test_ok(false, "the guest should be gone by now");
    return test_end();
}
