/* SPDX-License-Identifier: MIT */
#ifndef CONSOLE_CONSOLE_H
#define CONSOLE_CONSOLE_H
/*
 * The door of the console room: a 16550 serial line, what the hypervisor says on it, and what
 * the first domain reads and writes through console_io.
 */
#include "lib/types.h"

/* Polled output from the first instructions on; com1 at 115200 8N1 unless the options differ. */
void console_init(void);
/* Turns receive interrupts on: bytes typed go to the ring and raise VIRQ_CONSOLE. */
void console_init_irq(void);

/*
 * A message of the hypervisor, directives as in lib/fmt.h: each line gets our prefix, the last
 * one its newline, and none of them mixes with what a guest is writing.
 */
#define print(...) print_as("(torc) ", __VA_ARGS__)
/* The same without the prefix, for lines that programs read: backtraces and last words. */
#define print_plain(...) print_as("", __VA_ARGS__)
void print_as(const char *prefix, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * The last 16 KiB of what was written, by whomever, for the tools. Places count bytes from the
 * beginning; begin: the first place, not before `from`, that is still there. read: how many bytes
 * there are from a place on, at most n. clear: what lies before is not wanted any more.
 */
u32 console_log_begin(u32 from);
u32 console_log_read(u32 from, char *to, u32 n);
void console_log_clear(u32 before);

/* From now on this CPU alone speaks, whoever held the console's lock. */
void console_panic(void);

/*
 * The last line of a run, for people and tools: "torc: end: WORD: TEXT". Words are poweroff,
 * reboot, crash, refused and panic. Then the machine is powered off, reset or stopped.
 */
_Noreturn void console_end(const char *word, const char *text);

#endif
