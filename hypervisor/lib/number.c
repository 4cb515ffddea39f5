/* SPDX-License-Identifier: MIT */
/*
 * Text to number; the other direction is lib/fmt.h.
 */
#include "lib/number.h"

static u64 digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return (u64)(c - '0');
    c |= 32;
    return c >= 'a' && c <= 'f' ? (u64)(c - 'a' + 10) : 99;
}

bool number_read(const char **at, u64 *out)
{
    const char *p = *at, *first;
    u64 base = p[0] != '0' ? 10 : (p[1] | 32) == 'x' ? 16 : 8, value = 0;

    p += base == 16 ? 2 : 0;
    for (first = p; digit_value(*p) < base; p++)
        if (__builtin_mul_overflow(value, base, &value) ||
            __builtin_add_overflow(value, digit_value(*p), &value))
            return false;
    *at = p;
    *out = value;
    return p != first;
}
