/* SPDX-License-Identifier: MIT */
/*
 * Pipes, FIFOs and poll. The other side of a pipe is played by a function that runs when our
 * process sleeps, so every interleaving here is a chosen one.
 */
#include "tests/host/edge/run.h"

#include "shim.h"

static int32_t fds[2];
static char block[200000], back[200000];
static int turns;

static void boot(long flags)
{
    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    for (size_t i = 0; i < sizeof(block); i++)
        block[i] = i * 31 + i / 256;
    ck_assert_int_eq(sys_pipe2(U(fds), flags), 0);
}

START_TEST(bytes_in_order)
{
    boot(0);
    ck_assert_int_eq(sys_write(fds[1], U("hello"), 5), 5);
    ck_assert_int_eq(sys_write(fds[1], U(" you"), 4), 4);
    ck_assert_int_eq(sys_read(fds[0], U(back), 3), 3);
    ck_assert_int_eq(sys_read(fds[0], U(back + 3), 99), 6);
    ck_assert_mem_eq(back, "hello you", 9);
    ck_assert_int_eq(sys_read(fds[1], U(back), 1), -EBADF);
    ck_assert_int_eq(sys_write(fds[0], U(back), 1), -EBADF);
    ck_assert_int_eq(sys_llseek(fds[0], 0, 0, U(back), 0), -ESPIPE);
    ck_assert_int_eq(sys_write(fds[1], 16, 4), -EFAULT);
    ck_assert_int_eq(sys_read(fds[0], U(back), 0), 0);
}
END_TEST

START_TEST(full_and_empty)
{
    int full = 0;
    long got;

    boot(O_NONBLOCK);
    ck_assert_int_eq(sys_read(fds[0], U(back), 1), -EAGAIN);
    while (sys_write(fds[1], U(block), 1000) == 1000)
        full++;
    ck_assert_int_eq(full, 65); /* 65536 bytes of room */
    /* 1000 do not fit: not one byte of them goes in (PIPE_BUF). */
    ck_assert_int_eq(sys_write(fds[1], U(block), 1000), -EAGAIN);
    ck_assert_int_eq(sys_write(fds[1], U(block), 536), 536);
    /* A large write takes what room there is, which comes by whole pages. */
    ck_assert_int_eq(sys_read(fds[0], U(back), 5000), 5000);
    ck_assert_int_eq(sys_write(fds[1], U(block), 100000), 4096);
    sys_close(fds[1]);
    for (got = 0; (full = sys_read(fds[0], U(back), sizeof(back))) > 0;)
        got += full;
    ck_assert_int_eq(full, 0);
    ck_assert_int_eq(got, 65536 - 5000 + 4096);
}
END_TEST

START_TEST(nobody_reads)
{
    boot(0);
    sys_close(fds[0]);
    ck_assert_int_eq(sys_write(fds[1], U("x"), 1), -EPIPE);
    ck_assert_int_eq(shim_signal, SIGPIPE);
}
END_TEST

static bool reader_takes_some(void)
{
    static size_t taken;
    long got = sys_read(fds[0], U(back + taken), 7777);

    ck_assert_int_gt(got, 0);
    taken += got;
    turns++;
    return true;
}

START_TEST(a_large_write_waits)
{
    long rest, at;

    boot(0);
    shim_on_sleep = reader_takes_some;
    ck_assert_int_eq(sys_write(fds[1], U(block), sizeof(block)), sizeof(block));
    ck_assert_int_gt(turns, 5);
    at = turns * 7777L;
    sys_close(fds[1]);
    shim_on_sleep = NULL;
    while ((rest = sys_read(fds[0], U(back + at), sizeof(back) - at)) > 0)
        at += rest;
    ck_assert_int_eq(at, sizeof(block));
    ck_assert_mem_eq(back, block, sizeof(block));
}
END_TEST

START_TEST(a_signal_ends_a_write)
{
    boot(0);
    shim_on_sleep = NULL; /* sleeping means: a signal comes */
    ck_assert_int_eq(sys_write(fds[1], U(block), 70000), 65536); /* what was written counts */
    ck_assert_int_eq(sys_write(fds[1], U(block), 10), -ERESTART);
}
END_TEST

START_TEST(no_memory)
{
    boot(0);
    shim_pages_left = 0;
    ck_assert_int_eq(sys_write(fds[1], U(block), 10), -ENOMEM);
    shim_pages_left = 2;
    ck_assert_int_eq(sys_write(fds[1], U(block), 8192), 8192);
    ck_assert_int_eq(sys_read(fds[0], U(back), 8192), 8192);
    ck_assert_mem_eq(back, block, 8192);
}
END_TEST

/* Against a model: a plain buffer. */
START_TEST(random_traffic)
{
    size_t written = 0, read = 0, base = 0; /* base: where it was last empty */

    boot(O_NONBLOCK);
    srand(1);
    for (int round = 0; round < 20000; round++) {
        size_t size = rand() % 9000 + 1;
        long result;

        if (rand() % 2) {
            size_t from = written % 100000;
            size_t room = (read - base) / PAGE_SIZE * PAGE_SIZE + 65536 - (written - base);

            result = sys_write(fds[1], U(block + from), size);
            if (size <= room)
                ck_assert_int_eq(result, size);
            else if (size <= PIPE_BUF)
                ck_assert_int_eq(result, -EAGAIN);
            if (result > 0) {
                /* What follows must continue the same stream: keep its bytes where they were. */
                memmove(back + (written - read), block + from, result);
                written += result;
            }
        } else {
            static char got[9000];

            result = sys_read(fds[0], U(got), size);
            ck_assert_int_eq(result, written > read ? (long)MIN(size, written - read) : -EAGAIN);
            if (result > 0) {
                ck_assert_mem_eq(got, back, result);
                memmove(back, back + result, written - read - result);
                read += result;
                base = read == written ? read : base;
            }
        }
    }
    ck_assert_uint_gt(written, 1000000);
    sys_close(fds[0]);
    sys_close(fds[1]);
    ck_assert_int_eq(shim_pages_live, 0);
}
END_TEST

/* ---- FIFOs ----------------------------------------------------------------------------------- */

static long other_end;

static bool somebody_opens_for_writing(void)
{
    other_end = sys_open(U("/fifo"), O_WRONLY | O_NONBLOCK, 0);
    return true;
}

START_TEST(fifo_opens_meet)
{
    long fd;

    boot(0);
    ck_assert_int_eq(sys_mknod(U("/fifo"), S_IFIFO | 0600, 0), 0);
    ck_assert_int_eq(sys_open(U("/fifo"), O_WRONLY | O_NONBLOCK, 0), -ENXIO);
    ck_assert_int_eq(sys_open(U("/fifo"), O_RDONLY, 0), -ERESTART); /* a signal while waiting */
    shim_on_sleep = somebody_opens_for_writing;
    fd = sys_open(U("/fifo"), O_RDONLY, 0);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_ge(other_end, 0);
    ck_assert_int_eq(sys_write(other_end, U("x"), 1), 1);
    ck_assert_int_eq(sys_read(fd, U(back), 9), 1);
    sys_close(other_end);
    ck_assert_int_eq(sys_read(fd, U(back), 9), 0);
    sys_close(fd);
    fd = sys_open(U("/fifo"), O_RDWR, 0); /* both ends at once: no waiting */
    ck_assert_int_ge(fd, 0);
}
END_TEST

/* bash writes `cat <(command)` as a path to a pipe's end, and the command may be done by then. */
START_TEST(pipe_opened_by_path)
{
    char path[32];
    long fd;

    boot(0);
    sys_write(fds[1], U("done"), 4);
    sys_close(fds[1]);
    snprintf(path, sizeof(path), "/proc/self/fd/%d", (int)fds[0]);
    fd = sys_open(U(path), O_RDONLY, 0); /* nobody will ever open the other end: no waiting */
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(sys_read(fd, U(back), 9), 4);
    ck_assert_int_eq(sys_read(fd, U(back), 9), 0);
}
END_TEST

/* ---- poll ------------------------------------------------------------------------------------ */

static bool somebody_writes(void)
{
    turns++;
    if (turns == 3)
        sys_write(fds[1], U("x"), 1);
    return true;
}

START_TEST(poll_waits)
{
    struct pollfd list[3] = {
        {.fd = 0, .events = POLLIN}, {.fd = -1, .events = POLLIN}, {.fd = 77, .events = POLLIN}};

    boot(0);
    list[0].fd = fds[0];
    ck_assert_int_eq(sys_poll(U(list), 3, 0), 1); /* a bad descriptor is an answer */
    ck_assert_int_eq(list[2].revents, POLLNVAL);
    ck_assert_int_eq(sys_poll(U(list), 2, 0), 0);
    ck_assert_int_eq(sys_poll(U(list), 2, 100), 0);
    ck_assert_uint_eq(shim_now_ns, 1100000000);
    ck_assert_int_eq(sys_poll(U(list), 1, -1), -EINTR);
    shim_on_sleep = somebody_writes;
    ck_assert_int_eq(sys_poll(U(list), 1, -1), 1);
    ck_assert_int_eq(turns, 3);
    ck_assert_int_eq(list[0].revents, POLLIN);
    sys_read(fds[0], U(back), 1);
    sys_close(fds[1]);
    ck_assert_int_eq(sys_poll(U(list), 1, -1), 1);
    ck_assert_int_eq(list[0].revents, POLLHUP);
    ck_assert_int_eq(sys_poll(16, 1, 0), -EFAULT);
    ck_assert_int_eq(sys_poll(U(list), 100000, 0), -EINVAL);
}
END_TEST

static bool another_thread_closes(void)
{
    sys_close(fds[0]);
    sys_close(fds[1]);
    return false;
}

START_TEST(closed_while_polled)
{
    struct pollfd list = {.events = POLLIN};

    boot(0);
    list.fd = fds[0];
    shim_on_sleep = another_thread_closes;
    ck_assert_int_eq(sys_poll(U(&list), 1, -1), -EINTR);
    ck_assert_int_eq(shim_pages_live, 0);
}
END_TEST

START_TEST(select_sets)
{
    uint32_t read[32] = {0}, write[32] = {0};
    struct timeval32 nothing = {0, 0};

    boot(0);
    read[0] = 1u << fds[0];
    write[0] = 1u << fds[1];
    ck_assert_int_eq(sys_select(fds[1] + 1, U(read), U(write), 0, U(&nothing)), 1);
    ck_assert_uint_eq(read[0], 0);
    ck_assert_uint_eq(write[0], 1u << fds[1]);
    sys_write(fds[1], U("x"), 1);
    read[0] = 1u << fds[0];
    ck_assert_int_eq(sys_select(fds[1] + 1, U(read), U(write), 0, 0), 2);
    read[0] = 1u << 9;
    ck_assert_int_eq(sys_select(10, U(read), 0, 0, U(&nothing)), -EBADF);
    ck_assert_int_eq(sys_select(-1, 0, 0, 0, U(&nothing)), -EINVAL);
    ck_assert_int_eq(sys_select(10, 16, 0, 0, U(&nothing)), -EFAULT);
}
END_TEST

RUN_TESTS("gk_pipe", &bytes_in_order, &full_and_empty, &nobody_reads, &a_large_write_waits,
          &a_signal_ends_a_write, &no_memory, &random_traffic, &fifo_opens_meet,
          &pipe_opened_by_path, &poll_waits, &closed_while_polled, &select_sets)
