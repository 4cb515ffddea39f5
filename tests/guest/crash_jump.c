/* SPDX-License-Identifier: MIT */
/*
 * The rule: a guest that jumps to nonsense without a page-fault handler crashes its own domain; the
 * hypervisor must not follow the address to decode what might stand there.
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
    trap_remove(TRAP_PAGE_FAULT);
    asm volatile("jmp *%0" : : "r"(0xdeadbeeful));
    test_ok(false, "the guest should be gone by now");
    return test_end();
}
