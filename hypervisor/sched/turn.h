/* SPDX-License-Identifier: MIT */
/*
 * What the files of the scheduler share, all of it under the one lock. standing.c: who stands in
 * which queue, and what they have had; choose.c: whose turn it is; sched.c: what changes from
 * outside.
 */
#ifndef SCHED_TURN_H
#define SCHED_TURN_H

#include "sched/sched.h"

#include "cpu/cpu.h"
#include "domain/domain.h"
#include "sched/runq.h"
#include "time/time.h"

struct own {
    struct runq queue;
    struct vcpu *running;
    struct timer slice; /* ends a turn, or the use of a budget */
    bool yields;
};

extern struct lock sched_lock;
extern struct runq sched_everywhere;
extern u32 sched_idle_cpus; /* those that idle and have not been called yet */
extern struct own sched_own[CPU_MAX];

static inline bool can_run(const struct vcpu *v)
{
    return v->is_up && !v->is_blocked && !v->pauses && !v->domain->pauses;
}

static inline bool is_allowed(const struct vcpu *v, u32 cpu)
{
    return v->affinity >> cpu & 1;
}

static inline struct vcpu *at_place(struct place *p)
{
    return p ? container_of(p, struct vcpu, place) : NULL;
}

/* By how much a is ahead of b, in virtual time, whatever queues they are members of. */
static inline s64 ahead(const struct vcpu *a, const struct vcpu *b)
{
    return (s64)(a->place.time_ns + a->queue->shift_ns - b->place.time_ns - b->queue->shift_ns);
}

/* ---- standing.c ---- */

/* Enters the state that v is in now, and accounts the time since the last change to the old. */
void sched_account(struct vcpu *v, u64 now);
/* Counts what v has run since this was last asked. */
void sched_charge(struct vcpu *v, u64 now);
/* May d run, by its cap? Fills its budget when a period is over. */
bool sched_has_budget(struct domain *d, u64 now);
/* Makes v a member of q, or of the queue where it belongs. */
void sched_join(struct vcpu *v, struct runq *q);
void sched_join_home(struct vcpu *v);
/* v stands aside until its domain's next period. */
void sched_park(struct vcpu *v);
/* The first in a queue that has a budget, NULL if none. */
struct vcpu *sched_first(struct runq *q, u64 now);
/* v, which could not run until now, stands in its queue; v leaves wherever it stands. */
void sched_stand(struct vcpu *v, u64 now);
void sched_withdraw(struct vcpu *v);

/* ---- choose.c ---- */

/* v waits: the CPU that should run it is told. */
void sched_call_for(struct vcpu *v);

#endif
