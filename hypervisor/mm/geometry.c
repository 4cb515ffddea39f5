/* SPDX-License-Identifier: MIT */
/*
 * The table in which guest widths differ. Sources: pv-abi parts 1.9 and 4.2.
 *
 * A 32-bit L3 entry has neither RW nor US on real PAE hardware, but lives in a four-level walk
 * here: so we force the two on while the table is in use and take them away when it is retired.
 * 64-bit guests run kernel and programs in ring 3, so every entry gets US; in an L1 entry that
 * the guest wrote without it, a software bit remembers so.
 */
#include "mm/geometry.h"

#define CACHE_BITS    (PTE_PWT | PTE_PCD)
#define UPPER_REFUSED (CACHE_BITS | PTE_PSE | PTE_G)
#define UPPER_FAST    (PTE_A | PTE_D | PTE_AVAIL | PTE_AVAIL_HIGH)
#define L1_FAST       (PTE_NX | PTE_AVAIL | PTE_AVAIL_HIGH | PTE_G | PTE_D | PTE_A | PTE_US)

#define PTE_GUEST_KERNEL (1ull << 52)

#define TOP_L2_FIRST ((ABI_HOLE32_START >> 21) & 511)

const struct geometry geometries[2] = {
    [WIDTH_32].top = 3,
    [WIDTH_32].level[1] = {.entries = 512, .flags_fast = L1_FAST},
    [WIDTH_32].level[2] = {.entries = 512,
                           .flags_refused = UPPER_REFUSED,
                           .flags_fast = UPPER_FAST | PTE_NX | PTE_US,
                           .linear = true},
    [WIDTH_32].level[3] = {.entries = 4,
                           .flags_refused = UPPER_REFUSED | PTE_NX | PTE_AVAIL_HIGH,
                           .flags_forced = PTE_RW | PTE_US,
                           .flags_hidden = PTE_RW | PTE_US | PTE_A,
                           .flags_fast = PTE_A | PTE_D | PTE_AVAIL},
    [WIDTH_64].top = 4,
    [WIDTH_64].level[1] = {.entries = 512,
                           .flags_forced = PTE_US,
                           .flags_kernel = PTE_GUEST_KERNEL,
                           .flags_user = PTE_G,
                           .flags_fast = L1_FAST},
    [WIDTH_64].level[2] = {.entries = 512,
                           .flags_refused = UPPER_REFUSED,
                           .flags_forced = PTE_US,
                           .flags_fast = UPPER_FAST | PTE_NX,
                           .linear = true},
    [WIDTH_64].level[3] = {.entries = 512,
                           .flags_refused = UPPER_REFUSED,
                           .flags_forced = PTE_US,
                           .flags_fast = UPPER_FAST | PTE_NX,
                           .linear = true},
    [WIDTH_64].level[4] = {.entries = 512,
                           .flags_refused = UPPER_REFUSED,
                           .flags_forced = PTE_US | PTE_A,
                           .flags_fast = UPPER_FAST | PTE_NX,
                           .reserved_first = ABI_HYPERVISOR_SLOT_FIRST,
                           .reserved_end = ABI_HYPERVISOR_SLOT_LAST + 1,
                           .linear = true},
};

/* The top L2 of a 32-bit guest: the L2 level, with our slots in it. */
const struct level level_top_l2 = {
    .entries = 512,
    .flags_refused = UPPER_REFUSED,
    .flags_fast = UPPER_FAST | PTE_NX | PTE_US,
    .reserved_first = TOP_L2_FIRST,
    .reserved_end = 512,
    .linear = true,
};
