/* SPDX-License-Identifier: MIT */
/* The queue of timers; see queue.h. */
#include "time/queue.h"

void queue_insert(struct timer_queue *q, struct timer *t)
{
    struct timer **at = &q->first;

    while (*at && (*at)->deadline_ns <= t->deadline_ns)
        at = &(*at)->next;
    t->next = *at;
    t->is_set = true;
    *at = t;
}

void queue_remove(struct timer_queue *q, struct timer *t)
{
    struct timer **at = &q->first;

    while (*at != t)
        at = &(*at)->next;
    *at = t->next;
    t->is_set = false;
}
