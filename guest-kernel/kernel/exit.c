/* SPDX-License-Identifier: MIT */
/*
 * Dying and being mourned. A dead process gives back everything but its entry in the table, which its
 * parent fetches with wait(); threads, and children of a parent that does not care, vanish by themselves.
 */
#include "kernel/exit.h"

#include "kernel/fs/fs.h"
#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "kernel/sched.h"
#include "kernel/tty/tty.h"
#include "kernel/vm.h"
#include "machine/machine.h"

#define WAIT_NO_HANG 1
#define WAIT_STOPPED 2
#define WAIT_EXITED 4
#define WAIT_CONTINUED 8
#define WAIT_NO_REAP 0x01000000

#define WAITID_ALL 0
#define WAITID_PID 1
#define WAITID_GROUP 2

static struct list unmourned = LIST_INIT(unmourned); /* dead, nobody will wait; linked by run_node */

void exit_bury(void)
{
    list_for_each_safe(node, &unmourned) {
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

static bool other_threads(const struct proc *leader)
{
    list_for_each(node, &all_procs) {
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
    list_for_each(node, &all_procs) {
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
    list_for_each(node, &all_procs) {
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
    if (leader && leader->state == PROC_ZOMBIE && !other_threads(leader))
        report_death(leader);
    sched_switch();
    panic("a dead process (%d) was given a turn", me->pid);
}

void exit_group(int status)
{
    list_for_each(node, &all_procs) {
        struct proc *proc = proc_of(node);

        if (proc->tgid != current->tgid || proc == current || proc->state == PROC_ZOMBIE)
            continue;
        proc->exiting = true;
        proc->exit_status = status;
        if (proc->state == PROC_STOPPED)
            sched_make_runnable(proc);
        sched_wake(proc, true);
    }
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

/* ---- waiting ---------------------------------------------------------------------------------------- */

/* Which children, as waitpid's first argument says: >0 that one, 0 my group, -1 any, <-1 that group. */
static bool wanted(const struct proc *child, int which)
{
    if (child->parent->tgid != current->tgid || child->pid != child->tgid || child == current)
        return false;
    if (which > 0)
        return child->pid == which;
    if (which == 0)
        return child->pgid == current->pgid;
    return which == -1 || child->pgid == -which;
}

/* Has this child news? Its wait() status, or -1. */
static int child_news(struct proc *child, int options)
{
    if (child->state == PROC_ZOMBIE && (options & WAIT_EXITED) && !other_threads(child))
        return child->exit_status;
    if (child->state == PROC_STOPPED && (options & WAIT_STOPPED) && !child->stop_reported)
        return child->stop_signal << 8 | 0x7F;
    if (child->continue_pending && (options & WAIT_CONTINUED))
        return 0xFFFF;
    return -1;
}

static void take_news(struct proc *child)
{
    if (child->state == PROC_STOPPED) {
        child->stop_reported = true;
    } else if (child->state == PROC_ZOMBIE) {
        current->child_utime_ns += child->utime_ns + child->child_utime_ns;
        current->child_stime_ns += child->stime_ns + child->child_stime_ns;
        list_remove(&child->run_node);
        proc_delete(child);
    } else {
        child->continue_pending = false;
    }
}

/* One look over the children: one with news, or NULL and whether there are any at all. */
static struct proc *find_news(int which, int options, int *status, bool *any)
{
    *any = false;
    list_for_each(node, &all_procs) {
        struct proc *child = proc_of(node);

        if (!wanted(child, which))
            continue;
        *any = true;
        *status = child_news(child, options);
        if (*status != -1)
            return child;
    }
    return NULL;
}

/* 0 with *found set (NULL under WAIT_NO_HANG), -ECHILD or -ERESTART. */
static int wait_for_news(int which, int options, struct proc **found, int *status)
{
    for (;;) {
        bool any;

        *found = find_news(which, options, status, &any);
        if (*found)
            return 0;
        if (!any)
            return -ECHILD;
        if (options & WAIT_NO_HANG)
            return 0;
        int error = wait_interruptible(&current->child_events);
        if (error)
            return error;
    }
}

static int write_usage(uintptr_t user_usage, const struct proc *proc)
{
    uint32_t usage[18] = { 0 }, microseconds;

    if (!user_usage)
        return 0;
    usage[0] = (uint32_t)divide_u64(proc->utime_ns + proc->child_utime_ns, NS_PER_SECOND, &microseconds);
    usage[1] = microseconds / 1000;
    usage[2] = (uint32_t)divide_u64(proc->stime_ns + proc->child_stime_ns, NS_PER_SECOND, &microseconds);
    usage[3] = microseconds / 1000;
    return copy_to_user(user_usage, usage, sizeof(usage));
}

long sys_wait4(long pid, long user_status, long options, long user_usage)
{
    struct proc *child;
    int status;
    int error = wait_for_news((int)pid, (int)options | WAIT_EXITED, &child, &status);

    if (error || !child)
        return error;
    if (user_status && copy_to_user((uintptr_t)user_status, &status, sizeof(status)) != 0)
        return -EFAULT;
    if (write_usage((uintptr_t)user_usage, child) != 0)
        return -EFAULT;
    int result = child->pid;
    take_news(child);
    return result;
}

long sys_waitpid(long pid, long user_status, long options)
{
    return sys_wait4(pid, user_status, options, 0);
}

static struct siginfo_kernel info_of_status(const struct proc *child, int status)
{
    struct siginfo_kernel info = { CLD_EXITED, child->pid, child->uid, status >> 8 & 0xFF, 0 };

    if (status == 0xFFFF) {
        info.code = CLD_CONTINUED;
        info.status = SIGCONT;
    } else if ((status & 0xFF) == 0x7F) {
        info.code = CLD_STOPPED;
    } else if (status & 0x7F) {
        info.code = CLD_KILLED;
        info.status = status & 0x7F;
    }
    return info;
}

long sys_waitid(long kind, long id, long user_info, long options, long user_usage)
{
    struct proc *child;
    uint32_t words[32] = { 0 };
    int status;

    if (!(options & (WAIT_EXITED | WAIT_STOPPED | WAIT_CONTINUED)) || kind > WAITID_GROUP)
        return -EINVAL;
    int which = kind == WAITID_PID ? (int)id : kind == WAITID_GROUP ? -(int)id : -1;
    int error = wait_for_news(which, (int)options, &child, &status);
    if (error)
        return error;
    if (child) {
        struct siginfo_kernel info = info_of_status(child, status);

        signal_frame_write_info(words, SIGCHLD, &info);
        if (write_usage((uintptr_t)user_usage, child) != 0)
            return -EFAULT;
    }
    if (user_info && copy_to_user((uintptr_t)user_info, words, sizeof(words)) != 0)
        return -EFAULT;
    if (child && !(options & WAIT_NO_REAP))
        take_news(child);
    return 0;
}

long sys_getrusage(long who, long user_usage)
{
    struct proc sum = { .utime_ns = current->utime_ns, .stime_ns = current->stime_ns };

    if (who == -1) {
        sum.utime_ns = current->child_utime_ns;
        sum.stime_ns = current->child_stime_ns;
    } else if (who != 0 && who != 1) {
        return -EINVAL;
    }
    return write_usage((uintptr_t)user_usage, &sum);
}
