/* SPDX-License-Identifier: MIT */
/*
 * The rule: the hypervisor publishes time in shared memory, sequence-locked; it never goes
 * backward; a timer set for a deadline raises VIRQ_TIMER once, not before it, and setting another
 * replaces it. Without one, a periodic tick of 100 Hz runs until the guest stops it.
 *
 * @widths both
 */
#include "test.h"

static volatile unsigned ticks;
static uint64_t tick_at;

static void note(unsigned port, void *context)
{
    ticks++;
    tick_at = time_now_ns();
}

/* Waits for a tick. Events are masked between looking and sleeping, or one could come in between.
 */
static void wait_for_tick(uint64_t limit)
{
    event_disable();
    while (ticks == 0 && time_now_ns() < limit) {
        event_wait();
        event_disable();
    }
    event_enable();
}

static void forward(void)
{
    unsigned backward = 0, still = 0;
    uint64_t last = time_now_ns();
    for (unsigned i = 0; i < 20000; i++) {
        uint64_t now = time_now_ns();
        backward += now < last;
        still += now == last;
        last = now;
    }
    test_equal(backward, 0, "time never goes backward");
    test_ok(still < 20000, "and it goes");
    test_equal(guest_shared.vcpu_info[0].time.version & 1, 0,
               "the record is not left half written");
    struct time_wall wall = time_boot_wall();
    test_ok(wall.seconds > 900000000 && wall.nanoseconds < 1000000000,
            "the wall clock is after the year 1998");
    console_print("# now %llu ns, boot at %llu s\n", (unsigned long long)last,
                  (unsigned long long)wall.seconds);
}

/* Only a running vCPU is ticked: one that waits is not woken by the periodic timer. */
static void periodic(void)
{
    ticks = 0;
    uint64_t start = time_now_ns();
    while (ticks < 5 && time_now_ns() - start < 2000000000) {
        hypercall_xen_version(ABI_XENVER_version, 0);
    }
    uint64_t took = time_now_ns() - start;
    test_ok(ticks >= 5, "a running guest is ticked without asking");
    test_ok(took >= 30000000 && took < 1500000000, "about 100 times a second");
    test_equal(hypercall_vcpu_op(ABI_VCPUOP_stop_periodic_timer, 0, 0), 0, "it can be stopped");
}

static void one_shot(void)
{
    ticks = 0;
    uint64_t deadline = time_now_ns() + 20000000;
    test_equal(time_set_timer(deadline), 0, "a deadline can be set");
    wait_for_tick(deadline + 1000000000);
    test_equal(ticks, 1, "it raises one event");
    test_ok(tick_at + 100000 >= deadline, "not before its time");
    test_ok(tick_at < deadline + 500000000, "and soon after");
    deadline = time_now_ns() + 30000000;
    while (time_now_ns() < deadline) {
        hypercall_xen_version(ABI_XENVER_version, 0);
    }
    test_equal(ticks, 1, "and no other comes by itself");
}

static void past_and_cancelled(void)
{
    ticks = 0;
    test_equal(time_set_timer(1), 0, "a deadline in the past can be set");
    uint64_t limit = time_now_ns() + 500000000;
    while (ticks == 0 && time_now_ns() < limit) {
        hypercall_xen_version(ABI_XENVER_version, 0);
    }
    test_equal(ticks, 1, "and raises its event at once");
    ticks = 0;
    time_set_timer(time_now_ns() + 20000000);
    time_set_timer(0);
    limit = time_now_ns() + 50000000;
    while (time_now_ns() < limit) {
        hypercall_xen_version(ABI_XENVER_version, 0);
    }
    test_equal(ticks, 0, "a cancelled one does not");
}

static void vcpu_timers(void)
{
    guest_vcpu_set_singleshot_timer single = {.timeout_abs_ns = 1, .flags = 1};
    ticks = 0;
    test_equal(hypercall_vcpu_op(ABI_VCPUOP_set_singleshot_timer, 0, (unsigned long)&single), 0,
               "a single shot flagged as being in the future may have passed");
    uint64_t soon = time_now_ns() + 500000000;
    while (ticks == 0 && time_now_ns() < soon) {
        hypercall_xen_version(ABI_XENVER_version, 0);
    }
    test_equal(ticks, 1, "and comes at once");
    single = (guest_vcpu_set_singleshot_timer){.timeout_abs_ns = time_now_ns() + 10000000};
    ticks = 0;
    test_equal(hypercall_vcpu_op(ABI_VCPUOP_set_singleshot_timer, 0, (unsigned long)&single), 0,
               "a single shot can be set");
    uint64_t limit = time_now_ns() + 1000000000;
    wait_for_tick(limit);
    test_equal(ticks, 1, "a single shot raises one event");
    guest_vcpu_set_periodic_timer period = {.period_ns = 1000};
    test_refused(hypercall_vcpu_op(ABI_VCPUOP_set_periodic_timer, 0, (unsigned long)&period),
                 ABI_EINVAL, REASON_TIMER_PERIOD, "a period of a microsecond is refused");
    period.period_ns = 5000000;
    ticks = 0;
    test_equal(hypercall_vcpu_op(ABI_VCPUOP_set_periodic_timer, 0, (unsigned long)&period), 0,
               "a period of 5 ms is accepted");
    limit = time_now_ns() + 1000000000;
    while (ticks < 3 && time_now_ns() < limit) {
        hypercall_xen_version(ABI_XENVER_version, 0);
    }
    test_ok(ticks >= 3, "and ticks");
    hypercall_vcpu_op(ABI_VCPUOP_stop_periodic_timer, 0, 0);
}

static void record_ticks(void)
{
    volatile uint32_t *version = &guest_shared.vcpu_info[0].time.version;
    uint32_t first = *version;
    uint64_t limit = time_now_ns() + 3000000000;
    while (*version == first && time_now_ns() < limit) {
        ticks = 0;
        time_set_timer(time_now_ns() + 1000000);
        wait_for_tick(limit);
    }
    test_ok(*version != first, "the record is rewritten now and then");
}

int guest_main(void)
{
    forward();
    test_ok(event_bind_virq(ABI_VIRQ_TIMER, 0, note, NULL) > 0, "VIRQ_TIMER can be bound");
    event_enable();
    periodic();
    one_shot();
    past_and_cancelled();
    vcpu_timers();
    record_ticks();
    return test_end();
}
