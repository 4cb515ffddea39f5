/* SPDX-License-Identifier: MIT */
/*
 * The in-memory file system, seen from inside: one node type for everything, with the pages of a
 * file, the entries of a directory or the text of a symlink. Private to ramfs.c, ramfs_dir.c,
 * ramfs_file.c.
 */
#ifndef GUEST_KERNEL_FS_RAMFS_H
#define GUEST_KERNEL_FS_RAMFS_H

#include "kernel/fs/vfs.h"

/*
 * A file's pages: the first few directly, so that small files cost one page, then a table of
 * tables. A missing page reads as zeroes.
 */
#define DIRECT_PAGES   8u
#define TABLE_ENTRIES  (PAGE_SIZE / sizeof(void *))
#define FILE_PAGES_MAX (DIRECT_PAGES + TABLE_ENTRIES * TABLE_ENTRIES)

struct ramfs_entry {
    struct list node;
    struct inode *target;
    uint32_t hash;
    uint32_t position; /* grows with every entry made, so a reader can go on after removals */
    uint16_t length;
    char name[];
};

struct ramfs_node {
    struct inode inode;
    union {
        struct {
            struct list entries;
            uint32_t next_position;
            uint32_t entry_count;
        } dir;
        struct {
            void *direct[DIRECT_PAGES];
            void ***far;
            uint32_t page_count;
        } file;
        char *target;
    };
};

static inline struct ramfs_node *ramfs_of(struct inode *inode)
{
    return (struct ramfs_node *)inode;
}

extern const struct inode_ops ramfs_inode_ops;
extern const struct file_ops ramfs_file_ops;

/* May the file system take another page, or must the rest stay with the processes? */
bool ramfs_may_grow(void);
/* The page that holds page number `index`, or NULL; with `make`, a missing one is added. */
void *ramfs_page(struct ramfs_node *node, uint32_t index, bool make);
int ramfs_truncate(struct inode *inode, uint64_t size);
uint32_t ramfs_page_count(struct inode *inode);

int ramfs_lookup(struct inode *dir, const char *name, size_t length, struct inode **found);
int ramfs_create(struct inode *dir, const char *name, size_t length, uint32_t mode, uint32_t rdev,
                 struct inode **made);
int ramfs_symlink(struct inode *dir, const char *name, size_t length, const char *target);
int ramfs_link(struct inode *dir, const char *name, size_t length, struct inode *target);
int ramfs_unlink(struct inode *dir, const char *name, size_t length, struct inode *target);
int ramfs_rename(struct inode *from_dir, const char *from, size_t from_length, struct inode *moved,
                 struct inode *to_dir, const char *to, size_t to_length, struct inode *replaced);
/* Take every name below `root` away: the file system is no longer mounted. */
void ramfs_clear(struct inode *root);
int ramfs_readdir(struct inode *dir, uint64_t *position, struct dir_sink *sink);

#endif
