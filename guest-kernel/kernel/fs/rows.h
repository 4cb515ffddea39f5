/* SPDX-License-Identifier: MIT */
/*
 * The system calls of the file layer: i386 Linux number, name, number of arguments. One list, from
 * which fs.h declares the functions and the table of system calls is filled, so that neither can
 * name a call that the other does not know.
 */
#ifndef GUEST_KERNEL_FS_ROWS_H
#define GUEST_KERNEL_FS_ROWS_H

#define FILE_CALL_ROWS(ROW) \
    ROW(3, read, 3) \
    ROW(4, write, 3) \
    ROW(5, open, 3) \
    ROW(6, close, 1) \
    ROW(8, creat, 2) \
    ROW(9, link, 2) \
    ROW(10, unlink, 1) \
    ROW(12, chdir, 1) \
    ROW(14, mknod, 3) \
    ROW(15, chmod, 2) \
    ROW(16, lchown, 3) \
    ROW(19, lseek, 3) \
    ROW(21, mount, 5) \
    ROW(22, umount, 1) \
    ROW(30, utime, 2) \
    ROW(33, access, 2) \
    ROW(36, sync, 0) \
    ROW(38, rename, 2) \
    ROW(39, mkdir, 2) \
    ROW(40, rmdir, 1) \
    ROW(41, dup, 1) \
    ROW(42, pipe, 1) \
    ROW(52, umount2, 2) \
    ROW(54, ioctl, 3) \
    ROW(55, fcntl, 3) \
    ROW(60, umask, 1) \
    ROW(61, chroot, 1) \
    ROW(63, dup2, 2) \
    ROW(83, symlink, 2) \
    ROW(85, readlink, 3) \
    ROW(92, truncate, 2) \
    ROW(93, ftruncate, 2) \
    ROW(94, fchmod, 2) \
    ROW(95, fchown, 3) \
    ROW(99, statfs, 2) \
    ROW(100, fstatfs, 2) \
    ROW(106, stat, 2) \
    ROW(107, lstat, 2) \
    ROW(108, fstat, 2) \
    ROW(118, fsync, 1) \
    ROW(133, fchdir, 1) \
    ROW(140, llseek, 5) \
    ROW(141, getdents, 3) \
    ROW(142, select, 5) \
    ROW(143, flock, 2) \
    ROW(145, readv, 3) \
    ROW(146, writev, 3) \
    ROW(148, fdatasync, 1) \
    ROW(168, poll, 3) \
    ROW(180, pread64, 5) \
    ROW(181, pwrite64, 5) \
    ROW(182, chown, 3) \
    ROW(183, getcwd, 2) \
    ROW(187, sendfile, 4) \
    ROW(193, truncate64, 3) \
    ROW(194, ftruncate64, 3) \
    ROW(195, stat64, 2) \
    ROW(196, lstat64, 2) \
    ROW(197, fstat64, 2) \
    ROW(198, lchown32, 3) \
    ROW(207, fchown32, 3) \
    ROW(212, chown32, 3) \
    ROW(220, getdents64, 3) \
    ROW(221, fcntl64, 3) \
    ROW(225, readahead, 4) \
    ROW(239, sendfile64, 4) \
    ROW(250, fadvise64, 5) \
    ROW(268, statfs64, 3) \
    ROW(269, fstatfs64, 3) \
    ROW(271, utimes, 2) \
    ROW(272, fadvise64_64, 6) \
    ROW(295, openat, 4) \
    ROW(296, mkdirat, 3) \
    ROW(297, mknodat, 4) \
    ROW(298, fchownat, 5) \
    ROW(299, futimesat, 3) \
    ROW(300, fstatat64, 4) \
    ROW(301, unlinkat, 3) \
    ROW(302, renameat, 4) \
    ROW(303, linkat, 5) \
    ROW(304, symlinkat, 3) \
    ROW(305, readlinkat, 4) \
    ROW(306, fchmodat, 3) \
    ROW(307, faccessat, 3) \
    ROW(308, pselect6, 6) \
    ROW(309, ppoll, 5) \
    ROW(320, utimensat, 4) \
    ROW(324, fallocate, 6) \
    ROW(330, dup3, 3) \
    ROW(331, pipe2, 2) \
    ROW(333, preadv, 5) \
    ROW(334, pwritev, 5) \
    ROW(344, syncfs, 1) \
    ROW(353, renameat2, 5) \
    ROW(355, getrandom, 3) \
    ROW(383, statx, 5) \
    ROW(412, utimensat_time64, 4) \
    ROW(413, pselect6_time64, 6) \
    ROW(414, ppoll_time64, 5) \
    ROW(436, close_range, 3) \
    ROW(439, faccessat2, 4)

#endif
