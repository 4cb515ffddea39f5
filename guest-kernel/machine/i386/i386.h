/* SPDX-License-Identifier: MIT */
/*
 * What ring 0 and ring 1 have in common: the same instruction set, the same shape of page tables,
 * the same frames. Included by the two machine folders, not by kernel/ (which finds the few
 * functions it needs declared in machine.h).
 */
#ifndef GUEST_KERNEL_I386_H
#define GUEST_KERNEL_I386_H

#include "machine/machine.h"

/* PAE page tables: 4 directories-of-directories, then 512 entries of 8 bytes at both levels. */
#define ENTRY_PRESENT    0x001u
#define ENTRY_WRITE      0x002u
#define ENTRY_USER       0x004u
#define ENTRY_ACCESSED   0x020u
#define ENTRY_DIRTY      0x040u
#define ENTRY_LARGE      0x080u
#define ENTRY_NO_EXECUTE ((uint64_t)1 << 63)
#define ENTRY_FRAME_MASK 0x000FFFFFFFFFF000ull

#define L1_ENTRIES        512u
#define L2_SPAN           0x200000u   /* bytes under one L2 entry */
#define L3_SPAN           0x40000000u /* bytes under one L3 entry */
#define L3_INDEX(address) ((uintptr_t)(address) >> 30)
#define L2_INDEX(address) ((uintptr_t)(address) >> 21 & 511)
#define L1_INDEX(address) ((uintptr_t)(address) >> 12 & 511)

#define EFLAGS_CARRY     0x001u
#define EFLAGS_INTERRUPT 0x200u
#define EFLAGS_USER_MASK 0x00040DD5u /* what a program may set: AC OF DF TF SF ZF AF PF CF */
#define EFLAGS_FIXED     0x2u

/*
 * fault.c: did the end of a trap fault on a selector? Then it is mended, and the trap can return.
 */
bool machine_fault_in_return(struct trap_frame *frame);

static inline uint64_t read_tsc(void)
{
    uint32_t low, high;

    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}

static inline void cpuid(uint32_t leaf, uint32_t *a, uint32_t *b, uint32_t *c, uint32_t *d)
{
    __asm__ volatile("cpuid" : "=a"(*a), "=b"(*b), "=c"(*c), "=d"(*d) : "a"(leaf), "c"(0));
}

/* (a * b) >> 32, for turning counts of one clock into another. */
static inline uint64_t multiply_shift_32(uint64_t a, uint32_t b)
{
    return ((a >> 32) * b) + (((a & 0xFFFFFFFFu) * b) >> 32);
}

#endif
