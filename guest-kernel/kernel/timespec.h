/* SPDX-License-Identifier: MIT */
/*
 * Times as programs hand them in: pairs of 32-bit words in the old calls, 64-bit seconds in the
 * newer ones, nanoseconds inside the kernel. Each reader answers 0, -EFAULT or -EINVAL (negative,
 * or a second or more in the small part); each writer 0 or -EFAULT.
 */
#ifndef GUEST_KERNEL_TIMESPEC_H
#define GUEST_KERNEL_TIMESPEC_H

#include "kernel/types.h"

int timespec32_read(uintptr_t user, uint64_t *ns);
int timespec64_read(uintptr_t user, uint64_t *ns);
int timeval32_read(uintptr_t user, uint64_t *ns);
int timespec32_write(uintptr_t user, uint64_t ns);
int timespec64_write(uintptr_t user, uint64_t ns);
int timeval32_write(uintptr_t user, uint64_t ns);
/* From a span to a moment on clock_now_ns(), never past DEADLINE_NEVER. */
uint64_t timespec_deadline(uint64_t span_ns);

#endif
