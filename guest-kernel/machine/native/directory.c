/* SPDX-License-Identifier: MIT */
/*
 * Page directories on the bare machine. The first one was made by start.S; all share its table for
 * the kernel's half, and changing to another is loading one register. Compare pv/directory.c.
 */
#include "machine/native/paging.h"

#include "kernel/kernel.h"

struct page_directory *paging_active = &native_l3_kernel;

struct page_directory *machine_directory_new(void)
{
    struct page_directory *directory = page_alloc();

    if (directory)
        directory->l3[3] = native_l3_kernel.l3[3];
    return directory;
}

void machine_directory_switch(struct page_directory *directory)
{
    if (!directory)
        directory = &native_l3_kernel;
    if (directory == paging_active)
        return;
    paging_active = directory;
    paging_forget_stale();
    write_cr3(page_to_frame(directory) * PAGE_SIZE);
}

void machine_directory_retire(struct page_directory *directory)
{
    ASSERT(directory != paging_active);
}

void machine_directory_free(struct page_directory *directory)
{
    for (int i = 0; i < 3; i++) {
        if (!directory->l3[i])
            continue;
        uint64_t *l2 = entry_page(directory->l3[i]);
        for (unsigned j = 0; j < L1_ENTRIES; j++)
            if (l2[j])
                page_free(entry_page(l2[j]));
        page_free(l2);
    }
    page_free(directory);
}
