/* SPDX-License-Identifier: MIT */
/*
 * Page tables on the bare machine: PAE, three levels, written directly. All directories share one
 * table for the kernel's half. Compare pv/paging.c, where somebody else must agree to every
 * change.
 */
#include "machine/native/paging.h"

#include "kernel/kernel.h"

#define FLUSH_LIMIT 32 /* above this many pages it is cheaper to flush everything */

extern uint8_t native_has_no_execute;

static uint64_t no_execute;

static uintptr_t flush_addresses[FLUSH_LIMIT];
static unsigned flush_count; /* over FLUSH_LIMIT: flush everything */

void paging_init(void)
{
    no_execute = native_has_no_execute ? ENTRY_NO_EXECUTE : 0;
}

void *entry_page(uint64_t entry)
{
    return frame_to_page((frame_t)((entry & ENTRY_FRAME_MASK) >> PAGE_SHIFT));
}

uint64_t make_entry(frame_t frame, uint64_t flags)
{
    return (uint64_t)frame << PAGE_SHIFT | flags;
}

/* The L1 entry for `address`, or NULL when there is no table for it. */
static uint64_t *find_entry(struct page_directory *directory, uintptr_t address)
{
    uint64_t l3 = directory->l3[L3_INDEX(address)];

    if (!l3)
        return NULL;
    uint64_t l2 = ((uint64_t *)entry_page(l3))[L2_INDEX(address)];
    return l2 ? (uint64_t *)entry_page(l2) + L1_INDEX(address) : NULL;
}

/* The same, with missing tables put in. NULL: out of memory. */
static uint64_t *make_tables(struct page_directory *directory, uintptr_t address)
{
    uint64_t *l3 = &directory->l3[L3_INDEX(address)];

    if (!*l3) {
        void *table = page_alloc();

        if (!table)
            return NULL;
        *l3 = make_entry(page_to_frame(table), ENTRY_PRESENT);
        if (directory == paging_active) /* the CPU has its own copy of these four */
            write_cr3(page_to_frame(directory) * PAGE_SIZE);
    }
    uint64_t *l2 = (uint64_t *)entry_page(*l3) + L2_INDEX(address);
    if (!*l2) {
        void *table = page_alloc();

        if (!table)
            return NULL;
        *l2 = make_entry(page_to_frame(table), ENTRY_PRESENT | ENTRY_WRITE | ENTRY_USER);
    }
    return (uint64_t *)entry_page(*l2) + L1_INDEX(address);
}

static void write_entry(struct page_directory *directory, uintptr_t address, uint64_t *entry,
                        uint64_t value)
{
    uint64_t old = *entry;

    /* The low half holds the present bit: let the CPU never see a mixture of two mappings. */
    *(volatile uint32_t *)entry = 0;
    ((volatile uint32_t *)entry)[1] = value >> 32;
    *(volatile uint32_t *)entry = (uint32_t)value;
    if (!(old & ENTRY_PRESENT) || directory != paging_active)
        return;
    if (flush_count < FLUSH_LIMIT)
        flush_addresses[flush_count] = address;
    flush_count += flush_count <= FLUSH_LIMIT;
}

int machine_page_set(struct page_directory *directory, uintptr_t address, frame_t frame,
                     unsigned flags)
{
    uint64_t *entry = make_tables(directory, address);
    uint64_t bits = ENTRY_PRESENT | ENTRY_ACCESSED;

    if (!entry)
        return -ENOMEM;
    bits |= flags & MAP_ACCESS ? ENTRY_USER : 0;
    bits |= flags & MAP_WRITE ? ENTRY_WRITE | ENTRY_DIRTY : 0;
    bits |= flags & MAP_EXECUTE ? 0 : no_execute;
    write_entry(directory, address, entry, make_entry(frame, bits));
    return 0;
}

void machine_page_clear(struct page_directory *directory, uintptr_t address)
{
    uint64_t *entry = find_entry(directory, address);

    if (entry && *entry)
        write_entry(directory, address, entry, 0);
}

struct mapping machine_page_get(struct page_directory *directory, uintptr_t address)
{
    uint64_t *entry = find_entry(directory, address);
    struct mapping mapping = {0, 0};

    if (!entry || !(*entry & ENTRY_PRESENT))
        return mapping;
    mapping.frame = (frame_t)((*entry & ENTRY_FRAME_MASK) >> PAGE_SHIFT);
    mapping.flags = MAP_PRESENT;
    mapping.flags |= *entry & ENTRY_USER ? MAP_ACCESS : 0;
    mapping.flags |= *entry & ENTRY_WRITE ? MAP_WRITE : 0;
    mapping.flags |= *entry & ENTRY_NO_EXECUTE ? 0 : MAP_EXECUTE;
    return mapping;
}

uintptr_t machine_page_skip(struct page_directory *directory, uintptr_t address)
{
    while (address < MACHINE_KERNEL_BASE) {
        uint64_t l3 = directory->l3[L3_INDEX(address)];

        if (!l3)
            address = (address & ~(uintptr_t)(L3_SPAN - 1)) + L3_SPAN;
        else if (!((uint64_t *)entry_page(l3))[L2_INDEX(address)])
            address = (address & ~(uintptr_t)(L2_SPAN - 1)) + L2_SPAN;
        else
            break;
    }
    return address;
}

void paging_forget_stale(void)
{
    flush_count = 0;
}

void machine_page_flush(void)
{
    if (flush_count > FLUSH_LIMIT)
        write_cr3(page_to_frame(paging_active) * PAGE_SIZE);
    else
        for (unsigned i = 0; i < flush_count; i++)
            invalidate_page(flush_addresses[i]);
    flush_count = 0;
}
