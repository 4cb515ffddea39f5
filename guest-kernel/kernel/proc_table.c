/* SPDX-License-Identifier: MIT */
/*
 * The table of processes: finding one, numbering one, making and deleting an entry with the
 * memory that every process needs.
 */
#include "kernel/exit.h"
#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "kernel/sched.h"
#include "machine/machine.h"

#define PID_MAX 32768

struct list all_procs = LIST_INIT(all_procs);
struct proc *init_proc;

static int last_pid;
static unsigned proc_total;

struct proc *proc_find(int pid)
{
    list_for_each (node, &all_procs)
        if (proc_of(node)->pid == pid)
            return proc_of(node);
    return NULL;
}

unsigned proc_count(void)
{
    return proc_total;
}

int proc_last_pid(void)
{
    return last_pid;
}

/* A number is free when it names neither a process nor a group nor a session. */
static bool pid_taken(int pid)
{
    list_for_each (node, &all_procs) {
        const struct proc *proc = proc_of(node);

        if (proc->pid == pid || proc->pgid == pid || proc->sid == pid)
            return true;
    }
    return false;
}

int proc_choose_pid(void)
{
    do
        last_pid = last_pid + 1 < PID_MAX ? last_pid + 1 : 300;
    while (pid_taken(last_pid));
    return last_pid;
}

static void alarm_rang(struct timer *timer)
{
    struct proc *proc = list_entry(timer, struct proc, alarm_timer);
    static const struct siginfo_kernel from_kernel = {.code = SI_KERNEL};

    if (proc->alarm_interval_ns)
        timer_start(timer, timer->deadline_ns + proc->alarm_interval_ns);
    signal_send_process(proc->tgid, SIGALRM, &from_kernel);
}

/* An entry with the memory every process needs, not yet in the table. NULL: out of memory. */
struct proc *proc_new(void)
{
    struct proc *proc = kzalloc(sizeof(*proc));

    if (!proc)
        return NULL;
    list_init(&proc->all_node);
    list_init(&proc->run_node);
    waitq_init(&proc->child_events);
    timer_init(&proc->sleep_timer, NULL);
    timer_init(&proc->alarm_timer, alarm_rang);
    proc->state = PROC_SLEEPING;
    proc->start_ns = clock_now_ns();
    proc->stack = pages_alloc(KERNEL_STACK_ORDER);
    proc->fpu = kmalloc(MACHINE_FPU_SIZE); /* aligned to 16, as kmalloc's are */
    proc->info = kzalloc(SIGNAL_COUNT * sizeof(proc->info[0]));
    if (!proc->stack || !proc->fpu || !proc->info) {
        proc_delete(proc);
        return NULL;
    }
    proc->frame = stack_frame(proc->stack);
    *(uint32_t *)proc->stack = STACK_MARK;
    machine_fpu_init(proc->fpu);
    return proc;
}

/* Frees the entry; what exit_thread gives back is gone already or was never there. */
void proc_delete(struct proc *proc)
{
    if (!list_empty(&proc->all_node))
        proc_total--;
    list_remove(&proc->all_node);
    if (proc->sighand)
        sighand_release(proc->sighand);
    if (proc->stack)
        pages_free(proc->stack, KERNEL_STACK_ORDER);
    kfree(proc->fpu);
    kfree(proc->info);
    kfree(proc->cmdline);
    kfree(proc);
}

void proc_enter_table(struct proc *proc)
{
    list_append(&proc->all_node, &all_procs);
    proc_total++;
}
