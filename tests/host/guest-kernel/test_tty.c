/* SPDX-License-Identifier: MIT */
/*
 * The terminal as a program meets it: reads that wait as VMIN and VTIME say, every ioctl with good
 * and bad arguments, opening that makes it the controlling terminal, and the end of a session,
 * after which what was opened in it is dead.
 */
#include "tests/host/edge/run.h"

#include "shim.h"

static char buffer[8192];
static const char *typed;
static int sleeps;

static void type(const char *text)
{
    while (*text)
        tty_receive(*text++);
}

/* Somebody types one character each time the program sleeps. */
static bool somebody_types(void)
{
    sleeps++;
    if (!*typed)
        return false;
    tty_receive(*typed++);
    return true;
}

static long boot_and_open(const char *path, long flags)
{
    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    return sys_open(U(path), flags, 0);
}

static void raw(long fd, uint8_t least, uint8_t time)
{
    struct termios t;

    ck_assert_int_eq(sys_ioctl(fd, TCGETS, U(&t)), 0);
    t.lflag &= ~(ICANON | ECHO | ISIG);
    t.cc[VMIN] = least;
    t.cc[VTIME] = time;
    ck_assert_int_eq(sys_ioctl(fd, TCSETS, U(&t)), 0);
}

START_TEST(canonical_reads)
{
    long fd = boot_and_open("/dev/ttyS0", O_RDWR);

    shim_on_sleep = somebody_types;
    typed = "hello\rmore\r";
    ck_assert_int_eq(sys_read(fd, U(buffer), 100), 6);
    ck_assert_mem_eq(buffer, "hello\n", 6);
    ck_assert_int_eq(sleeps, 6);
    typed = "\x04";
    ck_assert_int_eq(sys_read(fd, U(buffer), 100), 0);
    typed = "";
    ck_assert_int_eq(sys_read(fd, U(buffer), 100), -ERESTART); /* a signal */
    sys_fcntl64(fd, F_SETFL, O_NONBLOCK);
    ck_assert_int_eq(sys_read(fd, U(buffer), 100), -EAGAIN);
    type("x\r");
    ck_assert_int_eq(sys_read(fd, 16, 100), -EFAULT);
    type("y\r");
    ck_assert_int_eq(sys_read(fd, U(buffer), 0), 0);
}
END_TEST

START_TEST(raw_reads)
{
    long fd = boot_and_open("/dev/ttyS0", O_RDWR);

    shim_on_sleep = somebody_types;
    raw(fd, 1, 0); /* one is enough */
    typed = "ab";
    ck_assert_int_eq(sys_read(fd, U(buffer), 100), 1);
    raw(fd, 3, 0); /* wait for three */
    typed = "bcde";
    ck_assert_int_eq(sys_read(fd, U(buffer), 100), 3);
    ck_assert_mem_eq(buffer, "bcd", 3);
    ck_assert_int_eq(sys_read(fd, U(buffer), 1), 1); /* unless fewer were asked for */
    raw(fd, 0, 0);                                   /* what is there */
    sleeps = 0;
    ck_assert_int_eq(sys_read(fd, U(buffer), 100), 0);
    type("xyz");
    ck_assert_int_eq(sys_read(fd, U(buffer), 2), 2);
    ck_assert_int_eq(sys_read(fd, U(buffer), 100), 1);
    ck_assert_int_eq(sleeps, 0);
    raw(fd, 0, 5); /* half a second for the first */
    shim_on_sleep = NULL;
    ck_assert_int_eq(sys_read(fd, U(buffer), 100), 0);
    ck_assert_uint_eq(shim_now_ns, 1500000000);
    raw(fd, 9, 2); /* two tenths between two */
    type("pq");
    ck_assert_int_eq(sys_read(fd, U(buffer), 100), 2);
    ck_assert_uint_eq(shim_now_ns, 1700000000);
}
END_TEST

START_TEST(controlling_terminal)
{
    int32_t number = 0;
    long fd, tty;

    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    ck_assert_int_eq(sys_open(U("/dev/tty"), O_RDWR, 0), -ENXIO);
    fd = sys_open(U("/dev/console"), O_RDWR, 0); /* the console never becomes one by being opened */
    ck_assert_ptr_null(shim_proc.tty);
    ck_assert_int_eq(sys_ioctl(fd, TIOCGPGRP, U(&number)), -ENOTTY);
    sys_open(U("/dev/ttyS0"), O_RDWR | O_NOCTTY, 0);
    ck_assert_ptr_null(shim_proc.tty);
    sys_open(U("/dev/ttyS0"), O_RDWR, 0);
    ck_assert_ptr_nonnull(shim_proc.tty);
    tty = sys_open(U("/dev/tty"), O_RDWR, 0);
    ck_assert_int_ge(tty, 0);
    ck_assert_int_eq(sys_ioctl(tty, TIOCGPGRP, U(&number)), 0);
    ck_assert_int_eq(number, shim_proc.pgid);
    ck_assert_int_eq(sys_ioctl(tty, TIOCGSID, U(&number)), 0);
    ck_assert_int_eq(number, shim_proc.sid);
    ck_assert_int_eq(sys_ioctl(tty, TIOCSPGRP, U(&number)), 0);
    number = 77;
    ck_assert_int_eq(sys_ioctl(tty, TIOCSPGRP, U(&number)), -EPERM);
    ck_assert_int_eq(sys_ioctl(tty, TIOCSCTTY, 0), 0); /* it is already */
    ck_assert_int_eq(sys_ioctl(tty, TIOCNOTTY, 0), 0);
    ck_assert_int_eq(sys_ioctl(tty, TIOCNOTTY, 0), -ENOTTY);
    ck_assert_int_eq(sys_ioctl(fd, TIOCSCTTY, 0), 0);
    ck_assert_ptr_nonnull(shim_proc.tty);
}
END_TEST

START_TEST(hangup)
{
    struct pollfd list = {.events = POLLIN};
    long fd = boot_and_open("/dev/ttyS0", O_RDWR), console = sys_open(U("/dev/console"), O_RDWR, 0);

    tty_session_leader_exit(&shim_proc);
    ck_assert_ptr_null(shim_proc.tty);
    ck_assert_int_eq(sys_read(fd, U(buffer), 10), 0);
    ck_assert_int_eq(sys_write(fd, U("x"), 1), -EIO);
    ck_assert_int_eq(sys_ioctl(fd, TCGETS, U(buffer)), -EIO);
    list.fd = fd;
    ck_assert_int_eq(sys_poll(U(&list), 1, 0), 1);
    ck_assert_int_eq(list.revents & POLLHUP, POLLHUP);
    ck_assert_int_eq(sys_write(console, U("x"), 1), 1); /* init's console is not affected */
    fd = sys_open(U("/dev/ttyS0"), O_RDWR, 0);          /* nor is the next session's */
    ck_assert_int_eq(sys_write(fd, U("x"), 1), 1);
}
END_TEST

START_TEST(settings)
{
    long fd = boot_and_open("/dev/ttyS0", O_RDWR);
    struct winsize size = {50, 100, 0, 0}, got = {0};
    struct termios t;
    struct termio old;
    int32_t number = -1;

    shim_signal = 0;
    ck_assert_int_eq(sys_ioctl(fd, TIOCSWINSZ, U(&size)), 0);
    ck_assert_int_eq(shim_signal, SIGWINCH);
    ck_assert_int_eq(sys_ioctl(fd, TIOCGWINSZ, U(&got)), 0);
    ck_assert_mem_eq(&got, &size, sizeof(size));
    shim_signal = 0;
    sys_ioctl(fd, TIOCSWINSZ, U(&size)); /* nothing changed, nobody is told */
    ck_assert_int_eq(shim_signal, 0);
    ck_assert_int_eq(sys_ioctl(fd, TCGETS, U(&t)), 0);
    ck_assert_int_eq(sys_ioctl(fd, TCGETA, U(&old)), 0);
    ck_assert_uint_eq(old.lflag, t.lflag & 0xffff);
    type("ahead\r");
    ck_assert_int_eq(sys_ioctl(fd, FIONREAD, U(&number)), 0);
    ck_assert_int_eq(number, 6);
    ck_assert_int_eq(sys_ioctl(fd, TCSETSF, U(&t)), 0); /* forgets what was typed ahead */
    sys_ioctl(fd, FIONREAD, U(&number));
    ck_assert_int_eq(number, 0);
    type("ahead\r");
    ck_assert_int_eq(sys_ioctl(fd, TCFLSH, 1), 0); /* output only */
    sys_ioctl(fd, FIONREAD, U(&number));
    ck_assert_int_eq(number, 6);
    ck_assert_int_eq(sys_ioctl(fd, TCFLSH, 0), 0);
    ck_assert_int_eq(sys_ioctl(fd, TCFLSH, 3), -EINVAL);
    ck_assert_int_eq(sys_ioctl(fd, TCXONC, 9), -EINVAL);
    ck_assert_int_eq(sys_ioctl(fd, TIOCOUTQ, U(&number)), 0);
    ck_assert_int_eq(number, 0);
    ck_assert_int_eq(sys_ioctl(fd, TCSBRK, 1), 0);
    ck_assert_int_eq(sys_ioctl(fd, 0x1234, U(&number)), -ENOTTY);
    ck_assert_int_eq(sys_ioctl(fd, TCGETS, 16), -EFAULT);
    ck_assert_int_eq(sys_ioctl(fd, TCSETS, 16), -EFAULT);
    ck_assert_int_eq(sys_ioctl(fd, TIOCSPGRP, 16), -EFAULT);
    ck_assert_int_eq(sys_ioctl(fd, TIOCSWINSZ, 16), -EFAULT);
}
END_TEST

START_TEST(writing)
{
    long fd = boot_and_open("/dev/ttyS0", O_RDWR);
    struct termios t;

    shim_console_size = 0;
    ck_assert_int_eq(sys_write(fd, U("line\n"), 5), 5);
    ck_assert_str_eq(shim_console, "line\r\n");
    memset(buffer, 'x', sizeof(buffer));
    ck_assert_int_eq(sys_write(fd, U(buffer), sizeof(buffer)), sizeof(buffer));
    ck_assert_int_eq(sys_write(fd, 16, 5), -EFAULT);
    ck_assert_int_eq(sys_ioctl(fd, TCXONC, 0), 0); /* as ^S */
    ck_assert_int_eq(sys_write(fd, U("x"), 1), -ERESTART);
    ck_assert_int_eq(sys_ioctl(fd, TCXONC, 1), 0);
    ck_assert_int_eq(sys_write(fd, U("x"), 1), 1);
    /* From the background: allowed, until TOSTOP says otherwise. */
    shim_proc.tty->group = 99;
    ck_assert_int_eq(sys_write(fd, U("x"), 1), 1);
    ck_assert_int_eq(sys_read(fd, U(buffer), 1), -ERESTART);
    ck_assert_int_eq(shim_signal, SIGTTIN);
    sys_ioctl(fd, TCGETS, U(&t));
    ck_assert_int_eq(sys_ioctl(fd, TCSETS, U(&t)), -ERESTART);
    ck_assert_int_eq(shim_signal, SIGTTOU);
    shim_proc.tty->termios.lflag |= TOSTOP;
    ck_assert_int_eq(sys_write(fd, U("x"), 1), -ERESTART);
}
END_TEST

/* A large write gives the keyboard a turn, and a signal ends it with what was written. */
START_TEST(large_writes)
{
    static char large[100000];
    long fd = boot_and_open("/dev/ttyS0", O_RDWR);

    memset(large, 'x', sizeof(large));
    ck_assert_int_eq(sys_write(fd, U(large), sizeof(large)), sizeof(large));
    ck_assert_uint_ge(shim_now_ns, 1000000000 + 6 * NS_PER_MS);
    shim_on_sleep = somebody_types;
    typed = "";
    ck_assert_int_eq(sys_write(fd, U(large), sizeof(large)), 16384);
    sys_fcntl64(fd, F_SETFL, O_NONBLOCK);
    ck_assert_int_eq(sys_write(fd, U(large), sizeof(large)), 16384);
}
END_TEST

static bool reader_takes_some(void)
{
    shim_console_room = 2048;
    tty_writable();
    return true;
}

/* Whoever reads the console is slow: a write sleeps, and nothing is written into no room. */
START_TEST(slow_reader)
{
    static char tabs[5000];
    long fd = boot_and_open("/dev/ttyS0", O_RDWR);
    struct pollfd list = {.fd = fd, .events = POLLOUT};

    shim_console_size = 0;
    shim_console_room = 100;
    ck_assert_int_eq(sys_poll(U(&list), 1, 0), 0);
    ck_assert_int_eq(sys_write(fd, U("x"), 1), -ERESTART); /* a signal comes first */
    shim_on_sleep = reader_takes_some;
    shim_proc.tty->termios.oflag |= XTABS;
    memset(tabs, '\t', sizeof(tabs));
    ck_assert_int_eq(sys_write(fd, U(tabs), sizeof(tabs)), sizeof(tabs));
    ck_assert_uint_eq(shim_console_size, 8 * sizeof(tabs));
    ck_assert_int_eq(sys_poll(U(&list), 1, 0), shim_console_room >= 512);
    shim_console_room = 0;
    sys_fcntl64(fd, F_SETFL, O_NONBLOCK);
    ck_assert_int_eq(sys_write(fd, U("x"), 1), -EAGAIN);
    ck_assert_uint_eq(shim_console_size, 8 * sizeof(tabs));
}
END_TEST

START_TEST(polling)
{
    struct pollfd list = {.events = POLLIN | POLLOUT};

    list.fd = boot_and_open("/dev/ttyS0", O_RDWR);
    ck_assert_int_eq(sys_poll(U(&list), 1, 0), 1);
    ck_assert_int_eq(list.revents, POLLOUT);
    type("half");
    sys_poll(U(&list), 1, 0);
    ck_assert_int_eq(list.revents, POLLOUT);
    type("\r");
    sys_poll(U(&list), 1, 0);
    ck_assert_int_eq(list.revents, POLLIN | POLLOUT);
    list.events = POLLIN;
    sys_read(list.fd, U(buffer), 100);
    shim_on_sleep = somebody_types;
    typed = "x\r";
    ck_assert_int_eq(sys_poll(U(&list), 1, -1), 1);
    ck_assert_int_eq(*typed, '\0');
}
END_TEST

RUN_TESTS("gk_tty", &canonical_reads, &raw_reads, &controlling_terminal, &hangup, &settings,
          &writing, &large_writes, &slow_reader, &polling)
