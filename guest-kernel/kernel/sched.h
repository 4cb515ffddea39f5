/* SPDX-License-Identifier: MIT */
/* Whose turn it is: the part of the scheduler that only the core of the kernel uses. */
#ifndef GUEST_KERNEL_SCHED_H
#define GUEST_KERNEL_SCHED_H

#include "kernel/proc.h"

#define KERNEL_STACK_ORDER 1
#define KERNEL_STACK_SIZE  (PAGE_SIZE << KERNEL_STACK_ORDER)
#define STACK_MARK         0x57ACC0DEu /* in the lowest word; gone when a stack was too small */

/* The trap frame of a process is always at the very top of its kernel stack. */
struct trap_frame *stack_frame(void *stack);

/* Put into the run queue, at its end. */
void sched_make_runnable(struct proc *proc);
/*
 * Give the CPU away; returns when this process is chosen again. Its state says whether it may be.
 */
void sched_switch(void);
/* Called by a process on its way to user mode: has its time passed, and does somebody else wait? */
void sched_tick(void);
/* Account the time since the last call: what ran until now was user or kernel mode. */
void sched_account(bool user);
/* Wake it, if it sleeps (and, if only_interruptible, does so in a way that signals may end). */
void sched_wake(struct proc *proc, bool only_interruptible);
/* The first process leaves the boot stack for good. */
NORETURN void sched_start(void);

/* clock.c */
void clock_start(void);
/* Tell the machine the next moment at which something must happen. */
void clock_program(void);
void clock_set_realtime_ns(uint64_t now_ns);
/* Does any process wait for its time slice to end? */
uint64_t sched_slice_deadline_ns(void);

#endif
