/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_WIDTH_OWN_H
#define HYPERCALL_WIDTH_OWN_H
/*
 * What "own" means for a 64-bit guest: its structures are the abi64_ ones, a machine word has 64 bits,
 * page tables have four levels of 512 entries, and the kernel runs in ring 3 like its programs, told
 * apart by the hypervisor and by which top-level table is loaded.
 */
#include "abi/structs.h"

#define HYPERCALL_OWN(name) abi64_##name

/* A code address as a value of abi64_entry: no selector, the code segment is fixed. */
#define HYPERCALL_ENTRY(address) (address)

#define WORD_FORMAT "%016lx"
#define WORD_ASM    ".quad"
#define WORD_BITS   64

#define WORD_REGISTER(name) "%%r" #name

#define PAGE_LEVELS     4
#define PAGE_TOP_SLOTS  512
#define PAGE_LEVEL_BITS 9

#define SELECTOR_KERNEL_CODE ABI_FLAT64_CS64
#define SELECTOR_KERNEL_DATA ABI_FLAT64_DS
#define SELECTOR_KERNEL_FRAME (ABI_FLAT64_CS64 & ~3)
#define SELECTOR_USER_CODE   ABI_FLAT64_CS64
#define SELECTOR_USER_DATA   ABI_FLAT64_DS

#define KERNEL_RING 3
#define M2P_START   ABI_M2P64_START
#define M2P_END     ABI_M2P64_END

#define EVENT_PORTS 4096

#endif
