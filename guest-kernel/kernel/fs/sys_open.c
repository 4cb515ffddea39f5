/* SPDX-License-Identifier: MIT */
/*
 * System calls that make and change descriptors: open and its relatives, close, dup, pipe, fcntl,
 * ioctl. Opening is a lookup, then either a check of what is there or the making of something new.
 */
#include "kernel/fs/context.h"
#include "kernel/fs/vfs.h"
#include "kernel/proc.h"

/* ---- open ------------------------------------------------------------------------------------------ */

static unsigned wish_of_flags(uint32_t flags)
{
    static const unsigned wishes[4] = { MAY_READ, MAY_WRITE, MAY_READ | MAY_WRITE, 0 };

    return wishes[flags & O_ACCMODE] | (flags & O_TRUNC ? MAY_WRITE : 0);
}

/* May the object that is there be opened like this? */
static int check_open(const struct inode *inode, uint32_t flags)
{
    unsigned wish = wish_of_flags(flags);

    if (S_ISLNK(inode->mode) && !(flags & O_PATH))
        return -ELOOP; /* O_NOFOLLOW */
    if ((flags & O_DIRECTORY) && !S_ISDIR(inode->mode))
        return -ENOTDIR;
    if (flags & O_PATH)
        return 0;
    if (S_ISDIR(inode->mode) && ((wish & MAY_WRITE) || (flags & O_CREAT)))
        return -EISDIR;
    return inode_permission(inode, wish);
}

static int open_new(struct place *place, uint32_t flags, uint32_t mode)
{
    struct inode *dir = place->dir;
    int error;

    if (place->trailing_slash)
        return -EISDIR;
    if (flags & O_DIRECTORY)
        return -EINVAL;
    error = inode_permission(dir, MAY_WRITE | MAY_EXEC);
    if (!error && !dir->ops->create)
        error = -EACCES;
    if (error)
        return error;
    return dir->ops->create(dir, place->name, place->length, S_IFREG | fs_masked(mode & 07777), 0,
                            &place->inode);
}

static int open_place(struct place *place, uint32_t flags, uint32_t mode, struct file **opened)
{
    int error;

    if (!place->inode)
        error = open_new(place, flags, mode);
    else if ((flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL))
        error = -EEXIST;
    else
        error = check_open(place->inode, flags);
    if (!error && (flags & O_TRUNC) && S_ISREG(place->inode->mode) && place->inode->ops->truncate)
        error = place->inode->ops->truncate(place->inode, 0);
    return error ? error : file_open_inode(place->inode, place->dir, flags, opened);
}

static long open_at(long dir_fd, long path, uint32_t flags, uint32_t mode)
{
    bool exclusive = (flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL);
    unsigned how = (flags & O_NOFOLLOW) || exclusive ? 0 : PATH_FOLLOW;
    struct place place;
    struct file *file;
    int error;

    if (flags & O_PATH)
        flags &= O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    error = path_lookup_user(dir_fd, path, how | (flags & O_CREAT ? PATH_CREATE : 0), &place);
    if (error)
        return error;
    error = files_find_free(0); /* before anything is made */
    if (error >= 0)
        error = open_place(&place, flags, mode, &file);
    place_release(&place);
    return error ? error : files_add(file, flags & O_CLOEXEC);
}

long sys_open(long path, long flags, long mode) { return open_at(AT_FDCWD, path, flags, mode); }

long sys_openat(long dir_fd, long path, long flags, long mode)
{
    return open_at(dir_fd, path, flags, mode);
}

long sys_creat(long path, long mode)
{
    return open_at(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int fs_open_console(void)
{
    const struct file_ops *ops = device_find(RDEV(5, 1));
    struct inode *console;
    struct file *file;
    int error;

    if (!ops)
        return -ENXIO;
    error = path_find(fs_root(), "/dev/console", PATH_FOLLOW, &console);
    if (error)
        return error;
    error = file_open_inode(console, console->fs->root, O_RDWR, &file);
    inode_put(console);
    for (int fd = 0; !error && fd < 3; fd++)
        files_install(fd, fd == 0 ? file : file_get(file), false);
    return error;
}

/* ---- close, dup, pipe ---------------------------------------------------------------------------------- */

long sys_close(long fd) { return files_close(fd); }

long sys_close_range(long first, long last, long flags)
{
    unsigned from = first, to = MIN((uint32_t)last, DESCRIPTORS_MAX - 1);

    if (flags & ~4l /* CLOSE_RANGE_CLOEXEC */)
        return -EINVAL;
    if (from > (uint32_t)last)
        return -EINVAL;
    for (unsigned fd = from; fd <= to && fd < current->files->capacity; fd++) {
        struct descriptor *slot = files_slot(fd);

        if (slot && flags)
            slot->close_on_exec = true;
        else if (slot)
            files_close(fd);
    }
    return 0;
}

static long dup_from(int fd, int lowest, bool close_on_exec)
{
    struct file *file = files_lookup(fd);
    int free;

    if (!file)
        return -EBADF;
    free = files_find_free(lowest);
    if (free >= 0)
        files_install(free, file_get(file), close_on_exec);
    return free;
}

static long dup_to(int fd, int target, bool close_on_exec)
{
    struct file *file = files_lookup(fd);
    int free;

    if (!file || target < 0 || target >= DESCRIPTORS_MAX)
        return -EBADF;
    file_get(file);
    files_close(target);
    free = files_find_free(target); /* grows the table when needed */
    if (free != target) {
        file_put(file);
        return free < 0 ? free : -EMFILE;
    }
    files_install(target, file, close_on_exec);
    return target;
}

long sys_dup(long fd) { return dup_from(fd, 0, false); }

long sys_dup2(long fd, long target)
{
    if (fd == target)
        return files_lookup(fd) ? target : -EBADF;
    return dup_to(fd, target, false);
}

long sys_dup3(long fd, long target, long flags)
{
    if (fd == target || (flags & ~(long)O_CLOEXEC))
        return -EINVAL;
    return dup_to(fd, target, flags & O_CLOEXEC);
}

long sys_pipe2(long user_fds, long flags)
{
    struct file *ends[2];
    int32_t fds[2];
    int error;

    if (flags & ~(long)(O_CLOEXEC | O_NONBLOCK))
        return -EINVAL;
    error = pipe_new(&ends[0], &ends[1], flags & O_NONBLOCK);
    if (error)
        return error;
    fds[0] = files_add(ends[0], flags & O_CLOEXEC);
    if (fds[0] < 0) {
        file_put(ends[1]);
        return fds[0];
    }
    fds[1] = files_add(ends[1], flags & O_CLOEXEC);
    error = fds[1] < 0 ? fds[1] : copy_to_user(user_fds, fds, sizeof(fds));
    if (error) {
        files_close(fds[0]);
        files_close(fds[1]);
    }
    return error;
}

long sys_pipe(long user_fds) { return sys_pipe2(user_fds, 0); }

/* ---- fcntl, ioctl ----------------------------------------------------------------------------------- */

/* Record locks: a process alone on its files never meets another's lock, and nothing here keeps any. */
static long fcntl_lock(unsigned command, uintptr_t user_lock)
{
    uint16_t type = F_UNLCK;

    if (command == F_GETLK || command == F_GETLK64)
        return copy_to_user(user_lock, &type, sizeof(type));
    return copy_from_user(&type, user_lock, sizeof(type));
}

long sys_fcntl64(long fd, long command, long argument)
{
    struct descriptor *slot = files_slot(fd);

    if (!slot)
        return -EBADF;
    switch (command) {
    case F_DUPFD:
    case F_DUPFD_CLOEXEC:
        return dup_from(fd, argument, command == F_DUPFD_CLOEXEC);
    case F_GETFD:
        return slot->close_on_exec ? FD_CLOEXEC : 0;
    case F_SETFD:
        slot->close_on_exec = argument & FD_CLOEXEC;
        return 0;
    case F_GETFL:
        return slot->file->flags;
    case F_SETFL:
        slot->file->flags = (slot->file->flags & ~O_SETTABLE) | (argument & O_SETTABLE);
        return 0;
    case F_GETLK:
    case F_SETLK:
    case F_SETLKW:
    case F_GETLK64:
    case F_SETLK64:
    case F_SETLKW64:
        return fcntl_lock(command, argument);
    case F_GETOWN:
    case F_SETOWN:
        return 0;
    case F_GETPIPE_SZ:
        return S_ISFIFO(slot->file->inode->mode) ? 65536 : -EBADF;
    default:
        return -EINVAL;
    }
}

long sys_fcntl(long fd, long command, long argument) { return sys_fcntl64(fd, command, argument); }

long sys_flock(long fd, long operation)
{
    (void)operation; /* as with record locks */
    return files_lookup(fd) ? 0 : -EBADF;
}

long sys_ioctl(long fd, long command, long argument)
{
    struct descriptor *slot = files_slot(fd);
    struct file *file;
    uint32_t value;
    long result;

    if (!slot)
        return -EBADF;
    file = slot->file;
    switch ((uint32_t)command) {
    case FIOCLEX:
    case FIONCLEX:
        slot->close_on_exec = (uint32_t)command == FIOCLEX;
        return 0;
    case FIONBIO:
        if (copy_from_user(&value, argument, sizeof(value)))
            return -EFAULT;
        file->flags = (file->flags & ~O_NONBLOCK) | (value ? O_NONBLOCK : 0);
        return 0;
    }
    if (!file->ops->ioctl)
        return -ENOTTY;
    file_get(file); /* it may sleep */
    result = file->ops->ioctl(file, command, argument);
    file_put(file);
    return result;
}
