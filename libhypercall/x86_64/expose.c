/* SPDX-License-Identifier: MIT */
/*
 * Showing a page to programs, in a 64-bit guest: kernel and programs run in the same ring, so programs have a
 * top-level table of their own, which the hypervisor loads with them (NEW_USER_BASEPTR). It maps what
 * has been exposed, and nothing else.
 */
#include "hypercall/page.h"
#include "hypercall/user.h"

static pte_t *user_top;

/* A fresh page that may serve as a table. */
static pte_t *new_table(void)
{
    pte_t *table = page_alloc();
    return table != NULL && page_make_read_only(table) == 0 ? table : NULL;
}

static long load_user_top(void)
{
    user_top = new_table();
    if (user_top == NULL) {
        return -ABI_ENOMEM;
    }
    return page_extended(ABI_MMUEXT_NEW_USER_BASEPTR, page_mfn_at(user_top), 0);
}

/* The table that the slot of `table` leads to, made if there is none yet. */
static pte_t *next_table(pte_t *table, unsigned slot)
{
    if ((table[slot] & PTE_PRESENT) == 0) {
        pte_t *fresh = new_table();
        uint64_t at = page_entry(page_mfn_at(table), 0) + slot * sizeof(pte_t);
        if (fresh == NULL ||
            page_set_entry(at, page_entry(page_mfn_at(fresh), PTE_PLAIN | PTE_USER)) != 0) {
            return NULL;
        }
    }
    return page_at_mfn(page_entry_mfn(table[slot]));
}

long user_expose(const void *address)
{
    uintptr_t va = (uintptr_t)address & ~(PAGE_SIZE - 1);
    long result = user_top == NULL ? load_user_top() : 0;
    pte_t *table = user_top;
    for (unsigned level = PAGE_LEVELS; level > 1 && result == 0; level--) {
        table = next_table(table, page_slot(va, level));
        result = table == NULL ? -ABI_ENOMEM : 0;
    }
    if (result != 0) {
        return result;
    }
    uint64_t at = page_entry(page_mfn_at(table), 0) + page_slot(va, 1) * sizeof(pte_t);
    return page_set_entry(at, page_look_up(va) | PTE_USER);
}
