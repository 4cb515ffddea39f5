/* SPDX-License-Identifier: MIT */
/*
 * Page directories under a hypervisor, from the first one, which the builder made and we complete,
 * to those of programs. Each has a private table for the kernel's half, since the hypervisor writes
 * its own entries into it. One that was never in use is plain memory, filled like any other by
 * fork; it is handed over whole, by pinning it, when it first becomes current, and is plain memory
 * again once it has been unpinned. Compare native/directory.c.
 */
#include "machine/pv/paging.h"

#include "kernel/kernel.h"

#define KERNEL_L2_ENTRIES ((MACHINE_KERNEL_END - MACHINE_KERNEL_BASE) / L2_SPAN)

static struct page_directory kernel_directory = {.in_use = true};

struct page_directory *paging_active = &kernel_directory;

/* ---- the kernel's own mapping ---------------------------------------------------------------- */

/* Is the page at this address mapped by the builder? */
static bool is_mapped(const uint64_t *l2, uintptr_t address)
{
    uint64_t entry = l2[L2_INDEX(address)];

    return entry && ((uint64_t *)entry_page(entry))[L1_INDEX(address)] & ENTRY_PRESENT;
}

/*
 * A table for the 2 MiB from `start`, in a page that is mapped already. Pages beyond `end` stay
 * empty.
 */
static void map_span(uint64_t *l2, uint64_t *l1, uintptr_t start, uintptr_t end)
{
    guest_mmu_update update = {.ptr = pv_machine_address(&l2[L2_INDEX(start)])};

    for (unsigned i = 0; i < L1_ENTRIES; i++) {
        uintptr_t address = start + i * PAGE_SIZE;

        l1[i] = address < end ? make_entry(page_to_frame((void *)address), KERNEL_BITS) : 0;
    }
    pv_page_protect(l1, false);
    update.val = make_entry(page_to_frame(l1), KERNEL_BITS);
    pv_must(hypercall_mmu_update((unsigned long)&update, 1, 0, ABI_DOMID_SELF),
            "a table of the kernel");
}

frame_t paging_init(void)
{
    uintptr_t spare =
        guest_info->pt_base + (guest_info->nr_pt_frames + 1) * PAGE_SIZE; /* + boot stack */
    uintptr_t end =
        MACHINE_KERNEL_BASE + MIN((frame_t)guest_info->nr_pages, MACHINE_FRAME_LIMIT) * PAGE_SIZE;
    uintptr_t at = spare;

    kernel_directory.l3 = (uint64_t *)(uintptr_t)guest_info->pt_base;
    paging_detect_no_execute();
    uint64_t *l2 = entry_page(kernel_directory.l3[3]);
    while (at < end && is_mapped(l2, at))
        at += PAGE_SIZE;
    /* The builder maps whole tables; each page it left over makes 2 MiB more. */
    for (at = (at + L2_SPAN - 1) & ~(uintptr_t)(L2_SPAN - 1); at < end; at += L2_SPAN) {
        map_span(l2, (uint64_t *)spare, at, end);
        spare += PAGE_SIZE;
    }
    return page_to_frame((void *)spare);
}

/* ---- directories ----------------------------------------------------------------------------- */

struct page_directory *machine_directory_new(void)
{
    struct page_directory *directory = kzalloc(sizeof(*directory));
    uint64_t *l3 = page_alloc(), *l2 = page_alloc();

    if (!directory || !l3 || !l2) {
        kfree(directory);
        if (l3)
            page_free(l3);
        if (l2)
            page_free(l2);
        return NULL;
    }
    memcpy(l2, entry_page(kernel_directory.l3[3]), KERNEL_L2_ENTRIES * sizeof(*l2));
    l3[3] = make_entry(page_to_frame(l2), ENTRY_PRESENT);
    directory->l3 = l3;
    return directory;
}

/* Do something with every table of a directory, L1 tables of programs included. */
static void for_each_table(struct page_directory *directory, void (*function)(void *table))
{
    for (unsigned i = 0; i < 4; i++) {
        uint64_t *l2 = directory->l3[i] ? entry_page(directory->l3[i]) : NULL;

        for (unsigned j = 0; l2 && i < 3 && j < L1_ENTRIES; j++)
            if (l2[j])
                function(entry_page(l2[j]));
        if (l2)
            function(l2);
    }
    function(directory->l3);
}

static void give_table(void *table)
{
    paging_protect_later(table, false);
}

static void take_table(void *table)
{
    paging_protect_later(table, true);
}

void machine_directory_switch(struct page_directory *directory)
{
    static guest_mmuext_op operations[2];
    unsigned count = 0;

    if (!directory)
        directory = &kernel_directory;
    if (directory == paging_active)
        return;
    machine_page_flush();
    unsigned long base = (unsigned long)(pv_machine_address(directory->l3) >> PAGE_SHIFT);
    if (!directory->in_use) {
        for_each_table(directory, give_table);
        operations[count++] = (guest_mmuext_op){.cmd = ABI_MMUEXT_PIN_L3_TABLE, .arg1 = base};
        directory->in_use = true;
    }
    operations[count++] = (guest_mmuext_op){.cmd = ABI_MMUEXT_NEW_BASEPTR, .arg1 = base};
    paging_extended_later(operations, count);
    pv_batch_send("a page directory");
    paging_active = directory;
}

void machine_directory_retire(struct page_directory *directory)
{
    guest_mmuext_op unpin = {.cmd = ABI_MMUEXT_UNPIN_TABLE};

    ASSERT(directory != paging_active);
    machine_page_flush();
    if (!directory->in_use)
        return;
    unpin.arg1 = (guest_word)(pv_machine_address(directory->l3) >> PAGE_SHIFT);
    paging_extended_later(&unpin, 1);
    for_each_table(directory, take_table);
    pv_batch_send("the end of a page directory");
    directory->in_use = false;
}

void machine_directory_free(struct page_directory *directory)
{
    for_each_table(directory, page_free);
    kfree(directory);
}
