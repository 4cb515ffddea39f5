/* SPDX-License-Identifier: MIT */
#ifndef CONSOLE_CONSOLE_H
#define CONSOLE_CONSOLE_H
/*
 * The door of the console room: a 16550 serial line, what the hypervisor says on it, and what
 * the first domain reads and writes through console_io.
 */
#include <stdarg.h>

#include "lib/types.h"

/* Polled output from the first instructions on; com1 at 115200 8N1 unless the options differ. */
void console_init(void);
/* Turns receive interrupts on: bytes typed go to the ring and raise VIRQ_CONSOLE. */
void console_init_irq(void);

/* printf to the serial line: %s %c %d %u %x %lx %p and widths; always whole lines. */
void print(const char *format, ...) __attribute__((format(printf, 1, 2)));
void print_va(const char *format, va_list args);

/*
 * The last line of a run, for people and tools: "torc: end: WORD: TEXT". Words are poweroff,
 * reboot, crash, refused and panic. Then the machine is powered off, reset or stopped.
 */
_Noreturn void console_end(const char *word, const char *text);

#endif
