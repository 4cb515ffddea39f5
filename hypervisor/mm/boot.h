/* SPDX-License-Identifier: MIT */
#ifndef MM_BOOT_H
#define MM_BOOT_H
/*
 * Inside the mm room: taking memory before the heap exists, and mapping it.
 */
#include "mm/mm.h"

/* Entries of the 32-bit machine-to-physical table: as many as fit into the hole. */
#define M2P32_ENTRIES ((ABI_M2P32_END - ABI_HOLE32_START) / 4)

/* Machine address of a zeroed page below 4 GiB; panics if there is none. */
u64 boot_page(void);
/* Maps [maddr, maddr + bytes) at va for ring 0 with 4 KiB pages. */
void boot_map(u64 va, u64 maddr, u64 bytes, u64 flags);
void m2p_init(void);

#endif
