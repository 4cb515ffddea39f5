/* SPDX-License-Identifier: MIT */
/*
 * Pipes and FIFOs: a ring of up to sixteen pages between those who write and those who read. Pages
 * come when bytes do, so the hundred idle pipes of a fork loop cost almost nothing. A write of at
 * most PIPE_BUF bytes is never torn apart. With nobody left to read, a writer gets SIGPIPE.
 */
#include "kernel/fs/pipe.h"
#include "kernel/proc.h"

uint32_t pipe_used(const struct pipe *pipe)
{
    return pipe->tail - pipe->head;
}
/* The writer never enters the page that the reader has not left, though its beginning may be free.
 */
uint32_t pipe_room(const struct pipe *pipe)
{
    return pipe->head / PAGE_SIZE * PAGE_SIZE + PIPE_CAPACITY - pipe->tail;
}

static char **pipe_slot(struct pipe *pipe, uint32_t at)
{
    return &pipe->pages[at / PAGE_SIZE % PIPE_PAGES];
}

/* ---- reading --------------------------------------------------------------------------------- */

/* An empty pipe keeps one page, as the next write will want it. */
static void pipe_rewind(struct pipe *pipe)
{
    char *kept = NULL;

    for (unsigned i = 0; i < PIPE_PAGES; i++) {
        if (kept && pipe->pages[i])
            page_free(pipe->pages[i]);
        else if (pipe->pages[i])
            kept = pipe->pages[i];
        pipe->pages[i] = NULL;
    }
    pipe->pages[0] = kept;
    pipe->head = pipe->tail = 0;
}

int pipe_take(struct pipe *pipe, struct uio *to)
{
    while (to->left > 0 && pipe_used(pipe) > 0) {
        uint32_t offset = pipe->head % PAGE_SIZE;
        size_t chunk = MIN(MIN(to->left, PAGE_SIZE - offset), pipe_used(pipe));
        char **slot = pipe_slot(pipe, pipe->head);

        if (uio_put(to, *slot + offset, chunk))
            return -EFAULT;
        pipe->head += chunk;
        if (pipe->head % PAGE_SIZE == 0) {
            page_free(*slot);
            *slot = NULL;
        }
    }
    if (pipe_used(pipe) == 0)
        pipe_rewind(pipe);
    return 0;
}

int pipe_peek(struct pipe *pipe, struct uio *to)
{
    uint32_t at = pipe->head;

    while (to->left > 0 && at != pipe->tail) {
        uint32_t offset = at % PAGE_SIZE;
        size_t chunk = MIN(MIN(to->left, PAGE_SIZE - offset), pipe->tail - at);

        if (uio_put(to, *pipe_slot(pipe, at) + offset, chunk))
            return -EFAULT;
        at += chunk;
    }
    return 0;
}

int pipe_read(struct file *file, struct uio *to, uint64_t *position)
{
    struct pipe *pipe = file->inode->pipe;
    size_t wanted = to->left;
    int error;

    (void)position;
    if (wanted == 0)
        return 0;
    while (pipe_used(pipe) == 0) {
        if (pipe->writers == 0)
            return 0;
        if (file->flags & O_NONBLOCK)
            return -EAGAIN;
        error = wait_interruptible(&pipe->can_read);
        if (error)
            return error;
    }
    error = pipe_take(pipe, to);
    wake_all(&pipe->can_write);
    return to->left < wanted ? (int)(wanted - to->left) : error;
}

/* ---- writing --------------------------------------------------------------------------------- */

/* Have pages for the next `size` bytes; false when memory is short. */
static bool pipe_provide(struct pipe *pipe, uint32_t size)
{
    uint32_t done = 0;

    while (done < size) {
        char **slot = pipe_slot(pipe, pipe->tail + done);

        if (!*slot)
            *slot = page_alloc_dirty();
        if (!*slot)
            return false;
        done += PAGE_SIZE - (pipe->tail + done) % PAGE_SIZE;
    }
    return true;
}

static int pipe_append(struct pipe *pipe, struct uio *from, size_t size)
{
    while (size > 0) {
        uint32_t offset = pipe->tail % PAGE_SIZE;
        size_t chunk = MIN(size, PAGE_SIZE - offset);

        if (uio_get(from, *pipe_slot(pipe, pipe->tail) + offset, chunk))
            return -EFAULT;
        pipe->tail += chunk;
        size -= chunk;
    }
    return 0;
}

int pipe_put_some(struct pipe *pipe, struct uio *from)
{
    size_t size = MIN(from->left, pipe_room(pipe));

    size = MIN(size, PAGE_SIZE - pipe->tail % PAGE_SIZE);
    if (size == 0)
        return 0;
    if (!pipe_provide(pipe, size))
        return pipe_used(pipe) ? 0 : -ENOMEM;
    return pipe_append(pipe, from, size);
}

/*
 * One step of a write: the bytes that may go in now, all or nothing for up to PIPE_BUF. 0 when it
 * must wait for room, or an error.
 */
static int pipe_write_some(struct pipe *pipe, struct uio *from, bool atomic)
{
    size_t size = MIN(from->left, pipe_room(pipe)), before = from->left;
    int error;

    if (pipe->readers == 0) {
        signal_send(current, SIGPIPE);
        return -EPIPE;
    }
    if (atomic && size < from->left)
        return 0;
    if (!atomic)
        size = MIN(size, PAGE_SIZE - pipe->tail % PAGE_SIZE);
    if (size == 0)
        return 0;
    if (!pipe_provide(pipe, size))
        return pipe_used(pipe) ? 0 : -ENOMEM;
    error = pipe_append(pipe, from, size);
    wake_all(&pipe->can_read);
    return from->left < before ? (int)(before - from->left) : error;
}

int pipe_write(struct file *file, struct uio *from, uint64_t *position)
{
    struct pipe *pipe = file->inode->pipe;
    size_t wanted = from->left;
    bool atomic = wanted <= PIPE_BUF;
    int result = 0;

    (void)position;
    while (from->left > 0 && result >= 0) {
        result = pipe_write_some(pipe, from, atomic);
        if (result == 0)
            result = file->flags & O_NONBLOCK ? -EAGAIN : wait_interruptible(&pipe->can_write);
    }
    return from->left < wanted || result >= 0 ? (int)(wanted - from->left) : result;
}

unsigned pipe_poll(struct file *file, struct poll_table *table)
{
    struct pipe *pipe = file->inode->pipe;
    unsigned mask = 0;

    if (file_readable(file)) {
        poll_wait(table, &pipe->can_read);
        if (pipe_used(pipe) > 0)
            mask |= POLLIN | POLLRDNORM;
        if (pipe->writers == 0 && pipe->writer_opens > 0)
            mask |= POLLHUP;
    }
    if (file_writable(file)) {
        poll_wait(table, &pipe->can_write);
        if (pipe_room(pipe) >= PIPE_BUF)
            mask |= POLLOUT | POLLWRNORM;
        if (pipe->readers == 0)
            mask |= POLLERR;
    }
    return mask;
}

int pipe_ioctl(struct file *file, unsigned command, uintptr_t argument)
{
    uint32_t used = pipe_used(file->inode->pipe);

    if (command != FIONREAD)
        return -ENOTTY;
    return copy_to_user(argument, &used, sizeof(used));
}
