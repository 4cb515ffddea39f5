/* SPDX-License-Identifier: MIT */
/*
 * The rule: no deadline or period, however odd, keeps the hypervisor busy for itself.
 *
 * How someone would break it: ask for a period so long that adding it to the present wraps around. The
 * next tick then lies in the past, is due at once, sets itself into the past again, and ring 0
 * never comes out of its timers. Or set a timer of a vCPU that was never brought up: then ring 0 calls
 * what is due through a pointer that nobody has set (found by tests/fuzz/).
 *
 * @options --domain-vcpus 2
 * @widths both
 */
#include "test.h"

static long periodic_of(unsigned vcpu, uint64_t period_ns)
{
    guest_vcpu_set_periodic_timer set = {.period_ns = period_ns};
    return hypercall_vcpu_op(ABI_VCPUOP_set_periodic_timer, vcpu, (unsigned long)&set);
}

static long periodic(uint64_t period_ns)
{
    return periodic_of(0, period_ns);
}

static long single(uint64_t deadline_ns)
{
    guest_vcpu_set_singleshot_timer set = {.timeout_abs_ns = deadline_ns};
    return hypercall_vcpu_op(ABI_VCPUOP_set_singleshot_timer, 0, (unsigned long)&set);
}

static void wait_ns(uint64_t span)
{
    uint64_t end = time_now_ns() + span;
    while (time_now_ns() < end) {
        hypercall_sched_op(ABI_SCHEDOP_yield, 0);
    }
}

int guest_main(void)
{
    static const uint64_t odd[] = {0, 1, 1ull << 62, 1ull << 63, ~0ull, ~0ull - 1000000000,
                                   ~0ull - 100000000};
    for (unsigned i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
        long result = periodic(odd[i]);
        test_ok(result == 0 || result == -ABI_EINVAL, "an odd period is answered, number %u", i);
        wait_ns(2000000);
        test_equal(single(odd[i]), 0, "an odd deadline is taken, number %u", i);
        wait_ns(2000000);
        hypercall_set_timer_op(odd[i]);
        wait_ns(2000000);
    }
    test_equal(periodic(1000000), 0, "the shortest period is taken");
    wait_ns(20000000);
    test_equal(hypercall_vcpu_op(ABI_VCPUOP_stop_periodic_timer, 0, 0), 0, "and stopped");
    periodic_of(1, 1000000); /* refused or not */
    wait_ns(20000000);
    test_ok(true, "and the guest goes on");
    return test_end();
}
