/* SPDX-License-Identifier: MIT */
/*
 * Editing the line while it is typed: backspace, ^W, ^U and ^R. What is taken back is rubbed out on
 * the screen column by column, wherever the line began.
 */
#include "kernel/kernel.h"
#include "kernel/tty/ldisc.h"

static uint8_t line_last(const struct tty *tty)
{
    return tty->input[(tty->write_at - 1) & INPUT_MASK];
}

/* The column after everything that is left of the line. */
static unsigned line_end_column(const struct tty *tty)
{
    unsigned column = tty->start_column;

    for (uint32_t at = tty->line_start; at != tty->write_at; at++)
        column += tty_echo_width(tty, tty->input[at & INPUT_MASK], column);
    return column;
}

/* Move the cursor back to where the line now ends, wiping what was there. */
static void rub_out(struct tty *tty)
{
    unsigned target = line_end_column(tty);

    if (!local_flag(tty, ECHO))
        return;
    if (!local_flag(tty, ECHOE)) {
        tty_echo(tty, tty->termios.cc[VERASE]);
        return;
    }
    while (tty->column > target)
        tty_output(tty, "\b \b", 3);
}

static void erase_character(struct tty *tty)
{
    if (line_empty(tty))
        return;
    /* The bytes that continue a UTF-8 character go together with its first. */
    while (input_flag(tty, IUTF8) && (line_last(tty) & 0xc0) == 0x80 &&
           tty->write_at - tty->line_start > 1)
        tty->write_at--;
    tty->write_at--;
    rub_out(tty);
}

static bool is_word(uint8_t c)
{
    return c != ' ' && c != '\t';
}

static void erase_word(struct tty *tty)
{
    while (!line_empty(tty) && !is_word(line_last(tty)))
        tty->write_at--;
    while (!line_empty(tty) && is_word(line_last(tty)))
        tty->write_at--;
    rub_out(tty);
}

static void erase_line(struct tty *tty)
{
    tty->write_at = tty->line_start;
    if (local_flag(tty, ECHOKE) && local_flag(tty, ECHOE)) {
        rub_out(tty);
        return;
    }
    tty_echo(tty, tty->termios.cc[VKILL]);
    if (local_flag(tty, ECHOK))
        tty_output(tty, "\n", 1);
}

static void reprint_line(struct tty *tty)
{
    tty_echo(tty, tty->termios.cc[VREPRINT]);
    tty_output(tty, "\n", 1);
    tty->start_column = tty->column;
    for (uint32_t at = tty->line_start; at != tty->write_at; at++)
        tty_echo(tty, tty->input[at & INPUT_MASK]);
}

bool line_edit(struct tty *tty, uint8_t c)
{
    bool extended = local_flag(tty, IEXTEN);

    if (is_control(tty, VERASE, c))
        erase_character(tty);
    else if (is_control(tty, VKILL, c))
        erase_line(tty);
    else if (extended && is_control(tty, VWERASE, c))
        erase_word(tty);
    else if (extended && is_control(tty, VREPRINT, c))
        reprint_line(tty);
    else
        return false;
    return true;
}
