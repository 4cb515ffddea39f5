/* SPDX-License-Identifier: MIT */
/* Thread-local storage: segments that programs ask for, one base address a thread. */
#ifndef GUEST_KERNEL_TLS_H
#define GUEST_KERNEL_TLS_H

#include "kernel/types.h"

struct proc;

/*
 * Set a segment of `proc` from the struct user_desc at this user address. 0, -EINVAL, -EFAULT,
 * -ESRCH.
 */
int tls_set(struct proc *proc, uintptr_t user_description);
void tls_clear(struct proc *proc);

#endif
