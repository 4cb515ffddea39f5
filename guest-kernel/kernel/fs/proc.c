/* SPDX-License-Identifier: MIT */
/*
 * /proc: what the kernel knows, as files. Nothing is stored: an inode is made when a path leads to it
 * and says only which row of which table it stands for, and for which process; the text is written
 * when somebody reads from its beginning. What the rows say is in proc_system.c and proc_pid.c.
 */
#include "kernel/fs/proc.h"
#include "kernel/fs/context.h"

/* Inode numbers: system rows are small; a process has 4096 of its own, the upper half for descriptors. */
#define INO_SYSTEM(row) ((row) + 1)
#define INO_PID(pid, row) ((uint32_t)(pid) << 12 | (row))
#define INO_FD(pid, fd) ((uint32_t)(pid) << 12 | 0x800 | (fd))

struct proc_inode {
    struct inode inode;
    const struct proc_entry *entry; /* NULL: a descriptor's link */
    int pid;                        /* 0: a row of the system's table */
    int fd;
    unsigned row;
};

static struct proc_inode *proc_inode_of(struct inode *inode) { return (struct proc_inode *)inode; }

/* ---- text ------------------------------------------------------------------------------------------------ */

static bool text_grow(struct text *text, size_t needed)
{
    size_t size = MAX(text->size * 2, (size_t)512);
    char *bytes;

    while (size < needed)
        size *= 2;
    bytes = kmalloc(size);
    if (!bytes) {
        text->failed = true;
        return false;
    }
    if (text->length > 0)
        memcpy(bytes, text->bytes, text->length);
    kfree(text->bytes);
    text->bytes = bytes;
    text->size = size;
    return true;
}

void text_print(struct text *text, const char *format, ...)
{
    while (!text->failed) {
        size_t room = text->size - text->length;
        va_list arguments;
        int length;

        va_start(arguments, format);
        length = vsnprintf(text->bytes ? text->bytes + text->length : NULL, room, format, arguments);
        va_end(arguments);
        if ((size_t)length < room) {
            text->length += length;
            return;
        }
        text_grow(text, text->length + length + 1);
    }
}

void text_fill(struct text *text, int (*fill)(const void *argument, char *to, size_t size),
               const void *argument)
{
    size_t room = 2048;

    /* A filler that used all the room may have had more to say. */
    while (text_grow(text, text->length + room)) {
        int length = fill(argument, text->bytes + text->length, room);

        if (length < 0)
            return;
        if ((size_t)length < room - 1 || room >= 256 * 1024) {
            text->length += MIN((size_t)length, room);
            return;
        }
        room *= 2;
    }
}

/* ---- reading a file -------------------------------------------------------------------------------------- */

/* The process an inode tells about: 0 and *proc (NULL for the system), or -ESRCH when it is gone. */
static int proc_of_inode(const struct proc_inode *node, struct proc **proc)
{
    *proc = node->pid ? proc_find(node->pid) : NULL;
    return node->pid && !*proc ? -ESRCH : 0;
}

static void text_free(struct text *text)
{
    if (text)
        kfree(text->bytes);
    kfree(text);
}

static int proc_write_text(struct file *file)
{
    struct proc_inode *node = proc_inode_of(file->inode);
    struct text *text;
    struct proc *proc;
    int error = proc_of_inode(node, &proc);

    if (error)
        return error;
    text = kzalloc(sizeof(*text));
    if (!text)
        return -ENOMEM;
    node->entry->show(text, proc);
    if (text->failed) {
        text_free(text);
        return -ENOMEM;
    }
    text_free(file->data);
    file->data = text;
    return 0;
}

static int proc_read(struct file *file, struct uio *to, uint64_t *position)
{
    struct text *text;
    size_t size;
    int error;

    if (*position == 0 || !file->data) {
        error = proc_write_text(file);
        if (error)
            return error;
    }
    text = file->data;
    if (*position >= text->length)
        return 0;
    size = MIN(to->left, text->length - (size_t)*position);
    error = uio_put(to, text->bytes + *position, size);
    if (error)
        return error;
    *position += size;
    return size;
}

static void proc_close(struct file *file) { text_free(file->data); }

static const struct file_ops proc_file_ops = {
    .read = proc_read,
    .close = proc_close,
    .seekable = true,
};

/* ---- inodes ------------------------------------------------------------------------------------------------ */

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
    unsigned count = node->pid ? proc_pid_count : proc_system_count;
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

/* ---- listing ------------------------------------------------------------------------------------------------- */

/* Positions: 0 and 1 the dots, then the rows of the table, then from here processes or descriptors. */
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

    list_for_each(node, &all_procs)
    {
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
    unsigned count = node->pid ? proc_pid_count : proc_system_count;

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

static int proc_readdir(struct inode *dir, uint64_t *position, struct dir_sink *sink)
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

/* ---- links ----------------------------------------------------------------------------------------------------- */

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
