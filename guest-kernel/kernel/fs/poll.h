/* SPDX-License-Identifier: MIT */
/*
 * What poll and select share: waiting for a list of files, and the spellings of a deadline. Private
 * to poll.c and select.c.
 */
#ifndef GUEST_KERNEL_FS_POLL_H
#define GUEST_KERNEL_FS_POLL_H

#include "kernel/fs/vfs.h"

/* Until something is ready or the deadline has passed (0: do not wait): how many are, or an error.
 */
int poll_until(struct pollfd *fds, unsigned count, uint64_t deadline_ns);
/* On clock_now_ns(); 0 for no time at all, DEADLINE_NEVER for ages. */
uint64_t poll_deadline_after(uint64_t seconds, uint32_t nanoseconds);
/* The same from a program's structure, whose absence (0) means for ever: 0, -EFAULT, -EINVAL. */
int poll_deadline_of_timespec32(uintptr_t user, uint64_t *deadline_ns);
int poll_deadline_of_timespec64(uintptr_t user, uint64_t *deadline_ns);

#endif
