/* SPDX-License-Identifier: MIT */
/*
 * System calls that make, copy, close and adjust descriptors: dup and its relatives, pipe, fcntl,
 * ioctl.
 */
#include "kernel/fs/context.h"
#include "kernel/fs/vfs.h"
#include "kernel/proc.h"

long sys_close(long fd)
{
    return files_close(fd);
}

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

long sys_dup(long fd)
{
    return dup_from(fd, 0, false);
}

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

long sys_pipe(long user_fds)
{
    return sys_pipe2(user_fds, 0);
}

/* ---- fcntl, ioctl ---------------------------------------------------------------------------- */

/* Record locks: a process alone on its files never meets another's lock, and nothing here keeps
 * any. */
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

long sys_fcntl(long fd, long command, long argument)
{
    return sys_fcntl64(fd, command, argument);
}

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
