/* SPDX-License-Identifier: MIT */
/*
 * Run queues; see runq.h. The window moves with the queue's time, which follows the first one
 * that waits: so nobody is ever left behind it, and a grain's number modulo 64 is unique.
 */
#include "sched/runq.h"

void place_enter(struct place **line, struct place *p)
{
    struct place *first = *line;

    p->line = line;
    p->next = first ? first : p;
    p->prev = first ? first->prev : p;
    p->next->prev = p->prev->next = p;
    if (!first)
        *line = p;
}

void place_leave(struct place *p)
{
    p->next->prev = p->prev;
    p->prev->next = p->next;
    if (*p->line == p)
        *p->line = p->next == p ? NULL : p->next;
    p->line = NULL;
}

void runq_put(struct runq *q, struct place *p)
{
    p->time_ns = max(p->time_ns, q->time_ns - RUNQ_WINDOW_NS);
    p->time_ns = min(p->time_ns, q->time_ns + RUNQ_WINDOW_NS);
    u32 n = (p->time_ns >> RUNQ_GRAIN_SHIFT) % RUNQ_GRAINS;
    place_enter(&q->grain[n], p);
    q->filled |= 1ull << n;
}

struct place *runq_first(const struct runq *q)
{
    u32 start = (u32)((q->time_ns - RUNQ_WINDOW_NS) >> RUNQ_GRAIN_SHIFT) % RUNQ_GRAINS;
    u64 turned = q->filled >> start | q->filled << (-start % 64);

    return turned ? q->grain[(start + (u32)__builtin_ctzll(turned)) % RUNQ_GRAINS] : NULL;
}

void runq_remove(struct runq *q, struct place *p)
{
    u32 n = (u32)(p->line - q->grain);

    place_leave(p);
    if (!q->grain[n])
        q->filled &= ~(1ull << n);
}
