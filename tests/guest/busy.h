/* SPDX-License-Identifier: MIT */
/*
 * Children that keep the CPUs busy, and what each of them was given: for tests of the scheduler.
 * Time is instructions in these tests, so every figure is the same in every run.
 */
#ifndef BUSY_H
#define BUSY_H

#include "builder.h"

#define MS      1000000ull
#define MANY    64
#define PERCENT 2

static struct child children[MANY];

__attribute__((unused)) static void spins(struct child *c)
{
    child_calls(c, CHILD_SPIN, 0, 0, 0, 0);
}

__attribute__((unused)) static void yields(struct child *c)
{
    child_calls(c, CHILD_YIELD, 0, 0, 0, 0);
}

__attribute__((unused)) static void sleep_until(uint64_t when)
{
    guest_sched_poll poll = {.timeout = when};

    while (time_now_ns() < when) {
        hypercall_sched_op(ABI_SCHEDOP_poll, (unsigned long)&poll);
    }
}

__attribute__((unused)) static void set_share(const struct child *c, unsigned weight, unsigned cap)
{
    guest_domctl_scheduler_op share = {.sched_id = ABI_XEN_SCHEDULER_CREDIT,
                                       .cmd = ABI_XEN_DOMCTL_SCHEDOP_putinfo,
                                       .params = weight | cap << 16};
    test_equal(CONTROL(scheduler_op, c->domid, share), 0, "weight %u, cap %u", weight, cap);
}

__attribute__((unused)) static void pin_child(const struct child *c, uint8_t cpus)
{
    guest_domctl_vcpuaffinity where = {
        .flags = ABI_XEN_VCPUAFFINITY_HARD, .hard_map = (uintptr_t)&cpus, .hard_bits = 8};
    if (CONTROL(setvcpuaffinity, c->domid, where) != 0) {
        test_ok(false, "a child stays on its CPU");
    }
}

__attribute__((unused)) static void make(unsigned count, void (*write)(struct child *))
{
    unsigned made = 0;

    for (unsigned i = 0; i < count; i++) {
        made += child_run(&children[i], i % 2 ? 32 : 64, write) == 0;
    }
    test_equal(made, count, "%u children", count);
}

__attribute__((unused)) static void unmake(unsigned count)
{
    unsigned gone = 0;

    for (unsigned i = 0; i < count; i++) {
        gone += child_destroy(&children[i]) == 0;
    }
    test_equal(gone, count, "and gone again");
}

/* What each of them runs in so many nanoseconds. */
__attribute__((unused)) static void measure(unsigned count, uint64_t ns, uint64_t *ran)
{
    for (unsigned i = 0; i < count; i++) {
        ran[i] = child_info(children[i].domid).cpu_time;
    }
    sleep_until(time_now_ns() + ns);
    for (unsigned i = 0; i < count; i++) {
        ran[i] = child_info(children[i].domid).cpu_time - ran[i];
    }
}

__attribute__((unused)) static void about(uint64_t got, uint64_t wanted, const char *what, unsigned n)
{
    uint64_t off = got > wanted ? got - wanted : wanted - got;

    console_print("# %s %u: %u us, should be %u us\n", what, n, (unsigned)got / 1000,
                  (unsigned)wanted / 1000);
    test_ok(off * 100 <= wanted * PERCENT, "%s %u: within %u %%", what, n, PERCENT);
}

__attribute__((unused)) static void pin_parent(int cpu)
{
    guest_sched_pin_override pin = {.pcpu = (uint32_t)cpu};

    test_equal(hypercall_sched_op(ABI_SCHEDOP_pin_override, (unsigned long)&pin), 0,
               "the parent stays on CPU %d", cpu);
}

#endif
