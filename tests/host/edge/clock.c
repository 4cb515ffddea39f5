/* SPDX-License-Identifier: MIT */
/*
 * The arithmetic of time: what guests are told to compute must be what a clock shows, for every
 * rate a processor may have, for seconds and for years; and the calendar must be the C library's.
 */
#define _DEFAULT_SOURCE
#include <time.h>

#include "run.h"
#include "time/clock.h"

START_TEST(one_gigahertz_is_exact)
{
    struct scale s = scale_make(1000000000, 1000000000);

    ck_assert_uint_eq(s.mul, 0x80000000u);
    ck_assert_int_eq(s.shift, 1);
    for (u64 ticks = 1; ticks < 1ull << 62; ticks = ticks * 3 + 1)
        ck_assert_uint_eq(scale_apply(s, ticks), ticks);
}
END_TEST

/* Against exact arithmetic: no more than one part in 2^28 off, and one for the cut. */
START_TEST(any_rate)
{
    static const u64 rates[] = {1000000,    14318180,   62500000,   999999999,
                                1000000000, 1000000001, 1193182,    2394454000,
                                2893299977, 4294967296, 5100000000, 99999999999};

    for (size_t i = 0; i < array_size(rates); i++)
        for (size_t j = 0; j < array_size(rates); j++) {
            struct scale s = scale_make(rates[i], rates[j]);
            ck_assert_uint_ge(s.mul, 0x7ffffff0u); /* the fraction is full */
            for (u64 seconds = 1; seconds < 100000000; seconds = seconds * 7 + 1) {
                unsigned __int128 ticks = (unsigned __int128)rates[i] * seconds;
                u64 want = rates[j] * seconds, got = scale_apply(s, (u64)ticks);
                u64 off = want > got ? want - got : got - want;
                if (ticks >> 60 || want >> 60)
                    break;
                ck_assert_msg(off <= (want >> 28) + 2, "%lu Hz to %lu Hz, %lu s: off by %lu",
                              rates[i], rates[j], seconds, off);
            }
        }
}
END_TEST

START_TEST(never_backwards)
{
    struct scale s = scale_make(2893299977, 1000000000);
    u64 last = 0;

    for (u64 ticks = 123456789012345; ticks < 123456789112345; ticks++) {
        u64 ns = scale_apply(s, ticks);
        if (ns < last)
            ck_abort_msg("%lu ns after %lu ns", ns, last);
        last = ns;
    }
}
END_TEST

START_TEST(rounding)
{
    ck_assert_uint_eq(clock_round(1000013000), 1000000000);
    ck_assert_uint_eq(clock_round(999987000), 1000000000);
    ck_assert_uint_eq(clock_round(1000000000), 1000000000);
    ck_assert_uint_eq(clock_round(2893299977), 2893299977); /* 0.3 MHz off is a rate of its own */
    ck_assert_uint_eq(clock_round(2394100000), 2394000000);
    ck_assert_uint_eq(clock_round(62500000), 62500000);
}
END_TEST

static u8 bcd(int value)
{
    return (u8)(value / 10 << 4 | value % 10);
}

/* Every ninth day or so from 1970 to 2400, in each of the clock's four formats. */
START_TEST(calendar)
{
    for (time_t t = 12345; t < 13569465600; t += 777600 + 3607) {
        struct tm tm;
        gmtime_r(&t, &tm);
        int century = (tm.tm_year + 1900) / 100, year = tm.tm_year % 100;
        int hour12 = (tm.tm_hour + 11) % 12 + 1, afternoon = tm.tm_hour >= 12 ? 0x80 : 0;
        struct rtc_fields binary = {
            (u8)tm.tm_sec,       (u8)tm.tm_min, (u8)tm.tm_hour, (u8)tm.tm_mday,
            (u8)(tm.tm_mon + 1), (u8)year,      (u8)century,    6,
        };
        ck_assert_uint_eq(rtc_seconds(&binary), (u64)t);
        binary.hour = (u8)(hour12 | afternoon);
        binary.status_b = 4;
        ck_assert_uint_eq(rtc_seconds(&binary), (u64)t);
        struct rtc_fields decimal = {
            bcd(tm.tm_sec),     bcd(tm.tm_min), bcd(tm.tm_hour), bcd(tm.tm_mday),
            bcd(tm.tm_mon + 1), bcd(year),      bcd(century),    2,
        };
        ck_assert_uint_eq(rtc_seconds(&decimal), (u64)t);
        decimal.hour = (u8)(bcd(hour12) | afternoon);
        decimal.status_b = 0;
        ck_assert_uint_eq(rtc_seconds(&decimal), (u64)t);
    }
}
END_TEST

/* Without a century register years 70 to 99 are the last century's. */
START_TEST(no_century)
{
    struct rtc_fields f = {0, 0, 0, 1, 1, 0, 0, 6};

    ck_assert_uint_eq(rtc_seconds(&f), 946684800); /* 2000-01-01 */
    f.century = 0xff;
    ck_assert_uint_eq(rtc_seconds(&f), 946684800);
    f.year = 70;
    ck_assert_uint_eq(rtc_seconds(&f), 0);
}
END_TEST

/* A dead battery leaves any bytes: nothing may overflow or trap. */
START_TEST(rubbish)
{
    srand(1);
    for (u32 i = 0; i < 100000; i++) {
        struct rtc_fields f;
        for (size_t j = 0; j < sizeof(f); j++)
            ((u8 *)&f)[j] = (u8)rand();
        if (rtc_seconds(&f) >> 40)
            ck_abort_msg("round %u: %lu seconds", i, rtc_seconds(&f));
    }
}
END_TEST

RUN_TESTS("clock", &one_gigahertz_is_exact, &any_rate, &never_backwards, &rounding, &calendar,
          &no_century, &rubbish)
