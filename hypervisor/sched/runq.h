/* SPDX-License-Identifier: MIT */
#ifndef SCHED_RUNQ_H
#define SCHED_RUNQ_H
/*
 * A run queue in the order of virtual time: what each has run, in nanoseconds, multiplied by how
 * much less than others it may. Who is behind runs next, so all advance alike.
 *
 * Virtual time is cut into grains, and those that stand in the same one are served first come,
 * first served: putting in, finding the first and taking out cost the same however many wait. The
 * 64 grains around the queue's own time are its window; nobody is farther ahead or behind. Pure: no
 * locks, no clock.
 */
#include "lib/types.h"

#define RUNQ_GRAINS      64
#define RUNQ_GRAIN_SHIFT 23
#define RUNQ_GRAIN_NS    (1ull << RUNQ_GRAIN_SHIFT)
#define RUNQ_WINDOW_NS   ((RUNQ_GRAINS / 2 - 1) * RUNQ_GRAIN_NS) /* to either side */

/* A place in a line. */
struct place {
    u64 time_ns;                       /* virtual */
    struct place *next, *prev, **line; /* line: where it stands; NULL = nowhere */
};

struct runq {
    u64 time_ns;                      /* virtual: of the one who ran last, never backwards */
    u64 filled;                       /* bit n: somebody stands in grain n */
    u32 members;                      /* who stands here or runs from here: the scheduler counts */
    u64 shift_ns;                     /* what makes its time comparable with other queues' */
    struct place *grain[RUNQ_GRAINS]; /* rings, first come first; by time, modulo 64 */
};

/* To the end of a line, and out of the one where it stands. */
void place_enter(struct place **line, struct place *p);
void place_leave(struct place *p);

/* Puts p in; its time is brought into the window first. */
void runq_put(struct runq *q, struct place *p);
/* Who comes next, NULL if nobody waits. */
struct place *runq_first(const struct runq *q);
/* Takes p out. */
void runq_remove(struct runq *q, struct place *p);
/* p, from this queue, begins to run. */
static inline void runq_advance(struct runq *q, const struct place *p)
{
    q->time_ns = max(q->time_ns, p->time_ns);
}

#endif
