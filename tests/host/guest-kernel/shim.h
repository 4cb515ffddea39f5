/* SPDX-License-Identifier: MIT */
/*
 * The rest of the kernel, as far as the file layer and the terminal can tell: memory that can be
 * told to run out, one process that can be told to sleep in a certain way, a clock that tests set.
 * So the sources of guest-kernel/kernel/fs and tty run here as they are, under the sanitizers.
 */
#ifndef TEST_SHIM_H
#define TEST_SHIM_H

/* The C library has a type of this name too. */
#define sigset_t kernel_sigset_t
#include "kernel/fs/context.h"
#include "kernel/fs/vfs.h"
#include "kernel/proc.h"
#include "kernel/tty/tty.h"
#undef sigset_t

/* Pages that may still be allocated; tests lower it to see ENOSPC. */
extern uint32_t shim_pages_left;
/* kmalloc fails after this many more calls; negative: never. */
extern int shim_kmalloc_left;
/* Pages and blocks that were allocated and not freed. */
extern int shim_pages_live, shim_blocks_live;
/* If set, the only memory a program has: any other address is EFAULT. Otherwise all but the first
 * page. */
extern char *shim_user;
extern size_t shim_user_size;
/* A copy that faults first moves what it can, as the machine's does. */
extern bool shim_partial_copies;
/* Called when the process sleeps: what others do meanwhile. NULL, or returning false: a signal
 * comes. */
extern bool (*shim_on_sleep)(void);
/* The last signal sent, and to which group or process; 0 when none was. */
extern int shim_signal, shim_signal_to;
extern bool shim_signals_ignored, shim_group_orphaned;
extern uint64_t shim_now_ns;
/* What went to the console. */
extern char shim_console[65536];
extern size_t shim_console_size;
/* How much more it takes without waiting. */
extern size_t shim_console_room;
extern struct proc shim_proc;

/* A root file system with /dev and /proc, from this archive (NULL: an empty one), and a process in
 * it. */
int shim_boot(const void *archive, size_t size);
/* Write one archive member to `at`; returns the size. */
size_t shim_cpio_member(char *at, const char *name, uint32_t mode, const char *data, size_t size);
/* All of that for the trailer. */
size_t shim_cpio_end(char *at);

/* Addresses as system calls take them. */
#define U(pointer) ((long)(uintptr_t)(pointer))

#endif
