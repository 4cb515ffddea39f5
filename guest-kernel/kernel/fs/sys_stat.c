/* SPDX-License-Identifier: MIT */
/*
 * System calls that tell about files: the stat family in its four layouts, access, readlink. One
 * function collects, one per layout writes.
 */
#include "kernel/fs/context.h"
#include "kernel/fs/ramfs.h"
#include "kernel/fs/vfs.h"

static uint64_t blocks_of(struct inode *inode)
{
    if (inode->fs->magic == TMPFS_MAGIC)
        return (uint64_t)ramfs_page_count(inode) * (PAGE_SIZE / 512);
    return 0;
}

static void split_time(uint64_t ns, uint32_t *seconds, uint32_t *nanoseconds)
{
    *seconds = divide_u64(ns, NS_PER_SECOND, nanoseconds);
}

static long give_stat64(struct inode *inode, uintptr_t user)
{
    struct stat64 s = {
        .dev = inode->fs->device,
        .short_ino = inode->ino,
        .ino = inode->ino,
        .mode = inode->mode,
        .nlink = inode->nlink,
        .uid = inode->uid,
        .gid = inode->gid,
        .rdev = inode->rdev,
        .size = inode->size,
        .blksize = PAGE_SIZE,
        .blocks = blocks_of(inode),
    };
    uint32_t a[2], m[2], c[2];

    split_time(inode->atime_ns, &a[0], &a[1]);
    split_time(inode->mtime_ns, &m[0], &m[1]);
    split_time(inode->ctime_ns, &c[0], &c[1]);
    s.atime = a[0], s.atime_nsec = a[1];
    s.mtime = m[0], s.mtime_nsec = m[1];
    s.ctime = c[0], s.ctime_nsec = c[1];
    return copy_to_user(user, &s, sizeof(s));
}

static long give_stat32(struct inode *inode, uintptr_t user)
{
    struct stat32 s = {
        .dev = inode->fs->device,
        .ino = inode->ino,
        .mode = inode->mode,
        .nlink = inode->nlink,
        .uid = inode->uid,
        .gid = inode->gid,
        .rdev = inode->rdev,
        .size = inode->size,
        .blksize = PAGE_SIZE,
        .blocks = blocks_of(inode),
    };

    if (inode->size > INT32_MAX)
        return -EOVERFLOW;
    s.atime = divide_u64(inode->atime_ns, NS_PER_SECOND, NULL);
    s.mtime = divide_u64(inode->mtime_ns, NS_PER_SECOND, NULL);
    s.ctime = divide_u64(inode->ctime_ns, NS_PER_SECOND, NULL);
    return copy_to_user(user, &s, sizeof(s));
}

static struct statx_time statx_time_of(uint64_t ns)
{
    uint32_t seconds, nanoseconds;

    split_time(ns, &seconds, &nanoseconds);
    return (struct statx_time){.seconds = seconds, .nanoseconds = nanoseconds};
}

static long give_statx(struct inode *inode, uintptr_t user)
{
    struct statx s = {
        .mask = STATX_BASIC_STATS,
        .blksize = PAGE_SIZE,
        .nlink = inode->nlink,
        .uid = inode->uid,
        .gid = inode->gid,
        .mode = inode->mode,
        .ino = inode->ino,
        .size = inode->size,
        .blocks = blocks_of(inode),
        .atime = statx_time_of(inode->atime_ns),
        .ctime = statx_time_of(inode->ctime_ns),
        .mtime = statx_time_of(inode->mtime_ns),
        .rdev_major = RDEV_MAJOR(inode->rdev),
        .rdev_minor = RDEV_MINOR(inode->rdev),
        .dev_minor = inode->fs->device,
        .mount_id = inode->fs->device,
    };

    return copy_to_user(user, &s, sizeof(s));
}

typedef long give_fn(struct inode *inode, uintptr_t user);

static long stat_at(int dir_fd, uintptr_t path, long flags, uintptr_t user, give_fn *give)
{
    unsigned how =
        (flags & AT_SYMLINK_NOFOLLOW ? 0 : PATH_FOLLOW) | (flags & AT_EMPTY_PATH ? PATH_EMPTY : 0);
    struct inode *inode;
    long error = path_find_user(dir_fd, path, how, &inode);

    if (error)
        return error;
    error = give(inode, user);
    inode_put(inode);
    return error;
}

static long stat_fd(int fd, uintptr_t user, give_fn *give)
{
    struct file *file = files_lookup(fd);

    return file ? give(file->inode, user) : -EBADF;
}

long sys_stat(long path, long user)
{
    return stat_at(AT_FDCWD, path, 0, user, give_stat32);
}
long sys_fstat(long fd, long user)
{
    return stat_fd(fd, user, give_stat32);
}
long sys_stat64(long path, long user)
{
    return stat_at(AT_FDCWD, path, 0, user, give_stat64);
}
long sys_fstat64(long fd, long user)
{
    return stat_fd(fd, user, give_stat64);
}

long sys_lstat(long path, long user)
{
    return stat_at(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, user, give_stat32);
}

long sys_lstat64(long path, long user)
{
    return stat_at(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, user, give_stat64);
}

long sys_fstatat64(long dir_fd, long path, long user, long flags)
{
    return stat_at(dir_fd, path, flags, user, give_stat64);
}

long sys_statx(long dir_fd, long path, long flags, long mask, long user)
{
    (void)mask; /* all that is asked for is cheap */
    return stat_at(dir_fd, path, flags, user, give_statx);
}

/* ---- access ---------------------------------------------------------------------------------- */

long sys_faccessat2(long dir_fd, long path, long wish, long flags)
{
    unsigned how = flags & AT_SYMLINK_NOFOLLOW ? 0 : PATH_FOLLOW;
    struct inode *inode;
    long error;

    if (wish & ~7l)
        return -EINVAL;
    error = path_find_user(dir_fd, path, how | (flags & AT_EMPTY_PATH ? PATH_EMPTY : 0), &inode);
    if (error)
        return error;
    error = wish ? inode_permission(inode, wish) : 0;
    inode_put(inode);
    return error;
}

long sys_faccessat(long dir_fd, long path, long wish)
{
    return sys_faccessat2(dir_fd, path, wish, 0);
}
long sys_access(long path, long wish)
{
    return sys_faccessat2(AT_FDCWD, path, wish, 0);
}

/* ---- readlink -------------------------------------------------------------------------------- */

long sys_readlinkat(long dir_fd, long path, long user, long size)
{
    struct inode *inode;
    char *text;
    long result;

    if (size <= 0)
        return -EINVAL;
    result = path_find_user(dir_fd, path, PATH_EMPTY, &inode);
    if (result)
        return result;
    text = kmalloc(PATH_MAX);
    if (!text)
        result = -ENOMEM;
    else if (!S_ISLNK(inode->mode))
        result = -EINVAL;
    else
        result = inode->ops->readlink(inode, text, PATH_MAX);
    if (result >= 0) {
        result = MIN(result, size);
        if (copy_to_user(user, text, result))
            result = -EFAULT;
    }
    kfree(text);
    inode_put(inode);
    return result;
}

long sys_readlink(long path, long user, long size)
{
    return sys_readlinkat(AT_FDCWD, path, user, size);
}
