/* SPDX-License-Identifier: MIT */
#ifndef SCHED_SCHED_H
#define SCHED_SCHED_H
/*
 * The door of the sched room: which vCPU runs where. Nothing sleeps in ring 0: a vCPU that
 * blocks is only marked so, and the one way out to guests (cpu/exit.c) then asks for another.
 */
#include "abi/reasons.h"
#include "lib/types.h"

#define SCHED_WEIGHT_DEFAULT 256
#define SCHED_CPUS_ONLINE    ((1u << cpus_online) - 1) /* as a set */

/* Forgets a dying domain, whose vCPUs are on no CPU. */
void sched_forget(struct domain *d);
/* Makes a vCPU known to the scheduler. */
void sched_vcpu_init(struct vcpu *v);
/* From now on it runs (first start, VCPUOP_up). */
void sched_start(struct vcpu *v);
/* v runs no more, unless it is started again. False, and nothing is done, if no other is up. */
bool sched_stop(struct vcpu *v);
/* Ends blocking and polling of v and asks its CPU to reconsider (any context). */
void sched_wake(struct vcpu *v);
/* Marks v blocked unless an event is deliverable already. Caller is v itself. */
void sched_block(struct vcpu *v);
/* The current vCPU lets others go first, if any wait. */
void sched_yield(void);
/*
 * A vCPU, or all of a domain's, present and future, run no more until they have been unpaused as
 * often as paused. That is known at once, but the present moment may still run on another CPU:
 * sched_detach tells (any context).
 */
void sched_pause(struct vcpu *v);
void sched_unpause(struct vcpu *v);
void sched_pause_domain(struct domain *d);
void sched_unpause_domain(struct domain *d);
/*
 * Are v's registers in struct vcpu, and is it on no CPU? If not, its CPU is asked to see to that:
 * try again, later or in a restarted call. v is paused or down, or it may run again meanwhile.
 */
bool sched_detach(struct vcpu *v);
/*
 * Chooses the vCPU that this CPU runs next, NULL if none wants to. Without reconsider the current
 * one stays if it can run. Interrupts off.
 */
struct vcpu *sched_pick(bool reconsider);
/*
 * Shares: a domain's vCPUs run in proportion to its weight (not 0), and all of them together no
 * more than `cap` percent of one CPU (0: no limit).
 */
void sched_set_params(struct domain *d, u16 weight, u16 cap);
/* Which CPUs may run v; takes effect at once. Or why not. */
enum reason sched_set_affinity(struct vcpu *v, u32 cpus);

/* v's state and the times in each, up to now. */
void sched_runstate(struct vcpu *v, struct vcpu_runstate_info *info);

#endif
