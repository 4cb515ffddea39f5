/* SPDX-License-Identifier: MIT */
/*
 * The machine-to-physical table: for each machine frame, the number its owner calls it by.
 * Guests read it in place - entries of 8 bytes for 64-bit guests, a second table of 4 bytes for
 * 32-bit guests - and nobody but us writes it. It is a convenience, not a defence: a domain
 * may enter nonsense for its own frames and hurts only itself.
 */
#include "lib/string.h"
#include "mm/boot.h"
#include "mm/frame.h"
#include "watch/watch.h"

u64 m2p_top_l2_entries[84];

void m2p_set(mfn_t m, u64 pfn)
{
    ((u64 *)HV_M2P)[m.n] = pfn;
    if (m.n < M2P32_ENTRIES)
        ((u32 *)HV_M2P32)[m.n] = (u32)pfn;
}

/*
 * The 32-bit table spans slots 428 to 510 of the top L2, 2 MiB each. Where the machine has no
 * frames, one page full of ones stands for all entries, so that a guest may read the whole range.
 */
void m2p_init(void)
{
    u64 frames32 = min(mm_frames_end, (u64)M2P32_ENTRIES);
    u64 used = round_up(frames32 * 4, PAGE_SIZE) >> PAGE_SHIFT; /* pages with real entries */
    u64 ones = boot_page();
    u64 rest = boot_page(); /* an L1 of nothing but the page of ones */

    memset((void *)(HV_DIRECT + ones), 0xff, PAGE_SIZE);
    for (u32 i = 0; i < 512; i++)
        ((u64 *)(HV_DIRECT + rest))[i] = ones | PTE_P | PTE_A | PTE_NX;

    for (u64 slot = 0; slot < 83; slot++) {
        u64 l1 = rest;
        if (slot * 512 < used) {
            l1 = boot_page();
            for (u64 i = 0; i < 512; i++) {
                u64 page = ones;
                if (slot * 512 + i < used) {
                    page = boot_page();
                    memset((void *)(HV_DIRECT + page), 0xff, PAGE_SIZE);
                    boot_map(HV_M2P32 + ((slot * 512 + i) << PAGE_SHIFT), page, PAGE_SIZE,
                             PTE_P | PTE_RW | PTE_NX);
                }
                ((u64 *)(HV_DIRECT + l1))[i] = page | PTE_P | PTE_A | PTE_NX;
            }
        }
        /* No RW anywhere, and no US: ring 1 may read it, ring 3 not even that. */
        m2p_top_l2_entries[slot] = l1 | PTE_P | PTE_A;
    }
    for (u64 n = 0; n < mm_frames_end; n += PAGE_SIZE / 8) {
        u64 page = boot_page();
        memset((void *)(HV_DIRECT + page), 0xff, PAGE_SIZE);
        boot_map(HV_M2P + n * 8, page, PAGE_SIZE, PTE_P | PTE_RW | PTE_NX);
        boot_map(HV_M2P_GUEST + n * 8, page, PAGE_SIZE, PTE_P | PTE_US | PTE_NX);
    }
}
