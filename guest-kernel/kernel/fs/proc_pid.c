/* SPDX-License-Identifier: MIT */
/*
 * What /proc says about one process: the files that ps and top read, and links to what it has open.
 */
#include "kernel/fs/context.h"
#include "kernel/fs/proc.h"
#include "kernel/tty/tty.h"

#define TTY_NUMBER RDEV(4, 64)

static unsigned thread_count(const struct proc *leader)
{
    unsigned count = 0;

    list_for_each (node, &all_procs)
        count += proc_of(node)->tgid == leader->tgid;
    return count;
}

static void show_stat(struct text *text, const struct proc *proc)
{
    text_print(text,
               "%d (%s) %c %d %d %d %d %d 0 0 0 0 0 %u %u %u %u 20 0 %u 0 %u %u %u 4294967295",
               proc->pid, proc->name, proc_state_letter(proc), proc->ppid, proc->pgid, proc->sid,
               proc->tty ? (int)TTY_NUMBER : 0, proc->tty ? proc->tty->group : -1,
               ticks_of(proc->utime_ns), ticks_of(proc->stime_ns), ticks_of(proc->child_utime_ns),
               ticks_of(proc->child_stime_ns), thread_count(proc), ticks_of(proc->start_ns),
               proc_vm_pages(proc) * PAGE_SIZE, proc_resident_pages(proc));
    /* Addresses, signal masks in their old form and CPU numbers: nobody here keeps them. */
    for (unsigned field = 26; field <= 52; field++)
        text_print(text, field == 38 ? " 17" : " 0");
    text_print(text, "\n");
}

static void show_statm(struct text *text, const struct proc *proc)
{
    text_print(text, "%u %u 0 0 0 0 0\n", proc_vm_pages(proc), proc_resident_pages(proc));
}

static void show_mask(struct text *text, const char *name, sigset_t mask)
{
    text_print(text, "%s:\t%08x%08x\n", name, (unsigned)(mask >> 32), (unsigned)mask);
}

static void show_status(struct text *text, const struct proc *proc)
{
    char letter = proc_state_letter(proc);
    const char *word = letter == 'R'   ? "running"
                       : letter == 'S' ? "sleeping"
                       : letter == 'T' ? "stopped"
                       : letter == 'Z' ? "zombie"
                                       : "unknown";

    text_print(text, "Name:\t%s\nState:\t%c (%s)\nTgid:\t%d\nPid:\t%d\nPPid:\t%d\n", proc->name,
               letter, word, proc->tgid, proc->pid, proc->ppid);
    text_print(text, "Uid:\t%u\t%u\t%u\t%u\nGid:\t%u\t%u\t%u\t%u\n", proc->uid, proc->euid,
               proc->euid, proc->euid, proc->gid, proc->egid, proc->egid, proc->egid);
    text_print(text, "FDSize:\t%u\nVmSize:\t%8u kB\nVmRSS:\t%8u kB\nThreads:\t%u\n",
               proc->files ? proc->files->capacity : 0, proc_vm_pages(proc) * KIB_PER_PAGE,
               proc_resident_pages(proc) * KIB_PER_PAGE, thread_count(proc));
    show_mask(text, "SigPnd", proc->pending);
    show_mask(text, "SigBlk", proc->blocked);
}

static int fill_cmdline(const void *proc, char *to, size_t size)
{
    return proc_cmdline(proc, to, size);
}

static int fill_maps(const void *proc, char *to, size_t size)
{
    return proc_maps(proc, to, size);
}

static void show_cmdline(struct text *text, const struct proc *proc)
{
    text_fill(text, fill_cmdline, proc);
}

static void show_maps(struct text *text, const struct proc *proc)
{
    text_fill(text, fill_maps, proc);
}

static void show_comm(struct text *text, const struct proc *proc)
{
    text_print(text, "%s\n", proc->name);
}

static int fill_mounts(const void *unused, char *to, size_t size)
{
    (void)unused;
    return mount_describe(to, size);
}

static void show_mounts(struct text *text, const struct proc *proc)
{
    (void)proc;
    text_fill(text, fill_mounts, NULL);
}

/* ---- links ----------------------------------------------------------------------------------- */

static int give_inode(struct inode *inode, struct inode *dir, struct inode **found,
                      struct inode **found_dir)
{
    *found = inode_get(inode);
    *found_dir = dir ? inode_get(dir) : NULL;
    return 0;
}

static int exe_link(const struct proc *proc, char *to, size_t size)
{
    return proc->exe ? file_path(proc->exe, to, size) : -ENOENT;
}

static int exe_follow(const struct proc *proc, struct inode **found, struct inode **found_dir)
{
    if (!proc->exe)
        return -ENOENT;
    return give_inode(proc->exe->inode, proc->exe->dir, found, found_dir);
}

static int cwd_link(const struct proc *proc, char *to, size_t size)
{
    return proc->fs ? path_of(NULL, proc->fs->cwd, to, size) : -ENOENT;
}

static int cwd_follow(const struct proc *proc, struct inode **found, struct inode **found_dir)
{
    return proc->fs ? give_inode(proc->fs->cwd, NULL, found, found_dir) : -ENOENT;
}

static int root_link(const struct proc *proc, char *to, size_t size)
{
    return proc->fs ? path_of(NULL, proc->fs->root, to, size) : -ENOENT;
}

static int root_follow(const struct proc *proc, struct inode **found, struct inode **found_dir)
{
    return proc->fs ? give_inode(proc->fs->root, NULL, found, found_dir) : -ENOENT;
}

const struct proc_entry proc_pid_entries[] = {
    {.name = "", .mode = S_IFDIR | 0555},
    [PROC_PID_FD_ROW] = {.name = "fd", .mode = S_IFDIR | 0500},
    {.name = "cmdline", .mode = S_IFREG | 0444, .show = show_cmdline},
    {.name = "comm", .mode = S_IFREG | 0444, .show = show_comm},
    {.name = "cwd", .mode = S_IFLNK | 0777, .link = cwd_link, .follow = cwd_follow},
    {.name = "exe", .mode = S_IFLNK | 0777, .link = exe_link, .follow = exe_follow},
    {.name = "maps", .mode = S_IFREG | 0444, .show = show_maps},
    {.name = "mounts", .mode = S_IFREG | 0444, .show = show_mounts},
    {.name = "root", .mode = S_IFLNK | 0777, .link = root_link, .follow = root_follow},
    {.name = "stat", .mode = S_IFREG | 0444, .show = show_stat},
    {.name = "statm", .mode = S_IFREG | 0444, .show = show_statm},
    {.name = "status", .mode = S_IFREG | 0444, .show = show_status},
};
const unsigned proc_pid_count = ARRAY_SIZE(proc_pid_entries);
