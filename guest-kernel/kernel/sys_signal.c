/* SPDX-License-Identifier: MIT */
/*
 * System calls about signals. Each exists in an old form with 32 signals and in a newer one ("rt_")
 * with 64; the old forms are still what small programs use.
 */
#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "machine/machine.h"

#define BLOCK            0
#define UNBLOCK          1
#define SET_MASK         2
#define ALTSTACK_DISABLE 2
#define ALTSTACK_ON      1
#define ALTSTACK_MIN     2048u

struct user_action_old {
    uint32_t handler, mask, flags, restorer;
};

struct user_action {
    uint32_t handler, flags, restorer;
    uint32_t mask[2];
};

/* ---- handlers -------------------------------------------------------------------------------- */

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
        struct signal_action action = {user.handler, user.flags, user.restorer,
                                       (sigset_t)user.mask[1] << 32 | user.mask[0]};
        set_action((int)signal, &action);
    }
    user = (struct user_action){
        old.handler, old.flags, old.restorer, {(uint32_t)old.mask, (uint32_t)(old.mask >> 32)}};
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
        struct signal_action action = {user.handler, user.flags, user.restorer, user.mask};
        set_action((int)signal, &action);
    }
    user = (struct user_action_old){old.handler, (uint32_t)old.mask, old.flags, old.restorer};
    return user_old ? copy_to_user((uintptr_t)user_old, &user, sizeof(user)) : 0;
}

long sys_signal(long signal, long handler)
{
    struct signal_action action = {(uintptr_t)handler, SA_RESETHAND | SA_NODEFER, 0, 0};

    if (!may_handle(signal))
        return -EINVAL;
    long old = (long)current->sighand->actions[signal - 1].handler;
    set_action((int)signal, &action);
    return old;
}

/* ---- masks ----------------------------------------------------------------------------------- */

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

/* ---- the other stack ------------------------------------------------------------------------- */

long sys_sigaltstack(long user_new, long user_old)
{
    bool on_it = current->frame->esp - current->altstack < current->altstack_size;
    uint32_t old[3] = {current->altstack,
                       !current->altstack_size ? ALTSTACK_DISABLE
                       : on_it                 ? ALTSTACK_ON
                                               : 0,
                       current->altstack_size};
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
