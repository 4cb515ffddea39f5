/* SPDX-License-Identifier: MIT */
/*
 * System calls by which a parent learns what became of its children: who ended and how, who was
 * stopped, who goes on. A child that ended is forgotten once it has been reported.
 */
#include "kernel/exit.h"
#include "kernel/kernel.h"
#include "kernel/proc.h"

#define WAIT_NO_HANG   1
#define WAIT_STOPPED   2
#define WAIT_EXITED    4
#define WAIT_CONTINUED 8
#define WAIT_NO_REAP   0x01000000

#define WAITID_PID   1
#define WAITID_GROUP 2

/*
 * Which children, as waitpid's first argument says: >0 that one, 0 my group, -1 any, <-1 that
 * group.
 */
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
    if (child->state == PROC_ZOMBIE && (options & WAIT_EXITED) && !exit_other_threads(child))
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
    list_for_each (node, &all_procs) {
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
    uint32_t usage[18] = {0}, microseconds;

    if (!user_usage)
        return 0;
    usage[0] =
        (uint32_t)divide_u64(proc->utime_ns + proc->child_utime_ns, NS_PER_SECOND, &microseconds);
    usage[1] = microseconds / 1000;
    usage[2] =
        (uint32_t)divide_u64(proc->stime_ns + proc->child_stime_ns, NS_PER_SECOND, &microseconds);
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
    struct siginfo_kernel info = {CLD_EXITED, child->pid, child->uid, status >> 8 & 0xFF, 0};

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
    uint32_t words[32] = {0};
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
    struct proc sum = {.utime_ns = current->utime_ns, .stime_ns = current->stime_ns};

    if (who == -1) {
        sum.utime_ns = current->child_utime_ns;
        sum.stime_ns = current->child_stime_ns;
    } else if (who != 0 && who != 1) {
        return -EINVAL;
    }
    return write_usage((uintptr_t)user_usage, &sum);
}
