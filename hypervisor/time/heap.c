/* SPDX-License-Identifier: MIT */
/* The timer heap; see heap.h for its shape. */
#include "time/heap.h"

static void place(struct timer_heap *h, u32 n, struct timer *t)
{
    h->at[n] = t;
    t->slot = n + 1;
}

/* Moves t, which belongs at place n or above, up past later timers. */
static u32 rise(struct timer_heap *h, u32 n, const struct timer *t)
{
    while (n && h->at[(n - 1) / 2]->deadline_ns > t->deadline_ns) {
        place(h, n, h->at[(n - 1) / 2]);
        n = (n - 1) / 2;
    }
    return n;
}

/* Moves t, which belongs at place n or below, down past earlier ones. */
static u32 sink(struct timer_heap *h, u32 n, const struct timer *t)
{
    for (u32 child; (child = 2 * n + 1) < h->count; n = child) {
        if (child + 1 < h->count && h->at[child + 1]->deadline_ns < h->at[child]->deadline_ns)
            child++;
        if (h->at[child]->deadline_ns >= t->deadline_ns)
            break;
        place(h, n, h->at[child]);
    }
    return n;
}

static void settle(struct timer_heap *h, u32 n, struct timer *t)
{
    n = rise(h, n, t);
    place(h, sink(h, n, t), t);
}

bool heap_set(struct timer_heap *h, struct timer *t, u64 deadline_ns)
{
    u32 n = t->slot - 1;

    if (!t->slot) {
        if (h->count == TIMERS_MAX)
            return false;
        n = h->count++;
    }
    t->deadline_ns = deadline_ns;
    settle(h, n, t);
    return true;
}

void heap_remove(struct timer_heap *h, struct timer *t)
{
    struct timer *last = h->at[--h->count];

    if (last != t)
        settle(h, t->slot - 1, last);
    t->slot = 0;
}
