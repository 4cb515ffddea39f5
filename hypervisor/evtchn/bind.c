/* SPDX-License-Identifier: MIT */
/*
 * Making ports and choosing their vCPU. Everything that can be refused is refused before the
 * port is taken; once it is taken, nothing fails.
 */
#include "evtchn/port.h"

/* The domain that an operation is about. */
static long target_domain(struct vcpu *v, u16 domid, struct domain **out)
{
    *out = domain_by_id(v, domid);
    return domain_check(v, *out, domid);
}

static long make_port(struct vcpu *v, struct domain *d, struct evtchn as, u32 *port)
{
    LOCKED(&d->evtchn_lock);
    return port_alloc(v, d, as, port);
}

long event_alloc_unbound(struct vcpu *v, struct evtchn_alloc_unbound *op)
{
    /* The remote domain need not exist yet. */
    u16 remote = op->remote_dom == ABI_DOMID_SELF ? v->domain->id : op->remote_dom;
    struct domain *d;

    TRY(target_domain(v, op->dom, &d));
    return make_port(v, d, (struct evtchn){.state = PORT_UNBOUND, .remote_dom = remote}, &op->port);
}

/* Connects a new port of v's domain with one of far that waits for it. Both locks held. */
static long connect(struct vcpu *v, struct domain *far, struct evtchn_bind_interdomain *op)
{
    struct domain *d = v->domain;
    struct evtchn *there = port_find(far, op->remote_port);
    struct evtchn here = {PORT_INTERDOMAIN, 0, far->id, op->remote_port, far};

    if (!there)
        return refuse(v, REASON_PORT_INVALID, op->remote_port);
    if (there->state != PORT_UNBOUND || there->remote_dom != d->id)
        return refuse(v, REASON_PORT_STATE, op->remote_port);
    TRY(port_alloc(v, d, here, &op->local_port));
    there->state = PORT_INTERDOMAIN;
    there->remote = d;
    there->detail = op->local_port;
    /* What the far end sent before now was dropped: let the guest look once. */
    evtchn_raise(d, PORT(op->local_port));
    return 0;
}

long event_bind_interdomain(struct vcpu *v, struct evtchn_bind_interdomain *op)
{
    /* No privilege: the far end chose who may connect when it made its port. */
    struct domain *far = domain_by_id(v, op->remote_dom);

    if (!far)
        return refuse(v, REASON_DOMAIN_UNKNOWN, op->remote_dom);
    port_lock_pair(v->domain, far);
    long result = connect(v, far, op);
    port_unlock_pair(v->domain, far);
    return result;
}

/* As the two guests would do it themselves. */
bool evtchn_connect(struct vcpu *a, struct vcpu *b, u32 *port_a, u32 *port_b)
{
    struct evtchn_alloc_unbound far = {.dom = ABI_DOMID_SELF, .remote_dom = b->domain->id};

    if (event_alloc_unbound(a, &far))
        return false;
    struct evtchn_bind_interdomain near = {.remote_dom = a->domain->id, .remote_port = far.port};
    if (event_bind_interdomain(b, &near))
        return false;
    *port_a = far.port;
    *port_b = near.local_port;
    return true;
}

long event_bind_virq(struct vcpu *v, struct evtchn_bind_virq *op)
{
    struct evtchn e = {.state = PORT_VIRQ, .vcpu = (u8)op->vcpu, .detail = op->virq};
    struct domain *d = v->domain;

    if (op->virq >= VIRQ_COUNT)
        return refuse(v, REASON_VIRQ_INVALID, op->virq);
    if (virq_is_global(op->virq) && op->vcpu != 0)
        return refuse(v, REASON_VIRQ_VCPU, op->vcpu);
    if (!domain_vcpu(d, op->vcpu))
        return refuse(v, REASON_EVENT_VCPU, op->vcpu);

    u32 *bound = &d->vcpu[op->vcpu]->virq_port[op->virq];
    LOCKED(&d->evtchn_lock);
    long result = *bound ? refuse(v, REASON_VIRQ_BOUND, op->virq) : port_alloc(v, d, e, &op->port);
    if (result == 0) /* last, because it lets interrupts in */
        __atomic_store_n(bound, op->port, __ATOMIC_RELEASE);
    return result;
}

long event_bind_ipi(struct vcpu *v, struct evtchn_bind_ipi *op)
{
    if (!domain_vcpu(v->domain, op->vcpu))
        return refuse(v, REASON_EVENT_VCPU, op->vcpu);
    struct evtchn e = {.state = PORT_IPI, .vcpu = (u8)op->vcpu};
    return make_port(v, v->domain, e, &op->port);
}

/* IPIs and a vCPU's own interrupts stay where they are. */
static bool may_move(const struct evtchn *e)
{
    return e->state == PORT_UNBOUND || e->state == PORT_INTERDOMAIN ||
           (e->state == PORT_VIRQ && virq_is_global(e->detail));
}

long event_bind_vcpu(struct vcpu *v, struct evtchn_bind_vcpu *op)
{
    struct domain *d = v->domain;
    struct evtchn *e = port_find(d, op->port);

    if (!domain_vcpu(d, op->vcpu))
        return refuse(v, REASON_EVENT_VCPU, op->vcpu);
    if (!e)
        return refuse(v, REASON_PORT_INVALID, op->port);
    LOCKED(&d->evtchn_lock);
    if (!may_move(e))
        return refuse(v, REASON_PORT_STATE, op->port);
    __atomic_store_n(&e->vcpu, (u8)op->vcpu, __ATOMIC_RELAXED);
    return 0;
}

long event_status(struct vcpu *v, struct evtchn_status *op)
{
    struct domain *d;

    TRY(target_domain(v, op->dom, &d));
    const struct evtchn *e = port_find(d, op->port);
    if (!e)
        return refuse(v, REASON_PORT_INVALID, op->port);
    LOCKED(&d->evtchn_lock);
    op->status = port_is_open(e->state) ? e->state : ABI_EVTCHNSTAT_closed;
    op->vcpu = e->vcpu;
    if (e->state == PORT_VIRQ)
        op->detail = e->detail;
    if (e->state == PORT_UNBOUND || e->state == PORT_INTERDOMAIN)
        op->detail = e->remote_dom | (op->detail & ~0xffffu); /* a 16-bit field of the union */
    if (e->state == PORT_INTERDOMAIN)
        op->remote_port = e->detail;
    return 0;
}

long event_close(struct vcpu *v, struct evtchn_close *op)
{
    enum reason reason = port_close(v->domain, op->port);

    return reason == REASON_NONE ? 0 : refuse(v, reason, op->port);
}

/* EVTCHNOP_reset: closes everything. A visible bound: no domain has more than 4096 ports. */
long event_reset(struct vcpu *v, struct evtchn_reset *op)
{
    struct domain *d;

    TRY(target_domain(v, op->dom, &d));
    if (d != v->domain && !d->pauses) /* it may be using them */
        return refuse(v, REASON_PORT_STATE, op->dom);
    evtchn_close_all(d);
    return 0;
}
