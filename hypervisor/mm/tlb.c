/* SPDX-License-Identifier: MIT */
/*
 * Flushing, and knowing when one need not: see tlb.h. Ring 0 keeps CR4.PGE off, so that a CR3
 * load drops every translation, whatever global bits a guest sets.
 */
#include "mm/tlb.h"

#include "domain/domain.h"
#include "irq/irq.h"

/*
 * Epochs wrap around, so two of them are compared by their distance, and no CPU's last flush may be
 * too far back: each is asked for one every quarter of the way. A frame's stamp can be as old as
 * the machine. At worst it then looks like one of the future, and costs a flush too many. The
 * first wrap is right after the start, so that whatever is wrong about it shows in every run.
 */
u32 tlb_epoch = 0u - 64;

static void ask(struct cpu *c)
{
    __atomic_store_n(&c->flush_wanted, true, __ATOMIC_SEQ_CST);
    irq_send(c->apic_id, VECTOR_FLUSH);
}

static __attribute__((noinline, cold)) void ask_all_but(const struct cpu *self)
{
    for (u32 i = 0; i < cpus_online; i++) {
        if (cpus[i] != self)
            ask(cpus[i]);
    }
}

void tlb_flush_own(void)
{
    struct cpu *c = cpu_this();
    /* Or the interrupt of another CPU's request could come in between, and its newer epoch would
       then be overwritten by our older one: that CPU would wait for ever. */
    u64 flags = irq_save();

    __atomic_store_n(&c->flush_wanted, false, __ATOMIC_SEQ_CST);
    u32 epoch = __atomic_add_fetch(&tlb_epoch, 1, __ATOMIC_SEQ_CST);
    __asm__ volatile("mov %0, %%cr3" ::"r"(c->cr3) : "memory");
    __atomic_store_n(&c->flush_epoch, epoch, __ATOMIC_SEQ_CST);
    irq_restore(flags);
    if (unlikely(epoch % TLB_EPOCHS_APART == 0))
        ask_all_but(c);
    if (c->current)
        c->current->domain->counters.tlb_flushes++;
}

/*
 * Has c flushed since the epoch `stamp`? The difference wraps as the epochs do. One that idles on
 * ring 0's own tables need not: either we see that it is about to leave them, or its first walk
 * sees what was changed before we were called (each side writes, in one atomic step, then reads).
 */
static bool is_clean(const struct cpu *c, u32 stamp)
{
    return __atomic_load_n(&c->is_empty, __ATOMIC_SEQ_CST) ||
           (int32_t)(__atomic_load_n(&c->flush_epoch, __ATOMIC_SEQ_CST) - stamp) > 0;
}

/*
 * Others are asked by an interrupt, and waited for. A CPU that waits for a lock or for others to
 * flush with its interrupts off answers from there (lock_wait, and below): see cpu->flush_wanted.
 */
static void flush_others(u32 stamp, const struct domain *only, u64 set)
{
    struct cpu *self = cpu_this();
    u32 now = tlb_epoch;

    if ((int32_t)(now - stamp) <
        0) /* so old that it seems to be of the future: nobody gets there */
        stamp = now;
    for (u32 i = 0; i < cpus_online; i++) {
        struct cpu *c = cpus[i];
        struct vcpu *v = c->current;
        if (c == self || is_clean(c, stamp) ||
            (only && (!v || v->domain != only || !(set >> v->id & 1))))
            continue;
        ask(c);
        while (!is_clean(c, stamp)) {
            cpu_relax();
            tlb_answer();
        }
    }
}

void tlb_answer(void)
{
    struct cpu *c = cpu_this();

    if (__atomic_load_n(&c->flush_wanted, __ATOMIC_SEQ_CST))
        tlb_flush_own();
}

void tlb_flush_since(u32 stamp)
{
    if (!is_clean(cpu_this(), stamp))
        tlb_flush_own();
    if (cpus_online > 1)
        flush_others(stamp, NULL, 0);
}

void tlb_flush_vcpus(struct domain *d, u64 set, u64 va)
{
    u32 now = tlb_epoch;
    const struct vcpu *v = vcpu_current();

    if (v->domain == d && set >> v->id & 1) {
        if (va == TLB_WHOLE)
            tlb_flush_own();
        else
            tlb_flush_own_page(va);
    }
    if (cpus_online > 1)
        flush_others(now, d, set);
}
