/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_TRAP_H
#define HYPERCALL_TRAP_H
/*
 * Exceptions. The hypervisor takes them first and hands them on by the guest's trap table: it
 * pushes a frame and jumps. The library has an entry for each of the 256 vectors, which saves the
 * registers as a struct trap_frame and calls trap_dispatch(). The frame may be changed; the
 * interrupted code goes on with what it then holds.
 *
 * Who gets a trap, in this order: the fix-up of the faulting instruction (probe.h); the handler set
 * here; the innermost probe_call() or user_run(); else the guest stops with the registers printed.
 * Handlers run with events masked.
 */
#include "hypercall/own.h"

#include "width/frame.h"

/* Exceptions by vector. */
enum {
    TRAP_DIVIDE = 0,
    TRAP_DEBUG = 1,
    TRAP_NMI = 2,
    TRAP_BREAKPOINT = 3,
    TRAP_OVERFLOW = 4,
    TRAP_BOUND = 5,
    TRAP_UNDEFINED = 6,
    TRAP_NO_DEVICE = 7,
    TRAP_DOUBLE_FAULT = 8,
    TRAP_INVALID_TSS = 10,
    TRAP_NOT_PRESENT = 11,
    TRAP_STACK = 12,
    TRAP_PROTECTION = 13,
    TRAP_PAGE_FAULT = 14,
    TRAP_FPU = 16,
    TRAP_ALIGNMENT = 17,
    TRAP_SIMD = 19,
    TRAP_FAILSAFE = 256 /* not a vector: the failsafe callback came in */
};

/* Bits of a page fault's error code. */
#define FAULT_PRESENT  1u
#define FAULT_WRITE    2u
#define FAULT_USER     4u
#define FAULT_RESERVED 8u
#define FAULT_FETCH    16u

typedef void (*trap_handler)(struct trap_frame *frame);

/*
 * Handler of a vector; NULL takes it back to the default. The vector's entry is registered with the
 * hypervisor such that `int` from a ring up to `ring` may call it (1: only the kernel, 3: programs
 * too; exceptions come whatever it says). Returns 0 or the error of set_trap_table.
 */
long trap_set_handler(unsigned vector, unsigned ring, trap_handler handler);

/* Takes the vector out of the hypervisor's table: the domain dies if it is raised. Exceptions all
 * have an entry from the start. Returns 0 or an error. */
long trap_remove(unsigned vector);

/* The address of the library's entry for a vector, for own trap tables. */
void *trap_entry(unsigned vector);

/* The address of the last page fault, from vcpu_info. */
unsigned long trap_fault_address(void);

/* Handlers return by the iret hypercall instead of the iret instruction while this is set.
 * The hypercall opens events and returns in one step; the instruction is far cheaper. */
extern unsigned char trap_return_by_hypercall;

/*
 * Makes the iret hypercall to the place right behind it, in the kernel, with these in its frame.
 * Returns the accumulator as it then was, which should be `ax`, and the processor's flags.
 * `cs` is SELECTOR_KERNEL_FRAME if it is to succeed.
 */
unsigned long trap_iret_here(unsigned long ax, unsigned long cs, unsigned long flags,
                             unsigned long *flags_after);

/* Prints the registers. */
void trap_print(const struct trap_frame *frame);

#endif
