/* SPDX-License-Identifier: MIT */
/*
 * A cpio archive while it is unpacked. Private to cpio.c and cpio_read.c.
 */
#ifndef GUEST_KERNEL_FS_CPIO_H
#define GUEST_KERNEL_FS_CPIO_H

#include "kernel/fs/vfs.h"

#define TRAILER "TRAILER!!!"

enum field {
    FIELD_INO,
    FIELD_MODE,
    FIELD_UID,
    FIELD_GID,
    FIELD_NLINK,
    FIELD_MTIME,
    FIELD_FILESIZE,
    FIELD_DEVMAJOR,
    FIELD_DEVMINOR,
    FIELD_RDEVMAJOR,
    FIELD_RDEVMINOR,
    FIELD_NAMESIZE,
    FIELD_CHECK,
    FIELD_COUNT
};

/* One member of the archive, all within its bounds. */
struct member {
    uint32_t field[FIELD_COUNT];
    const char *name; /* terminated within the archive */
    const char *data;
};

/* The first name of an inode that has several; the others become hard links to it. */
struct first_name {
    struct first_name *next;
    uint32_t ino;
    struct inode *inode;
};

struct unpacking {
    struct inode *root;
    const char *archive;
    size_t size, at;
    struct first_name *first_names;
};

/* Say what is wrong and where; -EINVAL. */
int cpio_bad(const struct unpacking *u, const char *what);
/* Read the member at u->at and move past it: 0, or -EINVAL after a message. */
int cpio_read(struct unpacking *u, struct member *member);

#endif
