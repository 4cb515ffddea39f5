/* SPDX-License-Identifier: MIT */
/*
 * Waiting for several files at once: poll, select and their younger relatives, which differ only in how
 * they spell the list and the time. Each round asks every file what holds now and, while asking, joins
 * the queues that would tell of a change; if nothing holds, the process sleeps in all of them.
 */
#include "kernel/fs/context.h"
#include "kernel/fs/vfs.h"
#include "kernel/proc.h"

#define QUEUES_PER_FILE 2 /* no poll operation joins more */
#define SELECT_MAX DESCRIPTORS_MAX

struct poll_table {
    struct waiter *waiters;
    unsigned count, capacity;
};

void poll_wait(struct poll_table *table, struct waitq *queue)
{
    if (!table)
        return;
    ASSERT(table->count < table->capacity);
    wait_add(queue, &table->waiters[table->count++]);
}

static void poll_leave(struct poll_table *table)
{
    while (table->count > 0)
        wait_remove(&table->waiters[--table->count]);
}

/* Ask every file once; the number that have something to tell. */
static int poll_ask(struct pollfd *fds, unsigned count, struct poll_table *table)
{
    int ready = 0;

    for (unsigned i = 0; i < count; i++) {
        struct file *file = files_lookup(fds[i].fd);
        unsigned mask = POLLNVAL;

        fds[i].revents = 0;
        if (fds[i].fd < 0)
            continue;
        if (file)
            mask = file->ops->poll ? file->ops->poll(file, table) : POLLIN | POLLOUT;
        fds[i].revents = mask & (fds[i].events | POLLERR | POLLHUP | POLLNVAL);
        if (fds[i].revents)
            ready++;
    }
    return ready;
}

/* Until something is ready or the deadline has passed: how many are, or an error. */
static int poll_until(struct pollfd *fds, unsigned count, uint64_t deadline_ns)
{
    struct poll_table table = { .capacity = count * QUEUES_PER_FILE };
    int ready, error = 0;

    table.waiters = kmalloc(MAX(table.capacity, 1u) * sizeof(struct waiter));
    if (!table.waiters)
        return -ENOMEM;
    for (;;) {
        ready = poll_ask(fds, count, &table);
        if (ready == 0 && deadline_ns > 0)
            error = wait_sleep(deadline_ns);
        poll_leave(&table);
        if (ready != 0 || deadline_ns == 0)
            break;
        if (error == -ETIMEDOUT) {
            ready = poll_ask(fds, count, NULL);
            break;
        }
        if (error) { /* whatever the signal's handler says, poll is not started again */
            ready = -EINTR;
            break;
        }
    }
    kfree(table.waiters);
    return ready;
}

/* ---- poll ------------------------------------------------------------------------------------------ */

static long poll_user(uintptr_t user_fds, unsigned long count, uint64_t deadline_ns)
{
    size_t size = count * sizeof(struct pollfd);
    struct pollfd *fds;
    long ready;

    if (count > DESCRIPTORS_MAX)
        return -EINVAL;
    fds = kmalloc(MAX(size, (size_t)1));
    if (!fds)
        return -ENOMEM;
    ready = copy_from_user(fds, user_fds, size);
    if (!ready)
        ready = poll_until(fds, count, deadline_ns);
    if (ready >= 0 && copy_to_user(user_fds, fds, size))
        ready = -EFAULT;
    kfree(fds);
    return ready;
}

static uint64_t deadline_after(uint64_t seconds, uint32_t nanoseconds)
{
    uint64_t wait_ns;

    if (seconds > 1000000000u)
        return DEADLINE_NEVER;
    wait_ns = seconds * NS_PER_SECOND + nanoseconds;
    return wait_ns ? clock_now_ns() + wait_ns : 0;
}

long sys_poll(long user_fds, long count, long timeout_ms)
{
    uint32_t rest_ms;
    uint64_t seconds;

    if ((int32_t)timeout_ms < 0)
        return poll_user(user_fds, (uint32_t)count, DEADLINE_NEVER);
    seconds = divide_u64((uint32_t)timeout_ms, 1000, &rest_ms);
    return poll_user(user_fds, (uint32_t)count, deadline_after(seconds, rest_ms * NS_PER_MS));
}

static int deadline_from(int64_t seconds, int64_t nanoseconds, uint64_t *deadline_ns)
{
    if (seconds < 0 || nanoseconds < 0 || nanoseconds >= NS_PER_SECOND)
        return -EINVAL;
    *deadline_ns = deadline_after(seconds, nanoseconds);
    return 0;
}

static int deadline_of_timespec32(uintptr_t user, uint64_t *deadline_ns)
{
    struct timespec32 time;

    *deadline_ns = DEADLINE_NEVER;
    if (!user)
        return 0;
    if (copy_from_user(&time, user, sizeof(time)))
        return -EFAULT;
    return deadline_from(time.seconds, time.nanoseconds, deadline_ns);
}

static int deadline_of_timespec64(uintptr_t user, uint64_t *deadline_ns)
{
    struct timespec64 time;

    *deadline_ns = DEADLINE_NEVER;
    if (!user)
        return 0;
    if (copy_from_user(&time, user, sizeof(time)))
        return -EFAULT;
    return deadline_from(time.seconds, (int32_t)time.nanoseconds, deadline_ns);
}

static long ppoll_with(long user_fds, long count, uint64_t deadline_ns, long mask, long mask_size)
{
    int error = mask ? signal_mask_for_wait(mask, mask_size) : 0;

    return error ? error : poll_user(user_fds, (uint32_t)count, deadline_ns);
}

long sys_ppoll(long user_fds, long count, long timeout, long mask, long mask_size)
{
    uint64_t deadline_ns;
    int error = deadline_of_timespec32(timeout, &deadline_ns);

    return error ? error : ppoll_with(user_fds, count, deadline_ns, mask, mask_size);
}

long sys_ppoll_time64(long user_fds, long count, long timeout, long mask, long mask_size)
{
    uint64_t deadline_ns;
    int error = deadline_of_timespec64(timeout, &deadline_ns);

    return error ? error : ppoll_with(user_fds, count, deadline_ns, mask, mask_size);
}

/* ---- select ------------------------------------------------------------------------------------------ */

#define SELECT_WORDS (SELECT_MAX / 32)
#define SELECT_READ (POLLIN | POLLRDNORM | POLLHUP | POLLERR)
#define SELECT_WRITE (POLLOUT | POLLWRNORM | POLLERR)

struct select_sets {
    uint32_t read[SELECT_WORDS], write[SELECT_WORDS], except[SELECT_WORDS];
};

static bool bit_test(const uint32_t *set, unsigned bit) { return set[bit / 32] >> (bit % 32) & 1; }
static void bit_set(uint32_t *set, unsigned bit) { set[bit / 32] |= 1u << (bit % 32); }

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
        fds[used++] = (struct pollfd){ .fd = fd, .events = events };
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
    uint32_t *sets[3] = { work->sets.read, work->sets.write, work->sets.except };
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
    const long user_sets[3] = { read, write, except };
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
        deadline_ns = deadline_after(time.seconds, time.microseconds % 1000000 * 1000);
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
    int error = deadline_of_timespec32(timeout, &deadline_ns);

    if (!error)
        error = select_mask(mask);
    return error ? error : select_with(count, read, write, except, deadline_ns);
}

long sys_pselect6_time64(long count, long read, long write, long except, long timeout, long mask)
{
    uint64_t deadline_ns;
    int error = deadline_of_timespec64(timeout, &deadline_ns);

    if (!error)
        error = select_mask(mask);
    return error ? error : select_with(count, read, write, except, deadline_ns);
}
