/* SPDX-License-Identifier: MIT */
#ifndef CONSOLE_PORT_H
#define CONSOLE_PORT_H
/*
 * What the two halves of the console share: the lock, and the functions that write. Both are
 * called with the lock held.
 */
#include "lib/lock.h"

extern struct lock console_lock;

/* Writes bytes as they are and remembers whether the line is unfinished. */
void console_write(const char *bytes, size_t n);
/* Writes a whole line, on a new one if the last is unfinished. */
void console_write_line(const char *prefix, const char *text, size_t n);

#endif
