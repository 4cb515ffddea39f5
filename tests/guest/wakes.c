/* SPDX-License-Identifier: MIT */
/*
 * The rule: who sleeps is woken when it asked for, however busy the others are; and a guest that
 * works among others sees how much of the time they had.
 *
 * How it would break: a sleeper that waits for somebody's slice to end; stolen time that is lost
 * between two states.
 *
 * @options --deterministic
 * @limit 240
 * @peer no
 */
#include "busy.h"

static void waking(void)
{
    uint64_t latest = 0;

    for (unsigned i = 0; i < 10; i++) {
        uint64_t when = time_now_ns() + 3 * MS + i * 100000;
        guest_sched_poll poll = {.timeout = when};
        hypercall_sched_op(ABI_SCHEDOP_poll, (unsigned long)&poll);
        uint64_t late = time_now_ns() - when;
        latest = late > latest ? late : latest;
    }
    console_print("# the latest of ten alarms came after %u ns\n", (unsigned)latest);
    test_ok(latest < 100000, "who sleeps is woken within 100 us");
}

static void stolen(void)
{
    guest_vcpu_runstate_info before, after;

    hypercall_vcpu_op(ABI_VCPUOP_get_runstate_info, 0, (unsigned long)&before);
    uint64_t begin = time_now_ns(), end = begin + 145 * MS;
    while (time_now_ns() < end) {
        continue;
    }
    hypercall_vcpu_op(ABI_VCPUOP_get_runstate_info, 0, (unsigned long)&after);
    uint64_t run = after.time[ABI_RUNSTATE_running] - before.time[ABI_RUNSTATE_running];
    uint64_t waited = after.time[ABI_RUNSTATE_runnable] - before.time[ABI_RUNSTATE_runnable];
    uint64_t all = time_now_ns() - begin;
    console_print("# of %u us: ran %u us, waited %u us\n", (unsigned)all / 1000,
                  (unsigned)run / 1000, (unsigned)waited / 1000);
    /* Whole slices: three or four in five, by where among the others it began. */
    test_ok(waited > 3 * run && waited < 5 * run, "four others stole their share");
    about(run + waited, all, "what was run and what was stolen, of vCPU", 0);
}

int guest_main(void)
{
    make(4, spins);
    sleep_until(time_now_ns() + 40 * MS);
    waking();
    sleep_until(time_now_ns() + 40 * MS);
    stolen();
    unmake(4);
    return test_end();
}
