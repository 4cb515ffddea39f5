/* SPDX-License-Identifier: MIT */
/*
 * The rule: an event sets its port's bit; if the port is unmasked, the port's word in the selector
 * and the vCPU's pending flag; and if the upcall mask is open, the guest is called, once, with the
 * mask closed. What comes while masked is kept and delivered on unmasking. Nothing is lost, nothing
 * doubled.
 *
 * This guest connects to itself and sends itself events in every state of the three masks.
 *
 * @widths both
 */
#include "test.h"

static unsigned calls;
static uint8_t mask_in_handler;

static void note(unsigned port, void *context)
{
    calls++;
    mask_in_handler = guest_vcpu()->upcall_mask;
}

static uint32_t status_of(unsigned port, guest_evtchn_status *status)
{
    *status = (guest_evtchn_status){.dom = ABI_DOMID_SELF, .port = port};
    long result = hypercall_event_channel_op(ABI_EVTCHNOP_status, (unsigned long)status);
    return result == 0 ? status->status : 1000;
}

/* Two ports of this domain, connected. */
static unsigned near_port, far_port;

static void connect(void)
{
    guest_evtchn_status status;
    far_port = (unsigned)event_alloc_unbound(ABI_DOMID_SELF);
    test_equal(status_of(far_port, &status), ABI_EVTCHNSTAT_unbound, "a fresh port is unbound");
    test_equal(status.detail & 0xffff, 0, "its remote is domain 0: ourselves");
    test_refused(event_send(0), ABI_EINVAL, REASON_PORT_STATE, "port 0 does not exist");
    near_port = (unsigned)event_bind_remote(ABI_DOMID_SELF, far_port);
    test_equal(status_of(near_port, &status), ABI_EVTCHNSTAT_interdomain, "binding connects it");
    test_equal(status.remote_port, far_port, "to the port it was given");
    test_equal(status_of(far_port, &status), ABI_EVTCHNSTAT_interdomain, "and the other end");
    test_equal(status.remote_port, near_port, "knows its peer");
    test_ok(event_pending(near_port), "the new end starts with an event pending");
    event_clear(near_port);
    event_set_handler(far_port, note, NULL);
}

static void delivery(void)
{
    calls = 0;
    event_unmask(far_port);
    event_enable();
    test_equal(event_send(near_port), 0, "sending on one end");
    test_equal(calls, 1, "calls the guest before the call returns");
    test_equal(mask_in_handler, 1, "with the upcall mask closed");
    test_equal(guest_vcpu()->upcall_mask, 0, "which is open again afterwards");
    event_send(near_port);
    event_send(near_port);
    test_equal(calls, 3, "each event calls again");
    test_equal(event_send(far_port), 0, "the other end can send, too");
    test_ok(event_pending(near_port), "and the near end has it pending");
    test_equal(calls, 3, "without a call, being masked");
    event_clear(near_port);
}

static void vcpu_mask(void)
{
    event_disable();
    calls = 0;
    event_send(near_port);
    event_send(near_port);
    test_equal(calls, 0, "nothing is called while the upcall mask is closed");
    test_equal(guest_vcpu()->upcall_pending, 1, "but the vCPU has something pending");
    test_equal(guest_vcpu()->pending_sel, 1u << far_port / WORD_BITS, "in the port's word");
    test_ok(event_pending(far_port), "and the port is pending");
    guest_vcpu()->upcall_mask = 0;
    hypercall_xen_version(ABI_XENVER_version, 0);
    test_equal(calls, 1, "after opening the mask the next hypercall delivers it, once");
    test_equal(guest_vcpu()->upcall_pending, 0, "and nothing is pending any more");
}

static void port_mask(void)
{
    event_mask(far_port);
    calls = 0;
    event_send(near_port);
    test_ok(event_pending(far_port), "a masked port collects its event");
    test_equal(guest_vcpu()->upcall_pending, 0, "without telling the vCPU");
    guest_evtchn_unmask unmask = {.port = far_port};
    test_equal(hypercall_event_channel_op(ABI_EVTCHNOP_unmask, (unsigned long)&unmask), 0,
               "unmasking it by hypercall");
    test_equal(calls, 1, "delivers it");
    hypercall_event_channel_op(ABI_EVTCHNOP_unmask, (unsigned long)&unmask);
    test_equal(calls, 1, "once");
}

/* iret and block open the mask by themselves. */
static void blocking(void)
{
    event_disable();
    calls = 0;
    event_send(near_port);
    event_wait();
    test_equal(calls, 1, "blocking with an event pending returns at once, event delivered");
    test_equal(guest_vcpu()->upcall_mask, 0, "and leaves events open");
    event_disable();
}

static void refusals(void)
{
    guest_evtchn_status status;
    guest_evtchn_bind_virq virq = {.virq = ABI_NR_VIRQS};
    test_refused(hypercall_event_channel_op(ABI_EVTCHNOP_bind_virq, (unsigned long)&virq),
                 ABI_EINVAL, REASON_VIRQ_INVALID, "a virtual interrupt that is none");
    virq = (guest_evtchn_bind_virq){.virq = ABI_VIRQ_TIMER, .vcpu = 77};
    test_refused(hypercall_event_channel_op(ABI_EVTCHNOP_bind_virq, (unsigned long)&virq),
                 ABI_ENOENT, REASON_EVENT_VCPU, "a virtual interrupt of a vCPU that is none");
    long port = event_bind_virq(ABI_VIRQ_DEBUG, 0, NULL, NULL);
    test_ok(port > 0, "VIRQ_DEBUG can be bound");
    test_equal(status_of((unsigned)port, &status), ABI_EVTCHNSTAT_virq, "status says virq");
    test_equal(status.detail, ABI_VIRQ_DEBUG, "and which");
    test_refused(event_bind_virq(ABI_VIRQ_DEBUG, 0, NULL, NULL), ABI_EEXIST, REASON_VIRQ_BOUND,
                 "a virtual interrupt cannot be bound twice");
    test_refused(event_send((unsigned)port), ABI_EINVAL, REASON_PORT_STATE,
                 "a virtual interrupt's port cannot send");
    test_equal(event_close((unsigned)port), 0, "it can be closed");
    test_equal(status_of((unsigned)port, &status), ABI_EVTCHNSTAT_closed, "status says closed");
    test_refused(event_close((unsigned)port), ABI_EINVAL, REASON_PORT_STATE, "but not twice");
    test_refused(event_close(EVENT_PORTS + 5), ABI_EINVAL, REASON_PORT_INVALID,
                 "closing a port beyond all");
    test_refused(event_send(0xffffffff), ABI_EINVAL, REASON_PORT_INVALID, "sending to port 2^32-1");
    test_refused(event_bind_remote(ABI_DOMID_SELF, EVENT_PORTS + 5), ABI_EINVAL,
                 REASON_PORT_INVALID, "binding to a port beyond all");
    test_refused(event_bind_remote(ABI_DOMID_SELF, near_port), ABI_EINVAL, REASON_PORT_STATE,
                 "binding to a port that is connected");
    test_refused(event_bind_remote(1234, 1), ABI_ESRCH, REASON_DOMAIN_UNKNOWN,
                 "binding to a domain that is none");
}

static void ipi(void)
{
    guest_evtchn_status status;
    unsigned port = (unsigned)event_bind_ipi(0);
    test_equal(status_of(port, &status), ABI_EVTCHNSTAT_ipi, "an IPI port is of that kind");
    event_set_handler(port, note, NULL);
    event_unmask(port);
    calls = 0;
    event_enable();
    test_equal(event_send(port), 0, "sending on an IPI port");
    test_equal(calls, 1, "calls the vCPU itself");
    event_disable();
    guest_evtchn_bind_vcpu move = {.port = port, .vcpu = 0};
    test_equal(hypercall_event_channel_op(ABI_EVTCHNOP_bind_vcpu, (unsigned long)&move),
               -ABI_EINVAL, "an IPI port cannot be moved to another vCPU");
    move.port = near_port;
    test_equal(hypercall_event_channel_op(ABI_EVTCHNOP_bind_vcpu, (unsigned long)&move), 0,
               "a connected port can");
    move.vcpu = 99;
    test_refused(hypercall_event_channel_op(ABI_EVTCHNOP_bind_vcpu, (unsigned long)&move),
                 ABI_ENOENT, REASON_EVENT_VCPU, "but only to one that is there");
    test_equal(event_close(port), 0, "an IPI port can be closed");
}

static void disconnect(void)
{
    guest_evtchn_status status;
    test_equal(event_close(near_port), 0, "closing one end");
    test_equal(status_of(far_port, &status), ABI_EVTCHNSTAT_unbound, "leaves the other unbound");
    test_equal(event_send(far_port), 0, "sending there then goes nowhere, without an error");
    test_equal(event_close(far_port), 0, "and it can be closed");
}

/* Until none is free: a port for each bit. */
static void exhaustion(void)
{
    unsigned first = 0, last = 0, count = 0;
    long port;
    while ((port = event_alloc_unbound(ABI_DOMID_SELF)) > 0 && count < 2 * EVENT_PORTS) {
        first = first == 0 ? (unsigned)port : first;
        last = (unsigned)port;
        count++;
    }
    test_equal(port, -ABI_ENOSPC, "at some time no port is free");
    test_ok(last < EVENT_PORTS && count > EVENT_PORTS - 100, "as many as the bits in shared_info");
    unsigned failed = 0;
    for (unsigned i = first; i <= last; i++) {
        failed += event_close(i) != 0;
    }
    console_print("# %u ports, %u of them not ours to close\n", count, failed);
    while (event_alloc_unbound(ABI_DOMID_SELF) > 0) {
    }
    guest_evtchn_reset reset = {.dom = ABI_DOMID_SELF};
    guest_evtchn_status status;
    unsigned open = 0;
    test_equal(hypercall_event_channel_op(ABI_EVTCHNOP_reset, (unsigned long)&reset), 0,
               "all ports can be closed at once");
    for (unsigned i = 1; i <= last; i++) {
        open += status_of(i, &status) != ABI_EVTCHNSTAT_closed;
    }
    test_equal(open, 0, "and then the first and the last and all between are");
    test_ok(event_alloc_unbound(ABI_DOMID_SELF) > 0, "closed ports are free again");
}

int guest_main(void)
{
    connect();
    delivery();
    vcpu_mask();
    port_mask();
    blocking();
    refusals();
    ipi();
    disconnect();
    exhaustion();
    return test_end();
}
