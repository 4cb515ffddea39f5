/* SPDX-License-Identifier: MIT */
/*
 * Open files. Opening decides what stands behind an inode: a regular file brings its own functions,
 * a device node names a driver, a FIFO a pipe, a directory only itself. From then on reading and
 * writing go straight to those functions.
 */
#include "kernel/fs/context.h"
#include "kernel/fs/vfs.h"

/* A directory, or a file opened with O_PATH: nothing can be read from it. */
static const struct file_ops inert_file_ops = {.seekable = true};

static int ops_of_inode(const struct inode *inode, const struct file_ops **ops)
{
    switch (inode->mode & S_IFMT) {
    case S_IFREG:
        *ops = inode->file_ops;
        return 0;
    case S_IFDIR:
        *ops = &inert_file_ops;
        return 0;
    case S_IFIFO:
        *ops = &fifo_file_ops;
        return 0;
    case S_IFCHR:
        *ops = device_find(inode->rdev);
        return *ops ? 0 : -ENXIO;
    case S_IFLNK:
        return -ELOOP;
    default:
        return -ENXIO;
    }
}

struct file *file_new(struct inode *inode, const struct file_ops *ops, uint32_t flags)
{
    struct file *file = kzalloc(sizeof(*file));

    if (!file)
        return NULL;
    file->references = 1;
    file->flags = flags;
    file->inode = inode_get(inode);
    file->ops = ops;
    return file;
}

int file_open_inode(struct inode *inode, struct inode *dir, uint32_t flags, struct file **opened)
{
    const struct file_ops *ops = &inert_file_ops;
    uint32_t kept = flags & (O_ACCMODE | O_APPEND | O_NONBLOCK | O_DIRECTORY | O_PATH | O_NOCTTY);
    struct file *file;
    int error = flags & O_PATH ? 0 : ops_of_inode(inode, &ops);

    if (error)
        return error;
    file = file_new(inode, ops, kept);
    if (!file)
        return -ENOMEM;
    file->dir = dir ? inode_get(dir) : NULL;
    if (ops->open) {
        error = ops->open(file);
        if (error) {
            file->ops = &inert_file_ops; /* it never was open: no close call */
            file_put(file);
            return error;
        }
    }
    *opened = file;
    return 0;
}

struct file *file_get(struct file *file)
{
    file->references++;
    return file;
}

void file_put(struct file *file)
{
    if (!file)
        return;
    ASSERT(file->references > 0);
    if (--file->references > 0)
        return;
    if (file->ops->close)
        file->ops->close(file);
    file->inode->executing -= file->executing;
    inode_put(file->inode);
    inode_put(file->dir);
    kfree(file);
}

int file_read(struct file *file, struct uio *to, uint64_t *position)
{
    if (!file_readable(file) || (file->flags & O_PATH))
        return -EBADF;
    if (S_ISDIR(file->inode->mode))
        return -EISDIR;
    if (!file->ops->read)
        return -EINVAL;
    return file->ops->read(file, to, position);
}

int file_write(struct file *file, struct uio *from, uint64_t *position)
{
    if (!file_writable(file) || (file->flags & O_PATH))
        return -EBADF;
    if (!file->ops->write)
        return -EINVAL;
    return file->ops->write(file, from, position);
}

int file_read_at(struct file *file, uint64_t offset, void *to, size_t size)
{
    struct span span;
    struct uio uio;

    if (!file->ops->read || !file->ops->seekable)
        return -EINVAL;
    uio_init_kernel(&uio, &span, to, size);
    return file->ops->read(file, &uio, &offset);
}

uint64_t file_size(const struct file *file)
{
    return file->inode->size;
}
uint32_t file_mode(const struct file *file)
{
    return file->inode->mode;
}
uint32_t file_owner(const struct file *file)
{
    return file->inode->uid;
}
uint32_t file_group(const struct file *file)
{
    return file->inode->gid;
}

bool file_mappable(const struct file *file)
{
    return S_ISREG(file->inode->mode) && file_readable(file) && file->ops->read &&
           file->ops->seekable;
}

bool file_device_mappable(const struct file *file)
{
    return file->ops->mmap && !(file->flags & O_PATH);
}

int file_device_map(struct file *file, struct vm *vm, uintptr_t start, uintptr_t end, unsigned prot,
                    uint64_t offset)
{
    return file->ops->mmap(file, vm, start, end, prot, offset);
}

void file_device_unmap(struct file *file, struct vm *vm, uintptr_t start, uintptr_t end)
{
    file->ops->munmap(file, vm, start, end);
}

void file_identity(const struct file *file, uint32_t *device, uint32_t *ino)
{
    *device = file->inode->fs->device;
    *ino = file->inode->ino;
}

int file_path(struct file *file, char *text, size_t size)
{
    int length;

    if (S_ISFIFO(file->inode->mode) && !file->dir)
        return snprintf(text, size, "pipe:[%u]", file->inode->ino);
    if (S_ISSOCK(file->inode->mode) && !file->dir)
        return snprintf(text, size, "socket:[%u]", file->inode->ino);
    length = path_of(file->dir, file->inode, text, size);
    if (length == -ENOENT)
        return snprintf(text, size, "(deleted)");
    return length;
}

int fs_open_exec(const char *path, struct file **opened)
{
    struct place place;
    int error = path_lookup(fs_cwd(), path, PATH_FOLLOW, &place);

    if (error)
        return error;
    error = S_ISREG(place.inode->mode) ? inode_permission(place.inode, MAY_EXEC) : -EACCES;
    if (!error)
        error = file_open_inode(place.inode, place.dir, O_RDONLY, opened);
    if (!error) {
        (*opened)->executing = true;
        place.inode->executing++;
    }
    place_release(&place);
    return error;
}
