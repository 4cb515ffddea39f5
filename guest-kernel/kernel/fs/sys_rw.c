/* SPDX-License-Identifier: MIT */
/*
 * System calls that move bytes: read and write in their many forms, seeking, sendfile, and changing a
 * file's length. Each holds a reference to the open file, because it may sleep while another thread
 * closes the descriptor.
 */
#include "kernel/fs/context.h"
#include "kernel/fs/vfs.h"
#include "kernel/proc.h"

#define TRANSFER_MAX 0x7ffff000u /* as on Linux: the result must fit a positive int */

typedef int transfer_fn(struct file *file, struct uio *uio, uint64_t *position);

/* At `offset`, or at the file's own position if that is NULL. */
static long transfer(int fd, struct uio *uio, const uint64_t *offset, transfer_fn *move)
{
    struct file *file = files_lookup(fd);
    uint64_t position;
    long result;

    if (!file)
        return -EBADF;
    if (offset && !file->ops->seekable)
        return -ESPIPE;
    if (offset && (int64_t)*offset < 0)
        return -EINVAL;
    file_get(file);
    position = offset ? *offset : file->position;
    result = move(file, uio, &position);
    if (!offset)
        file->position = position;
    file_put(file);
    return result;
}

static long transfer_flat(int fd, uintptr_t base, size_t size, const uint64_t *offset,
                          transfer_fn *move)
{
    struct span span;
    struct uio uio;

    uio_init_user(&uio, &span, base, MIN((uint32_t)size, TRANSFER_MAX));
    return transfer(fd, &uio, offset, move);
}

static long transfer_spans(int fd, uintptr_t user_vector, unsigned count, const uint64_t *offset,
                           transfer_fn *move)
{
    struct span *spans;
    struct uio uio = { 0 };
    long result = 0;

    if (count > IOV_MAX)
        return -EINVAL;
    if (count == 0)
        return files_lookup(fd) ? 0 : -EBADF;
    spans = kmalloc(count * sizeof(*spans));
    if (!spans)
        return -ENOMEM;
    for (unsigned i = 0; i < count && !result; i++) {
        struct iovec32 vector;

        result = copy_from_user(&vector, user_vector + i * sizeof(vector), sizeof(vector));
        if (!result && vector.length > TRANSFER_MAX - uio.left)
            result = -EINVAL;
        spans[i] = (struct span){ .base = vector.base, .size = vector.length };
        uio.left += vector.length;
    }
    uio.spans = spans;
    uio.count = count;
    if (!result)
        result = transfer(fd, &uio, offset, move);
    kfree(spans);
    return result;
}

static uint64_t offset_of(long low, long high) { return (uint64_t)(uint32_t)high << 32 | (uint32_t)low; }

long sys_read(long fd, long base, long size) { return transfer_flat(fd, base, size, NULL, file_read); }

long sys_write(long fd, long base, long size)
{
    return transfer_flat(fd, base, size, NULL, file_write);
}

long sys_pread64(long fd, long base, long size, long low, long high)
{
    uint64_t offset = offset_of(low, high);
    return transfer_flat(fd, base, size, &offset, file_read);
}

long sys_pwrite64(long fd, long base, long size, long low, long high)
{
    uint64_t offset = offset_of(low, high);
    return transfer_flat(fd, base, size, &offset, file_write);
}

long sys_readv(long fd, long vector, long count)
{
    return transfer_spans(fd, vector, count, NULL, file_read);
}

long sys_writev(long fd, long vector, long count)
{
    return transfer_spans(fd, vector, count, NULL, file_write);
}

long sys_preadv(long fd, long vector, long count, long low, long high)
{
    uint64_t offset = offset_of(low, high);
    return transfer_spans(fd, vector, count, &offset, file_read);
}

long sys_pwritev(long fd, long vector, long count, long low, long high)
{
    uint64_t offset = offset_of(low, high);
    return transfer_spans(fd, vector, count, &offset, file_write);
}

/* ---- seeking -------------------------------------------------------------------------------------------- */

static int seek(int fd, int64_t offset, long whence, uint64_t *position)
{
    struct file *file = files_lookup(fd);
    int64_t base;

    if (!file)
        return -EBADF;
    if (!file->ops->seekable)
        return -ESPIPE;
    switch (whence) {
    case SEEK_SET:
        base = 0;
        break;
    case SEEK_CUR:
        base = file->position;
        break;
    case SEEK_END:
        base = file->inode->size;
        break;
    default:
        return -EINVAL;
    }
    if (base + offset < 0)
        return -EINVAL;
    file->position = *position = base + offset;
    return 0;
}

long sys_lseek(long fd, long offset, long whence)
{
    uint64_t position;
    int error = seek(fd, (int32_t)offset, whence, &position);

    if (!error && position > INT32_MAX)
        return -EOVERFLOW;
    return error ? error : (long)position;
}

long sys_llseek(long fd, long high, long low, long user_result, long whence)
{
    uint64_t position;
    int error = seek(fd, (int64_t)offset_of(low, high), whence, &position);

    return error ? error : copy_to_user(user_result, &position, sizeof(position));
}

/* ---- from file to file -------------------------------------------------------------------------------- */

/* One page at a time through the kernel; what the reader does not take is not consumed. */
static long send_pages(struct file *out, struct file *in, uint64_t *position, size_t size, char *page)
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

    size = MIN((uint32_t)size, TRANSFER_MAX);
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

    size = MIN((uint32_t)size, TRANSFER_MAX);
    if (!user_offset)
        return send_file(out_fd, in_fd, NULL, size);
    if (copy_from_user(&short_offset, user_offset, sizeof(short_offset)))
        return -EFAULT;
    offset = short_offset;
    result = send_file(out_fd, in_fd, &offset, size);
    short_offset = offset;
    return copy_to_user(user_offset, &short_offset, sizeof(short_offset)) ? -EFAULT : result;
}

/* ---- length and lasting ---------------------------------------------------------------------------------- */

static long truncate_inode(struct inode *inode, uint64_t size)
{
    if ((int64_t)size < 0)
        return -EINVAL;
    if (S_ISDIR(inode->mode))
        return -EISDIR;
    if (!S_ISREG(inode->mode) || !inode->ops->truncate)
        return -EINVAL;
    return inode->ops->truncate(inode, size);
}

long sys_truncate64(long path, long low, long high)
{
    struct inode *inode;
    long error = path_find_user(AT_FDCWD, path, PATH_FOLLOW, &inode);

    if (error)
        return error;
    error = inode_permission(inode, MAY_WRITE);
    if (!error)
        error = truncate_inode(inode, offset_of(low, high));
    inode_put(inode);
    return error;
}

long sys_ftruncate64(long fd, long low, long high)
{
    struct file *file = files_lookup(fd);

    if (!file)
        return -EBADF;
    return file_writable(file) ? truncate_inode(file->inode, offset_of(low, high)) : -EINVAL;
}

long sys_truncate(long path, long size) { return sys_truncate64(path, size, size < 0 ? -1 : 0); }
long sys_ftruncate(long fd, long size) { return sys_ftruncate64(fd, size, size < 0 ? -1 : 0); }

/* Room for a range is not set aside: only the length grows. */
long sys_fallocate(long fd, long mode, long low, long high, long size_low, long size_high)
{
    struct file *file = files_lookup(fd);
    uint64_t end = offset_of(low, high) + offset_of(size_low, size_high);

    if (!file)
        return -EBADF;
    if (mode)
        return -EOPNOTSUPP;
    if (!file_writable(file))
        return -EBADF;
    return end > file->inode->size ? truncate_inode(file->inode, end) : 0;
}

/* Everything is in memory: written is written. */
long sys_sync(void) { return 0; }
long sys_fsync(long fd) { return files_lookup(fd) ? 0 : -EBADF; }
long sys_fdatasync(long fd) { return sys_fsync(fd); }
long sys_syncfs(long fd) { return sys_fsync(fd); }

/* Advice about caching has nothing to advise. */
long sys_fadvise64(long fd, long low, long high, long size, long advice)
{
    (void)low, (void)high, (void)size, (void)advice;
    return sys_fsync(fd);
}

long sys_fadvise64_64(long fd, long low, long high, long size_low, long size_high, long advice)
{
    (void)low, (void)high, (void)size_low, (void)size_high, (void)advice;
    return sys_fsync(fd);
}

long sys_readahead(long fd, long low, long high, long size)
{
    (void)low, (void)high, (void)size;
    return sys_fsync(fd);
}
