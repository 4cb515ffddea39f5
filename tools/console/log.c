/* SPDX-License-Identifier: MIT */
/* Logs of bounded size. */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"

/* What is there from before counts. */
static void reopen(struct log *log)
{
    struct stat stat;

    log->fd = open(log->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    log->size = log->fd >= 0 && fstat(log->fd, &stat) == 0 ? (size_t)stat.st_size : 0;
}

bool log_open(struct log *log, const char *path, size_t limit)
{
    *log = (struct log){.limit = limit};
    snprintf(log->path, sizeof(log->path), "%s", path);
    reopen(log);
    return log->fd >= 0;
}

void log_close(struct log *log)
{
    if (log->fd >= 0)
        close(log->fd);
    log->fd = -1;
}

static void turn_over(struct log *log)
{
    char before[sizeof(log->path) + 2];

    snprintf(before, sizeof(before), "%s.1", log->path);
    log_close(log);
    rename(log->path, before);
    reopen(log);
}

void log_write(struct log *log, const char *bytes, size_t size)
{
    if (log->fd < 0)
        return;
    if (log->size + size > log->limit)
        turn_over(log);
    ssize_t done = log->fd >= 0 ? write(log->fd, bytes, size) : -1;
    log->size += done > 0 ? (size_t)done : 0;
}

void log_print(struct log *log, const char *format, ...)
{
    char line[256];
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(line, sizeof(line), format, arguments);
    va_end(arguments);
    if (length > 0)
        log_write(log, line, (size_t)length < sizeof(line) ? (size_t)length : sizeof(line) - 1);
}
