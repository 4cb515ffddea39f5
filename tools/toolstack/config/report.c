/* SPDX-License-Identifier: MIT */
/* One line for each thing that is wrong: place, key, what, remedy. */
#include "report.h"

#include <stdarg.h>
#include <stdio.h>

#define LINE_SIZE 1024

/* A file may contain anything; a terminal should see nothing but text. */
static void make_printable(char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < 32 || *text == 127)
            *text = '?';
}

static void say(struct report *report, struct place at, const char *kind, const char *key,
                const char *remedy, const char *format, va_list list)
{
    char line[LINE_SIZE], what[LINE_SIZE / 2], number[16] = "";

    vsnprintf(what, sizeof(what), format, list);
    if (at.line)
        snprintf(number, sizeof(number), ":%u", at.line);
    snprintf(line, sizeof(line), "%s%s: %s%s%s%s%s%s", at.file, number, kind, key ? key : "",
             key ? ": " : "", what, remedy ? "; " : "", remedy ? remedy : "");
    make_printable(line);
    report->say(report->context, line);
}

bool report_error(struct report *report, struct place at, const char *key, const char *remedy,
                  const char *format, ...)
{
    va_list list;

    report->errors++;
    va_start(list, format);
    say(report, at, "", key, remedy, format, list);
    va_end(list);
    return false;
}

void report_warning(struct report *report, struct place at, const char *key, const char *remedy,
                    const char *format, ...)
{
    va_list list;

    report->warnings++;
    va_start(list, format);
    say(report, at, "warning: ", key, remedy, format, list);
    va_end(list);
}
