/* SPDX-License-Identifier: MIT */
/*
 * The scheduler seen from outside: vCPUs start, block, wake, are paused and moved, domains get
 * shares. Whoever changes what can_run() looks at then calls settle(), which lets the vCPU stand in
 * its queue or leave it, or tells its CPU; the rest happens in choose.c.
 */
#include "sched/turn.h"

#include "call/call.h"

/* Something about v has changed: it stands where it should, or its CPU is told. Lock held. */
static void settle(struct vcpu *v)
{
    u64 now = time_now_ns();

    if (v->is_running) {
        cpu_add_work(v->cpu, WORK_SCHEDULE);
        return;
    }
    sched_account(v, now);
    if (!can_run(v))
        sched_withdraw(v);
    else if (!v->place.line)
        sched_stand(v, now);
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
    struct own *o = &sched_own[cpu_this()->id];

    if (!o->queue.filled && !sched_everywhere.filled)
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
    sched_withdraw(v);
    v->affinity = cpus;
    if (v->is_running) {
        v->queue->members--;
        sched_join_home(v);
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
