/* SPDX-License-Identifier: MIT */
/*
 * Delivering an event: pending bit, then mask, then the selector bit and the upcall flag of
 * the vCPU the port is bound to, then waking. Each step is taken only if the one before changed
 * something, so a port raised a thousand times costs the guest one upcall. The guest walks the
 * same way back: upcall flag, selector, pending; whatever it clears too early is set again.
 */
#include "cpu/cpu.h"
#include "evtchn/port.h"
#include "sched/sched.h"

/* The vCPU's upcall is due. One that is running here sees it on the way out. */
static inline __attribute__((always_inline)) void notify(struct vcpu *v, port_t port)
{
    if (!shared_set_selector(v, port) && !shared_set_upcall(v) &&
        (v != vcpu_current() || v->is_blocked))
        sched_wake(v);
}

/* SCHEDOP_poll waits for pending bits, masked or not. */
static void wake_pollers(struct domain *d, u32 port)
{
    for (u32 i = 0; i < DOMAIN_VCPUS_MAX && d->vcpu[i]; i++) {
        struct vcpu *v = d->vcpu[i];
        if (__atomic_load_n(&v->is_polling, __ATOMIC_ACQUIRE) &&
            (v->poll_port == 0 || v->poll_port == port))
            sched_wake(v);
    }
}

static struct vcpu *bound_vcpu(struct domain *d, const struct evtchn *e)
{
    struct vcpu *v = domain_vcpu(d, __atomic_load_n(&e->vcpu, __ATOMIC_RELAXED));

    return v && v->info ? v : NULL;
}

/* Raises a port whose record is at hand. */
static void port_raise(struct domain *d, u32 port, const struct evtchn *e)
{
    struct vcpu *v = bound_vcpu(d, e);

    if (!d->shared || shared_set_pending(d, PORT(port)))
        return;
    if (v && !shared_is_masked(d, PORT(port)))
        notify(v, PORT(port));
    wake_pollers(d, port);
}

void evtchn_raise(struct domain *d, port_t port)
{
    const struct evtchn *e = port_find(d, port.n);

    if (e && port_is_open(e->state))
        port_raise(d, port.n, e);
}

void evtchn_raise_virq(struct vcpu *v, u32 virq)
{
    u32 port = __atomic_load_n(&v->virq_port[virq], __ATOMIC_ACQUIRE);

    if (port)
        evtchn_raise(v->domain, PORT(port));
}

void evtchn_raise_global_virq(struct domain *d, u32 virq)
{
    if (d->vcpu[0])
        evtchn_raise_virq(d->vcpu[0], virq);
}

int evtchn_is_pending(struct domain *d, port_t port)
{
    const struct evtchn *e = port_find(d, port.n);

    return e && port_is_open(e->state) ? shared_is_pending(d, port) : -1;
}

/* EVTCHNOP_unmask: for ports of other vCPUs, whose selector the guest cannot set safely. */
long event_unmask(struct vcpu *v, struct evtchn_unmask *op)
{
    struct domain *d = v->domain;
    struct evtchn *e = port_find(d, op->port);

    if (!e)
        return refuse(v, REASON_PORT_INVALID, op->port);
    struct vcpu *to = bound_vcpu(d, e);
    if (shared_unmask(d, PORT(op->port)) && to && shared_is_pending(d, PORT(op->port)))
        notify(to, PORT(op->port));
    return 0;
}

long event_send(struct vcpu *v, struct evtchn_send *op)
{
    struct domain *d = v->domain;
    struct evtchn *e = port_find(d, op->port);

    if (!e)
        return refuse(v, REASON_PORT_INVALID, op->port);
    if (__atomic_load_n(&e->state, __ATOMIC_RELAXED) == PORT_IPI) { /* has no far end */
        port_raise(d, op->port, e);
        return 0;
    }
    LOCKED(&d->evtchn_lock); /* keeps the far end where it is */
    if (e->state == PORT_INTERDOMAIN)
        evtchn_raise(e->remote, PORT(e->detail));
    else if (e->state == PORT_IPI) /* since a moment */
        port_raise(d, op->port, e);
    else if (e->state != PORT_UNBOUND) /* nobody there yet: dropped, and no error */
        return refuse(v, REASON_PORT_STATE, op->port);
    return 0;
}
