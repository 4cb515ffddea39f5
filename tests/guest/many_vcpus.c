/* SPDX-License-Identifier: MIT */
/*
 * The rule: a domain may have more vCPUs than the machine has CPUs, 32 in all. They all run, keep
 * their registers wherever they run, wake each other, and the time of each is accounted for: running,
 * runnable, blocked and offline together are the time that passed.
 *
 * @widths both
 * @options --vcpus 2 --hypervisor-append dom0_max_vcpus=32
 * @limit 120
 * @peer no
 */
#include "smp.h"

#define ROUNDS 20

static unsigned ports[SMP_MAX]; /* rung to wake that vCPU */
static volatile unsigned stop, arrived, finished, wrong, rung[SMP_MAX];

static long poll_until(unsigned port, uint64_t deadline_ns)
{
    uint32_t list = port;
    guest_sched_poll poll = {
        .ports = guest_address(&list), .nr_ports = port != 0, .timeout = deadline_ns};
    return hypercall_sched_op(ABI_SCHEDOP_poll, (unsigned long)&poll);
}

/* A ring: each waits to be rung, then rings the next. Registers hold what they held. */
static void smp_worker(unsigned number)
{
    unsigned long mark = number * 0x01010101ul, a = mark, b = ~mark, c = mark + 1;

    __atomic_fetch_add(&arrived, 1, __ATOMIC_SEQ_CST);
    while (!stop) { /* also when its own rounds are done: others still wait to be rung */
        while (!event_pending(ports[number]) && !stop)
            poll_until(ports[number], 0);
        event_clear(ports[number]);
        if (++rung[number] == ROUNDS)
            __atomic_fetch_add(&finished, 1, __ATOMIC_SEQ_CST);
        for (unsigned i = 0; i < 3; i++) {
            asm volatile("" : "+r"(a), "+r"(b), "+r"(c));
            hypercall_sched_op(ABI_SCHEDOP_yield, 0);
            asm volatile("" : "+r"(a), "+r"(b), "+r"(c));
            if (a != mark || b != ~mark || c != mark + 1)
                wrong++;
        }
        event_send(ports[number % (SMP_MAX - 1) + 1]);
    }
}

/* All time of a vCPU's life until some moment between *from and *to. */
static uint64_t life(unsigned vcpu, uint64_t *from, uint64_t *to)
{
    guest_vcpu_runstate_info info = {.state = 0};
    uint64_t sum = 0;

    *from = time_now_ns();
    hypercall_vcpu_op(ABI_VCPUOP_get_runstate_info, vcpu, (unsigned long)&info);
    *to = time_now_ns();
    for (unsigned s = 0; s < 4; s++)
        sum += info.time[s];
    return sum;
}

static void run_states(void)
{
    unsigned bad = 0;

    for (unsigned i = 0; i < SMP_MAX; i++) {
        uint64_t from[2], to[2], first = life(i, &from[0], &to[0]);
        for (unsigned n = 0; n < 100; n++)
            hypercall_sched_op(ABI_SCHEDOP_yield, 0);
        uint64_t passed = life(i, &from[1], &to[1]) - first;
        /* The clocks of two processors may differ a little under an emulator. */
        bad += passed + 20000 < from[1] - to[0] || passed > to[1] - from[0] + 20000;
    }
    test_equal(bad, 0, "the four states of each add up to the time that passed");
}

int guest_main(void)
{
    unsigned up = 0;

    for (unsigned i = 1; i < SMP_MAX; i++) {
        ports[i] = (unsigned)event_bind_ipi(i);
        up += smp_start(i) == 0;
    }
    test_equal(up, SMP_MAX - 1, "thirty-one more vCPUs can be started");
    for (unsigned i = 1; i < SMP_MAX; i += 5)
        event_send(ports[i]);
    run_states();
    while (finished < SMP_MAX - 1 && time_now_ns() < 60000000000ull)
        poll_until(0, time_now_ns() + 10000000);
    stop = 1;
    test_equal(arrived, SMP_MAX - 1, "all of them run");
    test_equal(finished, SMP_MAX - 1, "and wake each other, round and round");
    test_equal(wrong, 0, "and each found its registers as it left them");
    test_equal(hypercall_vcpu_op(ABI_VCPUOP_is_up, 0, 0), 1, "the first is still there");
    return test_end();
}
