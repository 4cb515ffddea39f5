/* SPDX-License-Identifier: MIT */
/*
 * Waiting for several files at once: poll and its younger relatives; select.c turns its sets into
 * the same list. Each round asks every file what holds now and, while asking, joins the queues that
 * would tell of a change; if nothing holds, the process sleeps in all of them.
 */
#include "kernel/fs/poll.h"
#include "kernel/fs/context.h"
#include "kernel/proc.h"

#define QUEUES_PER_FILE 2 /* no poll operation joins more */

/*
 * The queues joined, and the files they are in: held, as another thread may close one meanwhile and
 * the queue must not go with it.
 */
struct poll_table {
    struct waiter *waiters;
    unsigned count, capacity;
    struct file **files;
    unsigned file_count;
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
    while (table->file_count > 0)
        file_put(table->files[--table->file_count]);
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
        if (file && table)
            table->files[table->file_count++] = file_get(file);
        if (file)
            mask = file->ops->poll ? file->ops->poll(file, table) : POLLIN | POLLOUT;
        fds[i].revents = mask & (fds[i].events | POLLERR | POLLHUP | POLLNVAL);
        if (fds[i].revents)
            ready++;
    }
    return ready;
}

int poll_until(struct pollfd *fds, unsigned count, uint64_t deadline_ns)
{
    struct poll_table table = {.capacity = count * QUEUES_PER_FILE};
    int ready, error = 0;

    table.waiters = kmalloc(MAX(table.capacity, 1u) * sizeof(struct waiter));
    table.files = kmalloc(MAX(count, 1u) * sizeof(struct file *));
    if (!table.waiters || !table.files) {
        kfree(table.waiters);
        kfree(table.files);
        return -ENOMEM;
    }
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
    kfree(table.files);
    return ready;
}

/* ---- poll ------------------------------------------------------------------------------------ */

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

uint64_t poll_deadline_after(uint64_t seconds, uint32_t nanoseconds)
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
    return poll_user(user_fds, (uint32_t)count, poll_deadline_after(seconds, rest_ms * NS_PER_MS));
}

static int deadline_from(int64_t seconds, int64_t nanoseconds, uint64_t *deadline_ns)
{
    if (seconds < 0 || nanoseconds < 0 || nanoseconds >= NS_PER_SECOND)
        return -EINVAL;
    *deadline_ns = poll_deadline_after(seconds, nanoseconds);
    return 0;
}

int poll_deadline_of_timespec32(uintptr_t user, uint64_t *deadline_ns)
{
    struct timespec32 time;

    *deadline_ns = DEADLINE_NEVER;
    if (!user)
        return 0;
    if (copy_from_user(&time, user, sizeof(time)))
        return -EFAULT;
    return deadline_from(time.seconds, time.nanoseconds, deadline_ns);
}

int poll_deadline_of_timespec64(uintptr_t user, uint64_t *deadline_ns)
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
    int error = poll_deadline_of_timespec32(timeout, &deadline_ns);

    return error ? error : ppoll_with(user_fds, count, deadline_ns, mask, mask_size);
}

long sys_ppoll_time64(long user_fds, long count, long timeout, long mask, long mask_size)
{
    uint64_t deadline_ns;
    int error = poll_deadline_of_timespec64(timeout, &deadline_ns);

    return error ? error : ppoll_with(user_fds, count, deadline_ns, mask, mask_size);
}
