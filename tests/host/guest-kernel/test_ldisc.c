/* SPDX-License-Identifier: MIT */
/*
 * The line discipline and job control, typed at directly: what a program would read, what the
 * screen would show, and which signal goes where.
 */
#include "tests/host/edge/run.h"

#include "shim.h"

#include "machine/machine.h"

static struct tty tty;

static void type_bytes(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        tty_input(&tty, bytes[i]);
}

static void type(const char *text)
{
    type_bytes(text, strlen(text));
}

/* What one read of up to `size` bytes gives; "?" when it would wait. */
static const char *take(size_t size)
{
    static char bytes[TTY_INPUT_SIZE + 1];
    bool ended;
    size_t taken;

    if (!tty_readable(&tty))
        return "?";
    taken = tty_take(&tty, bytes, size, &ended);
    bytes[taken] = '\0';
    return bytes;
}

/* What the screen got since the last look. */
static const char *screen(void)
{
    static char seen[sizeof(shim_console)];

    memcpy(seen, shim_console, shim_console_size + 1);
    shim_console_size = 0;
    shim_console[0] = '\0';
    return seen;
}

static void setup(void)
{
    tty_setup(&tty, machine_console_write);
    tty.group = 7;
    shim_signal = 0;
}

static void raw_mode(void)
{
    struct termios raw = tty.termios;

    raw.lflag &= ~(ICANON | ECHO | ISIG | IEXTEN);
    raw.iflag &= ~(ICRNL | IXON);
    tty_set_termios(&tty, &raw);
}

START_TEST(lines)
{
    setup();
    type("hello");
    ck_assert_str_eq(take(100), "?"); /* not before the line ends */
    type("\r");
    ck_assert_str_eq(screen(), "hello\r\n");
    ck_assert_str_eq(take(100), "hello\n");
    ck_assert_str_eq(take(100), "?");
    type("one\rtwo\r");
    ck_assert_str_eq(take(2), "on"); /* in pieces */
    ck_assert_str_eq(take(100), "e\n");
    ck_assert_str_eq(take(100), "two\n"); /* a read stops at a line's end */
}
END_TEST

START_TEST(end_of_file)
{
    bool ended;
    char bytes[8];

    setup();
    type("\x04");
    ck_assert(tty_readable(&tty));
    ck_assert_uint_eq(tty_take(&tty, bytes, 8, &ended), 0);
    ck_assert(ended);
    type("abc\x04");
    ck_assert_str_eq(take(3), "abc"); /* a read of just the bytes takes the ^D along */
    ck_assert_str_eq(take(3), "?");
    type("x\x16\x04\r"); /* ^V makes it a character */
    ck_assert_str_eq(take(8), "x\x04\n");
    ck_assert_str_eq(screen(), "abcx^\b^D\r\n");
}
END_TEST

START_TEST(editing)
{
    setup();
    type("abd\x7f"
         "c\r");
    ck_assert_str_eq(screen(), "abd\b \bc\r\n");
    ck_assert_str_eq(take(9), "abc\n");
    type("\x7f\x7f"); /* nothing there to erase */
    ck_assert_str_eq(screen(), "");
    type("one two  \x17x\r");
    ck_assert_str_eq(screen(), "one two  \b \b\b \b\b \b\b \b\b \bx\r\n");
    ck_assert_str_eq(take(99), "one x\n");
    type("wrong\x15right\r");
    ck_assert_str_eq(take(99), "right\n");
    screen();
    type("line\r\x7f\x7f\r"); /* a finished line is out of reach */
    ck_assert_str_eq(take(99), "line\n");
    ck_assert_str_eq(take(99), "\n");
}
END_TEST

START_TEST(erasing_what_is_wide)
{
    setup();
    type("\x01\x7f"); /* shown as ^A: two columns */
    ck_assert_str_eq(screen(), "^A\b \b\b \b");
    type("ab\t\x7f"); /* a tab: back to where it began */
    ck_assert_str_eq(screen(), "ab\t\b \b\b \b\b \b\b \b\b \b\b \b");
    type("\x15");
    screen();
    type("\xc3\xa4\x7f\r"); /* one letter of two bytes: one column, both bytes */
    ck_assert_str_eq(screen(), "\xc3\xa4\b \b\r\n");
    ck_assert_str_eq(take(9), "\n");
}
END_TEST

START_TEST(signals)
{
    setup();
    type("half\x03");
    ck_assert_int_eq(shim_signal, SIGINT);
    ck_assert_int_eq(shim_signal_to, 7);
    ck_assert_str_eq(screen(), "half^C");
    type("\r");
    ck_assert_str_eq(take(9), "\n"); /* the half line is gone */
    type("\x1a");
    ck_assert_int_eq(shim_signal, SIGTSTP);
    type("\x1c");
    ck_assert_int_eq(shim_signal, SIGQUIT);
    tty.group = 0;
    shim_signal = 0;
    type("\x03"); /* nobody is in the foreground */
    ck_assert_int_eq(shim_signal, 0);
    tty.group = 7;
    type("\x16\x03\r"); /* ^V ^C is a character */
    ck_assert_int_eq(shim_signal, 0);
    ck_assert_str_eq(take(9), "\x03\n");
}
END_TEST

START_TEST(raw)
{
    setup();
    type("typed ahead");
    raw_mode();
    ck_assert_str_eq(take(99), "typed ahead"); /* readable as it is */
    screen();
    type("\x03\r\x7f");
    ck_assert_str_eq(take(99), "\x03\r\x7f");
    ck_assert_int_eq(shim_signal, 0);
    ck_assert_str_eq(screen(), "");
    type("left over");
    tty.termios.lflag |= ICANON;
    raw_mode();
    tty_take(&tty, (char[4]){0}, 4, &(bool){false});
    tty_setup(&tty, machine_console_write);
    raw_mode();
    type("left over");
    struct termios cooked = tty.termios;
    cooked.lflag |= ICANON;
    tty_set_termios(&tty, &cooked);
    ck_assert_str_eq(take(99), "left over"); /* what came raw can still be read */
}
END_TEST

START_TEST(flow)
{
    setup();
    type("\x13");
    ck_assert(tty.stopped);
    type("\x11");
    ck_assert(!tty.stopped);
    ck_assert_str_eq(screen(), "");
    type("\x13");
    raw_mode(); /* without IXON nothing may stay stopped */
    ck_assert(!tty.stopped);
}
END_TEST

START_TEST(a_line_that_is_too_long)
{
    setup();
    for (unsigned i = 0; i < 2 * TTY_INPUT_SIZE; i++)
        type("x");
    screen();
    type("\r"); /* it can still be finished */
    ck_assert(tty_readable(&tty));
    ck_assert_uint_eq(strlen(take(TTY_INPUT_SIZE)), TTY_INPUT_SIZE);
    ck_assert_str_eq(take(99), "?");
    type("ok\r");
    ck_assert_str_eq(take(99), "ok\n");
}
END_TEST

START_TEST(output)
{
    setup();
    tty_output(&tty, "a\nb\n", 4);
    ck_assert_str_eq(screen(), "a\r\nb\r\n");
    tty.termios.oflag |= XTABS;
    tty_output(&tty, "a\tb", 3);
    ck_assert_str_eq(screen(), "a       b");
    tty.termios.oflag = 0;
    tty_output(&tty, "a\nb\t", 4);
    ck_assert_str_eq(screen(), "a\nb\t");
}
END_TEST

/* Keys at random, settings at random: the counters must hold and nothing may be read out of bounds.
 */
START_TEST(random_typing)
{
    uint64_t typed = 0;

    setup();
    srand(1);
    for (int round = 0; round < 300000; round++) {
        struct termios wanted = tty.termios;

        if (rand() % 50 == 0) {
            wanted.lflag = rand() & 0177777;
            wanted.iflag = rand() & 0177777;
            tty_set_termios(&tty, &wanted);
        } else if (rand() % 20 == 0) {
            take(rand() % 64);
        } else {
            tty_input(&tty, rand() % 3 ? rand() % 32 : rand());
            typed++;
        }
        ck_assert_uint_le(tty_queued(&tty), TTY_INPUT_SIZE);
        ck_assert_uint_le(tty.write_at - tty.line_start, tty_queued(&tty));
        ck_assert_uint_le(tty.line_ends, tty_queued(&tty));
        if (shim_console_size > sizeof(shim_console) / 2)
            screen();
    }
    ck_assert_uint_gt(typed, 100000);
}
END_TEST

/* ---- job control ----------------------------------------------------------------------------- */

START_TEST(who_may_read)
{
    setup();
    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    ck_assert_int_eq(tty_acquire(&tty, false), 0);
    ck_assert_int_eq(tty.session, 1);
    ck_assert_int_eq(tty_check_foreground(&tty, SIGTTIN), 0);
    tty.group = 99;
    ck_assert_int_eq(tty_check_foreground(&tty, SIGTTIN), -ERESTART);
    ck_assert_int_eq(shim_signal, SIGTTIN);
    ck_assert_int_eq(shim_signal_to, 1);
    shim_signals_ignored = true;
    ck_assert_int_eq(tty_check_foreground(&tty, SIGTTIN), -EIO);
    ck_assert_int_eq(tty_check_foreground(&tty, SIGTTOU), 0);
    shim_signals_ignored = false;
    shim_group_orphaned = true; /* stopped, nobody could ever continue it */
    ck_assert_int_eq(tty_check_foreground(&tty, SIGTTIN), -EIO);
}
END_TEST

START_TEST(sessions)
{
    setup();
    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    shim_proc.sid = 50; /* no leader */
    ck_assert_int_eq(tty_acquire(&tty, true), -EPERM);
    shim_proc.sid = 1;
    tty.session = 40; /* somebody else's */
    ck_assert_int_eq(tty_acquire(&tty, false), -EPERM);
    ck_assert_int_eq(tty_acquire(&tty, true), 0);
    ck_assert_int_eq(tty_set_group(&tty, 1), 0);
    ck_assert_int_eq(tty_set_group(&tty, 33), -EPERM);
    ck_assert_int_eq(tty_set_group(&tty, -1), -EINVAL);
    shim_signal = 0;
    tty_session_leader_exit(&shim_proc);
    ck_assert_int_eq(tty.session, 0);
    ck_assert_ptr_null(shim_proc.tty);
    ck_assert_int_ne(shim_signal, 0);
    ck_assert_int_eq(tty_set_group(&tty, 1), -ENOTTY);
}
END_TEST

RUN_TESTS("gk_ldisc", &lines, &end_of_file, &editing, &erasing_what_is_wide, &signals, &raw, &flow,
          &a_line_that_is_too_long, &output, &random_typing, &who_may_read, &sessions)
