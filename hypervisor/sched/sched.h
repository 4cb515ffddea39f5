/* SPDX-License-Identifier: MIT */
#ifndef SCHED_SCHED_H
#define SCHED_SCHED_H
/*
 * The door of the sched room: which vCPU runs where. Nothing sleeps in ring 0: a vCPU that
 * blocks is only marked so, and the one way out to guests (cpu/exit.c) then asks for another.
 */
#include "lib/types.h"

/* Forgets all vCPUs of a dying domain, which are on no CPU. */
void sched_forget(struct domain *d);
/* Makes a vCPU known to the scheduler; it runs once sched_wake is called. */
void sched_vcpu_init(struct vcpu *v);
/* Ends blocking and polling of v and asks its CPU to reconsider (any context). */
void sched_wake(struct vcpu *v);
/* Marks v blocked unless an event is deliverable already. Caller is v itself. */
void sched_block(struct vcpu *v);
/* Never runs v again (crash, shutdown, VCPUOP_down). */
void sched_stop(struct vcpu *v);
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
/* Accounts the time since the last change to the old state and enters the new one. */
void sched_runstate(struct vcpu *v, u32 state);

#endif
