/* SPDX-License-Identifier: MIT */
/* Counting the system calls, for /proc and for the command line's `trace`. */
#ifndef GUEST_KERNEL_SYSCALL_H
#define GUEST_KERNEL_SYSCALL_H

#include "kernel/types.h"

void syscall_init(void);
void syscall_count(uint32_t *calls_made, uint32_t *unknown);

#endif
