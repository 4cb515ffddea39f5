/* SPDX-License-Identifier: MIT */
/*
 * Messages are the only thing a person gets from a hypervisor that fails, so the code that
 * makes them is held against the C library's: same text, same length, for whatever both know.
 */
#include <stdio.h>

#include "lib/fmt.h"
#include "lib/string.h"
#include "run.h"

/* The same through both, into buffers of the same size, with the bytes behind it watched. */
#define SAME(size, ...)                                                                            \
    do {                                                                                           \
        char ours[512], theirs[512];                                                               \
        memset(ours, '#', sizeof(ours));                                                           \
        memset(theirs, '#', sizeof(theirs));                                                       \
        size_t our_length = fmt(ours, (size), __VA_ARGS__);                                        \
        int their_length = snprintf(theirs, (size), __VA_ARGS__);                                  \
        ck_assert_uint_eq(our_length, (size_t)their_length);                                       \
        ck_assert_mem_eq(ours, theirs, sizeof(ours));                                              \
    } while (0)

#pragma GCC diagnostic ignored "-Wformat-truncation"

START_TEST(plain_text)
{
    SAME(512, "nothing to replace\n");
    SAME(512, "%%, %s, %c", "string", 'c');
    SAME(512, "[%s] [%s]%c", "", "abc", '!');
}
END_TEST

START_TEST(numbers)
{
    static const long values[] = {0,
                                  1,
                                  -1,
                                  9,
                                  10,
                                  255,
                                  -256,
                                  65535,
                                  2147483647,
                                  -2147483648L,
                                  4294967295L,
                                  9223372036854775807L,
                                  -9223372036854775807L - 1};

    for (size_t i = 0; i < array_size(values); i++) {
        SAME(512, "%d %u %x", (int)values[i], (unsigned)values[i], (unsigned)values[i]);
        SAME(512, "%ld %lu %lx", values[i], (unsigned long)values[i], (unsigned long)values[i]);
        SAME(512, "%lld %llx", (long long)values[i], (unsigned long long)values[i]);
        SAME(512, "[%020ld] [%03d] [%01ld] [%08lx] [%016lx]", values[i], (int)values[i], values[i],
             (unsigned long)values[i], (unsigned long)values[i]);
    }
}
END_TEST

/* The buffer is never overrun, and its end always marked. */
START_TEST(cut_to_fit)
{
    for (size_t size = 0; size < 40; size++)
        SAME(size, "%s %08x %d", "some words", 0xbeefu, -42);
}
END_TEST

START_TEST(null_and_unknown)
{
    const char *volatile null = NULL; /* where the compiler sees these, it objects */
    const char *volatile strange = "100%! %y %";
    char text[64];

    ck_assert_uint_eq(fmt(text, sizeof(text), "%s", null), 6);
    ck_assert_str_eq(text, "(null)");
    fmt(text, sizeof(text), strange, 0);
    ck_assert_str_eq(text, "100%! %y %");
}
END_TEST

/* A wild width must not run away with the stack. */
START_TEST(wild_widths)
{
    char text[64];

    ck_assert_uint_eq(fmt(text, sizeof(text), "%0900d", 5), 900);
    ck_assert_uint_eq(fmt(text, sizeof(text), "%0900d", -5), 900);
    ck_assert_uint_eq(strlen(text), 63);
}
END_TEST

START_TEST(string_copying)
{
    char to[4] = "xyz";

    string_copy(to, "abcdef", sizeof(to));
    ck_assert_str_eq(to, "abc");
    string_copy(to, "", sizeof(to));
    ck_assert_str_eq(to, "");
    string_copy(to, "ab", 1);
    ck_assert_str_eq(to, "");
}
END_TEST

RUN_TESTS("fmt", &plain_text, &numbers, &cut_to_fit, &null_and_unknown, &wild_widths,
          &string_copying)
