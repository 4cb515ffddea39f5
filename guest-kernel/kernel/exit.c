/* SPDX-License-Identifier: MIT */
/*
 * Dying. A dead process gives back everything but its entry in the table, which its parent
 * fetches with wait() (sys_wait.c); threads, and children of a parent that does not care, vanish
 * by themselves.
 */
#include "kernel/exit.h"

#include "kernel/fs/fs.h"
#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "kernel/sched.h"
#include "kernel/tty/tty.h"
#include "kernel/vm.h"
#include "machine/machine.h"

static struct list unmourned =
    LIST_INIT(unmourned); /* dead, nobody will wait; linked by run_node */

void exit_bury(void)
{
    list_for_each_safe (node, &unmourned) {
        struct proc *proc = list_entry(node, struct proc, run_node);

        if (proc == current)
            continue;
        list_remove(node);
        proc_delete(proc);
    }
}

void exit_release_vfork(struct proc *proc)
{
    if (!proc->vfork_waitq)
        return;
    wake_all(proc->vfork_waitq);
    proc->vfork_waitq = NULL;
}

bool exit_other_threads(const struct proc *leader)
{
    list_for_each (node, &all_procs) {
        struct proc *proc = proc_of(node);

        if (proc->tgid == leader->tgid && proc != leader)
            return true;
    }
    return false;
}

static void release_everything(struct proc *proc)
{
    struct vm *vm = proc->vm;

    if (proc->clear_child_tid && vm && vm->references > 1) {
        uint32_t zero = 0;

        if (copy_to_user(proc->clear_child_tid, &zero, sizeof(zero)) == 0)
            futex_wake(proc->clear_child_tid, 1);
    }
    timer_stop(&proc->alarm_timer);
    timer_stop(&proc->sleep_timer);
    files_release(proc->files);
    proc->files = NULL;
    fs_release(proc->fs);
    proc->fs = NULL;
    if (proc->exe)
        file_put(proc->exe);
    proc->exe = NULL;
    proc->vm = NULL;
    machine_directory_switch(NULL);
    if (vm)
        vm_release(vm);
    exit_release_vfork(proc);
}

/* Children without a parent become the first process's. */
static void give_children_away(struct proc *dying)
{
    list_for_each (node, &all_procs) {
        struct proc *child = proc_of(node);

        if (child->parent != dying)
            continue;
        child->parent = init_proc;
        child->ppid = init_proc->pid;
        if (child->exit_signal)
            child->exit_signal = SIGCHLD;
        if (child->state == PROC_ZOMBIE && child->pid == child->tgid)
            signal_notify_parent(child, CLD_EXITED, child->exit_status >> 8);
    }
}

/* POSIX: a stopped group that loses its last tie to the session is woken and told to go. */
static void release_orphaned_groups(struct proc *dying)
{
    list_for_each (node, &all_procs) {
        struct proc *proc = proc_of(node);

        if (proc->state != PROC_STOPPED || proc->sid != dying->sid ||
            (proc->parent != dying && proc->pgid != dying->pgid))
            continue;
        if (proc_group_orphaned(proc->pgid)) {
            signal_send_group(proc->pgid, SIGHUP);
            signal_send_group(proc->pgid, SIGCONT);
        }
    }
}

static void report_death(struct proc *proc)
{
    const struct signal_action *action = &proc->parent->sighand->actions[SIGCHLD - 1];
    int status = proc->exit_status;
    bool unwanted = action->handler == SIG_IGNORE || (action->flags & SA_NOCLDWAIT);

    if (status & 0x7F)
        signal_notify_parent(proc, CLD_KILLED, status & 0x7F);
    else
        signal_notify_parent(proc, CLD_EXITED, status >> 8 & 0xFF);
    if (unwanted && proc->exit_signal == SIGCHLD)
        list_append(&proc->run_node, &unmourned);
}

void exit_thread(int status)
{
    struct proc *me = current;

    if (me == init_proc)
        panic("the first process (%s) ended with status %x", me->name, (unsigned)status);
    me->exit_status = status;
    release_everything(me);
    if (me->pid == me->tgid && me->pid == me->sid)
        tty_session_leader_exit(me);
    sched_account(false);
    me->state = PROC_ZOMBIE;
    give_children_away(me);
    release_orphaned_groups(me);
    struct proc *leader = me->pid == me->tgid ? me : proc_find(me->tgid);
    if (me != leader) {
        me->tgid = 0; /* no longer a member, so that the leader may be the last */
        list_append(&me->run_node, &unmourned);
    }
    if (leader && leader->state == PROC_ZOMBIE && !exit_other_threads(leader)) {
        leader->exit_status = status; /* the last to leave says how it ended */
        report_death(leader);
    }
    sched_switch();
    panic("a dead process (%d) was given a turn", me->pid);
}

void exit_end_other_threads(int status)
{
    list_for_each(node, &all_procs) {
        struct proc *proc = proc_of(node);

        if (proc->tgid != current->tgid || proc == current)
            continue;
        proc->exit_status = status; /* a leader that is dead already speaks for the group */
        if (proc->state == PROC_ZOMBIE)
            continue;
        proc->exiting = true;
        if (proc->state == PROC_STOPPED)
            sched_make_runnable(proc);
        sched_wake(proc, true);
    }
}

void exit_group(int status)
{
    exit_end_other_threads(status);
    exit_thread(status);
}

long sys_exit(long code)
{
    exit_thread((int)(code & 0xFF) << 8);
}

long sys_exit_group(long code)
{
    exit_group((int)(code & 0xFF) << 8);
}
