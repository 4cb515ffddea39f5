/* SPDX-License-Identifier: MIT */
/*
 * The rule: a table that names itself so that it could be written, or two that name each other at
 * different levels, or a 32-bit L3 that names itself, is refused as any other bad table. (What is
 * allowed: linear.c.)
 *
 * How someone would break it: to check a table the hypervisor checks what it names. If that is the
 * table under check, it must notice; waiting for the check to end would take forever, as would
 * taking the table apart and beginning anew.
 *
 * @widths both
 */
#include "test.h"

static pte_t *fresh(unsigned long *mfn)
{
    pte_t *table = page_alloc();
    *mfn = page_mfn_at(table);
    return table;
}

static void settle(pte_t *table)
{
    test_equal(page_make_writable(table), 0, "the page can be written again");
    memset(table, 0, PAGE_SIZE);
}

static void l2_names_itself(void)
{
    unsigned long self;
    pte_t *table = fresh(&self);
    table[7] = page_entry(self, PTE_PRESENT | PTE_WRITE);
    page_make_read_only(table);
    test_refused(page_pin(self, 2), ABI_EINVAL, REASON_ENTRY_LINEAR,
                 "an L2 that names itself, writable");
    settle(table);
    table[511] = page_entry(self, PTE_PLAIN | PTE_USER);
    page_make_read_only(table);
    test_refused(page_pin(self, 2), ABI_EINVAL, REASON_ENTRY_LINEAR, "also in its last slot");
    settle(table);
}

/* To look at itself a 64-bit guest's L3 may name itself, but not to write. */
#define ITSELF (WORD_BITS == 32 ? PTE_PRESENT : PTE_PRESENT | PTE_WRITE)

static void l3_names_itself(void)
{
    unsigned long self, top;
    pte_t *table = fresh(&self), *l2 = fresh(&top);
    page_make_read_only(l2);
    table[0] = page_entry(self, ITSELF);
    table[3] = page_entry(top, PTE_PRESENT);
    page_make_read_only(table);
    test_refused(page_pin(self, 3), ABI_EINVAL, REASON_ENTRY_LINEAR, "an L3 that names itself");
    settle(table);
    table[3] = page_entry(self, ITSELF);
    page_make_read_only(table);
    test_refused(page_pin(self, 3), ABI_EINVAL, REASON_ENTRY_LINEAR,
                 "an L3 that is its own top L2");
    test_refused(page_extended(ABI_MMUEXT_NEW_BASEPTR, self, 0), ABI_EINVAL, REASON_ENTRY_LINEAR,
                 "neither can it be loaded");
    settle(table);
    settle(l2);
}

static void through_a_child(void)
{
    unsigned long upper, lower;
    pte_t *l3 = fresh(&upper), *l2 = fresh(&lower);
    l2[0] = page_entry(upper, PTE_PRESENT);
    page_make_read_only(l2);
    l3[3] = page_entry(lower, PTE_PRESENT);
    page_make_read_only(l3);
    test_refused(page_pin(upper, 3), ABI_EINVAL, REASON_ENTRY_LINEAR,
                 "an L2 that names its L3 as L1");
    settle(l3);
    settle(l2);
}

int guest_main(void)
{
    l2_names_itself();
    l3_names_itself();
    through_a_child();
    return test_end();
}
