/* SPDX-License-Identifier: MIT */
/*
 * The rarer parts of locks: waiting, interrupts, and in debug builds the rule of rising levels.
 */
#include "lib/lock.h"

#include "cpu/cpu.h"
#include "mm/tlb.h"
#include "watch/watch.h"

/* Whoever holds the lock may wait for this CPU to flush, and our interrupts may be off. */
static void wait_a_little(void)
{
    cpu_relax();
    tlb_answer();
}

void lock_wait(struct lock *l, u32 ticket)
{
    while (__atomic_load_n(&l->serving, __ATOMIC_ACQUIRE) != ticket)
        wait_a_little();
}

u64 lock_take_irq(struct lock *l)
{
    u64 saved = irq_save();

    lock_take(l);
    return saved;
}

void lock_give_irq(struct lock *l, u64 saved)
{
    lock_give(l);
    irq_restore(saved);
}

#ifdef DEBUG_LOCKS
void lock_check_take(const struct lock *l)
{
    struct cpu *c = cpu_this();
    u64 saved = irq_save(); /* a handler may come and go between any two of our steps */

    must(l->level);
    must(c->lock_depth < array_size(c->locks_held));
    if (c->lock_depth) {
        u32 held = c->locks_held[c->lock_depth - 1];
        must(held < l->level || (held == l->level && held == LOCK_EVTCHN));
    }
    c->locks_held[c->lock_depth++] = l->level;
    irq_restore(saved);
}

void lock_check_give(const struct lock *l)
{
    struct cpu *c = cpu_this();
    u64 saved = irq_save();

    must(c->lock_depth && c->locks_held[c->lock_depth - 1] == l->level);
    c->lock_depth--;
    irq_restore(saved);
}
#endif
