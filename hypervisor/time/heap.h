/* SPDX-License-Identifier: MIT */
#ifndef TIME_HEAP_H
#define TIME_HEAP_H
/*
 * Timers in order: a binary heap of pointers, smallest deadline first. Pure: no locks, no clock.
 * t->slot is 1 + its place, 0 outside; heap[n]'s children are heap[2n + 1] and heap[2n + 2].
 */
#include "time/timer.h"

/* Two for each vCPU whose timers may be set on one CPU. */
#define TIMERS_MAX 256

struct timer_heap {
    u32 count;
    struct timer *at[TIMERS_MAX];
};

/* The earliest, NULL if there is none. */
static inline struct timer *heap_first(const struct timer_heap *h)
{
    return h->count ? h->at[0] : NULL;
}

/* Gives t a deadline and its place, whether it is in the heap or not; false if that is full. */
bool heap_set(struct timer_heap *h, struct timer *t, u64 deadline_ns);
/* Takes t out; it must be in. */
void heap_remove(struct timer_heap *h, struct timer *t);

#endif
