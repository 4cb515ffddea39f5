/* SPDX-License-Identifier: MIT */
/*
 * System calls about signals. Each exists in an old form with 32 signals and in a newer one ("rt_")
 * with 64; the old forms are still what small programs use.
 */
#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "kernel/timespec.h"
#include "machine/machine.h"

#define BLOCK 0
#define UNBLOCK 1
#define SET_MASK 2
#define ALTSTACK_DISABLE 2
#define ALTSTACK_ON 1
#define ALTSTACK_MIN 2048u

struct user_action_old {
    uint32_t handler, mask, flags, restorer;
};

struct user_action {
    uint32_t handler, flags, restorer;
    uint32_t mask[2];
};

/* ---- sending -------------------------------------------------------------------------------------------- */

static bool may_signal(const struct proc *target, int signal)
{
    return current->euid == 0 || current->euid == target->uid || current->uid == target->uid ||
           (signal == SIGCONT && current->sid == target->sid);
}

/* Everybody (-1: all but me and the first process) or a whole group. */
static long kill_many(int pgid, int signal, const struct siginfo_kernel *info)
{
    long result = -ESRCH;

    list_for_each_safe(node, &all_procs) {
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
    struct siginfo_kernel info = { SI_USER, current->tgid, current->uid, 0, 0 };

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
    struct siginfo_kernel info = { SI_TKILL, current->tgid, current->uid, 0, 0 };
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

/* ---- handlers ------------------------------------------------------------------------------------------- */

static bool may_handle(long signal)
{
    return signal >= 1 && signal <= SIGNAL_COUNT && signal != SIGKILL && signal != SIGSTOP;
}

/* A signal that is now ignored and was waiting is gone. */
static void set_action(int signal, const struct signal_action *action)
{
    current->sighand->actions[signal - 1] = *action;
    current->sighand->actions[signal - 1].mask &= ~(SIGNAL_BIT(SIGKILL) | SIGNAL_BIT(SIGSTOP));
    if (action->handler == SIG_IGNORE || (action->handler == SIG_DEFAULT && signal == SIGCHLD))
        current->pending &= ~SIGNAL_BIT(signal);
}

long sys_rt_sigaction(long signal, long user_new, long user_old, long set_size)
{
    struct user_action user;

    if (set_size != sizeof(sigset_t) || signal < 1 || signal > SIGNAL_COUNT)
        return -EINVAL;
    if (user_new && !may_handle(signal))
        return -EINVAL;
    struct signal_action old = current->sighand->actions[signal - 1];
    if (user_new) {
        if (copy_from_user(&user, (uintptr_t)user_new, sizeof(user)) != 0)
            return -EFAULT;
        struct signal_action action = { user.handler, user.flags, user.restorer,
                                        (sigset_t)user.mask[1] << 32 | user.mask[0] };
        set_action((int)signal, &action);
    }
    user = (struct user_action){ old.handler, old.flags, old.restorer,
                                 { (uint32_t)old.mask, (uint32_t)(old.mask >> 32) } };
    return user_old ? copy_to_user((uintptr_t)user_old, &user, sizeof(user)) : 0;
}

long sys_sigaction(long signal, long user_new, long user_old)
{
    struct user_action_old user;

    if (signal < 1 || signal > SIGNAL_COUNT || (user_new && !may_handle(signal)))
        return -EINVAL;
    struct signal_action old = current->sighand->actions[signal - 1];
    if (user_new) {
        if (copy_from_user(&user, (uintptr_t)user_new, sizeof(user)) != 0)
            return -EFAULT;
        struct signal_action action = { user.handler, user.flags, user.restorer, user.mask };
        set_action((int)signal, &action);
    }
    user = (struct user_action_old){ old.handler, (uint32_t)old.mask, old.flags, old.restorer };
    return user_old ? copy_to_user((uintptr_t)user_old, &user, sizeof(user)) : 0;
}

long sys_signal(long signal, long handler)
{
    struct signal_action action = { (uintptr_t)handler, SA_RESETHAND | SA_NODEFER, 0, 0 };

    if (!may_handle(signal))
        return -EINVAL;
    long old = (long)current->sighand->actions[signal - 1].handler;
    set_action((int)signal, &action);
    return old;
}

/* ---- masks ---------------------------------------------------------------------------------------------- */

static int change_mask(long how, sigset_t set, sigset_t reach)
{
    sigset_t blocked = current->blocked;

    if (how == BLOCK)
        blocked |= set;
    else if (how == UNBLOCK)
        blocked &= ~set;
    else if (how == SET_MASK)
        blocked = (blocked & ~reach) | set;
    else
        return -EINVAL;
    signal_set_blocked(blocked);
    return 0;
}

long sys_rt_sigprocmask(long how, long user_new, long user_old, long set_size)
{
    sigset_t old = current->blocked, set;

    if (set_size != sizeof(sigset_t))
        return -EINVAL;
    if (user_new) {
        if (copy_from_user(&set, (uintptr_t)user_new, sizeof(set)) != 0)
            return -EFAULT;
        int error = change_mask(how, set, ~(sigset_t)0);
        if (error)
            return error;
    }
    return user_old ? copy_to_user((uintptr_t)user_old, &old, sizeof(old)) : 0;
}

long sys_sigprocmask(long how, long user_new, long user_old)
{
    uint32_t old = (uint32_t)current->blocked, set;

    if (user_new) {
        if (copy_from_user(&set, (uintptr_t)user_new, sizeof(set)) != 0)
            return -EFAULT;
        int error = change_mask(how, set, UINT32_MAX);
        if (error)
            return error;
    }
    return user_old ? copy_to_user((uintptr_t)user_old, &old, sizeof(old)) : 0;
}

long sys_rt_sigpending(long user_set, long set_size)
{
    sigset_t set = current->pending & current->blocked;

    if (set_size < 0 || (size_t)set_size > sizeof(set))
        return -EINVAL;
    return copy_to_user((uintptr_t)user_set, &set, (size_t)set_size);
}

long sys_sigpending(long user_set)
{
    return sys_rt_sigpending(user_set, sizeof(uint32_t));
}

/* ---- waiting -------------------------------------------------------------------------------------------- */

/* Sleep under another mask until a handler has run; signal_deliver puts the old mask back. */
static long suspend(sigset_t mask)
{
    struct waitq never;
    int error;

    waitq_init(&never);
    current->saved_blocked = current->blocked;
    current->restore_blocked = true;
    signal_set_blocked(mask);
    do
        error = wait_interruptible(&never);
    while (!error);
    return -ERESTART_NO_HANDLER;
}

long sys_rt_sigsuspend(long user_mask, long set_size)
{
    sigset_t mask;

    if (set_size != sizeof(mask))
        return -EINVAL;
    if (copy_from_user(&mask, (uintptr_t)user_mask, sizeof(mask)) != 0)
        return -EFAULT;
    return suspend(mask);
}

long sys_sigsuspend(long unused_1, long unused_2, long mask)
{
    (void)unused_1;
    (void)unused_2;
    return suspend((uint32_t)mask);
}

long sys_pause(void)
{
    return suspend(current->blocked);
}

/* The signals waited for are usually blocked; naming them as awaited lets them wake us all the same. */
static long wait_for_signal(sigset_t set, uintptr_t user_info, uint64_t deadline_ns)
{
    struct siginfo_kernel info;
    uint32_t words[32];
    int signal, error = 0;

    set &= ~(SIGNAL_BIT(SIGKILL) | SIGNAL_BIT(SIGSTOP));
    signal = signal_take(set, &info);
    if (!signal) {
        struct waitq never;

        waitq_init(&never);
        current->awaited = set;
        error = wait_interruptible_until(&never, deadline_ns);
        current->awaited = 0;
        signal = signal_take(set, &info);
    }
    if (!signal)
        return error == -ETIMEDOUT ? -EAGAIN : -EINTR;
    if (!user_info)
        return signal;
    signal_frame_write_info(words, signal, &info);
    words[0] = (uint32_t)signal;
    return copy_to_user(user_info, words, sizeof(words)) == 0 ? signal : -EFAULT;
}

static long sigtimedwait(long user_set, long user_info, long user_timeout, long set_size,
                         int (*read_time)(uintptr_t, uint64_t *))
{
    uint64_t timeout_ns, deadline_ns = DEADLINE_NEVER;
    sigset_t set;

    if (set_size != sizeof(set))
        return -EINVAL;
    if (copy_from_user(&set, (uintptr_t)user_set, sizeof(set)) != 0)
        return -EFAULT;
    if (user_timeout) {
        int error = read_time((uintptr_t)user_timeout, &timeout_ns);

        if (error)
            return error;
        deadline_ns = timespec_deadline(timeout_ns);
    }
    return wait_for_signal(set, (uintptr_t)user_info, deadline_ns);
}

long sys_rt_sigtimedwait(long user_set, long user_info, long user_timeout, long set_size)
{
    return sigtimedwait(user_set, user_info, user_timeout, set_size, timespec32_read);
}

long sys_rt_sigtimedwait_time64(long user_set, long user_info, long user_timeout, long set_size)
{
    return sigtimedwait(user_set, user_info, user_timeout, set_size, timespec64_read);
}

/* ---- the other stack -------------------------------------------------------------------------------------- */

long sys_sigaltstack(long user_new, long user_old)
{
    bool on_it = current->frame->esp - current->altstack < current->altstack_size;
    uint32_t old[3] = { current->altstack,
                        !current->altstack_size ? ALTSTACK_DISABLE : on_it ? ALTSTACK_ON : 0,
                        current->altstack_size };
    uint32_t new[3];

    if (user_new) {
        if (copy_from_user(new, (uintptr_t)user_new, sizeof(new)) != 0)
            return -EFAULT;
        if (on_it)
            return -EPERM;
        if (new[1] & ~ALTSTACK_DISABLE)
            return -EINVAL;
        if (!(new[1] & ALTSTACK_DISABLE) && new[2] < ALTSTACK_MIN)
            return -ENOMEM;
        current->altstack = new[1] & ALTSTACK_DISABLE ? 0 : new[0];
        current->altstack_size = new[1] & ALTSTACK_DISABLE ? 0 : new[2];
    }
    return user_old ? copy_to_user((uintptr_t)user_old, old, sizeof(old)) : 0;
}
