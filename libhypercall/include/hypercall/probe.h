/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_PROBE_H
#define HYPERCALL_PROBE_H
/*
 * Do something that may fault, and get the fault as a result: the tool that tests are made of.
 *
 *     if (probe_write(page_table, 0) == TRAP_PAGE_FAULT) ...       an address
 *     if (PROBE("cli") == TRAP_PROTECTION) ...                     an instruction
 *     vector = probe_call(function, argument, &fault);             anything
 */
#include "hypercall/trap.h"

#include <stdbool.h>

#define PROBE_NONE (-1) /* no fault */

struct probe_fault {
    int vector; /* PROBE_NONE or TRAP_... */
    unsigned long error;
    unsigned long ip;
    unsigned long address; /* of a page fault */
    unsigned long sp, flags;
    uint16_t cs;
};

/* The fault of the last probe. */
extern volatile struct probe_fault probe_last;

/*
 * One instruction; operands follow as in an asm statement: PROBE("mov %%cr0, %0", : "=r"(value)).
 * If it faults, execution goes on behind it and outputs keep what they had ("+r" is then safer
 * than "=r"). Value: PROBE_NONE or the vector, with the rest in probe_last.
 */
#define PROBE(instruction, ...)                                                                    \
    ({                                                                                             \
        probe_last.vector = PROBE_NONE;                                                            \
        asm volatile("771: " instruction "\n772:\n"                                                \
                     "\t.pushsection .probe_fixups,\"a\"\n"                                        \
                     "\t" WORD_ASM " 771b, 772b\n"                                                 \
                     "\t.popsection" __VA_ARGS__);                                                 \
        probe_last.vector;                                                                         \
    })

/* Reads or writes one machine word. Value as of PROBE. */
int probe_read(const volatile void *address, unsigned long *value);
int probe_write(volatile void *address, unsigned long value);

/* One byte, for addresses that touch the end of something. */
int probe_read_byte(const volatile void *address);
int probe_write_byte(volatile void *address, unsigned char value);

/* Jumps to the address with a call instruction; code there should return. */
int probe_exec(const volatile void *address);

/*
 * Calls function(argument). If a fault happens in it that nobody else handles, leaves it there and
 * then. Returns PROBE_NONE, or the vector with the rest in probe_last. May be nested.
 */
int probe_call(void (*function)(void *), void *argument);

#endif
