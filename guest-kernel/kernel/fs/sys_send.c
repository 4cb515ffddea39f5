/* SPDX-License-Identifier: MIT */
/*
 * sendfile: from one file to another without a detour through the program. This is how busybox's
 * cat copies.
 */
#include "kernel/fs/vfs.h"
#include "kernel/signal.h"

/*
 * The most that one call copies; the caller comes back for the rest. The kernel is not preemptive:
 * a whole file in one go would keep Ctrl-C and all other processes waiting until it was on the
 * screen.
 */
#define SEND_MAX 65536u

/* One page at a time through the kernel; what the reader does not take is not consumed. */
static long send_pages(struct file *out, struct file *in, uint64_t *position, size_t size,
                       char *page)
{
    size_t done = 0;
    int result = 0;

    while (done < size && !signal_pending()) {
        struct span span;
        struct uio uio;
        uint64_t at = *position;
        int got;

        uio_init_kernel(&uio, &span, page, MIN(size - done, PAGE_SIZE));
        got = result = file_read(in, &uio, &at);
        if (got <= 0)
            break;
        uio_init_kernel(&uio, &span, page, got);
        result = file_write(out, &uio, &out->position);
        if (result <= 0)
            break;
        done += result;
        *position += result;
        if (result < got)
            break;
    }
    if (done == 0 && result >= 0 && signal_pending())
        return -ERESTART;
    return done > 0 ? (long)done : result;
}

static long send_file(long out_fd, long in_fd, uint64_t *offset, size_t size)
{
    struct file *out = files_lookup(out_fd), *in = files_lookup(in_fd);
    char *page;
    long result;

    if (!out || !in)
        return -EBADF;
    if (!S_ISREG(in->inode->mode))
        return -EINVAL; /* the caller falls back to read and write */
    page = page_alloc_dirty();
    if (!page)
        return -ENOMEM;
    file_get(out);
    file_get(in);
    result = send_pages(out, in, offset ? offset : &in->position, size, page);
    file_put(out);
    file_put(in);
    page_free(page);
    return result;
}

long sys_sendfile64(long out_fd, long in_fd, long user_offset, long size)
{
    uint64_t offset;
    long result;

    size = MIN((uint32_t)size, SEND_MAX);
    if (!user_offset)
        return send_file(out_fd, in_fd, NULL, size);
    if (copy_from_user(&offset, user_offset, sizeof(offset)))
        return -EFAULT;
    result = send_file(out_fd, in_fd, &offset, size);
    return copy_to_user(user_offset, &offset, sizeof(offset)) ? -EFAULT : result;
}

long sys_sendfile(long out_fd, long in_fd, long user_offset, long size)
{
    uint32_t short_offset;
    uint64_t offset;
    long result;

    size = MIN((uint32_t)size, SEND_MAX);
    if (!user_offset)
        return send_file(out_fd, in_fd, NULL, size);
    if (copy_from_user(&short_offset, user_offset, sizeof(short_offset)))
        return -EFAULT;
    offset = short_offset;
    result = send_file(out_fd, in_fd, &offset, size);
    short_offset = offset;
    return copy_to_user(user_offset, &short_offset, sizeof(short_offset)) ? -EFAULT : result;
}
