/* SPDX-License-Identifier: MIT */
/*
 * select and pselect: three sets of bits become a list for poll, and the answers become bits again.
 */
#include "kernel/fs/context.h"
#include "kernel/fs/poll.h"
#include "kernel/signal.h"

#define SELECT_MAX DESCRIPTORS_MAX

#define SELECT_WORDS (SELECT_MAX / 32)
#define SELECT_READ  (POLLIN | POLLRDNORM | POLLHUP | POLLERR)
#define SELECT_WRITE (POLLOUT | POLLWRNORM | POLLERR)

struct select_sets {
    uint32_t read[SELECT_WORDS], write[SELECT_WORDS], except[SELECT_WORDS];
};

static bool bit_test(const uint32_t *set, unsigned bit)
{
    return set[bit / 32] >> (bit % 32) & 1;
}
static void bit_set(uint32_t *set, unsigned bit)
{
    set[bit / 32] |= 1u << (bit % 32);
}

/* Turn the sets into a list for poll; its length, or -EBADF. */
static int select_list(const struct select_sets *sets, unsigned count, struct pollfd *fds)
{
    unsigned used = 0;

    for (unsigned fd = 0; fd < count; fd++) {
        unsigned events = (bit_test(sets->read, fd) ? POLLIN : 0) |
                          (bit_test(sets->write, fd) ? POLLOUT : 0) |
                          (bit_test(sets->except, fd) ? POLLPRI : 0);
        if (!events)
            continue;
        if (!files_lookup(fd))
            return -EBADF;
        fds[used++] = (struct pollfd){.fd = fd, .events = events};
    }
    return used;
}

/* And the answers back into sets; the number of bits set. */
static int select_answer(const struct pollfd *fds, unsigned used, struct select_sets *sets)
{
    int bits = 0;

    memset(sets, 0, sizeof(*sets));
    for (unsigned i = 0; i < used; i++) {
        if ((fds[i].events & POLLIN) && (fds[i].revents & SELECT_READ)) {
            bit_set(sets->read, fds[i].fd);
            bits++;
        }
        if ((fds[i].events & POLLOUT) && (fds[i].revents & SELECT_WRITE)) {
            bit_set(sets->write, fds[i].fd);
            bits++;
        }
    }
    return bits;
}

/* The memory a select needs; too much for a kernel stack. */
struct select_work {
    struct select_sets sets;
    struct pollfd fds[SELECT_MAX];
};

static long select_run(struct select_work *work, long count, const long user_sets[3],
                       uint64_t deadline_ns)
{
    uint32_t *sets[3] = {work->sets.read, work->sets.write, work->sets.except};
    size_t size = (count + 31) / 32 * 4;
    int used, ready;

    for (unsigned i = 0; i < 3; i++)
        if (user_sets[i] && copy_from_user(sets[i], user_sets[i], size))
            return -EFAULT;
    used = select_list(&work->sets, count, work->fds);
    if (used < 0)
        return used;
    ready = poll_until(work->fds, used, deadline_ns);
    if (ready < 0)
        return ready;
    ready = select_answer(work->fds, used, &work->sets);
    for (unsigned i = 0; i < 3; i++)
        if (user_sets[i] && copy_to_user(user_sets[i], sets[i], size))
            return -EFAULT;
    return ready;
}

static long select_with(long count, long read, long write, long except, uint64_t deadline_ns)
{
    const long user_sets[3] = {read, write, except};
    struct select_work *work;
    long result;

    if (count < 0)
        return -EINVAL;
    work = kzalloc(sizeof(*work));
    if (!work)
        return -ENOMEM;
    result = select_run(work, MIN(count, SELECT_MAX), user_sets, deadline_ns);
    kfree(work);
    return result;
}

long sys_select(long count, long read, long write, long except, long timeout)
{
    uint64_t deadline_ns = DEADLINE_NEVER;
    struct timeval32 time;

    if (timeout) {
        if (copy_from_user(&time, timeout, sizeof(time)))
            return -EFAULT;
        if (time.seconds < 0 || time.microseconds < 0)
            return -EINVAL;
        time.seconds += time.microseconds / 1000000;
        deadline_ns = poll_deadline_after(time.seconds, time.microseconds % 1000000 * 1000);
    }
    return select_with(count, read, write, except, deadline_ns);
}

/* The sixth argument names a pair: address and size of the signal mask. */
static int select_mask(uintptr_t user_pair)
{
    uint32_t pair[2];

    if (!user_pair)
        return 0;
    if (copy_from_user(pair, user_pair, sizeof(pair)))
        return -EFAULT;
    return pair[0] ? signal_mask_for_wait(pair[0], pair[1]) : 0;
}

long sys_pselect6(long count, long read, long write, long except, long timeout, long mask)
{
    uint64_t deadline_ns;
    int error = poll_deadline_of_timespec32(timeout, &deadline_ns);

    if (!error)
        error = select_mask(mask);
    return error ? error : select_with(count, read, write, except, deadline_ns);
}

long sys_pselect6_time64(long count, long read, long write, long except, long timeout, long mask)
{
    uint64_t deadline_ns;
    int error = poll_deadline_of_timespec64(timeout, &deadline_ns);

    if (!error)
        error = select_mask(mask);
    return error ? error : select_with(count, read, write, except, deadline_ns);
}
