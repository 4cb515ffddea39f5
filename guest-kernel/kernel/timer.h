/* SPDX-License-Identifier: MIT */
/*
 * Timers of the kernel: a sorted list of deadlines, of which the machine is told the first.
 * Handlers run from the clock interrupt and must not sleep.
 */
#ifndef GUEST_KERNEL_TIMER_H
#define GUEST_KERNEL_TIMER_H

#include "types.h"

struct timer {
    struct list node;
    uint64_t deadline_ns;
    void (*handler)(struct timer *timer);
};

void timer_init(struct timer *timer, void (*handler)(struct timer *timer));
void timer_start(struct timer *timer, uint64_t deadline_ns); /* restarts one that is running */
void timer_stop(struct timer *timer);
static inline bool timer_running(const struct timer *timer)
{
    return !list_empty((struct list *)&timer->node);
}

#endif
