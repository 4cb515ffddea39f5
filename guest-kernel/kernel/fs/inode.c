/* SPDX-License-Identifier: MIT */
/*
 * Inodes: counting references, and who may do what. An inode is freed when nobody holds it and no
 * name leads to it; the second half is the file system's to judge (its release operation).
 */
#include "kernel/fs/vfs.h"
#include "kernel/proc.h"

struct inode *inode_get(struct inode *inode)
{
    inode->references++;
    return inode;
}

void inode_put(struct inode *inode)
{
    if (!inode)
        return;
    ASSERT(inode->references > 0);
    if (--inode->references == 0)
        inode->ops->release(inode);
}

void *inode_new(size_t size, struct filesystem *fs, uint32_t mode)
{
    struct inode *inode = kzalloc(size);

    if (!inode)
        return NULL;
    inode->references = 1;
    inode->nlink = 1;
    inode->fs = fs;
    inode->ino = ++fs->next_ino;
    fs->inode_count++;
    inode->mode = mode;
    inode->uid = current ? current->euid : 0;
    inode->gid = current ? current->egid : 0;
    inode->atime_ns = inode->mtime_ns = inode->ctime_ns = clock_realtime_ns();
    return inode;
}

void inode_free(struct inode *inode)
{
    struct filesystem *fs = inode->fs;

    inode_put(inode->parent);
    kfree(inode);
    if (--fs->inode_count == 0 && !fs->mounted) {
        kfree(fs->source);
        kfree(fs);
    }
}

int inode_permission(const struct inode *inode, unsigned wish)
{
    uint32_t bits = inode->mode;

    if (!current || current->euid == 0) {
        bool executable = S_ISDIR(inode->mode) || (inode->mode & 0111);
        return (wish & MAY_EXEC) && !executable ? -EACCES : 0;
    }
    if (current->euid == inode->uid)
        bits >>= 6;
    else if (current->egid == inode->gid)
        bits >>= 3;
    return (bits & wish) == wish ? 0 : -EACCES;
}

bool inode_is_owner(const struct inode *inode)
{
    return !current || current->euid == 0 || current->euid == inode->uid;
}

void inode_touch_modified(struct inode *inode)
{
    inode->mtime_ns = inode->ctime_ns = clock_realtime_ns();
}
