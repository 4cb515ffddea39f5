/* SPDX-License-Identifier: MIT */
/*
 * How fast do the TSC and the APIC's timer run? The one clock whose rate is known is the PIT of
 * 1981: we read all three together, wait, and read them again. Under an emulator on a busy
 * host our processor may stand still at any moment. Where that happens within a reading it
 * shows, and the reading is done again; a halt that is longer than the PIT can count makes two
 * measurements disagree.
 */
#include "cpu/cpu.h"
#include "irq/irq.h"
#include "time/clock.h"
#include "watch/watch.h"

#define PIT_HZ       1193182u
#define PIT_WINDOW   35795u /* thirty milliseconds of the 55 that it counts before it starts over */
#define PIT_CHANNEL2 0x42
#define PIT_COMMAND  0x43
#define PIT_RUN      0xb4 /* channel 2, low then high byte, over and over */
#define PIT_LATCH    0x80
#define GATE_PORT    0x61 /* bit 0 gate of channel 2, bit 1 speaker */
#define POLLS_MAX    (1u << 22)
#define READINGS     16
#define MEASUREMENTS 30

/* All three clocks at one moment. PIT and APIC timer count down. */
struct moment {
    u64 tsc;
    u32 pit, apic;
};

static u32 pit_read(void)
{
    port_out8(PIT_COMMAND, PIT_LATCH);
    u32 low = port_in8(PIT_CHANNEL2);
    return low | (u32)port_in8(PIT_CHANNEL2) << 8;
}

/* The quickest of several readings: what reading costs is then the same each time. */
static struct moment moment_read(void)
{
    struct moment best = {0};
    u64 least = ~0ull;

    for (u32 i = 0; i < READINGS; i++) {
        struct moment m = {.tsc = tsc_read()};
        m.pit = pit_read();
        m.apic = irq_timer_read();
        u64 took = tsc_read() - m.tsc;
        if (took < least) {
            least = took;
            best = m;
        }
    }
    return best;
}

static struct clock_rates measure_once(void)
{
    irq_timer_set(~0u);
    struct moment from = moment_read();
    for (u32 i = 0; i < POLLS_MAX && ((from.pit - pit_read()) & 0xffff) < PIT_WINDOW; i++)
        for (volatile u32 wait = 0; wait < 64; wait++) /* a port access costs an emulator dear */
            ;
    struct moment to = moment_read();
    irq_timer_set(0);
    u32 ticks = max((from.pit - to.pit) & 0xffff, 1u);
    return (struct clock_rates){.tsc_hz = (to.tsc - from.tsc) * PIT_HZ / ticks,
                                .apic_hz = (u64)(from.apic - to.apic) * PIT_HZ / ticks};
}

static bool agree(u64 a, u64 b)
{
    return (a > b ? a - b : b - a) < b >> 10;
}

struct clock_rates clock_measure(void)
{
    struct clock_rates r, before;

    port_out8(GATE_PORT, (u8)((port_in8(GATE_PORT) & ~2) | 1));
    port_out8(PIT_COMMAND, PIT_RUN);
    port_out8(PIT_CHANNEL2, 0);
    port_out8(PIT_CHANNEL2, 0);
    r = measure_once();
    for (u32 i = 1; i < MEASUREMENTS; i++) {
        before = r;
        r = measure_once();
        if (agree(r.tsc_hz, before.tsc_hz) && agree(r.apic_hz, before.apic_hz))
            break;
    }
    r = (struct clock_rates){clock_round(r.tsc_hz), clock_round(r.apic_hz)};
    if (r.tsc_hz < 10000000 || r.tsc_hz >> 38 || r.apic_hz < 1000000 || r.apic_hz >> 38)
        panic("no time: the PIT says that the TSC runs at %lu Hz and the APIC timer at %lu Hz",
              r.tsc_hz, r.apic_hz);
    return r;
}
