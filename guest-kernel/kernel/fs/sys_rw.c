/* SPDX-License-Identifier: MIT */
/*
 * System calls that move bytes: read and write in their many forms, and seeking. Each holds a
 * reference to the open file, because it may sleep while another thread closes the descriptor.
 */
#include "kernel/fs/context.h"
#include "kernel/fs/vfs.h"

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
    struct uio uio;
    long result;

    if (count == 0)
        return files_lookup(fd) ? 0 : -EBADF;
    result = uio_init_vector(&uio, &spans, user_vector, count);
    if (result)
        return result;
    result = transfer(fd, &uio, offset, move);
    kfree(spans);
    return result;
}

long sys_read(long fd, long base, long size)
{
    return transfer_flat(fd, base, size, NULL, file_read);
}

long sys_write(long fd, long base, long size)
{
    return transfer_flat(fd, base, size, NULL, file_write);
}

long sys_pread64(long fd, long base, long size, long low, long high)
{
    uint64_t offset = uint64_of(low, high);
    return transfer_flat(fd, base, size, &offset, file_read);
}

long sys_pwrite64(long fd, long base, long size, long low, long high)
{
    uint64_t offset = uint64_of(low, high);
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
    uint64_t offset = uint64_of(low, high);
    return transfer_spans(fd, vector, count, &offset, file_read);
}

long sys_pwritev(long fd, long vector, long count, long low, long high)
{
    uint64_t offset = uint64_of(low, high);
    return transfer_spans(fd, vector, count, &offset, file_write);
}

/* ---- seeking --------------------------------------------------------------------------------- */

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
    int error = seek(fd, (int64_t)uint64_of(low, high), whence, &position);

    return error ? error : copy_to_user(user_result, &position, sizeof(position));
}
