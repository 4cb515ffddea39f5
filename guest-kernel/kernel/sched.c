/* SPDX-License-Identifier: MIT */
/*
 * Turns at the CPU: a queue of processes that want to run, each for a slice of 10 ms. The kernel
 * is not preemptive, so a switch happens in two places only: where a process sleeps, and where it
 * returns to user mode with its slice used up.
 */
#include "kernel/sched.h"

#include "kernel/exit.h"
#include "kernel/kernel.h"
#include "kernel/vm.h"
#include "machine/machine.h"

#define SLICE_NS (10 * (uint64_t)NS_PER_MS)

struct proc *current;

static struct list run_queue = LIST_INIT(run_queue);
static uint64_t accounted_until_ns;
static uint64_t idle_ns;

struct trap_frame *stack_frame(void *stack)
{
    return (struct trap_frame *)((char *)stack + KERNEL_STACK_SIZE) - 1;
}

void sched_make_runnable(struct proc *proc)
{
    proc->state = PROC_RUNNABLE;
    if (proc != current && list_empty(&proc->run_node))
        list_append(&proc->run_node, &run_queue);
}

void sched_wake(struct proc *proc, bool only_interruptible)
{
    if (proc->state != PROC_SLEEPING || (only_interruptible && !proc->interruptible))
        return;
    sched_make_runnable(proc);
}

uint64_t sched_slice_deadline_ns(void)
{
    return current && !list_empty(&run_queue) ? current->slice_end_ns : DEADLINE_NEVER;
}

uint64_t sched_idle_ns(void)
{
    return idle_ns;
}

void sched_account(bool user)
{
    uint64_t now = clock_now_ns();

    if (current && user)
        current->utime_ns += now - accounted_until_ns;
    else if (current)
        current->stime_ns += now - accounted_until_ns;
    accounted_until_ns = now;
}

static void idle(void)
{
    uint64_t start = clock_now_ns();

    clock_program();
    machine_idle();
    accounted_until_ns = clock_now_ns();
    idle_ns += accounted_until_ns - start;
}

static struct proc *choose(void)
{
    while (list_empty(&run_queue))
        idle();
    struct proc *next = list_entry(run_queue.next, struct proc, run_node);
    list_remove(&next->run_node);
    return next;
}

/* Make the CPU see `next`: its memory, its stack, its segments, its FPU registers. */
static void load_process(struct proc *next)
{
    ASSERT(*(uint32_t *)next->stack == STACK_MARK);
    machine_process_load((uintptr_t)next->stack + KERNEL_STACK_SIZE, next->tls,
                         next->vm ? next->vm->directory : NULL);
    machine_fpu_restore(next->fpu);
    next->slice_end_ns = clock_now_ns() + SLICE_NS;
}

void sched_switch(void)
{
    struct proc *previous = current;

    sched_account(false);
    current = NULL; /* while idle, nobody is */
    if (previous->state == PROC_RUNNABLE && list_empty(&previous->run_node))
        list_append(&previous->run_node, &run_queue);
    struct proc *next = choose();
    current = next;
    if (next == previous) {
        next->slice_end_ns = clock_now_ns() + SLICE_NS;
        return;
    }
    machine_fpu_save(previous->fpu);
    load_process(next);
    machine_stack_switch(&previous->saved_stack_pointer, next->saved_stack_pointer);
    exit_bury();
}

void sched_start(void)
{
    static uintptr_t boot_stack_pointer;

    accounted_until_ns = clock_now_ns();
    current = choose();
    load_process(current);
    machine_stack_switch(&boot_stack_pointer, current->saved_stack_pointer);
    panic("the boot stack was entered again");
}

void sched_yield_cpu(void)
{
    if (!list_empty(&run_queue))
        sched_switch();
}

void sched_tick(void)
{
    if (list_empty(&run_queue))
        return;
    if (clock_now_ns() >= current->slice_end_ns)
        sched_switch();
}
