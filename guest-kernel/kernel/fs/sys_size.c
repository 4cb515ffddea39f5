/* SPDX-License-Identifier: MIT */
/*
 * System calls about a file's length, and those that ask for it to last. Everything is in memory,
 * so written is written.
 */
#include "kernel/fs/vfs.h"

static long truncate_inode(struct inode *inode, uint64_t size)
{
    if ((int64_t)size < 0)
        return -EINVAL;
    if (S_ISDIR(inode->mode))
        return -EISDIR;
    if (!S_ISREG(inode->mode) || !inode->ops->truncate)
        return -EINVAL;
    if (inode->executing > 0)
        return -ETXTBSY;
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
        error = truncate_inode(inode, uint64_of(low, high));
    inode_put(inode);
    return error;
}

long sys_ftruncate64(long fd, long low, long high)
{
    struct file *file = files_lookup(fd);

    if (!file)
        return -EBADF;
    return file_writable(file) ? truncate_inode(file->inode, uint64_of(low, high)) : -EINVAL;
}

long sys_truncate(long path, long size)
{
    return sys_truncate64(path, size, size < 0 ? -1 : 0);
}
long sys_ftruncate(long fd, long size)
{
    return sys_ftruncate64(fd, size, size < 0 ? -1 : 0);
}

/* Room for a range is not set aside: only the length grows. */
long sys_fallocate(long fd, long mode, long low, long high, long size_low, long size_high)
{
    struct file *file = files_lookup(fd);
    uint64_t end = uint64_of(low, high) + uint64_of(size_low, size_high);

    if (!file)
        return -EBADF;
    if (mode)
        return -EOPNOTSUPP;
    if (!file_writable(file))
        return -EBADF;
    return end > file->inode->size ? truncate_inode(file->inode, end) : 0;
}

long sys_sync(void)
{
    return 0;
}
long sys_fsync(long fd)
{
    return files_lookup(fd) ? 0 : -EBADF;
}
long sys_fdatasync(long fd)
{
    return sys_fsync(fd);
}
long sys_syncfs(long fd)
{
    return sys_fsync(fd);
}

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
