/* SPDX-License-Identifier: MIT */
#ifndef EVTCHN_SHARED_H
#define EVTCHN_SHARED_H
/*
 * The event words that a domain and the hypervisor share: pending and mask bits, one for each
 * port, in shared_info, and the selector in each vcpu_info. Private to the evtchn room.
 *
 * The guest may change any of them at any moment, so each is accessed once and atomically, and
 * whatever is found there decides only what the guest gets to see. An atomic read-modify-write
 * is a full barrier, on which the order pending, mask, selector, upcall relies.
 */
#include "domain/domain.h"

/* How many ports the shared page of d has bits for, port 0 included. */
u32 shared_ports(const struct domain *d);

/* Sets or clears a bit and returns what it was. */
bool shared_set_pending(struct domain *d, port_t port);
void shared_clear_pending(struct domain *d, port_t port);
bool shared_unmask(struct domain *d, port_t port);
bool shared_set_selector(struct vcpu *v, port_t port);
bool shared_set_upcall(struct vcpu *v);

bool shared_is_pending(const struct domain *d, port_t port);
bool shared_is_masked(const struct domain *d, port_t port);

#endif
