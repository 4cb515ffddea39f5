/* SPDX-License-Identifier: MIT */
/*
 * Sending signals and acting on them. A signal sent is a bit in the receiver's pending set, plus a
 * nudge if it sleeps or is stopped; everything else happens when the receiver is next on its way to
 * user mode (signal_deliver).
 */
#include "kernel/signal.h"

#include "kernel/exit.h"
#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "kernel/sched.h"
#include "machine/machine.h"

#define STOP_SIGNALS                                                                               \
    (SIGNAL_BIT(SIGSTOP) | SIGNAL_BIT(SIGTSTP) | SIGNAL_BIT(SIGTTIN) | SIGNAL_BIT(SIGTTOU))
#define UNBLOCKABLE (SIGNAL_BIT(SIGKILL) | SIGNAL_BIT(SIGSTOP))
#define IGNORED_BY_DEFAULT                                                                         \
    (SIGNAL_BIT(SIGCHLD) | SIGNAL_BIT(SIGCONT) | SIGNAL_BIT(SIGURG) | SIGNAL_BIT(SIGWINCH))

static uintptr_t handler_of(const struct proc *proc, int signal)
{
    return proc->sighand->actions[signal - 1].handler;
}

static bool is_ignored(const struct proc *proc, int signal)
{
    uintptr_t handler = handler_of(proc, signal);

    return handler == SIG_IGNORE ||
           (handler == SIG_DEFAULT && (IGNORED_BY_DEFAULT & SIGNAL_BIT(signal)));
}

bool signal_ignored_or_blocked(const struct proc *proc, int signal)
{
    return handler_of(proc, signal) == SIG_IGNORE || (proc->blocked & SIGNAL_BIT(signal));
}

bool signal_pending(void)
{
    return current &&
           ((current->pending & (~current->blocked | current->awaited)) || current->exiting);
}

void signal_set_blocked(sigset_t blocked)
{
    current->blocked = blocked & ~UNBLOCKABLE;
}

static void continue_process(struct proc *proc)
{
    proc->pending &= ~STOP_SIGNALS;
    if (proc->state != PROC_STOPPED)
        return;
    sched_make_runnable(proc);
    if (proc->pid != proc->tgid)
        return;
    proc->continue_pending = true;
    signal_notify_parent(proc, CLD_CONTINUED, SIGCONT);
}

int signal_send_info(struct proc *proc, int signal, const struct siginfo_kernel *info)
{
    if (signal < 0 || signal > SIGNAL_COUNT)
        return -EINVAL;
    if (signal == 0 || proc->state == PROC_ZOMBIE)
        return 0;
    /*
     * A blocked signal is never ignored: it may be waited for, or get a handler before it is let
     * in.
     */
    bool held = (proc->blocked & SIGNAL_BIT(signal));
    if (proc == init_proc && handler_of(proc, signal) == SIG_DEFAULT && !held)
        return 0; /* nobody can end the first process by accident, not even itself */
    if (signal == SIGCONT)
        continue_process(proc);
    if (STOP_SIGNALS & SIGNAL_BIT(signal))
        proc->pending &= ~SIGNAL_BIT(SIGCONT);
    if (is_ignored(proc, signal) && !held)
        return 0;
    if (!(proc->pending & SIGNAL_BIT(signal)))
        proc->info[signal - 1] = *info;
    proc->pending |= SIGNAL_BIT(signal);
    if (signal == SIGKILL && proc->state == PROC_STOPPED)
        sched_make_runnable(proc);
    if (!held || (proc->awaited & SIGNAL_BIT(signal)))
        sched_wake(proc, true);
    return 0;
}

int signal_send(struct proc *proc, int signal)
{
    static const struct siginfo_kernel from_kernel = {.code = SI_KERNEL};

    return signal_send_info(proc, signal, &from_kernel);
}

int signal_send_process(int tgid, int signal, const struct siginfo_kernel *info)
{
    struct proc *chosen = NULL;

    if (signal < 0 || signal > SIGNAL_COUNT)
        return -EINVAL;
    list_for_each (node, &all_procs) {
        struct proc *proc = proc_of(node);

        if (proc->tgid != tgid)
            continue;
        if (signal == SIGCONT || (signal && (STOP_SIGNALS & SIGNAL_BIT(signal)))) {
            signal_send_info(proc, signal, info); /* these concern every thread */
            chosen = proc;
            continue;
        }
        bool takes = signal && proc->state != PROC_ZOMBIE && !(proc->blocked & SIGNAL_BIT(signal));
        if (!chosen || takes)
            chosen = proc;
        if (takes)
            break;
    }
    if (!chosen)
        return -ESRCH;
    if (signal == SIGCONT || (signal && (STOP_SIGNALS & SIGNAL_BIT(signal))))
        return 0;
    return signal_send_info(chosen, signal, info);
}

int signal_send_group(int pgid, int signal)
{
    static const struct siginfo_kernel from_kernel = {.code = SI_KERNEL};
    int result = -ESRCH;

    list_for_each (node, &all_procs) {
        struct proc *proc = proc_of(node);

        if (proc->pgid == pgid && proc->pid == proc->tgid)
            result = signal_send_process(proc->tgid, signal, &from_kernel);
    }
    return result;
}

void signal_fault(int signal, int code, uintptr_t address)
{
    struct siginfo_kernel info = {.code = code, .address = address};
    struct signal_action *action = &current->sighand->actions[signal - 1];

    if ((current->blocked & SIGNAL_BIT(signal)) || action->handler == SIG_IGNORE ||
        current == init_proc) {
        action->handler = SIG_DEFAULT;
        current->blocked &= ~SIGNAL_BIT(signal);
    }
    current->info[signal - 1] = info;
    current->pending |= SIGNAL_BIT(signal);
}

void signal_notify_parent(struct proc *proc, int code, int status)
{
    struct proc *parent = proc->parent;
    struct siginfo_kernel info = {code, proc->tgid, proc->uid, status, 0};
    const struct signal_action *action = &parent->sighand->actions[SIGCHLD - 1];
    bool stop_event = code == CLD_STOPPED || code == CLD_CONTINUED;
    int signal = stop_event ? SIGCHLD : proc->exit_signal;

    if (signal && !(stop_event && (action->flags & SA_NOCLDSTOP)))
        signal_send_process(parent->tgid, signal, &info);
    wake_all(&parent->child_events);
}

int signal_take(sigset_t set, struct siginfo_kernel *info)
{
    sigset_t candidates = current->pending & set;

    if (!candidates)
        return 0;
    uint32_t low = (uint32_t)candidates, high = candidates >> 32;
    int signal = low ? __builtin_ctz(low) + 1 : __builtin_ctz(high) + 33;
    current->pending &= ~SIGNAL_BIT(signal);
    *info = current->info[signal - 1];
    return signal;
}

static void stop(int signal)
{
    if (signal != SIGSTOP && proc_group_orphaned(current->pgid))
        return;
    current->state = PROC_STOPPED;
    current->stop_signal = signal;
    current->stop_reported = false;
    if (current->pid == current->tgid)
        signal_notify_parent(current, CLD_STOPPED, signal);
    sched_switch();
}

static void default_action(int signal)
{
    if (STOP_SIGNALS & SIGNAL_BIT(signal))
        stop(signal);
    else if (!(IGNORED_BY_DEFAULT & SIGNAL_BIT(signal)))
        exit_group(signal); /* no core is ever written, so the status does not say so */
}

/* A system call was interrupted: give up or try again? */
static void settle_system_call(struct trap_frame *frame, const struct signal_action *handler)
{
    int result = (int)frame->eax;

    if (frame->vector != VECTOR_SYSTEM_CALL ||
        (result != -ERESTART && result != -ERESTART_NO_HANDLER))
        return;
    if (handler && (result == -ERESTART_NO_HANDLER || !(handler->flags & SA_RESTART))) {
        frame->eax = (uint32_t)-EINTR;
    } else {
        frame->eax = frame->error; /* the number */
        frame->eip -= 2;           /* back onto the int instruction */
        current->restarted = !handler;
    }
    frame->vector = 0;
}

static void call_handler(struct trap_frame *frame, int signal, const struct siginfo_kernel *info)
{
    struct signal_action *slot = &current->sighand->actions[signal - 1];
    struct signal_action action = *slot;
    sigset_t mask_after = current->restore_blocked ? current->saved_blocked : current->blocked;

    settle_system_call(frame, &action);
    current->restore_blocked = false;
    if (action.flags & SA_RESETHAND)
        slot->handler = SIG_DEFAULT;
    if (signal_frame_push(frame, signal, &action, info, mask_after) != 0) {
        kprintf("process %d (%s): no stack for signal %d\n", current->pid, current->name, signal);
        exit_group(SIGSEGV);
    }
    sigset_t blocked = current->blocked | action.mask;
    if (!(action.flags & SA_NODEFER))
        blocked |= SIGNAL_BIT(signal);
    signal_set_blocked(blocked);
}

void signal_deliver(struct trap_frame *frame)
{
    struct siginfo_kernel info;
    int signal;

    for (;;) {
        if (current->exiting)
            exit_thread(current->exit_status);
        /*
         * The one that cannot be handled goes first: nobody must run a handler on the way to its
         * end.
         */
        signal = current->pending & SIGNAL_BIT(SIGKILL) ? signal_take(SIGNAL_BIT(SIGKILL), &info)
                                                        : signal_take(~current->blocked, &info);
        if (!signal)
            break;
        if (handler_of(current, signal) > SIG_IGNORE)
            call_handler(frame, signal, &info);
        else if (handler_of(current, signal) == SIG_DEFAULT)
            default_action(signal);
    }
    settle_system_call(frame, NULL);
    if (current->restore_blocked) {
        current->restore_blocked = false;
        signal_set_blocked(current->saved_blocked);
    }
}

int signal_mask_for_wait(uintptr_t user_set, size_t size)
{
    sigset_t set;

    if (!user_set)
        return 0;
    if (size != sizeof(set))
        return -EINVAL;
    if (copy_from_user(&set, user_set, sizeof(set)) != 0)
        return -EFAULT;
    current->saved_blocked = current->blocked;
    current->restore_blocked = true;
    signal_set_blocked(set);
    return 0;
}
