/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_TIME_H
#define HYPERCALL_TIME_H
/*
 * Time, read without a hypercall: the hypervisor keeps, per vCPU, "at time-stamp T it was system
 * time S, and a count is worth that much"; the guest adds what has passed since. The record is
 * guarded by its version: odd while being written, changed afterwards.
 */
#include "hypercall/own.h"

static inline uint64_t time_counter(void)
{
    uint32_t low, high;
    asm volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}

/* Nanoseconds since the machine started. Never goes backward on one vCPU. */
uint64_t time_now_ns(void);

/* Seconds and nanoseconds since 1970, UTC, at system time 0: add time_now_ns() for the present. */
struct time_wall {
    uint64_t seconds;
    uint32_t nanoseconds;
};
struct time_wall time_boot_wall(void);

/* Asks for one ABI_VIRQ_TIMER event at this system time; 0 cancels. A time that has passed gives
 * the event at once. Returns 0. */
long time_set_timer(uint64_t deadline_ns);

/* Counts of the time-stamp counter, in nanoseconds, by the present record. */
uint64_t time_counts_to_ns(uint64_t counts);

#endif
