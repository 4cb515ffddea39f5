/* SPDX-License-Identifier: MIT */
/*
 * The audit's part of event channels: both ends of a connection name each other, and a virtual
 * interrupt's port and the vCPU that has it bound do.
 */
#include "evtchn/port.h"

static bool is_sound(const struct domain *d, u32 n, const struct evtchn *e)
{
    bool has_moved =
        e->state == PORT_VIRQ && virq_is_global(e->detail); /* perhaps: bound at vCPU 0 */
    const struct vcpu *v = domain_vcpu(d, has_moved ? 0 : e->vcpu);
    const struct evtchn *far;

    switch (e->state) {
    case PORT_INTERDOMAIN:
        far = port_find(e->remote, e->detail);
        return far && far->state == PORT_INTERDOMAIN && far->remote == d && far->detail == n &&
               e->remote_dom == e->remote->id && !domain_is_dead(e->remote);
    case PORT_VIRQ:
        return v && e->detail < VIRQ_COUNT && v->virq_port[e->detail] == n && !e->remote;
    case PORT_IPI:
        return v && !e->remote;
    case PORT_RESERVED:
        return n == 0 && !e->remote;
    default:
        return n != 0 && !e->remote && e->state <= PORT_UNBOUND;
    }
}

void evtchn_audit(const struct domain *d, struct audit_uses *use)
{
    for (u32 n = 0; n < shared_ports(d); n++) {
        const struct evtchn *e = port_find(d, n);
        if (e && !is_sound(d, n, e))
            use->wrong(d, "port whose other end does not know it:", n);
    }
    domain_each_vcpu (v, d) {
        for (u32 virq = 0; virq < VIRQ_COUNT; virq++) {
            const struct evtchn *e = port_find(d, v->virq_port[virq]);
            if (v->virq_port[virq] && (!e || e->state != PORT_VIRQ || e->detail != virq))
                use->wrong(d, "virtual interrupt at a port of another kind:", virq);
        }
    }
}
