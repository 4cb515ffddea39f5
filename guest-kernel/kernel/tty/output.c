/* SPDX-License-Identifier: MIT */
/*
 * From programs and the line discipline to the wire: newlines get their carriage return, tabs
 * become blanks if wished, and the cursor's column is followed, so that the line discipline can rub
 * out what was echoed.
 */
#include "kernel/kernel.h"
#include "kernel/tty/tty.h"

#define TAB_WIDTH 8

/* Output gathered for one call of the machine's console, which may be a hypercall. */
struct batch {
    struct tty *tty;
    size_t used;
    char bytes[256];
};

static void batch_flush(struct batch *batch)
{
    if (batch->used > 0)
        batch->tty->write(batch->bytes, batch->used);
    batch->used = 0;
}

static void batch_put(struct batch *batch, char c)
{
    if (batch->used == sizeof(batch->bytes))
        batch_flush(batch);
    batch->bytes[batch->used++] = c;
}

static void follow_column(struct tty *tty, uint8_t c)
{
    switch (c) {
    case '\r':
        tty->column = 0;
        break;
    case '\b':
        if (tty->column > 0)
            tty->column--;
        break;
    case '\t':
        tty->column += TAB_WIDTH - tty->column % TAB_WIDTH;
        break;
    default:
        if (c >= ' ' && c != 127 && !((tty->termios.iflag & IUTF8) && (c & 0xc0) == 0x80))
            tty->column++;
    }
}

static void output_processed(struct batch *batch, uint8_t c)
{
    struct tty *tty = batch->tty;
    uint32_t flags = tty->termios.oflag;

    if (c == '\n' && (flags & ONLCR)) {
        batch_put(batch, '\r');
        tty->column = 0;
    } else if (c == '\n' && (flags & ONLRET)) {
        tty->column = 0;
    } else if (c == '\r' && (flags & OCRNL)) {
        c = '\n';
    } else if (c == '\r' && (flags & ONOCR) && tty->column == 0) {
        return;
    } else if (c == '\t' && (flags & XTABS) == XTABS) {
        do {
            batch_put(batch, ' ');
            tty->column++;
        } while (tty->column % TAB_WIDTH);
        return;
    }
    follow_column(tty, c);
    batch_put(batch, c);
}

void tty_output(struct tty *tty, const char *bytes, size_t size)
{
    struct batch batch = {.tty = tty};

    for (size_t i = 0; i < size; i++) {
        if (tty->termios.oflag & OPOST) {
            output_processed(&batch, bytes[i]);
        } else {
            follow_column(tty, bytes[i]);
            batch_put(&batch, bytes[i]);
        }
    }
    batch_flush(&batch);
}

/* Control characters are shown as ^X, but for those that move the cursor as they are meant to. */
static bool shown_as_caret(const struct tty *tty, uint8_t c)
{
    return (tty->termios.lflag & ECHOCTL) && (c < ' ' || c == 127) && c != '\t' && c != '\n';
}

void tty_echo(struct tty *tty, uint8_t c)
{
    char caret[2] = {'^', c ^ 0x40};

    if (!(tty->termios.lflag & ECHO))
        return;
    if (shown_as_caret(tty, c))
        tty_output(tty, caret, 2);
    else
        tty_output(tty, (char *)&c, 1);
}

unsigned tty_echo_width(const struct tty *tty, uint16_t character, unsigned column)
{
    uint8_t c = character;

    if (shown_as_caret(tty, c))
        return 2;
    if (c == '\t')
        return TAB_WIDTH - column % TAB_WIDTH;
    if (c < ' ' || c == 127 || ((tty->termios.iflag & IUTF8) && (c & 0xc0) == 0x80))
        return 0;
    return 1;
}
