/* SPDX-License-Identifier: MIT */
/*
 * The handful of functions that the compiler and we expect from a C library. Bulk work goes
 * eight bytes a step through the string instructions: a step is what the ruler of our
 * measurements counts, and real processors move whole cache lines either way.
 */
#include "lib/string.h"

/* Or the compiler would recognise our loops, and replace them by calls of themselves. */
#pragma GCC optimize("no-tree-loop-distribute-patterns")

void *(memcpy)(void *to, const void *from, size_t n)
{
    void *at = to;
    size_t words = n / 8, rest = n % 8;

    __asm__ volatile("rep movsq; mov %3, %%rcx; rep movsb"
                     : "+D"(at), "+S"(from), "+c"(words)
                     : "r"(rest)
                     : "memory");
    return to;
}

void *(memset)(void *to, int byte, size_t n)
{
    void *at = to;
    size_t words = n / 8, rest = n % 8;

    __asm__ volatile("rep stosq; mov %2, %%rcx; rep stosb"
                     : "+D"(at), "+c"(words)
                     : "r"(rest), "a"((u8)byte * 0x0101010101010101ull)
                     : "memory");
    return to;
}

int(memcmp)(const void *a, const void *b, size_t n)
{
    const u8 *left = a, *right = b;

    for (size_t i = 0; i < n; i++)
        if (left[i] != right[i])
            return left[i] - right[i];
    return 0;
}

size_t(strlen)(const char *s)
{
    size_t n = 0;

    while (s[n])
        n++;
    return n;
}

int(strncmp)(const char *a, const char *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (a[i] != b[i] || !a[i])
            return (u8)a[i] - (u8)b[i];
    return 0;
}

int(strcmp)(const char *a, const char *b)
{
    return strncmp(a, b, ~(size_t)0);
}
