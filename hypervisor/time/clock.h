/* SPDX-License-Identifier: MIT */
#ifndef TIME_CLOCK_H
#define TIME_CLOCK_H
/*
 * Inside the time room: what the machine's clocks tell at boot.
 */
#include "time/scale.h"

/* Ticks per second. */
struct clock_rates {
    u64 tsc_hz, apic_hz;
};

/* Measures both against the PIT; interrupts off. Ends the boot if that gives no sense. */
struct clock_rates clock_measure(void);
/* A measured rate, as the nearest whole MHz if it is within what measuring can miss. */
u64 clock_round(u64 hz);

/* From the scale of this file's neighbours: count of the APIC timer for a span, never early. */
u32 clock_timer_count(u64 span_ns);

/* What the CMOS clock holds, as read. */
struct rtc_fields {
    u8 second, minute, hour, day, month, year, century;
    u8 status_b; /* bit 1: 24 hours, bit 2: binary */
};

/* Seconds since 1970, UTC; 0 if the fields name no day since then. */
u64 rtc_seconds(const struct rtc_fields *f);
/* Reads the clock and converts. */
u64 rtc_read_seconds(void);

#endif
