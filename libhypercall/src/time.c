/* SPDX-License-Identifier: MIT */
/*
 * Reading the published time. The scale is a binary fraction: counts, shifted by tsc_shift, times
 * tsc_to_system_mul, divided by 2 to the 32nd, are nanoseconds.
 */
#include "hypercall/time.h"
#include "hypercall/call.h"
#include "hypercall/guest.h"

static uint64_t scale(uint64_t counts, uint32_t mul, int8_t shift)
{
    counts = shift >= 0 ? counts << shift : counts >> -shift;
    uint64_t low = (uint64_t)(uint32_t)counts * mul;
    uint64_t high = (counts >> 32) * mul;
    return high + (low >> 32);
}

uint64_t time_now_ns(void)
{
    volatile guest_vcpu_time_info *time = &guest_shared.vcpu_info[0].time;
    uint32_t version;
    uint64_t now;
    do {
        version = time->version & ~1u;
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
        now = time->system_time + scale(time_counter() - time->tsc_timestamp,
                                        time->tsc_to_system_mul, (int8_t)time->tsc_shift);
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
    } while (time->version != version);
    return now;
}

uint64_t time_counts_to_ns(uint64_t counts)
{
    volatile guest_vcpu_time_info *time = &guest_shared.vcpu_info[0].time;
    return scale(counts, time->tsc_to_system_mul, (int8_t)time->tsc_shift);
}

struct time_wall time_boot_wall(void)
{
    volatile guest_shared_info *shared = &guest_shared;
    struct time_wall wall;
    uint32_t version;
    do {
        version = shared->wc_version & ~1u;
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
        wall.seconds = (uint64_t)shared->wc_sec_hi << 32 | shared->wc_sec;
        wall.nanoseconds = shared->wc_nsec;
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
    } while (shared->wc_version != version);
    return wall;
}

long time_set_timer(uint64_t deadline_ns)
{
    return hypercall_set_timer_op(deadline_ns);
}
