/* SPDX-License-Identifier: MIT */
#ifndef ABI_ERRORS_H
#define ABI_ERRORS_H
/*
 * The errors a hypercall may return, negated, in its result register. The numbers are Xen's
 * (its errno.h), which are Linux's for i386; a guest with other numbers must translate.
 */
#define ABI_ERRORS(E) \
    E(EPERM, 1)       E(ENOENT, 2)      E(ESRCH, 3)       E(EIO, 5)        E(ENXIO, 6) \
    E(E2BIG, 7)       E(ENOEXEC, 8)     E(EBADF, 9)       E(EAGAIN, 11)    E(ENOMEM, 12) \
    E(EACCES, 13)     E(EFAULT, 14)     E(EBUSY, 16)      E(EEXIST, 17)    E(EXDEV, 18) \
    E(ENODEV, 19)     E(EINVAL, 22)     E(ENOSPC, 28)     E(EROFS, 30)     E(EDOM, 33) \
    E(ERANGE, 34)     E(ENAMETOOLONG, 36) E(ENOSYS, 38)   E(ENODATA, 61)   E(ETIME, 62) \
    E(EOVERFLOW, 75)  E(EMSGSIZE, 90)   E(EOPNOTSUPP, 95) E(ENOTCONN, 107)

#define ABI_ERROR_NUMBER(name, number) ABI_##name = (number),
enum { ABI_ERRORS(ABI_ERROR_NUMBER) };

#endif
