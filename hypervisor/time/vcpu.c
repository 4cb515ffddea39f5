/* SPDX-License-Identifier: MIT */
/*
 * The two timers that every vCPU has, and the call that sets one of them. Both end in
 * VIRQ_TIMER. The periodic one is on from the start, for guests of an older kind; it does not
 * wake a vCPU that blocks, but waits until it runs again.
 */
#include "call/call.h"
#include "cpu/cpu.h"
#include "evtchn/evtchn.h"
#include "time/time.h"

#define TICK_NS    10000000ull
#define SOON_NS    100000000ull
#define FAR_FUTURE (1ull << 50) /* 13 days */

static void on_single(struct timer *t)
{
    evtchn_raise_virq(container_of(t, struct vcpu, single), ABI_VIRQ_TIMER);
}

static void on_periodic(struct timer *t)
{
    struct vcpu *v = container_of(t, struct vcpu, periodic);
    u64 now = time_now_ns(), next = t->deadline_ns + v->period_ns;

    if (v->is_blocked || !v->period_ns || v->domain->is_dying)
        return; /* time_publish sets it again, or nobody */
    timer_set(t, next > now ? next : now + v->period_ns); /* no burst for ticks that were missed */
    if (v == vcpu_current()) /* any other record is written when its vCPU runs again */
        time_publish(v);
    evtchn_raise_virq(v, ABI_VIRQ_TIMER);
}

void time_vcpu_init(struct vcpu *v)
{
    v->single.fn = on_single;
    v->periodic.fn = on_periodic;
}

void time_vcpu_start(struct vcpu *v)
{
    time_vcpu_periodic(v, TICK_NS);
}

void time_vcpu_stop(struct vcpu *v)
{
    time_vcpu_single(v, 0);
    time_vcpu_periodic(v, 0);
}

void time_vcpu_single(struct vcpu *v, u64 deadline_ns)
{
    if (deadline_ns)
        timer_set(&v->single, deadline_ns);
    else
        timer_stop(&v->single);
}

void time_vcpu_periodic(struct vcpu *v, u64 period_ns)
{
    v->period_ns = period_ns;
    if (period_ns)
        timer_set(&v->periodic, time_now_ns() + period_ns);
    else
        timer_stop(&v->periodic);
}

/*
 * set_timer_op. Deadlines that are negative or absurdly far come from guests whose arithmetic
 * wrapped: some then have work to do at once, others nothing ever. "Soon" serves both, as
 * on Xen.
 */
long call_set_timer_op(struct vcpu *v, u64 timeout)
{
    if (unlikely(timeout >= FAR_FUTURE) && timeout - time_now_ns() >= FAR_FUTURE)
        timeout = time_now_ns() + SOON_NS;
    time_vcpu_single(v, timeout);
    return 0;
}
