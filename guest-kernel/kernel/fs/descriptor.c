/* SPDX-License-Identifier: MIT */
/*
 * What a process has: a table that gives open files small numbers, and the directories it works
 * with. fork copies both, CLONE_FILES and CLONE_FS share them, exec closes what was marked for it.
 */
#include "kernel/fs/context.h"
#include "kernel/proc.h"

#define FIRST_CAPACITY 16

/* ---- descriptors ----------------------------------------------------------------------------- */

static struct files *files_with_capacity(unsigned capacity)
{
    struct files *files = kzalloc(sizeof(*files));

    if (!files)
        return NULL;
    files->table = kzalloc(capacity * sizeof(*files->table));
    if (!files->table) {
        kfree(files);
        return NULL;
    }
    files->capacity = capacity;
    files->references = 1;
    return files;
}

struct files *files_new(void)
{
    return files_with_capacity(FIRST_CAPACITY);
}

struct files *files_fork(struct files *files)
{
    struct files *copy = files_with_capacity(files->capacity);

    if (!copy)
        return NULL;
    for (unsigned fd = 0; fd < files->capacity; fd++) {
        copy->table[fd] = files->table[fd];
        if (copy->table[fd].file)
            file_get(copy->table[fd].file);
    }
    return copy;
}

struct files *files_share(struct files *files)
{
    files->references++;
    return files;
}

bool files_is_shared(const struct files *files)
{
    return files->references > 1;
}

void files_release(struct files *files)
{
    if (!files || --files->references > 0)
        return;
    for (unsigned fd = 0; fd < files->capacity; fd++)
        file_put(files->table[fd].file);
    kfree(files->table);
    kfree(files);
}

void files_close_on_exec(struct files *files)
{
    for (unsigned fd = 0; fd < files->capacity; fd++) {
        struct file *file = files->table[fd].file;

        if (!file || !files->table[fd].close_on_exec)
            continue;
        files->table[fd].file = NULL;
        file_put(file);
    }
}

struct descriptor *files_slot(int fd)
{
    struct files *files = current->files;

    if (fd < 0 || (unsigned)fd >= files->capacity || !files->table[fd].file)
        return NULL;
    return &files->table[fd];
}

struct file *files_lookup(int fd)
{
    struct descriptor *slot = files_slot(fd);
    return slot ? slot->file : NULL;
}

static int files_grow(struct files *files, unsigned needed)
{
    unsigned capacity = files->capacity;
    struct descriptor *table;

    while (capacity <= needed)
        capacity *= 2;
    table = kzalloc(capacity * sizeof(*table));
    if (!table)
        return -ENOMEM;
    memcpy(table, files->table, files->capacity * sizeof(*table));
    kfree(files->table);
    files->table = table;
    files->capacity = capacity;
    return 0;
}

int files_find_free(int lowest)
{
    struct files *files = current->files;
    unsigned fd = lowest;
    int error;

    if (lowest < 0 || lowest >= DESCRIPTORS_MAX)
        return -EINVAL;
    while (fd < files->capacity && files->table[fd].file)
        fd++;
    if (fd >= DESCRIPTORS_MAX)
        return -EMFILE;
    if (fd >= files->capacity) {
        error = files_grow(files, fd);
        if (error)
            return error;
    }
    return fd;
}

void files_install(int fd, struct file *file, bool close_on_exec)
{
    current->files->table[fd] = (struct descriptor){.file = file, .close_on_exec = close_on_exec};
}

int files_add(struct file *file, bool close_on_exec)
{
    int fd = files_find_free(0);

    if (fd < 0)
        file_put(file);
    else
        files_install(fd, file, close_on_exec);
    return fd;
}

int files_close(int fd)
{
    struct descriptor *slot = files_slot(fd);
    struct file *file;

    if (!slot)
        return -EBADF;
    file = slot->file;
    slot->file = NULL;
    slot->close_on_exec = false;
    file_put(file);
    return 0;
}

/* ---- directories ----------------------------------------------------------------------------- */

struct inode *fs_root(void)
{
    return current && current->fs ? current->fs->root : mount_list->root;
}

struct inode *fs_cwd(void)
{
    return current && current->fs ? current->fs->cwd : mount_list->root;
}

uint32_t fs_masked(uint32_t mode)
{
    return current && current->fs ? mode & ~current->fs->umask : mode;
}

static struct fs_context *context_with(struct inode *root, struct inode *cwd, uint32_t umask)
{
    struct fs_context *fs = kzalloc(sizeof(*fs));

    if (!fs)
        return NULL;
    fs->references = 1;
    fs->root = inode_get(root);
    fs->cwd = inode_get(cwd);
    fs->umask = umask;
    return fs;
}

struct fs_context *fs_new(void)
{
    return context_with(mount_list->root, mount_list->root, 022);
}

struct fs_context *fs_fork(struct fs_context *fs)
{
    return context_with(fs->root, fs->cwd, fs->umask);
}

struct fs_context *fs_share(struct fs_context *fs)
{
    fs->references++;
    return fs;
}

void fs_release(struct fs_context *fs)
{
    if (!fs || --fs->references > 0)
        return;
    inode_put(fs->root);
    inode_put(fs->cwd);
    kfree(fs);
}
