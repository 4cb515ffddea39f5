/* SPDX-License-Identifier: MIT */
/*
 * The rule: a domain may set up to two watchdogs, each of which ends it unless put off in time. The
 * first domain may pin a vCPU to one CPU, once, and then be told which processor that is.
 *
 * How it breaks: with numbers of watchdogs that do not run, with CPUs that are none; and of course
 * if the domain is not ended.
 *
 * @widths both
 * @options --vcpus 2
 * @console watchdog ran out
 */
#include "test.h"

static long dog(uint32_t id, uint32_t seconds)
{
    guest_sched_watchdog w = {.id = id, .timeout = seconds};
    return hypercall_sched_op(ABI_SCHEDOP_watchdog, (unsigned long)&w);
}

static void dogs(void)
{
    test_refused(dog(1, 0), ABI_EINVAL, REASON_WATCHDOG_ID, "a watchdog that does not run");
    test_refused(dog(1, 10), ABI_EINVAL, REASON_WATCHDOG_ID, "cannot be put off");
    test_refused(dog(3, 10), ABI_EINVAL, REASON_WATCHDOG_ID, "there is no third");
    test_equal(dog(0, 100), 1, "one");
    test_equal(dog(0, 100), 2, "and another");
    test_refused(dog(0, 100), ABI_ENOSPC, REASON_WATCHDOG_NONE_FREE, "but no more");
    test_equal(dog(1, 0), 0, "the first ends");
    test_refused(dog(1, 50), ABI_EINVAL, REASON_WATCHDOG_ID, "and is gone");
    test_equal(dog(2, 200), 0, "the other is put off");
    test_equal(dog(0, 100), 1, "the first is free again");
    test_equal(dog(1, 0), 0, "and ends");
    test_equal(dog(2, 0), 0, "as does the other");
    test_refused(hypercall_sched_op(ABI_SCHEDOP_watchdog, 0x1000), ABI_EFAULT,
                 REASON_POINTER_UNREADABLE, "nowhere to read from");
}

static long pin(int cpu)
{
    guest_sched_pin_override p = {.pcpu = (uint32_t)cpu};
    return hypercall_sched_op(ABI_SCHEDOP_pin_override, (unsigned long)&p);
}

static long identity(void)
{
    uint64_t id;
    return hypercall_vcpu_op(ABI_VCPUOP_get_physid, 0, (unsigned long)&id);
}

static void pins(void)
{
    test_refused(identity(), ABI_EINVAL, REASON_VCPU_STATE, "who may run anywhere is nowhere");
    test_refused(pin(-1), ABI_EINVAL, REASON_PIN_OVERRIDE_NONE, "nothing to undo");
    test_refused(pin(2), ABI_EINVAL, REASON_AFFINITY_EMPTY, "a CPU that is none");
    test_equal(pin(1), 0, "pinned to the other CPU");
    hypercall_sched_op(ABI_SCHEDOP_yield, 0);
    test_refused(pin(0), ABI_EBUSY, REASON_PIN_OVERRIDE_TWICE, "pinned once is enough");
    test_equal(identity(), 0, "now it can be told where it is");
    test_refused(hypercall_vcpu_op(ABI_VCPUOP_get_physid, 0, 0x1000), ABI_EFAULT,
                 REASON_POINTER_UNWRITABLE, "but not to nowhere");
    test_equal(pin(-5), 0, "let go");
    test_refused(pin(-1), ABI_EINVAL, REASON_PIN_OVERRIDE_NONE, "once");
    test_refused(hypercall_sched_op(ABI_SCHEDOP_pin_override, 0x1000), ABI_EFAULT,
                 REASON_POINTER_UNREADABLE, "nowhere to read from");
}

int guest_main(void)
{
    uint64_t until = time_now_ns() + 3000000000ull;

    dogs();
    pins();
    test_equal(dog(0, 1), 1, "a second to live");
    console_print("1..%u\n", test_count);
    while (time_now_ns() < until) {
        hypercall_sched_op(ABI_SCHEDOP_yield, 0);
    }
    test_ok(false, "the domain should be gone by now");
    return test_end();
}
