/* SPDX-License-Identifier: MIT */
/*
 * Which vCPU runs where. Those that any CPU may run wait in one queue, so that shares hold across
 * the machine without anybody balancing; one that may not run everywhere waits in the queue of a
 * CPU of its own. A CPU takes whom it finds farthest behind, from either.
 *
 * A turn ends when the vCPU blocks, yields, or its slice is over while others wait; one that wakes
 * ends the turn of whoever is far enough ahead of it. Sleeping saves up no more than a grain of
 * time, so those who sleep get in quickly and yet cannot starve those who work. Whoever changes
 * what can_run() looks at then calls settle(); the rest happens in choose().
 */
#include "sched/sched.h"

#include "call/call.h"
#include "cpu/cpu.h"
#include "time/time.h"
#include "watch/watch.h"

#define START_NS      (1ull << 40) /* virtual; so that nothing is before 0 */
#define SLICE_NS      10000000ull
#define SLICE_MIN_NS  500000ull
#define PREEMPT_NS    1000000ll   /* so far behind the running one, it takes over at once */
#define CAP_PERIOD_NS 20000000ull /* a cap holds on the average of a few of these */

static struct lock sched_lock = LOCK_INIT(LOCK_SCHED);
static struct runq everywhere = {.time_ns = START_NS};
static u32 idle_cpus; /* those that idle and have not been called yet */
static struct own {
    struct runq queue;
    struct vcpu *running;
    struct timer slice; /* ends a turn, or the use of a budget */
    bool yields;
} own[CPU_MAX] = {[0 ... CPU_MAX - 1] = {.queue.time_ns = START_NS}};

static bool can_run(const struct vcpu *v)
{
    return v->is_up && !v->is_blocked && !v->pauses && !v->domain->pauses;
}

static bool is_allowed(const struct vcpu *v, u32 cpu)
{
    return v->affinity >> cpu & 1;
}

static struct vcpu *at_place(struct place *p)
{
    return p ? container_of(p, struct vcpu, place) : NULL;
}

/* Enters the state that v is in now, and accounts the time since the last change to the old. */
static void account(struct vcpu *v, u64 now)
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

/* ---- Queues ------------------------------------------------------------------------------ */

/* By how much a is ahead of b, in virtual time, whatever queues they are members of. */
static s64 ahead(const struct vcpu *a, const struct vcpu *b)
{
    return (s64)(a->place.time_ns + a->queue->shift_ns - b->place.time_ns - b->queue->shift_ns);
}

/* Where v belongs: with everybody, or to that one of its CPUs which has the fewest of its own. */
static struct runq *home(const struct vcpu *v)
{
    u32 best = v->cpu->id;
    bool is_free = true;

    for (u32 i = 0; i < cpus_online; i++) {
        if (!is_allowed(v, i))
            is_free = false;
        else if (!is_allowed(v, best) || own[i].queue.members < own[best].queue.members)
            best = i;
    }
    return is_free ? &everywhere : &own[best].queue;
}

/* Makes v a member of q. Two queues that begin to compete begin level. */
static void join(struct vcpu *v, struct runq *q)
{
    if (v->queue && v->queue != q)
        v->place.time_ns += q->time_ns - v->queue->time_ns;
    v->queue = q;
    if (!q->members++) {
        for (u32 i = 0; i < cpus_online; i++) {
            if (q == &everywhere || q == &own[i].queue)
                own[i].queue.shift_ns = everywhere.time_ns - own[i].queue.time_ns;
        }
    }
}

/* Counts what v has run since this was last asked. */
static void charge(struct vcpu *v, u64 now)
{
    u64 ran = now > v->charged_ns ? now - v->charged_ns : 0; /* the CPUs' clocks may differ a bit */

    v->charged_ns += ran;
    v->place.time_ns += ran * SCHED_WEIGHT_DEFAULT / v->domain->weight;
    v->domain->budget_ns -= (s64)ran;
    if (!v->queue->filled)
        runq_advance(v->queue, &v->place);
}

/* Of a capped domain: what was run too much in one period is missing in the next. */
static bool has_budget(struct domain *d, u64 now)
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

static void park(struct vcpu *v)
{
    v->queue->members--;
    place_enter(&v->domain->parked, &v->place);
    timer_set(&v->domain->refill, v->domain->period_ends_ns);
}

/* The first in a queue that has a budget. */
static struct vcpu *first(struct runq *q, u64 now)
{
    struct vcpu *v;

    while ((v = at_place(runq_first(q))) && !has_budget(v->domain, now)) {
        runq_remove(q, &v->place);
        park(v);
    }
    return v;
}

/*
 * Who of those that wait should have CPU c. Its own queue and everybody's are compared by their
 * times, which are not let drift apart: CPUs that some are bound to may be more crowded than
 * others, and that must not count for ever. With nobody in either, c helps out the others.
 */
static struct vcpu *best(struct cpu *c, u64 now)
{
    struct runq *q = &own[c->id].queue;
    struct vcpu *bound = first(q, now), *any = first(&everywhere, now);

    if (bound && any) {
        s64 lead = (s64)(q->time_ns + q->shift_ns - everywhere.time_ns);
        s64 limit = (s64)RUNQ_WINDOW_NS;
        q->shift_ns -= (u64)(lead - max(min(lead, limit), -limit));
        return ahead(bound, any) > 0 ? any : bound;
    }
    if (bound || any)
        return bound ? bound : any;
    for (u32 i = 0; i < cpus_online; i++) {
        struct vcpu *v = first(&own[i].queue, now);
        if (v && is_allowed(v, c->id))
            return v;
    }
    return NULL;
}

/* ---- Changes from outside ---------------------------------------------------------------- */

/*
 * v waits. The CPU that ran it last is called if it idles, else any that idles, else the one whose
 * vCPU is farthest ahead, if that is far; and all that have not yet limited their vCPU's turn.
 */
static void call_for(struct vcpu *v)
{
    u32 idle = idle_cpus & v->affinity;
    s64 most = PREEMPT_NS;
    struct cpu *from = NULL;

    if (idle) {
        u32 id = idle >> v->cpu->id & 1 ? v->cpu->id : (u32)__builtin_ctz(idle);
        idle_cpus &= ~(1u << id);
        cpu_add_work(cpus[id], WORK_SCHEDULE);
        return;
    }
    for (u32 i = 0; i < cpus_online; i++) {
        struct vcpu *running = own[i].running;
        if (!running || !is_allowed(v, i))
            continue;
        if (!own[i].slice.is_set)
            cpu_add_work(cpus[i], WORK_SCHEDULE);
        if (ahead(running, v) > most) {
            most = ahead(running, v);
            from = cpus[i];
        }
    }
    if (from)
        cpu_add_work(from, WORK_SCHEDULE);
}

/* v, which could not run until now, comes with at most a grain of time saved up. */
static void stand(struct vcpu *v, u64 now)
{
    for (u32 i = 0; i < cpus_online; i++) { /* bring the queues' times up to date */
        if (own[i].running)
            charge(own[i].running, now);
    }
    join(v, home(v));
    v->place.time_ns = max(v->place.time_ns, v->queue->time_ns - RUNQ_GRAIN_NS);
    runq_put(v->queue, &v->place);
    *v->place.line = &v->place; /* before those of the same grain, who have not slept */
    call_for(v);
}

static void withdraw(struct vcpu *v)
{
    if (v->place.line == &v->domain->parked) {
        place_leave(&v->place);
    } else if (v->place.line) {
        runq_remove(v->queue, &v->place);
        v->queue->members--;
    }
}

/* Something about v has changed: it stands where it should, or its CPU is told. Lock held. */
static void settle(struct vcpu *v)
{
    u64 now = time_now_ns();

    if (v->is_running) {
        cpu_add_work(v->cpu, WORK_SCHEDULE);
        return;
    }
    account(v, now);
    if (!can_run(v))
        withdraw(v);
    else if (!v->place.line)
        stand(v, now);
}

static void refill(struct timer *t)
{
    struct domain *d = container_of(t, struct domain, refill);
    u64 flags = lock_take_irq(&sched_lock);

    for (struct vcpu *v; (v = at_place(d->parked));) {
        place_leave(&v->place);
        settle(v);
    }
    lock_give_irq(&sched_lock, flags);
}

void sched_vcpu_init(struct vcpu *v)
{
    v->cpu = cpus[v->id % cpus_online];
    v->affinity = ~0u;
    v->runstate = ABI_RUNSTATE_offline;
    v->runstate_entry_ns = time_now_ns();
    v->domain->refill.fn = refill;
    if (!v->domain->weight)
        v->domain->weight = SCHED_WEIGHT_DEFAULT;
}

void sched_forget(struct domain *d)
{
    timer_stop(&d->refill);
    timer_stop(&d->watchdog[0]);
    timer_stop(&d->watchdog[1]);
}

void sched_start(struct vcpu *v)
{
    u64 flags = lock_take_irq(&sched_lock);

    v->is_up = true;
    settle(v);
    lock_give_irq(&sched_lock, flags);
}

/* Under the lock, or two that take each other down would leave nobody to bring one up again. */
bool sched_stop(struct vcpu *v)
{
    u64 flags = lock_take_irq(&sched_lock);
    bool others = false;

    for (u32 i = 0; i < DOMAIN_VCPUS_MAX; i++) {
        const struct vcpu *other = v->domain->vcpu[i];
        others |= other && other != v && other->is_up;
    }
    if (others) {
        v->is_up = false;
        settle(v);
    }
    lock_give_irq(&sched_lock, flags);
    return others;
}

/*
 * The caller has made an event pending, in one atomic step. Whoever blocks says so first and looks
 * at its events then (sched_block); so one of the two sees the other.
 */
void sched_wake(struct vcpu *v)
{
    if (!__atomic_load_n(&v->is_blocked, __ATOMIC_SEQ_CST)) {
        if (v->is_running)
            cpu_kick(v->cpu); /* so that it looks at its events */
        return;
    }
    u64 flags = lock_take_irq(&sched_lock);
    v->is_blocked = v->is_polling = false;
    settle(v);
    lock_give_irq(&sched_lock, flags);
}

void sched_block(struct vcpu *v)
{
    __atomic_store_n(&v->is_blocked, true, __ATOMIC_SEQ_CST);
    /* An event may have come before we said so: then there is nothing to wait for. */
    if ((*vcpu_upcall_pending(v) && !*vcpu_upcall_mask(v)) || (v->nmi_pending && !v->nmi_masked))
        v->is_blocked = false;
    cpu_add_work(cpu_this(), WORK_SCHEDULE);
}

void sched_yield(void)
{
    struct own *o = &own[cpu_this()->id];

    if (!o->queue.filled && !everywhere.filled)
        return;
    o->yields = true;
    cpu_add_work(cpu_this(), WORK_SCHEDULE);
}

static void settle_all(struct domain *d)
{
    for (u32 i = 0; i < DOMAIN_VCPUS_MAX; i++) { /* those that it does not concern find nothing */
        if (d->vcpu[i])
            settle(d->vcpu[i]);
    }
}

static void add_pauses(struct domain *d, u32 *pauses, u32 more)
{
    u64 flags = lock_take_irq(&sched_lock);

    *pauses += more;
    settle_all(d);
    lock_give_irq(&sched_lock, flags);
}

void sched_pause(struct vcpu *v)
{
    add_pauses(v->domain, &v->pauses, 1);
}

void sched_unpause(struct vcpu *v)
{
    add_pauses(v->domain, &v->pauses, -1u);
}

void sched_pause_domain(struct domain *d)
{
    add_pauses(d, &d->pauses, 1);
}

void sched_unpause_domain(struct domain *d)
{
    add_pauses(d, &d->pauses, -1u);
}

bool sched_detach(struct vcpu *v)
{
    struct cpu *c = __atomic_load_n(&v->loaded, __ATOMIC_ACQUIRE);

    if (!c)
        return true;
    v->is_wanted = true;
    cpu_add_work(c, WORK_SCHEDULE);
    return false;
}

void sched_set_params(struct domain *d, u16 weight, u16 cap)
{
    u64 flags = lock_take_irq(&sched_lock);

    d->weight = weight;
    d->cap = cap;
    d->budget_ns = 0;
    d->period_ends_ns = time_now_ns();
    settle_all(d); /* whoever runs alone has no slice to end, and would not hear of a cap */
    lock_give_irq(&sched_lock, flags);
}

/* Moves v to the queue where it now belongs, and off a CPU that is no longer its own. */
enum reason sched_set_affinity(struct vcpu *v, u32 cpus)
{
    if (!(cpus & SCHED_CPUS_ONLINE))
        return REASON_AFFINITY_EMPTY;
    u64 flags = lock_take_irq(&sched_lock);
    withdraw(v);
    v->affinity = cpus;
    if (v->is_running) {
        v->queue->members--;
        join(v, home(v));
    }
    settle(v);
    lock_give_irq(&sched_lock, flags);
    return REASON_NONE;
}

void sched_runstate(struct vcpu *v, struct vcpu_runstate_info *info)
{
    u64 flags = lock_take_irq(&sched_lock);

    info->state = v->runstate;
    info->state_entry_time = v->runstate_entry_ns;
    for (u32 i = 0; i < 4; i++)
        info->time[i] = v->runstate_ns[i];
    info->time[v->runstate] += time_now_ns() - v->runstate_entry_ns;
    lock_give_irq(&sched_lock, flags);
}

/* ---- The choice -------------------------------------------------------------------------- */

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
    account(v, now);
    if (!can_run(v))
        v->queue->members--;
    else if (!has_budget(v->domain, now))
        park(v);
    else
        runq_put(v->queue, &v->place);
    return v->place.line && v->place.line != &v->domain->parked;
}

static void take(struct vcpu *v, struct cpu *c, u64 now)
{
    struct runq *q = v->queue == &everywhere ? &everywhere : &own[c->id].queue;

    runq_remove(v->queue, &v->place);
    if (v->queue != q) { /* c helps out */
        v->queue->members--;
        join(v, q);
    }
    runq_advance(q, &v->place);
    v->cpu = c;
    __atomic_store_n(&v->is_running, true, __ATOMIC_SEQ_CST); /* before it looks at its events */
    v->charged_ns = now;
    account(v, now);
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

    if (v && (o->queue.filled || everywhere.filled))
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
        charge(v, now);
    next = best(c, now);
    if (v && can_run(v) && is_allowed(v, c->id) && has_budget(v->domain, now) &&
        (!next || (!o->yields && keeps(v, next, now)))) {
        if (now >= v->turn_ends_ns)
            begin_turn(v, now);
        return v;
    }
    if (next)
        take(next, c, now);
    o->running = next;
    idle_cpus = next ? idle_cpus & ~(1u << c->id) : idle_cpus | 1u << c->id;
    if (v && put_back(v, now) && (idle_cpus & v->affinity || !is_allowed(v, c->id)))
        call_for(v);
    return next;
}

struct vcpu *sched_pick(bool reconsider)
{
    struct cpu *c = cpu_this();
    struct own *o = &own[c->id];

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
