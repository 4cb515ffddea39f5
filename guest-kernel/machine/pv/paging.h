/* SPDX-License-Identifier: MIT */
/* What paging.c (entries) and directory.c (whole directories) share. */
#ifndef GUEST_KERNEL_PV_PAGING_H
#define GUEST_KERNEL_PV_PAGING_H

#include "machine/pv/pv.h"

/* An entry of the kernel's own half. */
#define KERNEL_BITS (ENTRY_PRESENT | ENTRY_WRITE | ENTRY_ACCESSED | ENTRY_DIRTY)

struct page_directory {
    uint64_t *l3;
    bool in_use; /* the hypervisor has it: pinned */
};

extern struct page_directory *paging_active;

/* The kernel's address of the page an entry names, and an entry for a page. */
void *entry_page(uint64_t entry);
uint64_t make_entry(frame_t frame, uint64_t flags);

/* For pv_batch: pv_page_protect, and operations, which must stay where they are until then. */
void paging_protect_later(const void *page, bool writable);
void paging_extended_later(guest_mmuext_op *operations, unsigned count);

/*
 * For entries that others write: the machine address of the one for `address`, in a table made if
 * need be (0: out of memory), and the bits of one for data of a program.
 */
uint64_t paging_entry_address(struct page_directory *directory, uintptr_t address);
uint64_t paging_program_bits(bool writable);

void paging_detect_no_execute(void);

#endif
