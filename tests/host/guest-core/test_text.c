/* SPDX-License-Identifier: MIT */
/*
 * The kernel's own formatting and arithmetic against the C library's, which cannot be linked under
 * the same names: so the two files are compiled in here, with their functions renamed.
 */
#include "tests/host/edge/run.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define memmove   kernel_memmove
#define memcmp    kernel_memcmp
#define strlen    kernel_strlen
#define strnlen   kernel_strnlen
#define strcmp    kernel_strcmp
#define strncmp   kernel_strncmp
#define strchr    kernel_strchr
#define strrchr   kernel_strrchr
#define strlcpy   kernel_strlcpy
#define snprintf  kernel_snprintf
#define vsnprintf kernel_vsnprintf
#define sigset_t  kernel_sigset_t
#include "guest-kernel/kernel/print.c"
#include "guest-kernel/kernel/string.c"
#undef sigset_t
#undef snprintf
#undef strlen
#undef strcmp
#undef memcmp
#undef strncmp
#undef memmove

struct proc *current;

void machine_console_write(const char *text, size_t size)
{
    (void)text;
    (void)size;
}

void machine_backtrace(uintptr_t frame_pointer)
{
    (void)frame_pointer;
}

void machine_crash(void)
{
    abort();
}

#define SAME(...)                                                                                  \
    do {                                                                                           \
        char ours[64], theirs[64];                                                                 \
        for (size_t size = 1; size <= sizeof(ours); size += 21) {                                  \
            int a = kernel_snprintf(ours, size, __VA_ARGS__);                                      \
            int b = snprintf(theirs, size, __VA_ARGS__);                                           \
            ck_assert_int_eq(a, b);                                                                \
            ck_assert_str_eq(ours, theirs);                                                        \
        }                                                                                          \
    } while (0)

START_TEST(formats_like_c)
{
    SAME("plain %% text");
    SAME("%d %i %u", 0, -5, 5u);
    SAME("%d %d", INT32_MIN, INT32_MAX);
    SAME("%5d|%-5d|%05d|%2d", 42, 42, 42, 12345);
    SAME("%05d|%-8d|", -42, -42);
    SAME("%x %X %o %08x", 0xBEEFu, 0xBEEFu, 0755u, 0xAu);
    SAME("%ld %lu %lx", -1l, 1ul << 40, 1ul << 40);
    SAME("%lld %llu %llx", (long long)INT64_MIN, ~0ull, ~0ull);
    SAME("%zu", (size_t)12345);
    SAME("%s|%10s|%-10s|%.3s|%.*s", "word", "word", "word", "word", 2, "word");
    SAME("%c%c|%3c|", 'a', 'b', 'c');
    SAME("%*d|%-*d|", 6, 42, 6, 42);
    SAME("%s text that is longer than the smallest of the buffers: %s", "a", "so it is cut");
}
END_TEST

START_TEST(divides_like_the_processor)
{
    uint64_t x = 88172645463325252ull;

    for (int i = 0; i < 200000; i++) {
        uint32_t divisor, remainder;
        uint64_t dividend;

        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        dividend = x >> (x % 64);
        x ^= x << 13;
        x ^= x >> 7;
        divisor = (uint32_t)(x >> 32) >> (x % 32);
        if (!divisor)
            divisor = 1000000000;
        ck_assert_uint_eq(divide_u64(dividend, divisor, &remainder), dividend / divisor);
        ck_assert_uint_eq(remainder, dividend % divisor);
    }
    ck_assert_uint_eq(divide_u64(UINT64_MAX, UINT32_MAX, NULL), UINT64_MAX / UINT32_MAX);
}
END_TEST

START_TEST(strings_like_c)
{
    char buffer[8];
    const char *digits = "0123x";

    ck_assert_uint_eq(kernel_strlcpy(buffer, "too long for it", sizeof(buffer)), 15);
    ck_assert_str_eq(buffer, "too lon");
    ck_assert_uint_eq(kernel_strlcpy(buffer, "ok", sizeof(buffer)), 2);
    ck_assert_str_eq(buffer, "ok");
    ck_assert_uint_eq(parse_unsigned(&digits), 123);
    ck_assert_str_eq(digits, "x");
    ck_assert_int_lt(kernel_strcmp("a", "b"), 0);
    ck_assert_int_gt(kernel_strcmp("a\xff", "a\x01"), 0);
    ck_assert_int_eq(kernel_strncmp("abc", "abd", 2), 0);
    ck_assert_ptr_null(kernel_strchr("abc", 'd'));
    ck_assert_str_eq(kernel_strrchr("a/b/c", '/'), "/c");
    char overlap[] = "0123456789";
    kernel_memmove(overlap + 2, overlap, 6);
    ck_assert_str_eq(overlap, "0101234589");
    kernel_memmove(overlap, overlap + 2, 6);
    ck_assert_str_eq(overlap, "0123454589");
}
END_TEST

RUN_TESTS("guest text", &formats_like_c, &divides_like_the_processor, &strings_like_c)
