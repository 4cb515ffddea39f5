/* SPDX-License-Identifier: MIT */
#ifndef TIME_QUEUE_H
#define TIME_QUEUE_H
/*
 * Timers in the order of their deadlines: a list. Few of them are set at a time, most of those
 * that are set come soon, and a list is never full. Pure: no locks, no clock.
 */
#include "time/timer.h"

struct timer_queue {
    struct timer *first; /* the earliest, NULL if there is none */
};

/* Puts t in, behind those of the same deadline; it must not be in. */
void queue_insert(struct timer_queue *q, struct timer *t);
/* Takes t out; it must be in. */
void queue_remove(struct timer_queue *q, struct timer *t);

#endif
