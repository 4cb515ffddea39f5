/* SPDX-License-Identifier: MIT */
/*
 * How full is a file system? All in-memory ones share what memory is left.
 */
#include "kernel/fs/vfs.h"

static void statfs_fill(const struct filesystem *fs, struct statfs64 *s)
{
    uint32_t reserved = pages_total() / 16, unused = pages_unused();

    memset(s, 0, sizeof(*s));
    s->type = fs->magic;
    s->bsize = s->frsize = PAGE_SIZE;
    s->namelen = NAME_MAX;
    s->fsid[0] = fs->device;
    if (fs->magic != TMPFS_MAGIC)
        return;
    s->blocks = pages_total();
    s->bfree = s->bavail = unused > reserved ? unused - reserved : 0;
    s->files = s->blocks;
    s->ffree = s->bfree;
}

static long statfs_give64(const struct filesystem *fs, uintptr_t user)
{
    struct statfs64 s;

    statfs_fill(fs, &s);
    return copy_to_user(user, &s, sizeof(s));
}

static long statfs_give32(const struct filesystem *fs, uintptr_t user)
{
    struct statfs64 s;
    struct statfs32 t = {0};

    statfs_fill(fs, &s);
    t.type = s.type;
    t.bsize = s.bsize;
    t.blocks = s.blocks;
    t.bfree = t.bavail = s.bfree;
    t.files = s.files;
    t.ffree = s.ffree;
    t.fsid[0] = s.fsid[0];
    t.namelen = s.namelen;
    t.frsize = s.frsize;
    return copy_to_user(user, &t, sizeof(t));
}

static long statfs_path(uintptr_t path, uintptr_t user,
                        long (*give)(const struct filesystem *, uintptr_t))
{
    struct inode *inode;
    long error = path_find_user(AT_FDCWD, path, PATH_FOLLOW, &inode);

    if (error)
        return error;
    error = give(inode->fs, user);
    inode_put(inode);
    return error;
}

long sys_statfs(long path, long user)
{
    return statfs_path(path, user, statfs_give32);
}

long sys_statfs64(long path, long size, long user)
{
    return size == sizeof(struct statfs64) ? statfs_path(path, user, statfs_give64) : -EINVAL;
}

long sys_fstatfs(long fd, long user)
{
    struct file *file = files_lookup(fd);

    return file ? statfs_give32(file->inode->fs, user) : -EBADF;
}

long sys_fstatfs64(long fd, long size, long user)
{
    struct file *file = files_lookup(fd);

    if (!file)
        return -EBADF;
    return size == sizeof(struct statfs64) ? statfs_give64(file->inode->fs, user) : -EINVAL;
}
