/* SPDX-License-Identifier: MIT */
/*
 * Signals as i386 Linux programs know them: numbers, the layout of what they hand in, and what
 * other parts of the kernel may ask. Delivery happens on the way back to user mode (signal.c).
 */
#ifndef GUEST_KERNEL_SIGNAL_H
#define GUEST_KERNEL_SIGNAL_H

#include "types.h"

#define SIGHUP       1
#define SIGINT       2
#define SIGQUIT      3
#define SIGILL       4
#define SIGTRAP      5
#define SIGABRT      6
#define SIGBUS       7
#define SIGFPE       8
#define SIGKILL      9
#define SIGUSR1      10
#define SIGSEGV      11
#define SIGUSR2      12
#define SIGPIPE      13
#define SIGALRM      14
#define SIGTERM      15
#define SIGSTKFLT    16
#define SIGCHLD      17
#define SIGCONT      18
#define SIGSTOP      19
#define SIGTSTP      20
#define SIGTTIN      21
#define SIGTTOU      22
#define SIGURG       23
#define SIGXCPU      24
#define SIGXFSZ      25
#define SIGVTALRM    26
#define SIGPROF      27
#define SIGWINCH     28
#define SIGIO        29
#define SIGPWR       30
#define SIGSYS       31
#define SIGNAL_COUNT 64

typedef uint64_t sigset_t; /* bit n-1 is signal n */
#define SIGNAL_BIT(n) ((sigset_t)1 << ((n)-1))

#define SIG_DEFAULT 0
#define SIG_IGNORE  1

#define SA_NOCLDSTOP 0x00000001u
#define SA_NOCLDWAIT 0x00000002u
#define SA_SIGINFO   0x00000004u
#define SA_RESTORER  0x04000000u
#define SA_ONSTACK   0x08000000u
#define SA_RESTART   0x10000000u
#define SA_NODEFER   0x40000000u
#define SA_RESETHAND 0x80000000u

/* Why it was sent: si_code. */
#define SI_USER       0
#define SI_KERNEL     0x80
#define SI_TKILL      (-6)
#define CLD_EXITED    1
#define CLD_KILLED    2
#define CLD_STOPPED   5
#define CLD_CONTINUED 6
#define SEGV_MAPERR   1
#define SEGV_ACCERR   2

struct proc;
struct trap_frame;

/* What a handler is told, besides the number. */
struct siginfo_kernel {
    int code;
    int pid; /* sender or child */
    unsigned uid;
    int status;        /* of a child */
    uintptr_t address; /* of a fault */
};

struct signal_action {
    uintptr_t handler; /* user address, SIG_DEFAULT or SIG_IGNORE */
    unsigned flags;
    uintptr_t restorer;
    sigset_t mask;
};

/* Handlers, shared by the threads of a group. */
struct sighand {
    unsigned references;
    struct signal_action actions[SIGNAL_COUNT];
};

struct sighand *sighand_new(void);
struct sighand *sighand_fork(struct sighand *original);
void sighand_release(struct sighand *sighand);
void sighand_reset_for_exec(struct sighand *sighand);

/* A fault of the current program: the signal cannot be blocked or ignored away. */
void signal_fault(int signal, int code, uintptr_t address);
int signal_send_info(struct proc *proc, int signal, const struct siginfo_kernel *info);
/* To whichever thread of the group takes it. */
int signal_send_process(int tgid, int signal, const struct siginfo_kernel *info);
/* On the way to user mode: act on every pending signal. May not return. */
void signal_deliver(struct trap_frame *frame);
/* Take the lowest pending signal of `set` out; 0 when there is none. */
int signal_take(sigset_t set, struct siginfo_kernel *info);
void signal_set_blocked(sigset_t blocked);
/* Tell the parent that `proc` ended, stopped or went on. */
void signal_notify_parent(struct proc *proc, int code, int status);

/* signal_frame.c: the handler's stack, in the layout that programs expect. */
int signal_frame_push(struct trap_frame *frame, int signal, const struct signal_action *action,
                      const struct siginfo_kernel *info, sigset_t mask_after);
void signal_frame_write_info(uint32_t words[32], int signal, const struct siginfo_kernel *info);

/*
 * Send a signal on behalf of the kernel or the terminal. May be called from an interrupt handler.
 * 0, or -EINVAL for a bad number; signal 0 only tests. A group that has no member answers -ESRCH.
 */
int signal_send(struct proc *proc, int signal);
int signal_send_group(int pgid, int signal);
/* Does a signal that is not blocked wait for the current process? Long loops look here. */
bool signal_pending(void);
/*
 * Would this signal do nothing to the process, because it is ignored or blocked? (for SIGTTIN,
 * SIGTTOU)
 */
bool signal_ignored_or_blocked(const struct proc *proc, int signal);
/*
 * Replace the mask of the current process until it returns to user mode, for ppoll and pselect:
 * `user_set` is the address of `size` bytes, 0 for none. 0, -EINVAL, -EFAULT.
 */
int signal_mask_for_wait(uintptr_t user_set, size_t size);

#endif
