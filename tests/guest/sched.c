/* SPDX-License-Identifier: MIT */
/*
 * The rule: yield returns; block and poll wait for events or a deadline; a vCPU can be asked about.
 * Shutting down is how every test ends.
 *
 * @widths both
 */
#include "test.h"

static long poll_ports(unsigned *ports, unsigned count, uint64_t timeout)
{
    guest_sched_poll poll = {.ports = guest_address(ports), .nr_ports = count, .timeout = timeout};
    return hypercall_sched_op(ABI_SCHEDOP_poll, (unsigned long)&poll);
}

static void polling(void)
{
    unsigned far = (unsigned)event_alloc_unbound(ABI_DOMID_SELF);
    unsigned near = (unsigned)event_bind_remote(ABI_DOMID_SELF, far);
    uint64_t start = time_now_ns();
    test_equal(poll_ports(&far, 1, start + 20000000), 0, "polling a quiet port returns");
    test_ok(time_now_ns() - start >= 19000000, "at its deadline, not before");
    event_send(near);
    start = time_now_ns();
    test_equal(poll_ports(&far, 1, start + 2000000000), 0, "polling a pending port returns");
    test_ok(time_now_ns() - start < 1000000000, "at once");
    test_ok(event_pending(far), "and leaves it pending");
    test_equal(poll_ports(&far, 129, start), -ABI_EINVAL, "more than 128 ports are refused");
    unsigned wrong = EVENT_PORTS + 5;
    test_equal(poll_ports(&wrong, 1, start), -ABI_EINVAL, "a port beyond all is refused");
    test_refused(poll_ports((unsigned *)0x1000, 1, start), ABI_EFAULT, REASON_POINTER_UNREADABLE,
                 "an unreadable list is refused");
    test_equal(poll_ports(&far, 0, 1), 0, "no ports and a deadline that has passed");
}

static void vcpus(void)
{
    test_equal(hypercall_vcpu_op(ABI_VCPUOP_is_up, 0, 0), 1, "vCPU 0 is up");
    test_refused(hypercall_vcpu_op(ABI_VCPUOP_is_up, 200, 0), ABI_ENOENT, REASON_VCPU_UNKNOWN,
                 "vCPU 200 is none");
    guest_vcpu_runstate_info info = {.state = 99};
    test_equal(hypercall_vcpu_op(ABI_VCPUOP_get_runstate_info, 0, (unsigned long)&info), 0,
               "its run state can be asked");
    test_equal(info.state, ABI_RUNSTATE_running, "and is running");
    test_ok(info.time[0] > 0 && info.state_entry_time > 0, "for some time");
}

static void note(unsigned port, void *context)
{
}

int guest_main(void)
{
    test_equal(hypercall_sched_op(ABI_SCHEDOP_yield, 0), 0, "yield returns");
    hypercall_vcpu_op(ABI_VCPUOP_stop_periodic_timer, 0, 0);
    event_bind_virq(ABI_VIRQ_TIMER, 0, note, NULL);
    polling();
    vcpus();
    return test_end();
}
