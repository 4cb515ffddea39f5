/* SPDX-License-Identifier: MIT */
#ifndef LIB_FMT_H
#define LIB_FMT_H
/*
 * Text from values, for the console. What of printf our messages need: %d %u %x, with l for 64
 * bits and a width that begins with 0, %c, %s and %%. A directive that is none of these is copied
 * as it stands.
 */
#include <stdarg.h>

#include "lib/types.h"

/*
 * Writes at most size bytes including the final NUL (none if size is 0). Returns the length
 * that the whole text has: at least size if it was cut.
 */
size_t fmt_va(char *to, size_t size, const char *format, va_list args);
size_t fmt(char *to, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
