/* SPDX-License-Identifier: MIT */
#ifndef TOOLSTACK_REPORT_H
#define TOOLSTACK_REPORT_H
/*
 * What is wrong with a configuration, for a person: where, which key, what, and what to do. Nothing
 * here prints; whoever reads a configuration says where the lines go, so tests can look at them.
 *
 *     guest.cfg:7: memory: 'lots' is no number; say memory = 64, in MiB
 *     guest.cfg:9: warning: vnc: a guest of Torc has no screen; remove this line
 */
#include <stdbool.h>

struct place {
    const char *file;
    unsigned line; /* 0: nowhere in particular */
};

struct report {
    void (*say)(void *context, const char *line);
    void *context;
    unsigned errors;
    unsigned warnings;
};

/* `key` and `remedy` may be NULL. An error answers false, so that checks can return it. */
bool report_error(struct report *report, struct place at, const char *key, const char *remedy,
                  const char *format, ...) __attribute__((format(printf, 5, 6)));
void report_warning(struct report *report, struct place at, const char *key, const char *remedy,
                    const char *format, ...) __attribute__((format(printf, 5, 6)));

#endif
