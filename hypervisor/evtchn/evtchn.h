/* SPDX-License-Identifier: MIT */
#ifndef EVTCHN_EVTCHN_H
#define EVTCHN_EVTCHN_H
/*
 * The door of the evtchn room: event channels in the 2-level form. A port is a bit in the
 * domain's shared page; raising it sets pending, and, unless masked, the selector bit and the
 * upcall flag of the vCPU it is bound to, and wakes that vCPU.
 */
#include "lib/types.h"
#include "watch/audit.h"

/* Prepares the ports of a new domain. -ENOMEM possible. */
int evtchn_domain_init(struct domain *d);
/* Gives a new domain its width; false if it has a port already that others might not have. */
bool evtchn_set_width(struct domain *d, enum width w);
/* Closes all ports of d, at both ends. */
void evtchn_close_all(struct domain *d);
/* Gives back what they are kept in: nobody may raise one any more. */
void evtchn_domain_destroy(struct domain *d);

/*
 * Connects the domains of two vCPUs by a channel, before the guests run: a port at each end. False
 * if there is no port or no memory.
 */
bool evtchn_connect(struct vcpu *a, struct vcpu *b, u32 *port_a, u32 *port_b);

/* Raises a port of d as the hypervisor (any context, takes LOCK_SCHED to wake). */
void evtchn_raise(struct domain *d, port_t port);

/* Raises a per-vCPU virtual interrupt (VIRQ_TIMER...), if it is bound. */
void evtchn_raise_virq(struct vcpu *v, u32 virq);
/* Raises a global one of a domain (VIRQ_CONSOLE...), if it is bound. */
void evtchn_raise_global_virq(struct domain *d, u32 virq);

/* For the audit: do both ends of each of d's ports know each other? */
void evtchn_audit(const struct domain *d, struct audit_uses *use);

/* Is the port valid and pending? For SCHEDOP_poll. Invalid ports: -1. */
int evtchn_is_pending(struct domain *d, port_t port);

#endif
