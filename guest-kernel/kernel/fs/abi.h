/* SPDX-License-Identifier: MIT */
/*
 * What i386 Linux programs and the file layer say to each other: flag values, mode bits and the
 * structures that cross the system-call line, byte for byte. Facts only; what they mean is told
 * where they are used. The structures are packed because i386 aligns 64-bit values to 4 bytes, and
 * the host tests, which run in 64 bits, must see the same layout.
 */
#ifndef GUEST_KERNEL_FS_ABI_H
#define GUEST_KERNEL_FS_ABI_H

#include "kernel/types.h"

#define PATH_MAX          4096
#define NAME_MAX          255
#define PIPE_BUF          4096
#define SYMLINK_DEPTH_MAX 40
#define LINK_MAX          65000
#define IOV_MAX           1024

/* open() */
#define O_ACCMODE   03
#define O_RDONLY    00
#define O_WRONLY    01
#define O_RDWR      02
#define O_CREAT     0100
#define O_EXCL      0200
#define O_NOCTTY    0400
#define O_TRUNC     01000
#define O_APPEND    02000
#define O_NONBLOCK  04000
#define O_DIRECTORY 0200000
#define O_NOFOLLOW  0400000
#define O_CLOEXEC   02000000
#define O_PATH      010000000
/* What fcntl(F_SETFL) may change. */
#define O_SETTABLE (O_APPEND | O_NONBLOCK)

/* The *at() calls */
#define AT_FDCWD            (-100)
#define AT_SYMLINK_NOFOLLOW 0x100
#define AT_EACCESS          0x200
#define AT_REMOVEDIR        0x200
#define AT_SYMLINK_FOLLOW   0x400
#define AT_EMPTY_PATH       0x1000
#define RENAME_NOREPLACE    1
#define RENAME_EXCHANGE     2

/* Mode bits */
#define S_IFMT         0170000
#define S_IFSOCK       0140000
#define S_IFLNK        0120000
#define S_IFREG        0100000
#define S_IFBLK        0060000
#define S_IFDIR        0040000
#define S_IFCHR        0020000
#define S_IFIFO        0010000
#define S_ISUID        04000
#define S_ISGID        02000
#define S_ISVTX        01000
#define S_ISLNK(mode)  (((mode)&S_IFMT) == S_IFLNK)
#define S_ISREG(mode)  (((mode)&S_IFMT) == S_IFREG)
#define S_ISDIR(mode)  (((mode)&S_IFMT) == S_IFDIR)
#define S_ISCHR(mode)  (((mode)&S_IFMT) == S_IFCHR)
#define S_ISBLK(mode)  (((mode)&S_IFMT) == S_IFBLK)
#define S_ISSOCK(mode) (((mode)&S_IFMT) == S_IFSOCK)
#define S_ISFIFO(mode) (((mode)&S_IFMT) == S_IFIFO)

#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2

/* access() */
#define MAY_EXEC  1
#define MAY_WRITE 2
#define MAY_READ  4

/* fcntl() */
#define F_DUPFD         0
#define F_GETFD         1
#define F_SETFD         2
#define F_GETFL         3
#define F_SETFL         4
#define F_GETLK         5
#define F_SETLK         6
#define F_SETLKW        7
#define F_SETOWN        8
#define F_GETOWN        9
#define F_GETLK64       12
#define F_SETLK64       13
#define F_SETLKW64      14
#define F_DUPFD_CLOEXEC 1030
#define F_GETPIPE_SZ    1032
#define F_UNLCK         2
#define FD_CLOEXEC      1

/* ioctl() numbers that are not the terminal's */
#define FIONREAD 0x541b
#define FIONBIO  0x5421
#define FIONCLEX 0x5450
#define FIOCLEX  0x5451

/* poll() */
#define POLLIN     0x001
#define POLLPRI    0x002
#define POLLOUT    0x004
#define POLLERR    0x008
#define POLLHUP    0x010
#define POLLNVAL   0x020
#define POLLRDNORM 0x040
#define POLLWRNORM 0x100
#define POLLRDHUP  0x2000

struct pollfd {
    int32_t fd;
    int16_t events;
    int16_t revents;
} __attribute__((packed));

/* What getdents64 calls an entry: the mode's type bits, shifted down. */
#define DT_OF_MODE(mode) (((mode)&S_IFMT) >> 12)

#define UTIME_NOW  0x3fffffff
#define UTIME_OMIT 0x3ffffffe

/* statfs() magic numbers */
#define TMPFS_MAGIC      0x01021994
#define PROC_SUPER_MAGIC 0x9fa0

struct iovec32 {
    uint32_t base;
    uint32_t length;
};

struct timespec32 {
    int32_t seconds;
    int32_t nanoseconds;
};

struct timespec64 {
    int64_t seconds;
    int64_t nanoseconds; /* the upper half of a 32-bit program's is padding */
} __attribute__((packed));

struct timeval32 {
    int32_t seconds;
    int32_t microseconds;
};

struct stat32 {
    uint32_t dev, ino;
    uint16_t mode, nlink, uid, gid;
    uint32_t rdev, size, blksize, blocks;
    uint32_t atime, atime_nsec, mtime, mtime_nsec, ctime, ctime_nsec;
    uint32_t unused[2];
} __attribute__((packed));

struct stat64 {
    uint64_t dev;
    uint32_t pad0;
    uint32_t short_ino;
    uint32_t mode, nlink, uid, gid;
    uint64_t rdev;
    uint32_t pad1;
    uint64_t size;
    uint32_t blksize;
    uint64_t blocks;
    uint32_t atime, atime_nsec, mtime, mtime_nsec, ctime, ctime_nsec;
    uint64_t ino;
} __attribute__((packed));

struct statx_time {
    int64_t seconds;
    uint32_t nanoseconds;
    uint32_t pad;
} __attribute__((packed));

#define STATX_BASIC_STATS 0x7ff
struct statx {
    uint32_t mask, blksize;
    uint64_t attributes;
    uint32_t nlink, uid, gid;
    uint16_t mode, pad0;
    uint64_t ino, size, blocks, attributes_mask;
    struct statx_time atime, btime, ctime, mtime;
    uint32_t rdev_major, rdev_minor, dev_major, dev_minor;
    uint64_t mount_id;
    uint64_t unused[13];
} __attribute__((packed));

struct statfs32 {
    uint32_t type, bsize, blocks, bfree, bavail, files, ffree;
    uint32_t fsid[2];
    uint32_t namelen, frsize, flags, spare[4];
} __attribute__((packed));

struct statfs64 {
    uint32_t type, bsize;
    uint64_t blocks, bfree, bavail, files, ffree;
    uint32_t fsid[2];
    uint32_t namelen, frsize, flags, spare[4];
} __attribute__((packed));

_Static_assert(sizeof(struct stat32) == 64, "i386 struct stat");
_Static_assert(sizeof(struct stat64) == 96, "i386 struct stat64");
_Static_assert(sizeof(struct statx) == 256, "struct statx");
_Static_assert(sizeof(struct statfs32) == 64, "i386 struct statfs");
_Static_assert(sizeof(struct statfs64) == 84, "i386 struct statfs64");

#endif
