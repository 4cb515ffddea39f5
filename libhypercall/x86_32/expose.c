/* SPDX-License-Identifier: MIT */
/*
 * Showing a page to programs, in a 32-bit guest: kernel and programs share the tables, and the user bit
 * says what ring 3 may use. It must be set at every level; builders set it in the upper ones, but the
 * contract leaves that open.
 */
#include "hypercall/page.h"
#include "hypercall/user.h"

static long expose_tables(uintptr_t va)
{
    for (unsigned level = PAGE_LEVELS - 1; level > 1; level--) {
        pte_t entry;
        uint64_t at = page_find(va, level, &entry);
        if (at == 0) {
            return -ABI_EINVAL;
        }
        long result = (entry & PTE_USER) != 0 ? 0 : page_set_entry(at, entry | PTE_USER);
        if (result != 0) {
            return result;
        }
    }
    return 0;
}

long user_expose(const void *address)
{
    uintptr_t va = (uintptr_t)address & ~(PAGE_SIZE - 1);
    long result = expose_tables(va);
    if (result != 0) {
        return result;
    }
    return page_map(va, page_look_up(va) | PTE_USER);
}
