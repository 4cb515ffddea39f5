/* SPDX-License-Identifier: MIT */
/*
 * Signals as i386 Linux programs know them: numbers, the layout of what they hand in, and what other
 * parts of the kernel may ask. Delivery happens on the way back to user mode (signal.c).
 */
#ifndef GUEST_KERNEL_SIGNAL_H
#define GUEST_KERNEL_SIGNAL_H

#include "types.h"

#define SIGHUP 1
#define SIGINT 2
#define SIGQUIT 3
#define SIGILL 4
#define SIGTRAP 5
#define SIGABRT 6
#define SIGBUS 7
#define SIGFPE 8
#define SIGKILL 9
#define SIGUSR1 10
#define SIGSEGV 11
#define SIGUSR2 12
#define SIGPIPE 13
#define SIGALRM 14
#define SIGTERM 15
#define SIGSTKFLT 16
#define SIGCHLD 17
#define SIGCONT 18
#define SIGSTOP 19
#define SIGTSTP 20
#define SIGTTIN 21
#define SIGTTOU 22
#define SIGURG 23
#define SIGXCPU 24
#define SIGXFSZ 25
#define SIGVTALRM 26
#define SIGPROF 27
#define SIGWINCH 28
#define SIGIO 29
#define SIGPWR 30
#define SIGSYS 31
#define SIGNAL_COUNT 64

typedef uint64_t sigset_t; /* bit n-1 is signal n */
#define SIGNAL_BIT(n) ((sigset_t)1 << ((n)-1))

struct proc;

/*
 * Send a signal on behalf of the kernel or the terminal. May be called from an interrupt handler.
 * 0, or -EINVAL for a bad number; signal 0 only tests. A group that has no member answers -ESRCH.
 */
int signal_send(struct proc *proc, int signal);
int signal_send_group(int pgid, int signal);
/* Does a signal that is not blocked wait for the current process? Long loops look here. */
bool signal_pending(void);
/* Would this signal do nothing to the process, because it is ignored or blocked? (for SIGTTIN, SIGTTOU) */
bool signal_ignored_or_blocked(const struct proc *proc, int signal);
/*
 * Replace the mask of the current process until it returns to user mode, for ppoll and pselect:
 * `user_set` is the address of `size` bytes, 0 for none. 0, -EINVAL, -EFAULT.
 */
int signal_mask_for_wait(uintptr_t user_set, size_t size);

#endif
