/* SPDX-License-Identifier: MIT */
/*
 * Whose turn it is. A CPU takes whom it finds farthest behind, of those that only it may run and
 * of those that any CPU may. A turn ends when the vCPU blocks, yields, or its slice is over while
 * others wait; one that wakes ends the turn of whoever is far enough ahead of it.
 */
#include "sched/turn.h"

#define START_NS     (1ull << 40) /* virtual; so that nothing is before 0 */
#define SLICE_NS     10000000ull
#define SLICE_MIN_NS 500000ull
#define PREEMPT_NS   1000000ll /* so far behind the running one, it takes over at once */

struct lock sched_lock = LOCK_INIT(LOCK_SCHED);
struct runq sched_everywhere = {.time_ns = START_NS};
u32 sched_idle_cpus;
struct own sched_own[CPU_MAX] = {[0 ... CPU_MAX - 1] = {.queue.time_ns = START_NS}};

/*
 * Who of those that wait should have CPU c. Its own queue and everybody's are compared by their
 * times, which are not let drift apart: CPUs that some are bound to may be more crowded than
 * others, and that must not count for ever. With nobody in either, c helps out the others.
 */
static struct vcpu *best(struct cpu *c, u64 now)
{
    struct runq *q = &sched_own[c->id].queue;
    struct vcpu *bound = sched_first(q, now), *any = sched_first(&sched_everywhere, now);

    if (bound && any) {
        s64 lead = (s64)(q->time_ns + q->shift_ns - sched_everywhere.time_ns);
        s64 limit = (s64)RUNQ_WINDOW_NS;
        q->shift_ns -= (u64)(lead - max(min(lead, limit), -limit));
        return ahead(bound, any) > 0 ? any : bound;
    }
    if (bound || any)
        return bound ? bound : any;
    for (u32 i = 0; i < cpus_online; i++) {
        struct vcpu *v = sched_first(&sched_own[i].queue, now);
        if (v && is_allowed(v, c->id))
            return v;
    }
    return NULL;
}

/*
 * v waits. The CPU that ran it last is called if it idles, else any that idles, else the one whose
 * vCPU is farthest ahead, if that is far; and all that have not yet limited their vCPU's turn.
 */
void sched_call_for(struct vcpu *v)
{
    u32 idle = sched_idle_cpus & v->affinity;
    s64 most = PREEMPT_NS;
    struct cpu *from = NULL;

    if (idle) {
        u32 id = idle >> v->cpu->id & 1 ? v->cpu->id : (u32)__builtin_ctz(idle);
        sched_idle_cpus &= ~(1u << id);
        cpu_add_work(cpus[id], WORK_SCHEDULE);
        return;
    }
    for (u32 i = 0; i < cpus_online; i++) {
        struct vcpu *running = sched_own[i].running;
        if (!running || !is_allowed(v, i))
            continue;
        if (!sched_own[i].slice.is_set)
            cpu_add_work(cpus[i], WORK_SCHEDULE);
        if (ahead(running, v) > most) {
            most = ahead(running, v);
            from = cpus[i];
        }
    }
    if (from)
        cpu_add_work(from, WORK_SCHEDULE);
}

/* Does the running one stay, although next waits? */
static bool keeps(const struct vcpu *v, const struct vcpu *next, u64 now)
{
    s64 lead = ahead(v, next);

    return now < v->turn_ends_ns ? lead < PREEMPT_NS : lead < -(s64)RUNQ_GRAIN_NS;
}

static void begin_turn(struct vcpu *v, u64 now)
{
    u64 slice = SLICE_NS * v->domain->weight / SCHED_WEIGHT_DEFAULT;

    v->turn_ends_ns = now + max(min(slice, SLICE_NS), SLICE_MIN_NS);
}

/* v, which runs no more, goes where it belongs; true if it waits for a CPU there. */
static bool put_back(struct vcpu *v, u64 now)
{
    v->is_running = false;
    sched_account(v, now);
    if (!can_run(v))
        v->queue->members--;
    else if (!sched_has_budget(v->domain, now))
        sched_park(v);
    else
        runq_put(v->queue, &v->place);
    return v->place.line && v->place.line != &v->domain->parked;
}

static void take(struct vcpu *v, struct cpu *c, u64 now)
{
    struct runq *q = v->queue == &sched_everywhere ? &sched_everywhere : &sched_own[c->id].queue;

    runq_remove(v->queue, &v->place);
    if (v->queue != q) { /* c helps out */
        v->queue->members--;
        sched_join(v, q);
    }
    runq_advance(q, &v->place);
    v->cpu = c;
    __atomic_store_n(&v->is_running, true, __ATOMIC_SEQ_CST); /* before it looks at its events */
    v->charged_ns = now;
    sched_account(v, now);
    begin_turn(v, now);
}

static void slice_is_over(struct timer *t)
{
    cpu_add_work(cpu_this(), WORK_SCHEDULE);
}

/* Somebody else waits for this CPU, or there is a cap: then the turn is bounded. */
static void limit(struct own *o, const struct vcpu *v, u64 now)
{
    u64 end = ~0ull;

    if (v && (o->queue.filled || sched_everywhere.filled))
        end = v->turn_ends_ns;
    if (v && v->domain->cap)
        end = min(end, now + (u64)v->domain->budget_ns);
    o->slice.fn = slice_is_over;
    if (end == ~0ull)
        timer_stop(&o->slice);
    else
        timer_set(&o->slice, end);
}

static struct vcpu *choose(struct cpu *c, struct own *o, u64 now)
{
    struct vcpu *v = o->running, *next;

    if (v)
        sched_charge(v, now);
    next = best(c, now);
    if (v && can_run(v) && is_allowed(v, c->id) && sched_has_budget(v->domain, now) &&
        (!next || (!o->yields && keeps(v, next, now)))) {
        if (now >= v->turn_ends_ns)
            begin_turn(v, now);
        return v;
    }
    if (next)
        take(next, c, now);
    o->running = next;
    sched_idle_cpus = next ? sched_idle_cpus & ~(1u << c->id) : sched_idle_cpus | 1u << c->id;
    if (v && put_back(v, now) && (sched_idle_cpus & v->affinity || !is_allowed(v, c->id)))
        sched_call_for(v);
    return next;
}

struct vcpu *sched_pick(bool reconsider)
{
    struct cpu *c = cpu_this();
    struct own *o = &sched_own[c->id];

    if (!reconsider)
        return o->running;
    lock_take(&sched_lock);
    u64 now = time_now_ns();
    struct vcpu *next = choose(c, o, now);
    o->yields = false;
    limit(o, next, now);
    lock_give(&sched_lock);
    return next;
}
