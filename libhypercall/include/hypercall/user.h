/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_USER_H
#define HYPERCALL_USER_H
/*
 * A visit to ring 3, for tests and for small kernels: enter with given registers, come back with
 * the first trap that has no handler of its own. Make `int $0x80` come back so by
 * user_prepare().
 */
#include "hypercall/trap.h"
#include "hypercall/probe.h"

/* The vector of user_run()'s way home. */
#define USER_VECTOR 0x80

/* Code between these two markers, and data, may be used in ring 3: their pages are given the user
 * bit by user_prepare(). Put code there with USER_TEXT (functions of nothing but one asm statement;
 * they have no prologue), data with USER_DATA. */
#define USER_TEXT __attribute__((section(".user.text"), naked, used))
#define USER_DATA __attribute__((section(".user.data")))

/* Gives the user sections their user bit, registers vector 0x80 for ring 3. Call once.
 * Returns 0 or the first error of a page-table update. */
long user_prepare(void);

/* Lets ring 3 use the page at `address`. Returns 0 or an error. */
long user_expose(const void *address);

/* A stack of 4 KiB inside the user data; this is its top. */
extern char user_stack_top[];

/* Registers for entry at `code`, on the user stack, flat selectors, everything else zero. */
struct user_registers user_registers_for(void (*code)(void));

enum user_way {
    USER_BY_HYPERCALL, /* the iret hypercall */
    USER_BY_IRET       /* the iret instruction, where the width allows it to change rings */
};

/*
 * Runs ring 3 until a trap that no handler takes. `registers` are loaded, and hold those at the
 * trap afterwards. Returns the vector; for 0x80 that was the program's own wish. probe_last has
 * error code and fault address. Changes the kernel stack registered by stack_switch. Events are
 * open meanwhile if flags has IF (bit 9) set.
 */
int user_run(struct user_registers *registers, enum user_way way);

#endif
