/* SPDX-License-Identifier: MIT */
#ifndef TIME_TIMER_H
#define TIME_TIMER_H
/*
 * One-shot timers of a CPU, kept in the order of their deadlines. The local APIC is always set to
 * the earliest. Handlers run on the way out to a guest (WORK_TIMER), with interrupts on.
 */
#include "lib/types.h"

struct timer {
    u64 deadline_ns;             /* system time */
    void (*fn)(struct timer *t); /* called once when due, no lock held */
    u32 cpu;                     /* in whose queue it is */
    bool is_set;                 /* it is in there */
    struct timer *next;
};

/*
 * Sets (or moves) a timer, which then is this CPU's; a deadline in the past is due at once. Any CPU
 * may set and stop any timer; who does so while its handler runs may see it run once more.
 */
void timer_set(struct timer *t, u64 deadline_ns);
/* Stops a timer; harmless if it is not set. */
void timer_stop(struct timer *t);

#endif
