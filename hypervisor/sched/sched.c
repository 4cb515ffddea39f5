/* SPDX-License-Identifier: MIT */
/*
 * Which vCPU runs. All vCPUs stand in one ring, and each belongs to one CPU for good. The next
 * runnable one of a CPU after its current gets it when the current blocks, yields, or its slice
 * ends.
 */
#include "sched/sched.h"

#include "call/call.h"
#include "call/guest.h"
#include "cpu/cpu.h"
#include "evtchn/evtchn.h"
#include "time/time.h"
#include "watch/watch.h"

#define VCPUS_MAX 64
#define SLICE_NS  10000000ull

static struct lock sched_lock = LOCK_INIT(LOCK_SCHED);
static struct vcpu *ring[VCPUS_MAX];
static u32 vcpus;
static struct {
    u32 last;           /* place in the ring of the vCPU chosen last */
    struct timer slice; /* ends the current one's turn */
} own[CPU_MAX];         /* each CPU's */

static bool is_runnable(const struct vcpu *v)
{
    return v->is_up && !v->is_blocked && !v->pauses && !v->domain->pauses;
}

void sched_vcpu_init(struct vcpu *v)
{
    u64 flags = lock_take_irq(&sched_lock);

    must(vcpus < VCPUS_MAX);
    v->cpu = cpus[vcpus % cpus_online];
    ring[vcpus++] = v;
    v->runstate = ABI_RUNSTATE_offline;
    v->runstate_entry_ns = time_now_ns();
    lock_give_irq(&sched_lock, flags);
}

void sched_forget(struct domain *d)
{
    u64 flags = lock_take_irq(&sched_lock);

    for (u32 i = 0; i < vcpus;) {
        if (ring[i]->domain == d)
            ring[i] = ring[--vcpus];
        else
            i++;
    }
    lock_give_irq(&sched_lock, flags);
}

void sched_runstate(struct vcpu *v, u32 state)
{
    u64 now = time_now_ns();

    if (v->runstate == state)
        return;
    v->runstate_ns[v->runstate] += now - v->runstate_entry_ns;
    v->runstate_entry_ns = now;
    v->runstate = state;
}

void sched_wake(struct vcpu *v)
{
    u64 flags = lock_take_irq(&sched_lock);

    if (v->is_blocked) {
        v->is_blocked = v->is_polling = false;
        cpu_add_work(v->cpu, WORK_SCHEDULE);
    } else if (v->cpu->current == v) {
        cpu_kick(v->cpu); /* it runs: so that it looks at its events */
    }
    lock_give_irq(&sched_lock, flags);
}

void sched_block(struct vcpu *v)
{
    u64 flags = lock_take_irq(&sched_lock);

    v->is_blocked = true;
    /* An event may have come before we said so: then there is nothing to wait for. */
    if ((*vcpu_upcall_pending(v) && !*vcpu_upcall_mask(v)) || (v->nmi_pending && !v->nmi_masked))
        v->is_blocked = false;
    cpu_add_work(v->cpu, WORK_SCHEDULE);
    lock_give_irq(&sched_lock, flags);
}

void sched_stop(struct vcpu *v)
{
    u64 flags = lock_take_irq(&sched_lock);

    v->is_up = false;
    sched_runstate(v, ABI_RUNSTATE_offline);
    cpu_add_work(v->cpu, WORK_SCHEDULE);
    lock_give_irq(&sched_lock, flags);
}

static void add_pauses(struct domain *d, u32 *pauses, int more)
{
    u64 flags = lock_take_irq(&sched_lock);

    *pauses += (u32)more;
    for (u32 i = 0; i < DOMAIN_VCPUS_MAX; i++) { /* those that it does not concern find nothing */
        if (d->vcpu[i])
            cpu_add_work(d->vcpu[i]->cpu, WORK_SCHEDULE);
    }
    lock_give_irq(&sched_lock, flags);
}

void sched_pause(struct vcpu *v)
{
    add_pauses(v->domain, &v->pauses, 1);
}

void sched_unpause(struct vcpu *v)
{
    add_pauses(v->domain, &v->pauses, -1);
}

void sched_pause_domain(struct domain *d)
{
    add_pauses(d, &d->pauses, 1);
}

void sched_unpause_domain(struct domain *d)
{
    add_pauses(d, &d->pauses, -1);
}

bool sched_detach(struct vcpu *v)
{
    if (!__atomic_load_n(&v->is_loaded, __ATOMIC_ACQUIRE))
        return true;
    v->is_wanted = true;
    cpu_add_work(v->cpu, WORK_SCHEDULE);
    return false;
}

/* Of this CPU's, the next runnable one after the last that was chosen; that one comes last. */
static struct vcpu *next_runnable(struct cpu *c)
{
    for (u32 i = 1; i <= vcpus; i++) {
        u32 n = (own[c->id].last + i) % vcpus;
        if (ring[n]->cpu == c && is_runnable(ring[n])) {
            own[c->id].last = n;
            return ring[n];
        }
    }
    return NULL;
}

static void slice_is_over(struct timer *t)
{
    cpu_add_work(cpu_this(), WORK_SCHEDULE);
}

/* Somebody else waits for this CPU: then this one's time is bounded. */
static void limit_slice(struct cpu *c, const struct vcpu *next)
{
    struct timer *slice = &own[c->id].slice;

    slice->fn = slice_is_over;
    for (u32 i = 0; i < vcpus; i++) {
        if (ring[i] != next && ring[i]->cpu == c && is_runnable(ring[i])) {
            timer_set(slice, time_now_ns() + SLICE_NS);
            return;
        }
    }
    timer_stop(slice);
}

struct vcpu *sched_pick(bool reconsider)
{
    struct cpu *c = cpu_this();
    struct vcpu *now = c->current, *next;

    if (now && is_runnable(now) && !reconsider)
        return now;
    lock_take(&sched_lock);
    next = next_runnable(c);
    if (now && now != next)
        sched_runstate(now, !now->is_up       ? ABI_RUNSTATE_offline
                            : now->is_blocked ? ABI_RUNSTATE_blocked
                                              : ABI_RUNSTATE_runnable);
    if (next)
        sched_runstate(next, ABI_RUNSTATE_running);
    lock_give(&sched_lock);
    if (next && vcpus > 1)
        limit_slice(c, next);
    return next;
}
