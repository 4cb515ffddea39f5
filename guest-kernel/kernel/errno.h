/* SPDX-License-Identifier: MIT */
/*
 * Error numbers as i386 Linux programs expect them; inside the kernel they travel as negative
 * results.
 */
#ifndef GUEST_KERNEL_ERRNO_H
#define GUEST_KERNEL_ERRNO_H

#define EPERM           1
#define ENOENT          2
#define ESRCH           3
#define EINTR           4
#define EIO             5
#define ENXIO           6
#define E2BIG           7
#define ENOEXEC         8
#define EBADF           9
#define ECHILD          10
#define EAGAIN          11
#define ENOMEM          12
#define EACCES          13
#define EFAULT          14
#define EBUSY           16
#define EEXIST          17
#define EXDEV           18
#define ENODEV          19
#define ENOTDIR         20
#define EISDIR          21
#define EINVAL          22
#define ENFILE          23
#define EMFILE          24
#define ENOTTY          25
#define ETXTBSY         26
#define EFBIG           27
#define ENOSPC          28
#define ESPIPE          29
#define EROFS           30
#define EMLINK          31
#define EPIPE           32
#define EDOM            33
#define ERANGE          34
#define ENAMETOOLONG    36
#define ENOSYS          38
#define ENOTEMPTY       39
#define ELOOP           40
#define EOVERFLOW       75
#define ENOTSOCK        88
#define EMSGSIZE        90
#define ENOPROTOOPT     92
#define EPROTONOSUPPORT 93
#define ESOCKTNOSUPPORT 94
#define EOPNOTSUPP      95
#define EAFNOSUPPORT    97
#define EADDRINUSE      98
#define ECONNRESET      104
#define EISCONN         106
#define ENOTCONN        107
#define ETIMEDOUT       110
#define ECONNREFUSED    111

/*
 * Never seen by a program: a system call that a signal interrupted and that may be started again
 * (SA_RESTART, or no handler at all). signal.c turns it into EINTR or into another try.
 */
#define ERESTART 512
/*
 * The same for calls that never start again once a handler has run: poll, select, sigsuspend,
 * sleeps.
 */
#define ERESTART_NO_HANDLER 514

#endif
