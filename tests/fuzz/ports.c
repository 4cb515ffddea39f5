/* SPDX-License-Identifier: MIT */
/*
 * A model of event ports: what each is and what is at its other end, by the calls that succeeded.
 * EVTCHNOP_status must say the same of every port, whenever asked.
 */
#include "fuzz.h"

#include "hypercall/event.h"

#define PORTS 128

static struct port {
    uint8_t status, vcpu;
    uint16_t detail; /* virq, or the port at the other end */
} ports[PORTS];

static bool fits(const struct port *p, uint32_t kind)
{
    switch (kind) {
    case ABI_KIND_PORT_WAITS:
        return p->status == ABI_EVTCHNSTAT_unbound;
    case ABI_KIND_PORT_MOVES:
        return p->status == ABI_EVTCHNSTAT_unbound || p->status == ABI_EVTCHNSTAT_interdomain;
    case ABI_KIND_PORT_SENDS:
        return p->status == ABI_EVTCHNSTAT_interdomain || p->status == ABI_EVTCHNSTAT_ipi;
    default:
        return p->status != ABI_EVTCHNSTAT_closed;
    }
}

/* Any port that fits, 0 if there is none. */
unsigned ports_pick(uint32_t kind)
{
    unsigned start = chance(PORTS);
    for (unsigned i = 0; i < PORTS; i++) {
        unsigned n = (start + i) % PORTS;
        if (n != 0 && fits(&ports[n], kind)) {
            return n;
        }
    }
    return 0;
}

static void opened(unsigned port, unsigned status, unsigned vcpu, unsigned detail)
{
    if (port == 0 || port >= PORTS) {
        return; /* beyond what is watched */
    }
    if (ports[port].status != ABI_EVTCHNSTAT_closed) {
        contradiction("port %u was given out twice", port);
    }
    ports[port] = (struct port){(uint8_t)status, (uint8_t)vcpu, (uint16_t)detail};
}

static void closed(unsigned port)
{
    if (port >= PORTS) {
        return;
    }
    struct port *p = &ports[port];
    if (p->status == ABI_EVTCHNSTAT_interdomain && p->detail < PORTS) {
        ports[p->detail].status = ABI_EVTCHNSTAT_unbound;
    }
    *p = (struct port){0};
}

void ports_forget(void)
{
    memset(ports, 0, sizeof(ports));
}

void ports_note(const struct draft *d, long result)
{
    if (d->form->call != ABI_CALL_event_channel_op || result != 0 || d->in == NULL) {
        return;
    }
    void *in = d->in;
    switch (d->words[0]) {
    case ABI_EVTCHNOP_alloc_unbound:
        opened(((guest_evtchn_alloc_unbound *)in)->port, ABI_EVTCHNSTAT_unbound, 0, 0);
        break;
    case ABI_EVTCHNOP_bind_interdomain: {
        guest_evtchn_bind_interdomain *op = in;
        opened(op->local_port, ABI_EVTCHNSTAT_interdomain, 0, op->remote_port);
        if (op->remote_port < PORTS) {
            ports[op->remote_port].status = ABI_EVTCHNSTAT_interdomain;
            ports[op->remote_port].detail = (uint16_t)op->local_port;
        }
        break;
    }
    case ABI_EVTCHNOP_bind_virq: {
        guest_evtchn_bind_virq *op = in;
        opened(op->port, ABI_EVTCHNSTAT_virq, op->vcpu, op->virq);
        break;
    }
    case ABI_EVTCHNOP_bind_ipi: {
        guest_evtchn_bind_ipi *op = in;
        opened(op->port, ABI_EVTCHNSTAT_ipi, op->vcpu, 0);
        break;
    }
    case ABI_EVTCHNOP_bind_vcpu: {
        guest_evtchn_bind_vcpu *op = in;
        if (op->port < PORTS) {
            ports[op->port].vcpu = (uint8_t)op->vcpu;
        }
        break;
    }
    case ABI_EVTCHNOP_close:
        closed(((guest_evtchn_close *)in)->port);
        break;
    case ABI_EVTCHNOP_reset:
        ports_forget();
        break;
    }
}

/* Whatever the hypervisor says of a port must be what the calls have made of it. */
void ports_check(void)
{
    for (unsigned n = 1; n < PORTS; n++) {
        const struct port *p = &ports[n];
        guest_evtchn_status s = {.dom = ABI_DOMID_SELF, .port = n};
        long result = hypercall_event_channel_op(ABI_EVTCHNOP_status, (unsigned long)&s);
        bool same = result == 0 && s.status == p->status;
        if (same && p->status == ABI_EVTCHNSTAT_virq) {
            same = s.detail == p->detail;
        } else if (same && p->status == ABI_EVTCHNSTAT_interdomain) {
            same = s.remote_port == p->detail;
        }
        if (same && p->status != ABI_EVTCHNSTAT_closed) {
            same = s.vcpu == p->vcpu;
        }
        /* Beyond the ports that the hypervisor has room for so far there are none. */
        if (!same && !(result == -ABI_EINVAL && p->status == ABI_EVTCHNSTAT_closed)) {
            contradiction("port %u: status %u vCPU %u detail %u, but the calls made it %u %u %u "
                          "(answer %ld)", n, (unsigned)s.status, (unsigned)s.vcpu,
                          (unsigned)s.detail, p->status, p->vcpu, p->detail, result);
        }
    }
}

/* Some ports to begin with. */
void ports_renew(void)
{
    ports_forget();
    for (unsigned i = 0; i < 4; i++) {
        opened((unsigned)event_alloc_unbound(ABI_DOMID_SELF), ABI_EVTCHNSTAT_unbound, 0, 0);
        opened((unsigned)event_bind_ipi(i % VCPUS), ABI_EVTCHNSTAT_ipi, i % VCPUS, 0);
    }
}
