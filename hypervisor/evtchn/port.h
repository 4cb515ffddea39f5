/* SPDX-License-Identifier: MIT */
#ifndef EVTCHN_PORT_H
#define EVTCHN_PORT_H
/*
 * What the hypervisor remembers of a port, out of the guest's reach. Private to the evtchn
 * room: port.c owns the table of ports, raise.c delivers, bind.c has the operations that make
 * and change ports, ops.c is the hypercall.
 *
 * A domain's table changes under its evtchn_lock. Two domains' locks are taken in the order of
 * their ids. Buckets, once there, stay until the domain goes, so that raising, which may happen
 * in an interrupt, needs no lock: it reads one word of the port, and an event raised while the
 * port is being closed is either lost or spurious, as on hardware.
 */
#include "call/call.h"
#include "evtchn/evtchn.h"
#include "evtchn/shared.h"

/* Numbered as EVTCHNOP_status tells them. A page of zeroes is a bucket of free ports. */
enum port_state {
    PORT_FREE = ABI_EVTCHNSTAT_closed,
    PORT_UNBOUND = ABI_EVTCHNSTAT_unbound,         /* waits for `remote_dom` to connect */
    PORT_INTERDOMAIN = ABI_EVTCHNSTAT_interdomain, /* connected to port `detail` of `remote` */
    PORT_VIRQ = ABI_EVTCHNSTAT_virq,               /* virtual interrupt number `detail` */
    PORT_IPI = ABI_EVTCHNSTAT_ipi,
    PORT_RESERVED, /* port 0, which stands for "none" */
};

static inline bool port_is_open(u8 state)
{
    return state != PORT_FREE && state != PORT_RESERVED;
}

struct evtchn {
    u8 state; /* enum port_state */
    u8 vcpu;  /* where its events go */
    u16 remote_dom;
    u32 detail;
    struct domain *remote; /* PORT_INTERDOMAIN; goes only after this connection */
};

#define BUCKET_PORTS (PAGE_SIZE / sizeof(struct evtchn))
_Static_assert(EVTCHN_BUCKETS *BUCKET_PORTS >= 64 * 64, "buckets for all ports of either width");

/* The port's record, or NULL if there is no such port or nobody ever used one near it. */
struct evtchn *port_find(const struct domain *d, u32 port);

/* Makes the lowest free port one like `as`. Lock held. */
long port_alloc(struct vcpu *v, struct domain *d, struct evtchn as, u32 *port);

/* Frees the port and cuts its connection. Returns why it cannot be closed, or REASON_NONE. */
enum reason port_close(struct domain *d, u32 port);

void port_lock_pair(struct domain *a, struct domain *b);
void port_unlock_pair(struct domain *a, struct domain *b);

/* Is this virtual interrupt one of the whole domain (else each vCPU has its own)? */
bool virq_is_global(u32 virq);

/* The operations, arguments copied in already (bind.c, raise.c). 0 or a refusal. */
long event_alloc_unbound(struct vcpu *v, struct evtchn_alloc_unbound *op);
long event_bind_interdomain(struct vcpu *v, struct evtchn_bind_interdomain *op);
long event_bind_virq(struct vcpu *v, struct evtchn_bind_virq *op);
long event_bind_ipi(struct vcpu *v, struct evtchn_bind_ipi *op);
long event_bind_vcpu(struct vcpu *v, struct evtchn_bind_vcpu *op);
long event_status(struct vcpu *v, struct evtchn_status *op);
long event_close(struct vcpu *v, struct evtchn_close *op);
long event_reset(struct vcpu *v, struct evtchn_reset *op);
long event_send(struct vcpu *v, struct evtchn_send *op);
long event_unmask(struct vcpu *v, struct evtchn_unmask *op);

#endif
