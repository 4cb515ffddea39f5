/* SPDX-License-Identifier: MIT */
/* System calls that send signals: to a process, a group, everybody, one thread. */
#include "kernel/kernel.h"
#include "kernel/proc.h"

static bool may_signal(const struct proc *target, int signal)
{
    return current->euid == 0 || current->euid == target->uid || current->uid == target->uid ||
           (signal == SIGCONT && current->sid == target->sid);
}

/* Everybody (-1: all but me and the first process) or a whole group. */
static long kill_many(int pgid, int signal, const struct siginfo_kernel *info)
{
    long result = -ESRCH;

    list_for_each_safe (node, &all_procs) {
        struct proc *proc = proc_of(node);

        if (proc->pid != proc->tgid)
            continue;
        if (pgid ? proc->pgid != pgid : proc == init_proc || proc->tgid == current->tgid)
            continue;
        if (!may_signal(proc, signal)) {
            result = result == -ESRCH ? -EPERM : result;
            continue;
        }
        long error = signal_send_process(proc->tgid, signal, info);
        if (result != 0)
            result = error;
    }
    return result;
}

long sys_kill(long pid, long signal)
{
    struct siginfo_kernel info = {SI_USER, current->tgid, current->uid, 0, 0};

    if (signal < 0 || signal > SIGNAL_COUNT)
        return -EINVAL;
    if (pid == 0)
        return kill_many(current->pgid, (int)signal, &info);
    if (pid == -1)
        return kill_many(0, (int)signal, &info);
    if (pid < 0)
        return kill_many((int)-pid, (int)signal, &info);
    struct proc *target = proc_find((int)pid);
    if (!target)
        return -ESRCH;
    if (!may_signal(target, (int)signal))
        return -EPERM;
    return signal_send_process(target->tgid, (int)signal, &info);
}

long sys_tgkill(long tgid, long pid, long signal)
{
    struct siginfo_kernel info = {SI_TKILL, current->tgid, current->uid, 0, 0};
    struct proc *target = proc_find((int)pid);

    if (signal < 0 || signal > SIGNAL_COUNT || pid <= 0)
        return -EINVAL;
    if (!target || (tgid > 0 && target->tgid != tgid))
        return -ESRCH;
    if (!may_signal(target, (int)signal))
        return -EPERM;
    return signal_send_info(target, (int)signal, &info);
}

long sys_tkill(long pid, long signal)
{
    return sys_tgkill(0, pid, signal);
}
