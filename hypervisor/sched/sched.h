/* SPDX-License-Identifier: MIT */
#ifndef SCHED_SCHED_H
#define SCHED_SCHED_H
/*
 * The door of the sched room: which vCPU runs where. Nothing sleeps in ring 0: a vCPU that
 * blocks is only marked so, and the one way out to guests (cpu/exit.c) then asks for another.
 */
#include "lib/types.h"

/* Makes a vCPU known to the scheduler; it runs once sched_wake is called. */
void sched_vcpu_init(struct vcpu *v);
/* Ends blocking and polling of v and asks its CPU to reconsider (any context). */
void sched_wake(struct vcpu *v);
/* Marks v blocked unless an event is deliverable already. Caller is v itself. */
void sched_block(struct vcpu *v);
/* Never runs v again (crash, shutdown, VCPUOP_down). */
void sched_stop(struct vcpu *v);
/*
 * Chooses the vCPU that this CPU runs next, NULL if none wants to. Without reconsider the current
 * one stays if it can run. Interrupts off.
 */
struct vcpu *sched_pick(bool reconsider);
/* Accounts the time since the last change to the old state and enters the new one. */
void sched_runstate(struct vcpu *v, u32 state);

#endif
