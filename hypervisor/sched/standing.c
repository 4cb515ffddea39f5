/* SPDX-License-Identifier: MIT */
/*
 * Who waits in which queue, what each has run, and what of it its domain may still run. Those that
 * any CPU may run wait in one queue, so that shares hold across the machine without anybody
 * balancing; one that may not run sched_everywhere waits in the queue of a CPU of its own.
 *
 * Sleeping saves up no more than a grain of time, so those who sleep get in quickly and yet cannot
 * starve those who work.
 */
#include "sched/turn.h"

#define CAP_PERIOD_NS 20000000ull /* a cap holds on the average of a few of these */

/* Enters the state that v is in now, and accounts the time since the last change to the old. */
void sched_account(struct vcpu *v, u64 now)
{
    u32 state = v->is_running               ? ABI_RUNSTATE_running
                : v->is_blocked && v->is_up ? ABI_RUNSTATE_blocked
                : can_run(v)                ? ABI_RUNSTATE_runnable
                                            : ABI_RUNSTATE_offline;

    if (v->runstate == state)
        return;
    v->runstate_ns[v->runstate] += now - v->runstate_entry_ns;
    v->runstate_entry_ns = now;
    v->runstate = state;
}

/* Where v belongs: with everybody, or to that one of its CPUs which has the fewest of its own. */
static struct runq *home(const struct vcpu *v)
{
    u32 best = v->cpu->id;
    bool is_free = true;

    for (u32 i = 0; i < cpus_online; i++) {
        if (!is_allowed(v, i))
            is_free = false;
        else if (!is_allowed(v, best) || sched_own[i].queue.members < sched_own[best].queue.members)
            best = i;
    }
    return is_free ? &sched_everywhere : &sched_own[best].queue;
}

/* Makes v a member of q. Two queues that begin to compete begin level. */
void sched_join(struct vcpu *v, struct runq *q)
{
    if (v->queue && v->queue != q)
        v->place.time_ns += q->time_ns - v->queue->time_ns;
    v->queue = q;
    if (!q->members++) {
        for (u32 i = 0; i < cpus_online; i++) {
            if (q == &sched_everywhere || q == &sched_own[i].queue)
                sched_own[i].queue.shift_ns = sched_everywhere.time_ns - sched_own[i].queue.time_ns;
        }
    }
}

void sched_join_home(struct vcpu *v)
{
    sched_join(v, home(v));
}

/* Counts what v has run since this was last asked. */
void sched_charge(struct vcpu *v, u64 now)
{
    u64 ran = now > v->charged_ns ? now - v->charged_ns : 0; /* the CPUs' clocks may differ a bit */

    v->charged_ns += ran;
    v->place.time_ns += ran * SCHED_WEIGHT_DEFAULT / v->domain->weight;
    v->domain->budget_ns -= (s64)ran;
    if (!v->queue->filled)
        runq_advance(v->queue, &v->place);
}

/* Of a capped domain: what was run too much in one period is missing in the next. */
bool sched_has_budget(struct domain *d, u64 now)
{
    s64 quota = d->cap * (s64)(CAP_PERIOD_NS / 100);

    if (!d->cap)
        return true;
    if (now >= d->period_ends_ns) {
        u64 periods = (now - d->period_ends_ns) / CAP_PERIOD_NS + 1;
        d->budget_ns = min(d->budget_ns + (s64)min(periods, 1000ull) * quota, quota);
        d->period_ends_ns += periods * CAP_PERIOD_NS;
    }
    return d->budget_ns > 0;
}

void sched_park(struct vcpu *v)
{
    v->queue->members--;
    place_enter(&v->domain->parked, &v->place);
    timer_set(&v->domain->refill, v->domain->period_ends_ns);
}

/* The first in a queue that has a budget. */
struct vcpu *sched_first(struct runq *q, u64 now)
{
    struct vcpu *v;

    while ((v = at_place(runq_first(q))) && !sched_has_budget(v->domain, now)) {
        runq_remove(q, &v->place);
        sched_park(v);
    }
    return v;
}

/* v, which could not run until now, comes with at most a grain of time saved up. */
void sched_stand(struct vcpu *v, u64 now)
{
    for (u32 i = 0; i < cpus_online; i++) { /* bring the queues' times up to date */
        if (sched_own[i].running)
            sched_charge(sched_own[i].running, now);
    }
    sched_join_home(v);
    v->place.time_ns = max(v->place.time_ns, v->queue->time_ns - RUNQ_GRAIN_NS);
    runq_put(v->queue, &v->place);
    *v->place.line = &v->place; /* before those of the same grain, who have not slept */
    sched_call_for(v);
}

void sched_withdraw(struct vcpu *v)
{
    if (v->place.line == &v->domain->parked) {
        place_leave(&v->place);
    } else if (v->place.line) {
        runq_remove(v->queue, &v->place);
        v->queue->members--;
    }
}
