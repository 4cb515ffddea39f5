/* SPDX-License-Identifier: MIT */
/*
 * The in-memory file system: the root, /tmp and whatever else is mounted as tmpfs. Nothing is ever
 * written anywhere, so an inode lives while a name or an open file leads to it. Directories are in
 * ramfs_dir.c, the bytes of files in ramfs_file.c; here are the beginning and the end.
 */
#include "kernel/fs/ramfs.h"

/* A sixteenth of memory is kept from files: a full disk must not stop the shell that empties it. */
bool ramfs_may_grow(void)
{
    return pages_unused() > pages_total() / 16;
}

static int ramfs_readlink(struct inode *inode, char *text, size_t size)
{
    size_t length = MIN(inode->size, size);

    memcpy(text, ramfs_of(inode)->target, length);
    return length;
}

static void ramfs_release(struct inode *inode)
{
    struct ramfs_node *node = ramfs_of(inode);

    if (inode->nlink > 0)
        return;
    if (S_ISREG(inode->mode))
        ramfs_truncate(inode, 0);
    else if (S_ISLNK(inode->mode))
        kfree(node->target);
    inode_free(inode);
}

const struct inode_ops ramfs_inode_ops = {
    .lookup = ramfs_lookup,
    .create = ramfs_create,
    .symlink = ramfs_symlink,
    .link = ramfs_link,
    .unlink = ramfs_unlink,
    .rename = ramfs_rename,
    .readlink = ramfs_readlink,
    .truncate = ramfs_truncate,
    .readdir = ramfs_readdir,
    .release = ramfs_release,
};

struct filesystem *ramfs_new(const char *type, const char *source)
{
    static uint32_t next_device = 1;
    struct filesystem *fs = kzalloc(sizeof(*fs));
    struct ramfs_node *root;

    if (!fs)
        return NULL;
    fs->type = type;
    fs->source = kstrdup(source);
    fs->magic = TMPFS_MAGIC;
    fs->device = next_device++;
    root = fs->source ? inode_new(sizeof(*root), fs, S_IFDIR | 0755) : NULL;
    if (!root) {
        kfree(fs->source);
        kfree(fs);
        return NULL;
    }
    root->inode.ops = &ramfs_inode_ops;
    root->inode.nlink = 2;
    list_init(&root->dir.entries);
    fs->root = &root->inode;
    return fs;
}
