/* SPDX-License-Identifier: MIT */
/*
 * System calls about directories: reading them, and where a process stands among them.
 */
#include "kernel/fs/context.h"
#include "kernel/fs/vfs.h"
#include "kernel/proc.h"

/* ---- getdents -------------------------------------------------------------------------------- */

/* Collects entries straight into the program's buffer, in one of two layouts. */
struct dents {
    struct dir_sink sink;
    uintptr_t to;
    size_t left, done;
    int error; /* why it stopped taking entries */
};

#define DENT_ROUND(size, to) (((size) + (to)-1) / (to) * (to))

/* ino u64, next s64, length u16, type u8, name. */
static bool dents_entry64(struct dir_sink *sink, const char *name, size_t length, uint32_t ino,
                          uint32_t mode, uint64_t next_position)
{
    struct dents *dents = (struct dents *)sink;
    struct {
        uint64_t ino, next;
        uint16_t size;
        uint8_t type;
        char name[NAME_MAX + 1 + 8];
    } __attribute__((packed)) dent = {.ino = ino, .next = next_position};

    dent.size = DENT_ROUND(19 + length + 1, 8);
    dent.type = DT_OF_MODE(mode);
    if (dent.size > dents->left) {
        dents->error = -EINVAL; /* said only if no entry found room */
        return false;
    }
    memcpy(dent.name, name, length);
    if (copy_to_user(dents->to + dents->done, &dent, dent.size)) {
        dents->error = -EFAULT;
        return false;
    }
    dents->done += dent.size;
    dents->left -= dent.size;
    return true;
}

/* ino u32, next u32, length u16, name; the type hides in the last byte. */
static bool dents_entry32(struct dir_sink *sink, const char *name, size_t length, uint32_t ino,
                          uint32_t mode, uint64_t next_position)
{
    struct dents *dents = (struct dents *)sink;
    struct {
        uint32_t ino, next;
        uint16_t size;
        char name[NAME_MAX + 2 + 4];
    } __attribute__((packed)) dent = {.ino = ino, .next = next_position};

    dent.size = DENT_ROUND(10 + length + 2, 4);
    if (dent.size > dents->left) {
        dents->error = -EINVAL; /* said only if no entry found room */
        return false;
    }
    memcpy(dent.name, name, length);
    ((char *)&dent)[dent.size - 1] = DT_OF_MODE(mode);
    if (copy_to_user(dents->to + dents->done, &dent, dent.size)) {
        dents->error = -EFAULT;
        return false;
    }
    dents->done += dent.size;
    dents->left -= dent.size;
    return true;
}

static long read_entries(int fd, struct dents *dents)
{
    struct file *file = files_lookup(fd);
    int error;

    if (!file || (file->flags & O_PATH))
        return -EBADF;
    if (!S_ISDIR(file->inode->mode))
        return -ENOTDIR;
    error = file->inode->ops->readdir(file->inode, &file->position, &dents->sink);
    if (dents->done > 0)
        return dents->done;
    return error ? error : dents->error;
}

long sys_getdents64(long fd, long user, long size)
{
    struct dents dents = {.sink.entry = dents_entry64, .to = user, .left = (uint32_t)size};

    return read_entries(fd, &dents);
}

long sys_getdents(long fd, long user, long size)
{
    struct dents dents = {.sink.entry = dents_entry32, .to = user, .left = (uint32_t)size};

    return read_entries(fd, &dents);
}

/* ---- where one stands ------------------------------------------------------------------------ */

/* Consumes the reference to `dir`. */
static long enter(struct inode **where, struct inode *dir)
{
    int error = S_ISDIR(dir->mode) ? inode_permission(dir, MAY_EXEC) : -ENOTDIR;

    if (error) {
        inode_put(dir);
        return error;
    }
    inode_put(*where);
    *where = dir;
    return 0;
}

long sys_chdir(long path)
{
    struct inode *dir;
    long error = path_find_user(AT_FDCWD, path, PATH_FOLLOW, &dir);

    return error ? error : enter(&current->fs->cwd, dir);
}

long sys_fchdir(long fd)
{
    struct file *file = files_lookup(fd);

    return file ? enter(&current->fs->cwd, inode_get(file->inode)) : -EBADF;
}

long sys_chroot(long path)
{
    struct inode *dir;
    long error;

    if (current->euid != 0)
        return -EPERM;
    error = path_find_user(AT_FDCWD, path, PATH_FOLLOW, &dir);
    return error ? error : enter(&current->fs->root, dir);
}

long sys_getcwd(long user, long size)
{
    char *path = kmalloc(PATH_MAX);
    long length;

    if (!path)
        return -ENOMEM;
    length = path_of(NULL, fs_cwd(), path, PATH_MAX);
    if (length >= 0 && (uint32_t)length + 1 > (uint32_t)size)
        length = -ERANGE;
    if (length >= 0)
        length = copy_to_user(user, path, length + 1) ? -EFAULT : length + 1;
    kfree(path);
    return length;
}
