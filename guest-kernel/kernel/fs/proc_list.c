/* SPDX-License-Identifier: MIT */
/*
 * Listing the directories of /proc: the rows of a table, then processes or descriptors by number.
 */
#include "kernel/fs/context.h"
#include "kernel/fs/proc.h"

/* Positions: 0 and 1 the dots, then the rows of the table, then from here processes or descriptors.
 */
#define POSITION_NUMBERS 0x1000

static bool list_number(struct dir_sink *sink, int number, uint32_t ino, uint32_t mode)
{
    char name[12];
    int length = snprintf(name, sizeof(name), "%d", number);

    return sink->entry(sink, name, length, ino, mode, POSITION_NUMBERS + number + 1);
}

static void list_fds(const struct proc *proc, uint64_t *position, struct dir_sink *sink)
{
    unsigned fd = MAX(*position, (uint64_t)POSITION_NUMBERS) - POSITION_NUMBERS;

    for (; proc->files && fd < proc->files->capacity; fd++) {
        if (proc->files->table[fd].file &&
            !list_number(sink, fd, INO_FD(proc->pid, fd), S_IFLNK | 0700))
            return;
        *position = POSITION_NUMBERS + fd + 1;
    }
}

/* The process with the smallest pid that is not below `pid`, or 0. */
static int next_pid(int pid)
{
    int next = 0;

    list_for_each (node, &all_procs) {
        const struct proc *proc = proc_of(node);

        if (proc->pid == proc->tgid && proc->pid >= pid && (!next || proc->pid < next))
            next = proc->pid;
    }
    return next;
}

static void list_processes(uint64_t *position, struct dir_sink *sink)
{
    int pid = MAX(*position, (uint64_t)POSITION_NUMBERS + 1) - POSITION_NUMBERS;

    while ((pid = next_pid(pid))) {
        if (!list_number(sink, pid, INO_PID(pid, 0), S_IFDIR | 0555))
            return;
        *position = POSITION_NUMBERS + ++pid;
    }
}

static bool list_rows(struct proc_inode *node, uint64_t *position, struct dir_sink *sink)
{
    const struct proc_entry *table = node->pid ? proc_pid_entries : proc_system_entries;
    unsigned count = node->pid ? proc_pid_count : proc_system_count();

    while (*position >= 2 && *position < POSITION_NUMBERS) {
        unsigned row = *position - 1;

        if (row >= count)
            break;
        if (table[row].parent == node->row &&
            !sink->entry(sink, table[row].name, strlen(table[row].name),
                         node->pid ? INO_PID(node->pid, row) : INO_SYSTEM(row), table[row].mode,
                         *position + 1))
            return false;
        ++*position;
    }
    return true;
}

int proc_readdir(struct inode *dir, uint64_t *position, struct dir_sink *sink)
{
    struct proc_inode *node = proc_inode_of(dir);
    struct inode *above = dir->parent ? dir->parent : dir;
    struct proc *proc;
    int error = proc_of_inode(node, &proc);

    if (error)
        return -ENOENT;
    if (*position == 0) {
        if (!sink->entry(sink, ".", 1, dir->ino, dir->mode, 1))
            return 0;
        *position = 1;
    }
    if (*position == 1) {
        if (!sink->entry(sink, "..", 2, above->ino, above->mode, 2))
            return 0;
        *position = 2;
    }
    if (proc && node->row == PROC_PID_FD_ROW)
        list_fds(proc, position, sink);
    else if (list_rows(node, position, sink) && !proc && node->row == 0)
        list_processes(position, sink);
    return 0;
}
