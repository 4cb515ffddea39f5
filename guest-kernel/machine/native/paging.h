/* SPDX-License-Identifier: MIT */
/* What paging.c (entries) and directory.c (whole directories) share. */
#ifndef GUEST_KERNEL_NATIVE_PAGING_H
#define GUEST_KERNEL_NATIVE_PAGING_H

#include "machine/native/native.h"

struct page_directory {
    uint64_t l3[512]; /* 4 are used; a page of its own keeps it aligned */
};

extern struct page_directory native_l3_kernel; /* start.S */
extern struct page_directory *paging_active;

/* The kernel's address of the page an entry names, and an entry for a page. */
void *entry_page(uint64_t entry);
uint64_t make_entry(frame_t frame, uint64_t flags);

/* Loading a directory has dropped all translations: none need be dropped one by one. */
void paging_forget_stale(void);

#endif
