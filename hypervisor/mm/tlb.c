/* SPDX-License-Identifier: MIT */
/*
 * Flushing, and knowing when one need not: see tlb.h. Ring 0 keeps CR4.PGE off, so that a CR3
 * load drops every translation, whatever global bits a guest sets.
 */
#include "mm/tlb.h"

#include "domain/domain.h"

u32 tlb_epoch = 1;

void tlb_flush_own(void)
{
    struct cpu *c = cpu_this();
    u32 epoch = __atomic_add_fetch(&tlb_epoch, 1, __ATOMIC_SEQ_CST);

    __asm__ volatile("mov %0, %%cr3" ::"r"(c->cr3) : "memory");
    c->flush_epoch = epoch;
    if (c->current)
        c->current->domain->counters.tlb_flushes++;
}

void tlb_flush_since(u32 stamp)
{
    /* The difference wraps as the epochs do; a distance that wrapped only flushes too often. */
    if ((s64)(int32_t)(cpu_this()->flush_epoch - stamp) <= 0)
        tlb_flush_own();
}

void tlb_flush_domain(struct domain *d)
{
    tlb_flush_own();
}
