/* SPDX-License-Identifier: MIT */
/* System calls that wait for signals: until a handler has run, or to take a signal without one. */
#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "kernel/timespec.h"

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

/*
 * The signals waited for are usually blocked; naming them as awaited lets them wake us all the
 * same.
 */
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
