/* SPDX-License-Identifier: MIT */
/*
 * The rule: a page-table base that no longer maps the kernel is a good base for the hypervisor. The
 * guest faults at its next instruction, with no stack to be told on: its domain is crashed, and
 * nothing else.
 *
 * @expect crash
 * @console the guest's stack cannot take the exception frame
 * @widths both
 */
#include "test.h"

int guest_main(void)
{
    pte_t *top = page_alloc(), *below = page_alloc();
    top[3] = page_entry(page_mfn_at(below), PTE_PRESENT);
    page_make_read_only(below);
    page_make_read_only(top);
    test_ok(true, "about to be crashed");
    console_print("1..1\n");
    page_extended(ABI_MMUEXT_NEW_BASEPTR, page_mfn_at(top), 0);
    test_ok(false, "the guest should be gone by now");
    return test_end();
}
