/* SPDX-License-Identifier: MIT */
/*
 * The rule: a domain's width is chosen before it has anything that depends on it.
 *
 * How someone would break it: 64-bit domains have 4096 ports, 32-bit ones 1024. The privileged domain
 * makes more ports for a new domain than the narrower width has, connects itself to one of the last,
 * narrows the domain, and closes its own end: the far one is then no port any more.
 *
 * @peer no
 */
#include "builder.h"

#define PORTS 1100

int guest_main(void)
{
    guest_domctl_createdomain wish = {.max_vcpus = 1};
    guest_domctl_address_size width = {32};
    guest_evtchn_alloc_unbound last = {0};
    unsigned domid = 0, made = 0;

    test_equal(control(ABI_XEN_DOMCTL_createdomain, &domid, &wish, sizeof(wish)), 0, "a domain");
    for (unsigned i = 0; i < PORTS; i++) {
        last = (guest_evtchn_alloc_unbound){.dom = (uint16_t)domid, .remote_dom = ABI_DOMID_SELF};
        made += hypercall_event_channel_op(ABI_EVTCHNOP_alloc_unbound, (unsigned long)&last) == 0;
    }
    test_equal(made, PORTS, "more ports for it than a 32-bit domain can have");
    guest_evtchn_bind_interdomain ours = {.remote_dom = (uint16_t)domid, .remote_port = last.port};
    test_equal(hypercall_event_channel_op(ABI_EVTCHNOP_bind_interdomain, (unsigned long)&ours), 0,
               "we connect to the last");
    test_refused(control(ABI_XEN_DOMCTL_set_address_size, &domid, &width, sizeof(width)), ABI_EACCES,
                 REASON_CONTROL_LATE, "it cannot become a 32-bit one now");
    guest_evtchn_close close = {.port = ours.local_port};
    test_equal(hypercall_event_channel_op(ABI_EVTCHNOP_close, (unsigned long)&close), 0,
               "our end is closed");
    test_equal(CONTROL_PLAIN(destroydomain, domid), 0, "and the domain destroyed");
    return test_end();
}
