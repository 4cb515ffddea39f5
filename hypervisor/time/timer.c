/* SPDX-License-Identifier: MIT */
/*
 * Each CPU's timers. Its local APIC counts down to the earliest, and is written to only when
 * another becomes the earliest. The interrupt itself does nothing but ask for timer_run on
 * the way out, where handlers may take their time.
 */
#include "time/timer.h"

#include "cpu/cpu.h"
#include "irq/irq.h"
#include "lib/lock.h"
#include "time/clock.h"
#include "time/queue.h"
#include "time/time.h"
#include "watch/watch.h"

static struct cpu_timers {
    struct lock lock;
    bool is_running;   /* in timer_run, which sets the APIC once at its end */
    u64 programmed_ns; /* what the APIC counts down to; 0 = it stands still */
    struct timer_queue queue;
} timers[CPU_MAX];

static void on_interrupt(struct regs *r)
{
    irq_ack();
    __atomic_fetch_or(&cpu_this()->work, WORK_TIMER, __ATOMIC_RELAXED);
}

void time_init_cpu(void)
{
    timers[cpu_this()->id].lock = LOCK_INIT(LOCK_TIMER);
    cpu_vector_set(VECTOR_TIMER, on_interrupt);
}

/* Sets this CPU's APIC to the earliest timer. Lock held. */
static void program(struct cpu_timers *c)
{
    struct timer *first = c->queue.first;
    u64 deadline = first ? first->deadline_ns : 0;

    if (deadline == c->programmed_ns || c->is_running)
        return;
    c->programmed_ns = deadline;
    if (!first) {
        irq_timer_set(0);
        return;
    }
    u64 now = time_now_ns();
    if (deadline > now)
        irq_timer_set(clock_timer_count(deadline - now));
    else
        __atomic_fetch_or(&cpu_this()->work, WORK_TIMER, __ATOMIC_RELAXED);
}

/* The CPU in whose queue t is, locked. Others may move it until we have the lock. */
static struct cpu_timers *lock_queue_of(const struct timer *t, u64 *saved)
{
    for (;;) {
        struct cpu_timers *c = &timers[__atomic_load_n(&t->cpu, __ATOMIC_RELAXED)];
        *saved = lock_take_irq(&c->lock);
        if (c == &timers[t->cpu])
            return c;
        lock_give_irq(&c->lock, *saved);
    }
}

static void take_out(struct cpu_timers *c, struct timer *t)
{
    if (t->is_set)
        queue_remove(&c->queue, t);
}

void timer_set(struct timer *t, u64 deadline_ns)
{
    u64 saved;
    u32 id = cpu_this()->id;
    struct cpu_timers *c = lock_queue_of(t, &saved);

    take_out(c, t);
    if (c != &timers[id]) { /* it becomes ours, unless yet another CPU is quicker */
        t->cpu = id;
        lock_give_irq(&c->lock, saved);
        c = lock_queue_of(t, &saved);
        take_out(c, t);
    }
    t->deadline_ns = deadline_ns;
    queue_insert(&c->queue, t);
    if (c == &timers[id])
        program(c);
    lock_give_irq(&c->lock, saved);
}

void timer_stop(struct timer *t)
{
    u64 saved;

    if (!t->is_set)
        return;
    struct cpu_timers *c = lock_queue_of(t, &saved);
    take_out(c, t);
    if (c == &timers[cpu_this()->id]) /* another CPU wakes once for nothing */
        program(c);
    lock_give_irq(&c->lock, saved);
}

/* Takes out the earliest timer if it is due. */
static struct timer *take_due(struct cpu_timers *c, u64 now)
{
    u64 saved = lock_take_irq(&c->lock);
    struct timer *t = c->queue.first;

    c->is_running = true;
    if (t && t->deadline_ns <= now) {
        queue_remove(&c->queue, t);
    } else { /* that was all: on to the next */
        t = NULL;
        c->is_running = false;
        c->programmed_ns = 0;
        program(c);
    }
    lock_give_irq(&c->lock, saved);
    return t;
}

void timer_run(void)
{
    struct cpu_timers *c = &timers[cpu_this()->id];
    u64 now = time_now_ns(); /* once: handlers that set timers again do not keep us here */
    struct timer *t;

    while ((t = take_due(c, now)))
        t->fn(t);
}
