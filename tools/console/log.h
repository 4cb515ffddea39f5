/* SPDX-License-Identifier: MIT */
#ifndef CONSOLE_LOG_H
#define CONSOLE_LOG_H
/*
 * A file that never takes more than twice its limit: when it is full it becomes PATH.1, in the
 * place of the one before, and a new one begins. A log that cannot be written loses what it was
 * given, and nobody waits for it.
 */
#include <stdbool.h>
#include <stddef.h>

struct log {
    char path[192];
    int fd; /* less than 0: there is none */
    size_t size, limit;
};

bool log_open(struct log *log, const char *path, size_t limit);
void log_close(struct log *log);
void log_write(struct log *log, const char *bytes, size_t size);
/* A line of ours among what is logged. */
void log_print(struct log *log, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
