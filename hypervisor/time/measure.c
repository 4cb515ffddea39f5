/* SPDX-License-Identifier: MIT */
/*
 * How fast do the TSC and the APIC's timer run? The one clock whose rate is known is the PIT of
 * 1981. We let its channel 2 count down a short and a long time, and take the difference: what
 * starting and noticing the end cost is in both, and so in neither. An emulator or a firmware
 * interrupt may stretch a run, never shorten it.
 */
#include "cpu/cpu.h"
#include "irq/irq.h"
#include "time/clock.h"
#include "watch/watch.h"

#define PIT_HZ       1193182u
#define PIT_SHORT    1193u                /* a millisecond */
#define PIT_LONG     (PIT_SHORT + 47727u) /* and forty more */
#define PIT_CHANNEL2 0x42
#define PIT_COMMAND  0x43
#define PIT_MODE0    0xb0 /* channel 2, low then high byte, raise the output at zero */
#define GATE_PORT    0x61 /* bit 0 gate of channel 2, bit 1 speaker, bit 5 output */
#define POLLS_MAX    (1u << 22)
#define RUNS_MAX     12

struct span {
    u64 tsc, apic;
};

static struct span measure_once(u32 pit_ticks)
{
    port_out8(GATE_PORT, (u8)((port_in8(GATE_PORT) & ~2) | 1));
    port_out8(PIT_COMMAND, PIT_MODE0);
    port_out8(PIT_CHANNEL2, (u8)pit_ticks);
    irq_timer_set(~0u);
    u64 start = tsc_read();
    port_out8(PIT_CHANNEL2, (u8)(pit_ticks >> 8)); /* counts from here */
    for (u32 i = 0; i < POLLS_MAX && !(port_in8(GATE_PORT) & 0x20); i++)
        for (volatile u32 wait = 0; wait < 16; wait++) /* a port access costs an emulator dear */
            ;
    struct span s = {tsc_read() - start, ~0u - irq_timer_read()};
    irq_timer_set(0);
    return s;
}

/*
 * The shortest of up to RUNS_MAX runs, or of fewer if two of them agree. A busy host stretches
 * some, but not two by the same amount.
 */
static struct span measure(u32 pit_ticks)
{
    struct span best = measure_once(pit_ticks);
    bool agree = false;

    for (u32 i = 1; i < RUNS_MAX && !agree; i++) {
        struct span s = measure_once(pit_ticks);
        u64 off = s.tsc > best.tsc ? s.tsc - best.tsc : best.tsc - s.tsc;
        agree = off < best.tsc >> 13;
        best.tsc = min(best.tsc, s.tsc);
        best.apic = min(best.apic, s.apic);
    }
    return best;
}

struct clock_rates clock_measure(void)
{
    struct span short_span = measure(PIT_SHORT), long_span = measure(PIT_LONG);
    struct clock_rates r = {
        clock_round((long_span.tsc - short_span.tsc) * PIT_HZ / (PIT_LONG - PIT_SHORT)),
        clock_round((long_span.apic - short_span.apic) * PIT_HZ / (PIT_LONG - PIT_SHORT)),
    };

    if (r.tsc_hz < 10000000 || r.tsc_hz >> 38 || r.apic_hz < 1000000 || r.apic_hz >> 38)
        panic("no time: the PIT says that the TSC runs at %lu Hz and the APIC timer at %lu Hz",
              r.tsc_hz, r.apic_hz);
    return r;
}
