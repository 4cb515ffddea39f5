/* SPDX-License-Identifier: MIT */
/*
 * System calls that change what is said about a file: mode, owner, times; and umask, which is said
 * about files to come.
 */
#include "kernel/fs/context.h"
#include "kernel/fs/vfs.h"
#include "kernel/proc.h"

/* ---- mode ------------------------------------------------------------------------------------ */

static long change_mode(struct inode *inode, uint32_t mode)
{
    if (!inode_is_owner(inode))
        return -EPERM;
    inode->mode = (inode->mode & S_IFMT) | (mode & 07777);
    inode->ctime_ns = clock_realtime_ns();
    return 0;
}

long sys_fchmodat(long dir_fd, long path, long mode)
{
    struct inode *inode;
    long error = path_find_user(dir_fd, path, PATH_FOLLOW, &inode);

    if (error)
        return error;
    error = change_mode(inode, mode);
    inode_put(inode);
    return error;
}

long sys_chmod(long path, long mode)
{
    return sys_fchmodat(AT_FDCWD, path, mode);
}

long sys_fchmod(long fd, long mode)
{
    struct file *file = files_lookup(fd);

    return file ? change_mode(file->inode, mode) : -EBADF;
}

long sys_umask(long mask)
{
    uint32_t old = current->fs->umask;

    current->fs->umask = mask & 0777;
    return old;
}

/* ---- owner ----------------------------------------------------------------------------------- */

static long change_owner(struct inode *inode, long uid, long gid)
{
    bool giving_away = (int32_t)uid != -1 && (uint32_t)uid != inode->uid;
    bool new_group =
        (int32_t)gid != -1 && (uint32_t)gid != inode->gid && (uint32_t)gid != current->egid;

    if (current->euid != 0 && (giving_away || new_group || !inode_is_owner(inode)))
        return -EPERM;
    if ((int32_t)uid != -1)
        inode->uid = uid;
    if ((int32_t)gid != -1)
        inode->gid = gid;
    if (!S_ISDIR(inode->mode))
        inode->mode &= ~(S_ISUID | S_ISGID);
    inode->ctime_ns = clock_realtime_ns();
    return 0;
}

long sys_fchownat(long dir_fd, long path, long uid, long gid, long flags)
{
    unsigned how =
        (flags & AT_SYMLINK_NOFOLLOW ? 0 : PATH_FOLLOW) | (flags & AT_EMPTY_PATH ? PATH_EMPTY : 0);
    struct inode *inode;
    long error = path_find_user(dir_fd, path, how, &inode);

    if (error)
        return error;
    error = change_owner(inode, uid, gid);
    inode_put(inode);
    return error;
}

long sys_chown32(long path, long uid, long gid)
{
    return sys_fchownat(AT_FDCWD, path, uid, gid, 0);
}

long sys_lchown32(long path, long uid, long gid)
{
    return sys_fchownat(AT_FDCWD, path, uid, gid, AT_SYMLINK_NOFOLLOW);
}

long sys_fchown32(long fd, long uid, long gid)
{
    struct file *file = files_lookup(fd);

    return file ? change_owner(file->inode, uid, gid) : -EBADF;
}

/* The oldest calls have 16-bit numbers, in which 0xffff means "leave it". */
static long id_from_16(long id)
{
    return (id & 0xffff) == 0xffff ? -1 : id & 0xffff;
}

long sys_chown(long path, long uid, long gid)
{
    return sys_chown32(path, id_from_16(uid), id_from_16(gid));
}

long sys_lchown(long path, long uid, long gid)
{
    return sys_lchown32(path, id_from_16(uid), id_from_16(gid));
}

long sys_fchown(long fd, long uid, long gid)
{
    return sys_fchown32(fd, id_from_16(uid), id_from_16(gid));
}

/* ---- times ----------------------------------------------------------------------------------- */

/* Access and modification time as a call wants them; nanoseconds may be UTIME_NOW or UTIME_OMIT. */
struct new_times {
    int64_t seconds[2];
    uint32_t nanoseconds[2];
};

static const struct new_times both_now = {.nanoseconds = {UTIME_NOW, UTIME_NOW}};

static int apply_time(uint64_t *time_ns, int64_t seconds, uint32_t nanoseconds)
{
    if (nanoseconds == UTIME_OMIT)
        return 0;
    if (nanoseconds == UTIME_NOW)
        *time_ns = clock_realtime_ns();
    else if (nanoseconds >= NS_PER_SECOND)
        return -EINVAL;
    else
        *time_ns = (uint64_t)MAX(seconds, 0) * NS_PER_SECOND + nanoseconds;
    return 0;
}

static long change_times(struct inode *inode, const struct new_times *times)
{
    bool now = times->nanoseconds[0] == UTIME_NOW && times->nanoseconds[1] == UTIME_NOW;
    int error;

    if (!inode_is_owner(inode) && !(now && !inode_permission(inode, MAY_WRITE)))
        return now ? -EACCES : -EPERM;
    error = apply_time(&inode->atime_ns, times->seconds[0], times->nanoseconds[0]);
    if (!error)
        error = apply_time(&inode->mtime_ns, times->seconds[1], times->nanoseconds[1]);
    inode->ctime_ns = clock_realtime_ns();
    return error;
}

/* A path of 0 means the descriptor itself. */
static long change_times_at(long dir_fd, uintptr_t path, long flags, const struct new_times *times)
{
    unsigned how =
        (flags & AT_SYMLINK_NOFOLLOW ? 0 : PATH_FOLLOW) | (flags & AT_EMPTY_PATH ? PATH_EMPTY : 0);
    struct inode *inode;
    struct file *file;
    long error;

    if (!path) {
        file = files_lookup(dir_fd);
        return file ? change_times(file->inode, times) : -EBADF;
    }
    error = path_find_user(dir_fd, path, how, &inode);
    if (error)
        return error;
    error = change_times(inode, times);
    inode_put(inode);
    return error;
}

long sys_utimensat_time64(long dir_fd, long path, long user_times, long flags)
{
    struct new_times times = both_now;
    struct timespec64 from[2];

    if (user_times) {
        if (copy_from_user(from, user_times, sizeof(from)))
            return -EFAULT;
        for (unsigned i = 0; i < 2; i++) {
            times.seconds[i] = from[i].seconds;
            times.nanoseconds[i] = from[i].nanoseconds;
        }
    }
    return change_times_at(dir_fd, path, flags, &times);
}

long sys_utimensat(long dir_fd, long path, long user_times, long flags)
{
    struct new_times times = both_now;
    struct timespec32 from[2];

    if (user_times) {
        if (copy_from_user(from, user_times, sizeof(from)))
            return -EFAULT;
        for (unsigned i = 0; i < 2; i++) {
            times.seconds[i] = from[i].seconds;
            times.nanoseconds[i] = from[i].nanoseconds;
        }
    }
    return change_times_at(dir_fd, path, flags, &times);
}

long sys_futimesat(long dir_fd, long path, long user_times)
{
    struct new_times times = both_now;
    struct timeval32 from[2];

    if (user_times) {
        if (copy_from_user(from, user_times, sizeof(from)))
            return -EFAULT;
        for (unsigned i = 0; i < 2; i++) {
            if (from[i].microseconds < 0 || from[i].microseconds >= 1000000)
                return -EINVAL;
            times.seconds[i] = from[i].seconds;
            times.nanoseconds[i] = from[i].microseconds * 1000;
        }
    }
    return change_times_at(dir_fd, path, 0, &times);
}

long sys_utimes(long path, long user_times)
{
    return sys_futimesat(AT_FDCWD, path, user_times);
}

long sys_utime(long path, long user_times)
{
    struct new_times times = both_now;
    int32_t from[2];

    if (user_times) {
        if (copy_from_user(from, user_times, sizeof(from)))
            return -EFAULT;
        times = (struct new_times){.seconds = {from[0], from[1]}};
    }
    return change_times_at(AT_FDCWD, path, 0, &times);
}
