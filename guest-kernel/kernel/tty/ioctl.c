/* SPDX-License-Identifier: MIT */
/*
 * The ioctl calls of a terminal: settings, size, who is in the foreground.
 */
#include "kernel/fs/vfs.h"
#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "kernel/tty/tty.h"

static int get_int(uintptr_t user, int32_t value)
{
    return copy_to_user(user, &value, sizeof(value));
}

static int set_termios(struct tty *tty, uintptr_t user, bool flush)
{
    struct termios wanted;
    int error = copy_from_user(&wanted, user, sizeof(wanted));

    if (!error)
        error = tty_check_foreground(tty, SIGTTOU);
    if (error)
        return error;
    if (flush)
        tty_flush_input(tty);
    tty_set_termios(tty, &wanted);
    return 0;
}

static int get_termio(struct tty *tty, uintptr_t user)
{
    const struct termios *t = &tty->termios;
    struct termio old = {t->iflag, t->oflag, t->cflag, t->lflag, t->line, {0}};

    memcpy(old.cc, t->cc, sizeof(old.cc));
    return copy_to_user(user, &old, sizeof(old));
}

static int set_size(struct tty *tty, uintptr_t user)
{
    struct winsize wanted;
    int error = copy_from_user(&wanted, user, sizeof(wanted));

    if (error || !memcmp(&wanted, &tty->size, sizeof(wanted)))
        return error;
    tty->size = wanted;
    if (tty->group > 0)
        signal_send_group(tty->group, SIGWINCH);
    return 0;
}

static int set_group(struct tty *tty, uintptr_t user)
{
    int32_t group;
    int error = copy_from_user(&group, user, sizeof(group));

    return error ? error : tty_set_group(tty, group);
}

static int flush(struct tty *tty, uintptr_t which)
{
    if (which > 2)
        return -EINVAL;
    if (which != 1) /* TCOFLUSH: output never waits */
        tty_flush_input(tty);
    return 0;
}

static int flow(struct tty *tty, uintptr_t what)
{
    if (what > 3)
        return -EINVAL;
    if (what < 2) /* TCOOFF, TCOON */
        tty->stopped = what == 0;
    wake_all(&tty->can_write);
    return 0;
}

int tty_ioctl(struct tty *tty, struct file *file, unsigned command, uintptr_t argument)
{
    bool mine = current->tty == tty;

    (void)file;
    switch (command) {
    case TCGETS:
        return copy_to_user(argument, &tty->termios, sizeof(tty->termios));
    case TCSETS:
    case TCSETSW: /* output never waits, so there is nothing to drain */
    case TCSETSF:
        return set_termios(tty, argument, command == TCSETSF);
    case TCGETA:
        return get_termio(tty, argument);
    case TIOCGWINSZ:
        return copy_to_user(argument, &tty->size, sizeof(tty->size));
    case TIOCSWINSZ:
        return set_size(tty, argument);
    case TIOCGPGRP:
        return mine ? get_int(argument, tty->group) : -ENOTTY;
    case TIOCSPGRP:
        return set_group(tty, argument);
    case TIOCGSID:
        return mine ? get_int(argument, tty->session) : -ENOTTY;
    case TIOCSCTTY:
        return tty_acquire(tty, argument == 1);
    case TIOCNOTTY:
        return tty_release(tty);
    case FIONREAD:
        return get_int(argument, tty_readable(tty) ? tty_queued(tty) : 0);
    case TIOCOUTQ:
        return get_int(argument, 0);
    case TCFLSH:
        return flush(tty, argument);
    case TCXONC:
        return flow(tty, argument);
    case TCSBRK:
    case TCSBRKP:
    case TIOCEXCL:
    case TIOCNXCL:
        return 0;
    default:
        return -ENOTTY;
    }
}
