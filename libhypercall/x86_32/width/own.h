/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_WIDTH_OWN_H
#define HYPERCALL_WIDTH_OWN_H
/*
 * What "own" means for a 32-bit guest: its structures are the abi32_ ones, a machine word has 32
 * bits, and its page tables are PAE's: four top entries, 512 below. The folder of the other width
 * has a file of the same name; nothing outside these folders knows which of the two it is in.
 */
#include "abi/structs.h"

#define HYPERCALL_OWN(name) abi32_##name

/* A code address with its selector, as a value of abi32_entry. */
#define HYPERCALL_ENTRY(address)                                                                   \
    {                                                                                              \
        .cs = ABI_FLAT_RING1_CS32, .eip = (address)                                                \
    }

/* How to print a word, how to write one in inline assembly, and how many bits it has. */
#define WORD_FORMAT "%08lx"
#define WORD_ASM    ".long"
#define WORD_BITS   32

/* A register of a word's width, for asm statements with operands: "push " WORD_REGISTER(bp). */
#define WORD_REGISTER(name) "%%e" #name

/* Page-table geometry: levels count from 1 (maps pages) to the top. */
#define PAGE_LEVELS     3
#define PAGE_TOP_SLOTS  4
#define PAGE_LEVEL_BITS 9

/* The selectors that are always there (abi/layout.h); KERNEL_FRAME is what a frame of the kernel has as CS. */
#define SELECTOR_KERNEL_CODE ABI_FLAT_RING1_CS32
#define SELECTOR_KERNEL_DATA ABI_FLAT_RING1_DS32
#define SELECTOR_KERNEL_FRAME ABI_FLAT_RING1_CS32
#define SELECTOR_USER_CODE   ABI_FLAT_RING3_CS32
#define SELECTOR_USER_DATA   ABI_FLAT_RING3_DS32

/* The ring a kernel of this width runs in, and the machine-to-physical table it can read. */
#define KERNEL_RING 1
#define M2P_START   ABI_HOLE32_START
#define M2P_END     ABI_M2P32_END

/* Event ports of the 2-level interface: one word of the selector word each. */
#define EVENT_PORTS 1024

#endif
