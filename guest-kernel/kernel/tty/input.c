/* SPDX-License-Identifier: MIT */
/*
 * The line discipline: what becomes of a character between the wire and the program. In canonical
 * mode it gathers lines that can be edited while they are typed; in raw mode everything passes.
 * Characters with a meaning (^C, ^D, backspace...) are looked up in the terminal's own table, never
 * assumed.
 */
#include "kernel/kernel.h"
#include "kernel/signal.h"
#include "kernel/tty/ldisc.h"

static const struct termios sane = {
    .iflag = ICRNL | IXON | IUTF8,
    .oflag = OPOST | ONLCR,
    .cflag = B38400 | CS8 | CREAD | HUPCL,
    .lflag = ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN,
    .cc = {[VINTR] = 3,
           [VQUIT] = 28,
           [VERASE] = 127,
           [VKILL] = 21,
           [VEOF] = 4,
           [VMIN] = 1,
           [VSTART] = 17,
           [VSTOP] = 19,
           [VSUSP] = 26,
           [VREPRINT] = 18,
           [VDISCARD] = 15,
           [VWERASE] = 23,
           [VLNEXT] = 22},
};

void tty_setup(struct tty *tty, void (*write)(const char *bytes, size_t size))
{
    memset(tty, 0, sizeof(*tty));
    tty->termios = sane;
    tty->size = (struct winsize){.rows = 24, .columns = 80};
    tty->write = write;
    waitq_init(&tty->can_read);
    waitq_init(&tty->can_write);
}

/* ---- the queue ------------------------------------------------------------------------------- */

uint32_t tty_queued(const struct tty *tty)
{
    return tty->write_at - tty->read_at;
}

bool tty_readable(const struct tty *tty)
{
    return local_flag(tty, ICANON) ? tty->line_ends > 0 : tty_queued(tty) > 0;
}

/* One place stays free for the end of a line, so a full queue can still be finished. */
static bool queue_put(struct tty *tty, uint16_t character)
{
    uint32_t limit = character & MARK_LINE_END ? TTY_INPUT_SIZE : TTY_INPUT_SIZE - 1;

    if (tty_queued(tty) >= limit) {
        if (input_flag(tty, IMAXBEL))
            tty_output(tty, "\a", 1);
        return false;
    }
    tty->input[tty->write_at++ & INPUT_MASK] = character;
    return true;
}

void tty_flush_input(struct tty *tty)
{
    tty->read_at = tty->line_start = tty->write_at;
    tty->line_ends = 0;
    tty->literal_next = false;
}

size_t tty_take(struct tty *tty, char *to, size_t size, bool *ended)
{
    bool canonical = local_flag(tty, ICANON);
    uint32_t end = canonical ? tty->line_start : tty->write_at;
    size_t taken = 0;

    *ended = false;
    while (tty->read_at != end && !*ended) {
        uint16_t c = tty->input[tty->read_at & INPUT_MASK];

        if (taken == size && !(c & MARK_EOF))
            break;
        if (c & MARK_LINE_END) {
            tty->line_ends--;
            *ended = canonical;
        }
        if (!(c & MARK_EOF))
            to[taken++] = c;
        tty->read_at++;
    }
    /* Outside of canonical mode there is no line being typed. */
    if (!canonical)
        tty->line_start = tty->write_at;
    return taken;
}

void tty_set_termios(struct tty *tty, const struct termios *termios)
{
    bool was_canonical = local_flag(tty, ICANON);

    tty->termios = *termios;
    tty->literal_next = false;
    if (was_canonical && !local_flag(tty, ICANON)) {
        tty->line_start = tty->write_at; /* the unfinished line is readable as it is */
    } else if (!was_canonical && local_flag(tty, ICANON) && tty_queued(tty) > 0) {
        uint16_t *last = &tty->input[(tty->write_at - 1) & INPUT_MASK];

        /* What was typed ahead becomes a line, or it could never be read. */
        if (!(*last & MARK_LINE_END)) {
            *last |= MARK_LINE_END;
            tty->line_ends++;
        }
        tty->line_start = tty->write_at;
    }
    if (!input_flag(tty, IXON))
        tty->stopped = false;
    wake_all(&tty->can_read);
    wake_all(&tty->can_write);
}

/* ---- a character arrives --------------------------------------------------------------------- */

/* ^C, ^\ and ^Z: true when the character was one and a signal went out. */
static bool input_signal(struct tty *tty, uint8_t c)
{
    static const struct {
        uint8_t which, signal;
    } signals[] = {{VINTR, SIGINT}, {VQUIT, SIGQUIT}, {VSUSP, SIGTSTP}};

    if (!local_flag(tty, ISIG))
        return false;
    for (unsigned i = 0; i < ARRAY_SIZE(signals); i++) {
        if (!is_control(tty, signals[i].which, c))
            continue;
        if (!local_flag(tty, NOFLSH))
            tty_flush_input(tty);
        tty_echo(tty, c);
        tty->start_column = tty->column;
        if (tty->group > 0)
            signal_send_group(tty->group, signals[i].signal);
        return true;
    }
    return false;
}

/* ^S and ^Q. */
static bool input_flow(struct tty *tty, uint8_t c)
{
    if (!input_flag(tty, IXON))
        return false;
    if (is_control(tty, VSTOP, c)) {
        tty->stopped = true;
        return true;
    }
    if (is_control(tty, VSTART, c) || (tty->stopped && input_flag(tty, IXANY))) {
        tty->stopped = false;
        wake_all(&tty->can_write);
        return is_control(tty, VSTART, c);
    }
    return false;
}

static void line_finish(struct tty *tty, uint16_t character)
{
    if (!queue_put(tty, character | MARK_LINE_END))
        return;
    tty->line_ends++;
    tty->line_start = tty->write_at;
    wake_all(&tty->can_read);
}

static void input_canonical(struct tty *tty, uint8_t c, bool literal)
{
    bool is_end = c == '\n' || is_control(tty, VEOL, c) ||
                  (local_flag(tty, IEXTEN) && is_control(tty, VEOL2, c));

    if (line_empty(tty))
        tty->start_column = tty->column;
    if (!literal && line_edit(tty, c))
        return;
    if (!literal && is_control(tty, VEOF, c)) {
        line_finish(tty, MARK_EOF);
        return;
    }
    if (!literal && is_end) {
        if (local_flag(tty, ECHO) || (c == '\n' && local_flag(tty, ECHONL)))
            tty_output(tty, (char *)&c, 1);
        line_finish(tty, c);
        return;
    }
    if (queue_put(tty, c | (literal ? MARK_LITERAL : 0)))
        tty_echo(tty, c);
}

void tty_input(struct tty *tty, uint8_t c)
{
    bool literal = tty->literal_next;

    tty->literal_next = false;
    if (input_flag(tty, ISTRIP))
        c &= 0x7f;
    if (!literal) {
        if (c == '\r' && input_flag(tty, IGNCR))
            return;
        if (c == '\r' && input_flag(tty, ICRNL))
            c = '\n';
        else if (c == '\n' && input_flag(tty, INLCR))
            c = '\r';
        if (input_flow(tty, c) || input_signal(tty, c))
            return;
    }
    if (local_flag(tty, ICANON)) {
        if (!literal && local_flag(tty, IEXTEN) && is_control(tty, VLNEXT, c)) {
            tty->literal_next = true;
            if (local_flag(tty, ECHO) && local_flag(tty, ECHOCTL))
                tty_output(tty, "^\b", 2);
            return;
        }
        input_canonical(tty, c, literal);
        return;
    }
    if (queue_put(tty, c)) {
        tty->line_start = tty->write_at;
        tty_echo(tty, c);
        wake_all(&tty->can_read);
    }
}
