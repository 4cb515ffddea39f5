/* SPDX-License-Identifier: MIT */
#ifndef MM_RESERVE_H
#define MM_RESERVE_H
/*
 * Inside the mm room: frames on their way into and out of a domain's memory. mm_lock held.
 */
#include "mm/table.h"

#define MEMORY_START_SHIFT 6 /* memory_op's command: bits above count the extents already done */

/* Extents of up to 2^9 frames (2 MiB) are for all, larger ones for the privileged domain. */
static inline u32 reserve_order_max(const struct domain *d)
{
    return d->privileged ? 18 : 9;
}

/* The width of addresses that mem_flags asks for, as a limit; 0 = none. */
static inline u64 reserve_limit(u32 mem_flags)
{
    u32 bits = mem_flags & 0xff;

    return bits && bits < 52 ? 1ull << bits : 0;
}

/* 2^order free frames that d may have, below limit if not 0; they have no owner yet. */
mfn_t reserve_find(struct domain *d, u32 order, u64 limit);

/* Makes a free frame d's. */
void reserve_own(struct domain *d, mfn_t m);

/*
 * Takes a frame away from d that is used for nothing (pv-abi 4.3): the caller then holds the one
 * reference that is left. 0 or a refusal.
 */
long reserve_take(struct vcpu *v, struct domain *d, mfn_t m);

/*
 * Undoes that. What else is known of the frame stays: others may have taken references meanwhile,
 * and its type and stamp say which old translations may still be about.
 */
void reserve_return(struct domain *d, mfn_t m);

/* exchange.c: XENMEM_exchange. */
long reserve_exchange(struct vcpu *v, u64 command, u64 arg);

/* memmap.c: the machine's memory map, and the one that tools give to a domain. */
long memmap_machine(struct vcpu *v, gaddr_t arg);
long memmap_own(struct vcpu *v, gaddr_t arg);
long memmap_set(struct vcpu *v, gaddr_t arg);

#endif
