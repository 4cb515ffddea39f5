/* SPDX-License-Identifier: MIT */
/*
 * Time on the bare machine. The time-stamp counter is measured against the timer chip at boot and
 * then tells the time; the timer chip's channel 0, as a one-shot, gives the interrupts; the wall
 * clock comes from the battery-backed clock.
 */
#include "machine/native/native.h"

#include "kernel/kernel.h"

#define PIT_HZ         1193182u
#define PIT_CHANNEL_0  0x40
#define PIT_CHANNEL_2  0x42
#define PIT_COMMAND    0x43
#define PIT_GATE       0x61
#define PIT_MAX        0xFFFFu
#define CALIBRATE_MS   20u
#define PIT_NS_SHIFTED 5124677u /* PIT ticks per ns, times 2^32 */

static uint64_t tsc_start;
static uint32_t ns_per_tick_fraction; /* of 2^32 */
static uint32_t ns_per_tick_whole;
static uint64_t wall_clock_ns;

/* TSC ticks in CALIBRATE_MS, counted while channel 2 runs down. */
static uint64_t calibrate(void)
{
    uint32_t count = PIT_HZ * CALIBRATE_MS / 1000;

    write_port8(PIT_GATE, (read_port8(PIT_GATE) & ~2) | 1);
    write_port8(PIT_COMMAND, 0xB0); /* channel 2, both bytes, interrupt on terminal count */
    write_port8(PIT_CHANNEL_2, count & 0xFF);
    write_port8(PIT_CHANNEL_2, count >> 8);
    uint64_t start = read_tsc();
    while (!(read_port8(PIT_GATE) & 0x20))
        continue;
    return read_tsc() - start;
}

static unsigned cmos_read(uint8_t index)
{
    write_port8(0x70, index);
    return read_port8(0x71);
}

static unsigned cmos_decimal(uint8_t index, bool binary)
{
    unsigned value = cmos_read(index);

    return binary ? value : (value >> 4) * 10 + (value & 15);
}

/*
 * Days from 1970-01-01 to the first of this month, by the usual trick of starting years in March.
 */
static uint32_t days_since_1970(unsigned year, unsigned month, unsigned day)
{
    year -= month <= 2;
    unsigned in_year = (153 * (month + (month > 2 ? -3u : 9u)) + 2) / 5 + day - 1;
    return year * 365 + year / 4 - year / 100 + year / 400 + in_year - 719468;
}

static uint64_t read_wall_clock(void)
{
    while (cmos_read(0x0A) & 0x80) /* an update is under way */
        continue;
    bool binary = cmos_read(0x0B) & 4;
    uint32_t days = days_since_1970(2000 + cmos_decimal(9, binary), cmos_decimal(8, binary),
                                    cmos_decimal(7, binary));
    uint32_t in_day =
        cmos_decimal(4, binary) * 3600 + cmos_decimal(2, binary) * 60 + cmos_decimal(0, binary);

    return ((uint64_t)days * 86400 + in_day) * NS_PER_SECOND;
}

void clock_init(void)
{
    uint64_t ticks = calibrate();

    if (ticks == 0 || ticks >> 32)
        panic("the time-stamp counter made %u steps in %u ms", (unsigned)ticks, CALIBRATE_MS);
    uint64_t fixed = divide_u64((uint64_t)CALIBRATE_MS * NS_PER_MS << 32, (uint32_t)ticks, NULL);
    ns_per_tick_fraction = (uint32_t)fixed;
    ns_per_tick_whole = fixed >> 32;
    tsc_start = read_tsc();
    wall_clock_ns = read_wall_clock();
}

uint64_t machine_clock_ns(void)
{
    uint64_t ticks = read_tsc() - tsc_start;

    return ticks * ns_per_tick_whole + multiply_shift_32(ticks, ns_per_tick_fraction);
}

uint64_t machine_wall_clock_ns(void)
{
    return wall_clock_ns;
}

/*
 * The chip counts 55 ms at most: a later deadline is reached by early interrupts, which do no
 * harm.
 */
void machine_timer_set(uint64_t deadline_ns)
{
    uint64_t now = machine_clock_ns();
    uint64_t count = PIT_MAX;

    if (deadline_ns <= now)
        count = 1;
    else if (deadline_ns - now < 54 * NS_PER_MS)
        count = multiply_shift_32(deadline_ns - now, PIT_NS_SHIFTED) + 1;
    write_port8(PIT_COMMAND, 0x30); /* channel 0, both bytes, interrupt on terminal count */
    write_port8(PIT_CHANNEL_0, count & 0xFF);
    write_port8(PIT_CHANNEL_0, (count >> 8) & 0xFF);
}

/* STI takes effect after the next instruction, so no interrupt can slip in before HLT. */
void machine_idle(void)
{
    __asm__ volatile("sti\n\thlt\n\tcli" : : : "memory");
}
