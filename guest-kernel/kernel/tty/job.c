/* SPDX-License-Identifier: MIT */
/*
 * Job control: a session has one terminal, and of its process groups one is in the foreground. The
 * others are stopped when they read, and when they change the terminal's settings. The leader's
 * death ends the session: the foreground is told (SIGHUP) and what was opened through the terminal
 * is dead.
 */
#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "kernel/tty/tty.h"

int tty_check_foreground(struct tty *tty, int signal)
{
    if (current->tty != tty || tty->group <= 0 || current->pgid == tty->group)
        return 0;
    if (signal_ignored_or_blocked(current, signal))
        return signal == SIGTTIN ? -EIO : 0;
    if (proc_group_orphaned(current->pgid))
        return -EIO;
    signal_send_group(current->pgid, signal);
    return -ERESTART;
}

/* Every process of the session loses sight of the terminal. */
static void session_forget_tty(int session)
{
    list_for_each (node, &all_procs) {
        struct proc *proc = proc_of(node);

        if (proc->sid == session)
            proc->tty = NULL;
    }
}

int tty_acquire(struct tty *tty, bool steal)
{
    if (current->tty == tty && current->pid == current->sid)
        return 0;
    if (current->pid != current->sid || current->tty)
        return -EPERM;
    if (tty->session) {
        if (!steal || current->euid != 0)
            return -EPERM;
        session_forget_tty(tty->session);
    }
    tty->session = current->sid;
    tty->group = current->pgid;
    current->tty = tty;
    return 0;
}

static void end_session(struct tty *tty)
{
    int group = tty->group;

    session_forget_tty(tty->session);
    tty->session = tty->group = 0;
    if (group > 0) {
        signal_send_group(group, SIGHUP);
        signal_send_group(group, SIGCONT);
    }
}

int tty_release(struct tty *tty)
{
    if (current->tty != tty)
        return -ENOTTY;
    if (current->pid == current->sid)
        end_session(tty);
    else
        current->tty = NULL;
    return 0;
}

void tty_session_leader_exit(struct proc *leader)
{
    struct tty *tty = leader->tty;

    if (!tty || tty->session != leader->sid)
        return;
    end_session(tty);
    tty->hangups++;
    tty_flush_input(tty);
    wake_all(&tty->can_read);
    wake_all(&tty->can_write);
}

int tty_set_group(struct tty *tty, int pgid)
{
    int error;

    if (current->tty != tty || tty->session != current->sid)
        return -ENOTTY;
    error = tty_check_foreground(tty, SIGTTOU);
    if (error)
        return error;
    if (pgid <= 0)
        return -EINVAL;
    if (!proc_group_exists(pgid, current->sid))
        return -EPERM;
    tty->group = pgid;
    return 0;
}
