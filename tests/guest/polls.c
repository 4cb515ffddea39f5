/* SPDX-License-Identifier: MIT */
/*
 * The rule: a poll takes 128 ports, all of them in use, and looks at them in order; a time that has
 * passed is no error, for a poll as for a timer.
 *
 * @widths both
 */
#include "test.h"

static long poll_ports(unsigned *ports, unsigned count, uint64_t timeout)
{
    guest_sched_poll poll = {.ports = guest_address(ports), .nr_ports = count, .timeout = timeout};
    return hypercall_sched_op(ABI_SCHEDOP_poll, (unsigned long)&poll);
}

static void polls(void)
{
    static unsigned ports[129];
    uint64_t start;

    for (unsigned i = 0; i < 129; i++)
        ports[i] = (unsigned)event_alloc_unbound(ABI_DOMID_SELF);
    start = time_now_ns();
    test_equal(poll_ports(ports, 128, start + 20000000), 0, "128 quiet ports");
    test_ok(time_now_ns() - start >= 19000000, "until the time has come");
    test_refused(poll_ports(ports, 129, 1), ABI_EINVAL, REASON_POLL_TOO_MANY, "not 129");
    test_equal(poll_ports(ports, 128, 1), 0, "a time that has passed");
    event_close(ports[5]);
    test_refused(poll_ports(ports, 128, 1), ABI_EINVAL, REASON_POLL_PORT, "one that is closed");
    ports[5] = 0;
    test_refused(poll_ports(ports, 128, 1), ABI_EINVAL, REASON_POLL_PORT, "port 0 is none");
    unsigned near = (unsigned)event_bind_remote(ABI_DOMID_SELF, ports[2]);
    event_send(near);
    test_equal(poll_ports(ports, 128, 0), 0, "behind one that is pending nobody looks");
    ports[0] = EVENT_PORTS;
    test_refused(poll_ports(ports, 128, 0), ABI_EINVAL, REASON_POLL_PORT, "before it they do");
    ports[0] = ports[1] = ports[5] = ports[2];
    test_equal(poll_ports(ports, 128, 0), 0, "one that is named several times");
    test_equal(poll_ports((unsigned *)0x1000, 0, 1), 0, "no list is read where it is empty");
}

/* A past deadline is due at once, whether the guest asks for the future or not. */
static void single(void)
{
    for (uint32_t flags = 0; flags < 2; flags++) {
        guest_vcpu_set_singleshot_timer s = {.timeout_abs_ns = 1, .flags = flags};
        test_equal(hypercall_vcpu_op(ABI_VCPUOP_set_singleshot_timer, 0, (unsigned long)&s), 0,
                   "a time that has passed, flags %u", (unsigned)flags);
    }
}

static void note(unsigned port, void *context)
{
}

int guest_main(void)
{
    hypercall_vcpu_op(ABI_VCPUOP_stop_periodic_timer, 0, 0);
    event_bind_virq(ABI_VIRQ_TIMER, 0, note, NULL);
    polls();
    single();
    return test_end();
}
