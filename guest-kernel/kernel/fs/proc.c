/* SPDX-License-Identifier: MIT */
/*
 * /proc: what the kernel knows, as files. Nothing is stored: an inode is made when a path leads to
 * it and says only which row of which table it stands for, and for which process; the text is
 * written when somebody reads from its beginning. What the rows say is in proc_system.c and
 * proc_pid.c.
 */
#include "kernel/fs/proc.h"
#include "kernel/fs/context.h"

static const struct inode_ops proc_inode_ops;

/* `dir` is the directory it was found in; NULL for the root. */
static struct proc_inode *proc_inode_new(struct filesystem *fs, struct inode *dir, uint32_t ino,
                                         uint32_t mode)
{
    struct proc_inode *node = inode_new(sizeof(*node), fs, mode);

    if (!node)
        return NULL;
    node->inode.ops = &proc_inode_ops;
    node->inode.file_ops = &proc_file_ops;
    node->inode.ino = ino;
    node->inode.uid = node->inode.gid = 0;
    node->inode.nlink = S_ISDIR(mode) ? 2 : 1;
    if (S_ISDIR(mode) && dir)
        node->inode.parent = inode_get(dir);
    return node;
}

static void proc_release(struct inode *inode)
{
    inode_free(inode);
}

static int give(struct proc_inode *node, struct inode **found)
{
    if (!node)
        return -ENOMEM;
    *found = &node->inode;
    return 0;
}

/* A row of a table as an inode; `pid` 0 for the system's. */
static int row_find(struct inode *dir, int pid, unsigned row, struct inode **found)
{
    const struct proc_entry *entry = pid ? &proc_pid_entries[row] : &proc_system_entries[row];
    uint32_t ino = pid ? INO_PID(pid, row) : INO_SYSTEM(row);
    struct proc_inode *node = proc_inode_new(dir->fs, dir, ino, entry->mode);

    if (node) {
        struct proc *proc = pid ? proc_find(pid) : NULL;

        node->entry = entry;
        node->pid = pid;
        node->row = row;
        if (proc) {
            node->inode.uid = proc->euid;
            node->inode.gid = proc->egid;
        }
    }
    return give(node, found);
}

/* All digits, and the number of a process or descriptor that could be: the number, or -1. */
static int number_of(const char *name, size_t length)
{
    int number = 0;

    if (length == 0 || length > 8 || (name[0] == '0' && length > 1))
        return -1;
    for (size_t i = 0; i < length; i++) {
        if (name[i] < '0' || name[i] > '9')
            return -1;
        number = number * 10 + name[i] - '0';
    }
    return number;
}

static struct file *fd_of(const struct proc *proc, int fd)
{
    if (!proc->files || fd < 0 || (unsigned)fd >= proc->files->capacity)
        return NULL;
    return proc->files->table[fd].file;
}

static int fd_find(struct inode *dir, const struct proc *proc, int fd, struct inode **found)
{
    struct proc_inode *node;
    struct file *file = fd_of(proc, fd);

    if (!file)
        return -ENOENT;
    node = proc_inode_new(dir->fs, dir, INO_FD(proc->pid, fd),
                          S_IFLNK | (file_readable(file) ? 0500 : 0) |
                              (file_writable(file) ? 0300 : 0));
    if (node) {
        node->pid = proc->pid;
        node->fd = fd;
        node->inode.uid = proc->euid;
    }
    return give(node, found);
}

static int proc_lookup(struct inode *dir, const char *name, size_t length, struct inode **found)
{
    struct proc_inode *node = proc_inode_of(dir);
    const struct proc_entry *table = node->pid ? proc_pid_entries : proc_system_entries;
    unsigned count = node->pid ? proc_pid_count : proc_system_count();
    int number = number_of(name, length);
    struct proc *proc;
    int error = proc_of_inode(node, &proc);

    if (error)
        return -ENOENT;
    if (node->pid && node->row == PROC_PID_FD_ROW)
        return fd_find(dir, proc, number, found);
    for (unsigned row = 1; row < count; row++)
        if (table[row].parent == node->row && strlen(table[row].name) == length &&
            !memcmp(table[row].name, name, length))
            return row_find(dir, node->pid, row, found);
    if (!node->pid && node->row == 0 && number > 0 && proc_find(number))
        return row_find(dir, number, 0, found);
    return -ENOENT;
}

/* ---- links ----------------------------------------------------------------------------------- */

static int proc_readlink(struct inode *inode, char *to, size_t size)
{
    struct proc_inode *node = proc_inode_of(inode);
    struct proc *proc;
    int error = proc_of_inode(node, &proc);

    if (error)
        return -ENOENT;
    if (node->entry)
        return node->entry->link(proc, to, size);
    return fd_of(proc, node->fd) ? file_path(fd_of(proc, node->fd), to, size) : -ENOENT;
}

static int proc_follow(struct inode *inode, struct inode **found, struct inode **found_dir)
{
    struct proc_inode *node = proc_inode_of(inode);
    struct file *file;
    struct proc *proc;
    int error = proc_of_inode(node, &proc);

    if (error)
        return -ENOENT;
    if (node->entry)
        return node->entry->follow ? node->entry->follow(proc, found, found_dir) : -EINVAL;
    file = fd_of(proc, node->fd);
    if (!file)
        return -ENOENT;
    *found = inode_get(file->inode);
    *found_dir = file->dir ? inode_get(file->dir) : NULL;
    return 0;
}

static const struct inode_ops proc_inode_ops = {
    .lookup = proc_lookup,
    .readlink = proc_readlink,
    .follow = proc_follow,
    .readdir = proc_readdir,
    .release = proc_release,
};

struct filesystem *proc_fs_new(void)
{
    struct filesystem *fs = kzalloc(sizeof(*fs));
    struct proc_inode *root;

    if (!fs)
        return NULL;
    fs->type = "proc";
    fs->source = kstrdup("proc");
    fs->device = 0xfe;
    fs->magic = PROC_SUPER_MAGIC;
    root = fs->source ? proc_inode_new(fs, NULL, INO_SYSTEM(0), S_IFDIR | 0555) : NULL;
    if (!root) {
        kfree(fs->source);
        kfree(fs);
        return NULL;
    }
    root->entry = &proc_system_entries[0];
    fs->root = &root->inode;
    return fs;
}
