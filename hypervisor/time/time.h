/* SPDX-License-Identifier: MIT */
#ifndef TIME_TIME_H
#define TIME_TIME_H
/*
 * The door of the time room. System time is nanoseconds since boot, computed from the TSC with
 * the same multiplier and shift that guests get published, so that both always agree.
 */
#include "time/timer.h"

struct regs;

/* Measures TSC and APIC timer against the PIT, reads the RTC once. Called once per boot. */
void time_init(void);
/* Prepares the APIC timer of a CPU that comes up (the first one included). */
void time_init_cpu(void);

/* Nanoseconds since boot. */
u64 time_now_ns(void);
/* TSC frequency in kHz, for the CPUID leaf of the guests. */
u32 time_tsc_khz(void);

/* Writes the vCPU's time record (sequence lock by version). At every switch-in and tick. */
void time_publish(struct vcpu *v);
/* Writes the domain's wall clock into its shared_info. */
void time_publish_wallclock(struct domain *d);

/* When a vCPU is made: its timers can be set from then on, whether it runs or not. */
void time_vcpu_init(struct vcpu *v);
/*
 * Starts the 100 Hz tick that every vCPU has until it stops it; stops all of its timers. A tick
 * does not wake a vCPU that blocks: it is sent when time_publish says that the vCPU runs again.
 */
void time_vcpu_start(struct vcpu *v);
void time_vcpu_stop(struct vcpu *v);
/* Sets the single-shot timer of the vCPU, 0 stops it. */
void time_vcpu_single(struct vcpu *v, u64 deadline_ns);
/* Sets the periodic timer of the vCPU, 0 stops it. */
void time_vcpu_periodic(struct vcpu *v, u64 period_ns);

/* Runs the timers of this CPU that are due (WORK_TIMER). */
void timer_run(void);

#endif
