/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_PAGE_H
#define HYPERCALL_PAGE_H
/*
 * Direct paging: the guest's page tables are the ones the processor walks, so they hold machine
 * frame numbers, are mapped read-only, and change by asking.
 *
 * Words: `pfn` counts this guest's pages from 0; `mfn` is a frame of the machine; `va` is a virtual
 * address. The guest's own table (mfn_list) leads from pfn to mfn, the hypervisor's
 * machine-to-physical table back. Page pfn stands at GUEST_BASE + pfn * 4096 as far as the builder
 * has mapped.
 *
 * Levels count from 1: an entry of level 1 maps a page, the top level is PAGE_LEVELS.
 */
#include "hypercall/own.h"

#include <stdbool.h>

#define PAGE_SIZE  4096ul
#define PAGE_SHIFT 12
#define PAGE_SLOTS 512

/* Bits of an entry. */
#define PTE_PRESENT   (1ull << 0)
#define PTE_WRITE     (1ull << 1)
#define PTE_USER      (1ull << 2)
#define PTE_NO_CACHE  (1ull << 4)
#define PTE_ACCESSED  (1ull << 5)
#define PTE_DIRTY     (1ull << 6)
#define PTE_SUPERPAGE (1ull << 7)
#define PTE_GLOBAL    (1ull << 8)
#define PTE_NX        (1ull << 63)
#define PTE_FRAME     0x000ffffffffff000ull
#define PTE_PLAIN     (PTE_PRESENT | PTE_WRITE | PTE_ACCESSED | PTE_DIRTY)
#define PTE_READ_ONLY (PTE_PRESENT | PTE_ACCESSED)

#define MFN_NONE (~0ul)

typedef uint64_t pte_t;

static inline pte_t page_entry(unsigned long mfn, pte_t bits)
{
    return (pte_t)mfn << PAGE_SHIFT | bits;
}

static inline unsigned long page_entry_mfn(pte_t entry)
{
    return (unsigned long)((entry & PTE_FRAME) >> PAGE_SHIFT);
}

/* ---- Numbers of pages. ----------------------------------------------------------------- */

/* The frame behind a page of ours. */
unsigned long page_mfn(unsigned long pfn);
/* The frame behind an address in the builder's mapping; MFN_NONE outside of it. */
unsigned long page_mfn_at(const volatile void *va);
/* Our page in a frame, MFN_NONE if it is not ours (both directions are checked). */
unsigned long page_pfn(unsigned long mfn);
/* Its address in the builder's mapping; NULL outside. */
void *page_at_mfn(unsigned long mfn);
/* The first address behind the builder's mapping. */
uintptr_t page_mapped_end(void);

/* ---- Looking at tables. ---------------------------------------------------------------- */

/* The frame of the current top-level table. */
unsigned long page_base(void);
/* Bits of va that select the slot at a level. */
unsigned page_slot(uintptr_t va, unsigned level);
/*
 * Walks the current tables to the entry that translates `va` at `level`. Returns its machine
 * address and, through `entry` (unless NULL), its value; 0 if a level above is not present.
 */
uint64_t page_find(uintptr_t va, unsigned level, pte_t *entry);
/* The value at level 1, 0 if there is none. */
pte_t page_look_up(uintptr_t va);

/* ---- Changing them. -------------------------------------------------------------------- */

/* The level-1 entry of va becomes `entry`, and stale translations of it are dropped
 * (update_va_mapping). -ABI_EINVAL if no table covers va or the entry is refused. */
long page_map(uintptr_t va, pte_t entry);
/* One entry at a machine address (mmu_update of one). Does not flush. */
long page_set_entry(uint64_t entry_address, pte_t value);
/* Makes the mapping at va read-only, or writable again. */
long page_make_read_only(const volatile void *va);
long page_make_writable(const volatile void *va);
/* Makes sure tables down to level 1 cover va, with zeroed pages from page_alloc(). The upper
 * entries allow ring 3. Returns 0, -ABI_ENOMEM, or the error of the update. */
long page_make_tables(uintptr_t va);
/* mmuext_op with one operation. */
long page_extended(unsigned command, unsigned long arg1, unsigned long arg2);
/* Pins a table of a level (1 to PAGE_LEVELS): it is checked whole and stays a table. */
long page_pin(unsigned long mfn, unsigned level);
long page_unpin(unsigned long mfn);
/* Flushes this vCPU's translations. */
void page_flush(void);

/* ---- Spare pages. ---------------------------------------------------------------------- */

/* A zeroed page inside the builder's mapping, NULL if none is left: those below the image, those
 * behind the boot stack. */
void *page_alloc(void);
void page_free(void *page);
/* Frames of ours that the builder did not map, one after the other; MFN_NONE when there are no
 * more. */
unsigned long page_take_unmapped(void);

#endif
