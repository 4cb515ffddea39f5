/* SPDX-License-Identifier: MIT */
/*
 * Page tables seen and changed from inside the guest. Tables are read through the builder's
 * mapping, where they are read-only; every change is a hypercall. The walk starts from the base we
 * loaded last (page_extended() watches for that), or the builder's.
 */
#include "hypercall/page.h"
#include "hypercall/call.h"
#include "hypercall/guest.h"
#include "hypercall/string.h"

#include "library.h"

static unsigned long base_mfn;
static uintptr_t mapped_end;
static unsigned long next_unmapped;

/* Spare pages hang in a list through their first word. */
static void **spare_pages;

static const guest_word *p2m(void)
{
    return (const guest_word *)(uintptr_t)guest_info->mfn_list;
}

unsigned long page_mfn(unsigned long pfn)
{
    return pfn < guest_info->nr_pages ? (unsigned long)p2m()[pfn] : MFN_NONE;
}

unsigned long page_mfn_at(const volatile void *va)
{
    uintptr_t address = (uintptr_t)va;
    if (address < GUEST_BASE || address >= mapped_end) {
        return MFN_NONE;
    }
    return page_mfn((address - GUEST_BASE) >> PAGE_SHIFT);
}

unsigned long page_pfn(unsigned long mfn)
{
    if (mfn >= (M2P_END - M2P_START) / sizeof(guest_word)) {
        return MFN_NONE;
    }
    unsigned long pfn = ((const volatile guest_word *)(uintptr_t)M2P_START)[mfn];
    return page_mfn(pfn) == mfn ? pfn : MFN_NONE;
}

void *page_at_mfn(unsigned long mfn)
{
    unsigned long pfn = page_pfn(mfn);
    if (pfn == MFN_NONE || pfn >= (mapped_end - GUEST_BASE) >> PAGE_SHIFT) {
        return NULL;
    }
    return (void *)(GUEST_BASE + (pfn << PAGE_SHIFT));
}

uintptr_t page_mapped_end(void)
{
    return mapped_end;
}

unsigned long page_base(void)
{
    return base_mfn;
}

unsigned page_slot(uintptr_t va, unsigned level)
{
    unsigned slots = level == PAGE_LEVELS ? PAGE_TOP_SLOTS : PAGE_SLOTS;
    return (unsigned)(va >> (PAGE_SHIFT + (level - 1) * PAGE_LEVEL_BITS)) & (slots - 1);
}

uint64_t page_find(uintptr_t va, unsigned level, pte_t *entry)
{
    unsigned long mfn = base_mfn;
    for (unsigned at = PAGE_LEVELS;; at--) {
        const volatile pte_t *table = page_at_mfn(mfn);
        if (table == NULL) {
            return 0;
        }
        unsigned slot = page_slot(va, at);
        pte_t found = table[slot];
        if (at == level) {
            if (entry != NULL) {
                *entry = found;
            }
            return page_entry(mfn, 0) + slot * sizeof(pte_t);
        }
        if ((found & PTE_PRESENT) == 0) {
            return 0;
        }
        mfn = page_entry_mfn(found);
    }
}

pte_t page_look_up(uintptr_t va)
{
    pte_t entry;
    return page_find(va, 1, &entry) != 0 ? entry : 0;
}

long page_map(uintptr_t va, pte_t entry)
{
    return hypercall_update_va_mapping(va, entry, ABI_UVMF_INVLPG);
}

long page_set_entry(uint64_t entry_address, pte_t value)
{
    guest_mmu_update update = {.ptr = entry_address, .val = value};
    return hypercall_mmu_update((unsigned long)&update, 1, 0, ABI_DOMID_SELF);
}

static long change_bits(const volatile void *va, pte_t clear, pte_t set)
{
    uintptr_t address = (uintptr_t)va & ~(PAGE_SIZE - 1);
    pte_t entry = page_look_up(address);
    if ((entry & PTE_PRESENT) == 0) {
        return -ABI_EINVAL;
    }
    return page_map(address, (entry & ~clear) | set);
}

long page_make_read_only(const volatile void *va)
{
    return change_bits(va, PTE_WRITE, 0);
}

long page_make_writable(const volatile void *va)
{
    return change_bits(va, 0, PTE_WRITE);
}

static long make_table(uint64_t entry_address)
{
    void *page = page_alloc();
    if (page == NULL) {
        return -ABI_ENOMEM;
    }
    long result = page_make_read_only(page);
    if (result == 0) {
        result = page_set_entry(entry_address, page_entry(page_mfn_at(page), PTE_PLAIN | PTE_USER));
    }
    return result;
}

long page_make_tables(uintptr_t va)
{
    for (unsigned level = PAGE_LEVELS; level > 1; level--) {
        pte_t entry;
        uint64_t at = page_find(va, level, &entry);
        if (at == 0) {
            return -ABI_EINVAL;
        }
        long result = (entry & PTE_PRESENT) != 0 ? 0 : make_table(at);
        if (result != 0) {
            return result;
        }
    }
    page_flush(); /* processors cache upper entries, even that there was none at the top of PAE */
    return 0;
}

long page_extended(unsigned command, unsigned long arg1, unsigned long arg2)
{
    guest_mmuext_op op = {.cmd = command, .arg1 = arg1, .arg2 = arg2};
    long result = hypercall_mmuext_op((unsigned long)&op, 1, 0, ABI_DOMID_SELF);
    if (result == 0 && command == ABI_MMUEXT_NEW_BASEPTR) {
        base_mfn = arg1;
    }
    return result;
}

long page_pin(unsigned long mfn, unsigned level)
{
    return page_extended(ABI_MMUEXT_PIN_L1_TABLE + level - 1, mfn, 0);
}

long page_unpin(unsigned long mfn)
{
    return page_extended(ABI_MMUEXT_UNPIN_TABLE, mfn, 0);
}

void page_flush(void)
{
    page_extended(ABI_MMUEXT_TLB_FLUSH_LOCAL, 0, 0);
}

void *page_alloc(void)
{
    void **page = spare_pages;
    if (page != NULL) {
        spare_pages = *page;
        memset(page, 0, PAGE_SIZE);
    }
    return page;
}

void page_free(void *page)
{
    *(void **)page = spare_pages;
    spare_pages = page;
}

unsigned long page_take_unmapped(void)
{
    if (next_unmapped >= guest_info->nr_pages) {
        return MFN_NONE;
    }
    return page_mfn(next_unmapped++);
}

static void free_range(uintptr_t start, uintptr_t end)
{
    for (uintptr_t page = end; page > start; page -= PAGE_SIZE) {
        page_free((void *)(page - PAGE_SIZE));
    }
}

/* The builder's order: image, mfn_list, start_info, tables, one page of stack, then padding. */
void page_begin(void)
{
    uintptr_t spare = guest_info->pt_base + guest_info->nr_pt_frames * PAGE_SIZE + PAGE_SIZE;
    mapped_end = spare;
    base_mfn = page_mfn_at((const void *)(uintptr_t)guest_info->pt_base);
    while ((page_look_up(mapped_end) & PTE_PRESENT) != 0) {
        mapped_end += PAGE_SIZE;
    }
    next_unmapped = (mapped_end - GUEST_BASE) >> PAGE_SHIFT;
    free_range(spare, mapped_end);
    free_range(GUEST_BASE, (uintptr_t)guest_image_start);
}
