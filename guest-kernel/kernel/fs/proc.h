/* SPDX-License-Identifier: MIT */
/*
 * Inside /proc: a growing text, and the two flat tables that describe what files there are, one for
 * the system and one for each process. For proc*.c, and for
 * machines that have something to add.
 */
#ifndef GUEST_KERNEL_FS_PROC_H
#define GUEST_KERNEL_FS_PROC_H

#include "kernel/fs/vfs.h"
#include "kernel/proc.h"

/* Text under construction. Running out of memory marks it as failed; nothing else need check. */
struct text {
    char *bytes;
    size_t length, size;
    bool failed;
};

void text_print(struct text *text, const char *format, ...) PRINTF_LIKE(2, 3);
/* Append what `fill(argument, to, size)` writes, whatever its length. */
void text_fill(struct text *text, int (*fill)(const void *argument, char *to, size_t size),
               const void *argument);

struct proc_entry {
    const char *name;
    uint32_t mode;  /* with its type */
    uint8_t parent; /* row of the directory it is in; row 0 is the top */
    /* Files: write the text. `proc` is NULL for the system's files. */
    void (*show)(struct text *text, const struct proc *proc);
    /* Symlinks: the path as text; its length or an error. */
    int (*link)(const struct proc *proc, char *to, size_t size);
    /* Symlinks that lead straight to an object: as inode_ops.follow. */
    int (*follow)(const struct proc *proc, struct inode **found, struct inode **found_dir);
};

extern struct proc_entry proc_system_entries[];
unsigned proc_system_count(void);
/* One more, of the machine below; its row. Before /proc is mounted. */
unsigned proc_system_add(const struct proc_entry *entry);
extern const struct proc_entry proc_pid_entries[];
extern const unsigned proc_pid_count;
/* The row of the per-process table whose directory lists open descriptors. */
#define PROC_PID_FD_ROW 1

/* Inode numbers: system rows are small; a process has 4096 of its own, the upper half for
 * descriptors. */
#define INO_SYSTEM(row)   ((row) + 1)
#define INO_PID(pid, row) ((uint32_t)(pid) << 12 | (row))
#define INO_FD(pid, fd)   ((uint32_t)(pid) << 12 | 0x800 | (fd))

struct proc_inode {
    struct inode inode;
    const struct proc_entry *entry; /* NULL: a descriptor's link */
    int pid;                        /* 0: a row of the system's table */
    int fd;
    unsigned row;
};

static inline struct proc_inode *proc_inode_of(struct inode *inode)
{
    return (struct proc_inode *)inode;
}

/* The process an inode tells about: 0 and *proc (NULL for the system), or -ESRCH when it is gone.
 */
int proc_of_inode(const struct proc_inode *node, struct proc **proc);
int proc_readdir(struct inode *dir, uint64_t *position, struct dir_sink *sink);
extern const struct file_ops proc_file_ops;

/* Hundredths of a second, in which /proc counts. */
static inline uint32_t ticks_of(uint64_t ns)
{
    return divide_u64(ns, 10 * NS_PER_MS, NULL);
}
#define KIB_PER_PAGE (PAGE_SIZE / 1024)

#endif
