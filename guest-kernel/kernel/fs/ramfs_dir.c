/* SPDX-License-Identifier: MIT */
/*
 * Directories of the in-memory file system: a list of entries in the order they were made. A
 * position in a directory is a number that only grows, so `rm -r` may remove entries while it reads
 * them.
 */
#include "kernel/fs/ramfs.h"

/* Positions 0 and 1 are "." and "..". */
#define FIRST_POSITION 2

static uint32_t name_hash(const char *name, size_t length)
{
    uint32_t hash = 2166136261u; /* FNV-1a */

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (uint8_t)name[i]) * 16777619u;
    return hash;
}

static struct ramfs_entry *entry_find(struct inode *dir, const char *name, size_t length)
{
    uint32_t hash = name_hash(name, length);

    list_for_each (node, &ramfs_of(dir)->dir.entries) {
        struct ramfs_entry *entry = list_entry(node, struct ramfs_entry, node);

        if (entry->hash == hash && entry->length == length && !memcmp(entry->name, name, length))
            return entry;
    }
    return NULL;
}

/* An entry that is not in its directory yet, or NULL. */
static struct ramfs_entry *entry_new(const char *name, size_t length, struct inode *target)
{
    struct ramfs_entry *entry = ramfs_may_grow() ? kmalloc(sizeof(*entry) + length) : NULL;

    if (!entry)
        return NULL;
    entry->target = target;
    entry->hash = name_hash(name, length);
    entry->length = length;
    memcpy(entry->name, name, length);
    return entry;
}

static void entry_add(struct inode *dir, struct ramfs_entry *entry)
{
    struct ramfs_node *node = ramfs_of(dir);

    entry->position = FIRST_POSITION + node->dir.next_position++;
    list_append(&entry->node, &node->dir.entries);
    node->dir.entry_count++;
    dir->size += 16; /* something for ls to show */
    inode_touch_modified(dir);
}

static void entry_remove(struct inode *dir, struct ramfs_entry *entry)
{
    list_remove(&entry->node);
    kfree(entry);
    ramfs_of(dir)->dir.entry_count--;
    dir->size -= 16;
    inode_touch_modified(dir);
}

/* A directory's second name is its own ".", and its ".." is a name of the directory above. */
static void adopt(struct inode *dir, struct inode *child)
{
    child->parent = inode_get(dir);
    dir->nlink++;
}

static void disown(struct inode *dir, struct inode *child)
{
    (void)child;
    dir->nlink--;
}

/* One name less leads to the inode; frees it when that was all. */
static void drop_link(struct inode *inode)
{
    inode->nlink -= S_ISDIR(inode->mode) ? 2 : 1;
    inode->ctime_ns = clock_realtime_ns();
    inode_put(inode_get(inode));
}

int ramfs_lookup(struct inode *dir, const char *name, size_t length, struct inode **found)
{
    struct ramfs_entry *entry = entry_find(dir, name, length);

    if (!entry)
        return -ENOENT;
    *found = inode_get(entry->target);
    return 0;
}

/* A removed directory that somebody still sits in takes no new entries. */
static bool is_removed(const struct inode *dir)
{
    return dir->nlink < 2;
}

static int node_new(struct inode *dir, const char *name, size_t length, uint32_t mode,
                    struct inode **made)
{
    struct ramfs_node *node;
    struct ramfs_entry *entry;

    if (is_removed(dir))
        return -ENOENT;
    entry = entry_new(name, length, NULL);
    node = entry ? inode_new(sizeof(*node), dir->fs, mode) : NULL;
    if (!node) {
        kfree(entry);
        return -ENOSPC;
    }
    node->inode.ops = &ramfs_inode_ops;
    node->inode.file_ops = &ramfs_file_ops;
    if (dir->mode & S_ISGID) {
        node->inode.gid = dir->gid;
        if (S_ISDIR(mode))
            node->inode.mode |= S_ISGID;
    }
    if (S_ISDIR(mode)) {
        list_init(&node->dir.entries);
        node->inode.nlink = 2;
        adopt(dir, &node->inode);
    }
    entry->target = &node->inode;
    entry_add(dir, entry);
    *made = &node->inode;
    return 0;
}

int ramfs_create(struct inode *dir, const char *name, size_t length, uint32_t mode, uint32_t rdev,
                 struct inode **made)
{
    int error = node_new(dir, name, length, mode, made);

    if (!error)
        (*made)->rdev = rdev;
    return error;
}

int ramfs_symlink(struct inode *dir, const char *name, size_t length, const char *target)
{
    char *copy = kstrdup(target);
    struct inode *made;
    int error;

    if (!copy)
        return -ENOSPC;
    error = node_new(dir, name, length, S_IFLNK | 0777, &made);
    if (error) {
        kfree(copy);
        return error;
    }
    ramfs_of(made)->target = copy;
    made->size = strlen(copy);
    inode_put(made);
    return 0;
}

int ramfs_link(struct inode *dir, const char *name, size_t length, struct inode *target)
{
    struct ramfs_entry *entry;

    if (target->nlink >= LINK_MAX)
        return -EMLINK;
    if (is_removed(dir) || target->nlink == 0)
        return -ENOENT;
    entry = entry_new(name, length, target);
    if (!entry)
        return -ENOSPC;
    target->nlink++;
    target->ctime_ns = clock_realtime_ns();
    entry_add(dir, entry);
    return 0;
}

static int check_removable(struct inode *target)
{
    if (S_ISDIR(target->mode) && !list_empty(&ramfs_of(target)->dir.entries))
        return -ENOTEMPTY;
    return 0;
}

int ramfs_unlink(struct inode *dir, const char *name, size_t length, struct inode *target)
{
    struct ramfs_entry *entry = entry_find(dir, name, length);
    int error = entry ? check_removable(target) : -ENOENT;

    if (error)
        return error;
    entry_remove(dir, entry);
    if (S_ISDIR(target->mode))
        disown(dir, target);
    drop_link(target);
    return 0;
}

int ramfs_rename(struct inode *from_dir, const char *from, size_t from_length, struct inode *moved,
                 struct inode *to_dir, const char *to, size_t to_length, struct inode *replaced)
{
    struct ramfs_entry *old = entry_find(from_dir, from, from_length), *new;
    int error = replaced ? check_removable(replaced) : 0;

    if (!old || is_removed(to_dir))
        return -ENOENT;
    if (error)
        return error;
    new = entry_new(to, to_length, moved);
    if (!new)
        return -ENOSPC;
    /* Nothing can fail from here on. */
    if (replaced) {
        entry_remove(to_dir, entry_find(to_dir, to, to_length));
        if (S_ISDIR(replaced->mode))
            disown(to_dir, replaced);
        drop_link(replaced);
    }
    entry_remove(from_dir, old);
    entry_add(to_dir, new);
    if (S_ISDIR(moved->mode) && from_dir != to_dir) {
        disown(from_dir, moved);
        inode_put(moved->parent);
        adopt(to_dir, moved);
    }
    moved->ctime_ns = clock_realtime_ns();
    return 0;
}

void ramfs_clear(struct inode *root)
{
    struct inode *dir = root;

    while (!list_empty(&ramfs_of(dir)->dir.entries)) {
        struct list *first = ramfs_of(dir)->dir.entries.next;
        struct ramfs_entry *entry = list_entry(first, struct ramfs_entry, node);
        struct inode *target = entry->target;

        if (S_ISDIR(target->mode) && !list_empty(&ramfs_of(target)->dir.entries)) {
            dir = target; /* empty it first */
            continue;
        }
        entry_remove(dir, entry);
        if (S_ISDIR(target->mode))
            disown(dir, target);
        drop_link(target);
        dir = root; /* and start again from the top: depth is not remembered */
    }
}

int ramfs_readdir(struct inode *dir, uint64_t *position, struct dir_sink *sink)
{
    struct inode *above = dir->parent ? dir->parent : dir;

    if (*position == 0) {
        if (!sink->entry(sink, ".", 1, dir->ino, dir->mode, 1))
            return 0;
        *position = 1;
    }
    if (*position == 1) {
        if (!sink->entry(sink, "..", 2, above->ino, above->mode, FIRST_POSITION))
            return 0;
        *position = FIRST_POSITION;
    }
    list_for_each (node, &ramfs_of(dir)->dir.entries) {
        struct ramfs_entry *entry = list_entry(node, struct ramfs_entry, node);

        if (entry->position < *position)
            continue;
        if (!sink->entry(sink, entry->name, entry->length, entry->target->ino, entry->target->mode,
                         entry->position + 1))
            return 0;
        *position = entry->position + 1;
    }
    return 0;
}
