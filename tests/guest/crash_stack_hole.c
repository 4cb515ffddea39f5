/* SPDX-License-Identifier: MIT */
/*
 * The rule: exception frames go to guest memory only. A stack pointer into the hypervisor's hole
 * must not make the hypervisor write its own table: the domain is crashed.
 *
 * @expect crash
 * @console the guest's stack cannot take the exception frame
 * @widths both
 */
#include "test.h"

/* With 64 bits there is a place that ring 0 could write: all of memory, mapped for itself. */
#define HOLE (WORD_BITS == 32 ? M2P_START + 4096 : (unsigned long)0xffff830001000000ull)

int guest_main(void)
{
    test_ok(true, "about to be crashed");
    console_print("1..1\n");
    asm volatile("mov %0, " WORD_REGISTER(sp) "; int3" : : "r"(HOLE));
    test_ok(false, "the guest should be gone by now");
    return test_end();
}
