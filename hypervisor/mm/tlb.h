/* SPDX-License-Identifier: MIT */
#ifndef MM_TLB_H
#define MM_TLB_H
/*
 * Translation buffers. Guests flush for themselves when they change their mappings; ring 0 must
 * flush only where a stale entry would break isolation: before a frame that was writable
 * becomes a page table, and before a frame goes to another owner. An epoch tells cheaply
 * whether that is needed: every flush of a CPU begins a new one, and a frame remembers in which
 * one its last writable mapping went. A CPU that has flushed since cannot hold it any more.
 */
#include "cpu/cpu.h"

extern u32 tlb_epoch;
#define TLB_EPOCHS_APART (1u << 30) /* no CPU's last flush is further back: see tlb.c */

/* Flushes this CPU's translations of guest addresses (a CR3 load). */
void tlb_flush_own(void);

/* One page, this CPU. */
static inline void tlb_flush_own_page(u64 va)
{
    __asm__ volatile("invlpg (%0)" ::"r"(va) : "memory");
}

/* Flushes if another CPU waits for that: called where this one waits with interrupts off. */
void tlb_answer(void);

/* Makes sure that no CPU holds translations made before the epoch `stamp` ended. */
void tlb_flush_since(u32 stamp);

#define TLB_WHOLE (~0ull)
/*
 * Flushes every CPU that may run one of these vCPUs of d (bit n: vCPU n), and no other. If only the
 * page at va is meant (not TLB_WHOLE), this CPU drops just that; for others it is the same
 * interrupt.
 */
void tlb_flush_vcpus(struct domain *d, u64 set, u64 va);

#endif
