/* SPDX-License-Identifier: MIT */
/*
 * The time of day from the CMOS clock, read once: from then on the TSC carries it. Also the
 * rounding of measured rates, the other piece of pure arithmetic about clocks.
 */
#include "cpu/cpu.h"
#include "lib/string.h"
#include "time/clock.h"

u64 clock_round(u64 hz)
{
    u64 whole = (hz + 500000) / 1000000 * 1000000;
    u64 off = hz > whole ? hz - whole : whole - hz;

    return off * 20000 <= whole ? whole : hz; /* 50 in a million */
}

static u32 decimal(const struct rtc_fields *f, u8 value)
{
    return f->status_b & 4 ? value : (value >> 4) * 10u + (value & 15);
}

static u32 hour_of_day(const struct rtc_fields *f)
{
    u32 hour = decimal(f, f->hour & 0x7f);

    if (f->status_b & 2)
        return hour;
    return hour % 12 + (f->hour & 0x80 ? 12 : 0); /* 12-hour clocks say 12 for 0 */
}

/*
 * Days from 1970-01-01 to a day of the Gregorian calendar. Years begin in March here, so that
 * the leap day is their last.
 */
static u64 days_since_1970(u64 year, u64 month, u64 day)
{
    year -= month <= 2;
    u64 month_from_march = (month + 9) % 12;
    u64 day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    return year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 719468;
}

u64 rtc_seconds(const struct rtc_fields *f)
{
    u32 century = decimal(f, f->century), year = decimal(f, f->year);
    u32 month = decimal(f, f->month), day = decimal(f, f->day);

    if (century < 19 || century > 29) /* not every machine has one */
        century = year < 70 ? 20 : 19;
    year += century * 100;
    if (year < 1970 || !month || !day)
        return 0; /* never set, or its battery is dead */
    u64 hours = days_since_1970(year, month, day) * 24 + hour_of_day(f);
    return (hours * 60 + decimal(f, f->minute)) * 60 + decimal(f, f->second);
}

static u8 cmos_read(u8 reg)
{
    port_out8(0x70, reg | 0x80); /* bit 7 keeps NMIs away meanwhile */
    u8 value = port_in8(0x71);
    port_out8(0x70, 0);
    return value;
}

static struct rtc_fields cmos_fields(void)
{
    static const u8 registers[] = {0x00, 0x02, 0x04, 0x07, 0x08, 0x09, 0x32, 0x0b};
    struct rtc_fields f = {0};

    _Static_assert(sizeof(f) == sizeof(registers), "a register for each field, in their order");
    for (u32 i = 0; i < 100000 && (cmos_read(0x0a) & 0x80); i++)
        cpu_relax(); /* it is counting up: at most two milliseconds */
    for (u32 i = 0; i < sizeof(registers); i++)
        ((u8 *)&f)[i] = cmos_read(registers[i]);
    return f;
}

u64 rtc_read_seconds(void)
{
    struct rtc_fields now = cmos_fields(), again;

    for (u32 i = 0; i < 10; i++, now = again) { /* it may have moved on between two registers */
        again = cmos_fields();
        if (!memcmp(&now, &again, sizeof(now)))
            break;
    }
    return rtc_seconds(&now);
}
