/* SPDX-License-Identifier: MIT */
/* The end of a process, and what is left of it until its parent asks. */
#ifndef GUEST_KERNEL_EXIT_H
#define GUEST_KERNEL_EXIT_H

#include "kernel/types.h"

struct proc;
struct waitq;

/*
 * End the current thread; the status is as wait() reports it (code << 8, or the signal's number).
 */
NORETURN void exit_thread(int status);
/* End the current process with all its threads. */
NORETURN void exit_group(int status);
/* Are there threads in this group besides its leader? */
bool exit_other_threads(const struct proc *leader);
/* Tell them to go; they do when they next have a turn. */
void exit_end_other_threads(int status);
/* Let vfork's parent go on: the child has its own memory now, or none. */
void exit_release_vfork(struct proc *proc);
/*
 * Free what is left of processes nobody waits for. Called where the dead one's stack is not in
 * use.
 */
void exit_bury(void);

/* proc_table.c */
struct proc *proc_new(void); /* not in the table yet; NULL: out of memory */
void proc_enter_table(struct proc *proc);
void proc_delete(struct proc *proc);
int proc_choose_pid(void); /* a number that names no process, group or session */

/* fork.c */
/* The first process: runs `start` in the kernel, and enters user mode when that returns. */
void proc_start_first(void (*start)(void));

/* exec.c: 0, or an error with the old program still in place. The strings are the kernel's. */
int exec_kernel(const char *path, const char *const *arguments, const char *const *environment);

/* futex.c */
int futex_wake(uintptr_t user_address, int count);

#endif
