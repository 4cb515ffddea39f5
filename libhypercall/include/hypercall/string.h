/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_STRING_H
#define HYPERCALL_STRING_H
/*
 * The few functions a freestanding guest cannot do without: what the compiler itself may call, and
 * a formatter. A guest that has its own of these names keeps them; the archive steps back.
 */
#include <stdarg.h>
#include <stddef.h>

void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *a, const void *b, size_t size);
size_t strlen(const char *text);
int strcmp(const char *a, const char *b);

/*
 * Formats into `to`, at most `size` bytes with the closing zero. Returns the length the whole text
 * has, closing zero not counted, even if it did not fit.
 * Knows %c %s %d %i %u %x %p %%, the lengths l and ll, a width, '0' padding and '-'.
 */
size_t text_format(char *to, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
size_t text_format_list(char *to, size_t size, const char *format, va_list list);

#endif
