/* SPDX-License-Identifier: MIT */
#ifndef LIB_STRING_H
#define LIB_STRING_H
/*
 * Bytes and strings, as C programs know them. Where the size is a constant the compiler writes
 * small copies in line; the rest is in string.c. On the host, where tests run, the functions
 * of the C library serve.
 */
#include "lib/types.h"

#if __STDC_HOSTED__
#include <string.h>
#else
void *memcpy(void *to, const void *from, size_t n);
void *memset(void *to, int byte, size_t n);
int memcmp(const void *a, const void *b, size_t n);
size_t strlen(const char *s);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);

#define memcpy(to, from, n) __builtin_memcpy(to, from, n)
#define memset(to, byte, n) __builtin_memset(to, byte, n)
#define memcmp(a, b, n)     __builtin_memcmp(a, b, n)
#define strlen(s)           __builtin_strlen(s)
#endif

/* Copies a string into a buffer of `size` > 0 bytes, cut to fit; the end is always marked. */
static inline void string_copy(char *to, const char *from, size_t size)
{
    size_t n = 0;

    while (n + 1 < size && from[n]) {
        to[n] = from[n];
        n++;
    }
    to[n] = '\0';
}

#endif
