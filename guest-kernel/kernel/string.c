/* SPDX-License-Identifier: MIT */
/* The part of C's string library the kernel needs; memcpy and memset are the machine's. */
#include "kernel/kernel.h"

void *memmove(void *to, const void *from, size_t size)
{
    char *target = to;
    const char *source = from;

    if (target <= source || target >= source + size)
        return memcpy(to, from, size);
    while (size-- > 0)
        target[size] = source[size];
    return to;
}

int memcmp(const void *a, const void *b, size_t size)
{
    const unsigned char *x = a, *y = b;

    for (size_t i = 0; i < size; i++)
        if (x[i] != y[i])
            return x[i] - y[i];
    return 0;
}

size_t strlen(const char *string)
{
    size_t length = 0;

    while (string[length])
        length++;
    return length;
}

size_t strnlen(const char *string, size_t limit)
{
    size_t length = 0;

    while (length < limit && string[length])
        length++;
    return length;
}

int strcmp(const char *a, const char *b)
{
    return strncmp(a, b, SIZE_MAX);
}

int strncmp(const char *a, const char *b, size_t limit)
{
    for (size_t i = 0; i < limit; i++) {
        if (a[i] != b[i])
            return (unsigned char)a[i] - (unsigned char)b[i];
        if (!a[i])
            break;
    }
    return 0;
}

char *strchr(const char *string, int character)
{
    for (;; string++) {
        if (*string == (char)character)
            return (char *)string;
        if (!*string)
            return NULL;
    }
}

char *strrchr(const char *string, int character)
{
    const char *found = NULL;

    for (;; string++) {
        if (*string == (char)character)
            found = string;
        if (!*string)
            return (char *)found;
    }
}

size_t strlcpy(char *to, const char *from, size_t size)
{
    size_t length = strlen(from);

    if (size > 0) {
        size_t copied = MIN(length, size - 1);

        memcpy(to, from, copied);
        to[copied] = 0;
    }
    return length;
}

unsigned parse_unsigned(const char **text)
{
    unsigned value = 0;

    for (; **text >= '0' && **text <= '9'; ++*text)
        value = value * 10 + (unsigned)(**text - '0');
    return value;
}

/*
 * Long division, one bit at a time once the dividend is larger than a word: rare and short
 * enough. The high word is divided first, so at most 32 steps remain.
 */
uint64_t divide_u64(uint64_t dividend, uint32_t divisor, uint32_t *remainder)
{
    uint32_t high = dividend >> 32, low = (uint32_t)dividend;
    uint32_t quotient_high = high / divisor, quotient_low = 0;
    uint64_t rest = high % divisor;

    if (rest == 0) {
        quotient_low = low / divisor;
        rest = low % divisor;
    } else {
        for (int bit = 31; bit >= 0; bit--) {
            rest = rest << 1 | (low >> bit & 1);
            if (rest >= divisor) {
                rest -= divisor;
                quotient_low |= 1u << bit;
            }
        }
    }
    if (remainder)
        *remainder = (uint32_t)rest;
    return (uint64_t)quotient_high << 32 | quotient_low;
}
