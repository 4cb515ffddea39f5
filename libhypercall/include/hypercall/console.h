/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_CONSOLE_H
#define HYPERCALL_CONSOLE_H
/*
 * The hypervisor's own console (hypercall console_io): what the first domain has before it has any
 * driver. Bytes go to the serial line as they are. Other domains may be refused it: check the
 * result, or ignore it, which only loses the text.
 */
#include <stddef.h>

/*
 * Writes `size` bytes. Returns 0, or the hypervisor's error: -ABI_EFAULT for memory it cannot
 * read, -ABI_EPERM for a domain without console. May take as long as the serial line takes.
 */
long console_write(const char *bytes, size_t size);

/* printf to the console; one line is sent as one write. Format: see text_format(). */
void console_print(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * Fetches what was typed, at most `size` bytes, without waiting. Returns how many there were (0 is
 * no error), or an error. ABI_VIRQ_CONSOLE, bound with event_bind_virq(), tells when to ask.
 */
long console_read(char *bytes, size_t size);

#endif
