/* SPDX-License-Identifier: MIT */
#ifndef MM_LAYOUT_H
#define MM_LAYOUT_H
/*
 * Where things are in ring 0's part of the address space: top-level slots 256 to 271, which
 * the ABI gives to the hypervisor in every address space. Plain numbers, for assembly too.
 *
 *   256  machine-to-physical table as 64-bit guests read it
 *   257  the same table, writable, and behind it that of 32-bit guests
 *   258  one struct frame for each machine frame
 *   259  descriptor windows: each CPU's GDT and LDT, made of guest pages
 *   260  device registers
 *   261  the hypervisor's image, at its physical address
 *   262  the machine's memory, one to one
 */
#define HV_M2P_GUEST 0xffff800000000000
#define HV_M2P       0xffff808000000000
#define HV_M2P32     0xffff80c000000000
#define HV_FRAMES    0xffff810000000000
#define HV_WINDOWS   0xffff818000000000
#define HV_DEVICES   0xffff820000000000
#define HV_IMAGE     0xffff828000000000
#define HV_DIRECT    0xffff830000000000

#define HV_SLOT_FIRST 256
#define HV_SLOT_LAST  271

/* Each CPU's window: 16 pages of GDT (14 of them the guest's), then 16 pages of LDT. */
#define WINDOW_SIZE     0x20000
#define WINDOW_LDT      0x10000
#define WINDOW_GDT(cpu) (HV_WINDOWS + (cpu)*WINDOW_SIZE)

/* Selectors of ring 0, behind the guest's part of every GDT. */
#define SEL_HV_CS 0xe008
#define SEL_HV_DS 0xe010
#define SEL_TSS   0xe040
#define SEL_LDT   0xe050

#endif
