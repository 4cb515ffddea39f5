/* SPDX-License-Identifier: MIT */
/*
 * The directories a process works with, and its table of descriptors: private to the file layer.
 */
#ifndef GUEST_KERNEL_FS_CONTEXT_H
#define GUEST_KERNEL_FS_CONTEXT_H

#include "kernel/fs/vfs.h"

#define DESCRIPTORS_MAX 1024

struct fs_context {
    unsigned references;
    struct inode *root, *cwd;
    uint32_t umask;
};

struct descriptor {
    struct file *file; /* NULL: free */
    bool close_on_exec;
};

struct files {
    unsigned references;
    unsigned capacity;
    struct descriptor *table;
};

/* Root and working directory of the current process, or of everything before there is one.
 * Borrowed. */
struct inode *fs_root(void);
struct inode *fs_cwd(void);
/* The umask applied to a mode a program asks for. */
uint32_t fs_masked(uint32_t mode);

/* A free descriptor not below `lowest`; -EMFILE, -ENOMEM. Nothing is reserved by it. */
int files_find_free(int lowest);
/* Fill a free descriptor; the reference to the file is consumed. */
void files_install(int fd, struct file *file, bool close_on_exec);
/* Both at once: the descriptor, or an error after putting the file. */
int files_add(struct file *file, bool close_on_exec);
int files_close(int fd);
struct descriptor *files_slot(int fd); /* NULL if it is not open */

#endif
