/* SPDX-License-Identifier: MIT */
/*
 * The line discipline from inside: small questions that both its halves ask. Private to input.c and
 * edit.c.
 */
#ifndef GUEST_KERNEL_TTY_LDISC_H
#define GUEST_KERNEL_TTY_LDISC_H

#include "kernel/tty/tty.h"

#define INPUT_MASK (TTY_INPUT_SIZE - 1)
#define DISABLED   0 /* a control character of this value never matches */

static inline bool input_flag(const struct tty *tty, uint32_t flag)
{
    return tty->termios.iflag & flag;
}
static inline bool local_flag(const struct tty *tty, uint32_t flag)
{
    return tty->termios.lflag & flag;
}

static inline bool is_control(const struct tty *tty, unsigned which, uint8_t c)
{
    return tty->termios.cc[which] != DISABLED && tty->termios.cc[which] == c;
}

static inline bool line_empty(const struct tty *tty)
{
    return tty->write_at == tty->line_start;
}

/* Backspace and its relatives: true when the character was one, and the line has been changed. */
bool line_edit(struct tty *tty, uint8_t c);

#endif
