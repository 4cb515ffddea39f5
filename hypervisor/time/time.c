/* SPDX-License-Identifier: MIT */
/*
 * System time: measured once, then read from the TSC, and published to guests with the scale
 * that we use ourselves. The TSCs of all CPUs are taken to run together.
 */
#include "time/time.h"

#include "cpu/cpu.h"
#include "domain/domain.h"
#include "plat/plat.h"
#include "time/clock.h"

#define TSC_STABLE 1 /* vcpu_time_info.flags: records of all vCPUs may be compared */

_Static_assert(offsetof(abi32_vcpu_info, time) == offsetof(abi64_vcpu_info, time),
               "the time record stands at the same place in both widths");
_Static_assert(sizeof(abi32_vcpu_time_info) == sizeof(abi64_vcpu_time_info), "and looks the same");

/* Constant after time_init. */
static struct scale tsc_to_ns, ns_to_apic;
static u64 tsc_start, wallclock_start_ns, span_max_ns;
static u32 tsc_khz;
static u8 record_flags;

u64 time_now_ns(void)
{
    return scale_apply(tsc_to_ns, tsc_read() - tsc_start);
}

u32 time_tsc_khz(void)
{
    return tsc_khz;
}

/* Late by 60 in a million rather than early: who comes early finds nothing due, and comes twice. */
u32 clock_timer_count(u64 span_ns)
{
    u64 count = scale_apply(ns_to_apic, min(span_ns, span_max_ns));

    return (u32)(count + (count >> 14) + 1);
}

static bool tsc_is_invariant(void)
{
    u32 out[4];

    cpuid(0x80000000, 0, out);
    if (out[0] < 0x80000007)
        return false;
    cpuid(0x80000007, 0, out);
    return out[3] & (1u << 8);
}

void time_init(void)
{
    struct clock_rates rates = clock_measure();

    tsc_khz = (u32)(rates.tsc_hz / 1000);
    tsc_to_ns = scale_make(rates.tsc_hz, 1000000000);
    ns_to_apic = scale_make(1000000000, rates.apic_hz);
    span_max_ns = scale_apply(scale_make(rates.apic_hz, 1000000000), 0xf0000000);
    record_flags = plat.cpus == 1 || tsc_is_invariant() ? TSC_STABLE : 0;
    tsc_start = tsc_read();
    wallclock_start_ns = rtc_read_seconds() * 1000000000 - time_now_ns();
}

/*
 * The record is the guest's to read and, in its own shared page, to spoil: nothing in it is
 * read back but the version, and that only to be counted up.
 */
void time_publish(struct vcpu *v)
{
    volatile abi64_vcpu_time_info *r = &vcpu_info64(v)->time;
    u32 version = r->version | 1;
    u64 now = tsc_read();

    r->version = version;
    r->tsc_timestamp = now;
    r->system_time = scale_apply(tsc_to_ns, now - tsc_start);
    r->tsc_to_system_mul = tsc_to_ns.mul;
    r->tsc_shift = (u8)tsc_to_ns.shift;
    r->flags = record_flags;
    r->version = version + 1;
    if (unlikely(v->period_ns && !v->periodic.is_set)) /* a tick came while it was blocked */
        timer_set(&v->periodic, v->periodic.deadline_ns);
}

void time_publish_wallclock(struct domain *d)
{
    abi32_shared_info *s32 = d->shared;
    abi64_shared_info *s64 = d->shared;

    bool is_32 = d->width == WIDTH_32;
    volatile u32 *record = is_32 ? &s32->wc_version : &s64->wc_version;
    volatile u32 *sec_hi = is_32 ? &s32->wc_sec_hi : &s64->wc_sec_hi;
    u32 odd = record[0] | 1;
    u64 seconds = wallclock_start_ns / 1000000000;

    record[0] = odd;
    record[1] = (u32)seconds;
    record[2] = (u32)(wallclock_start_ns % 1000000000);
    *sec_hi = (u32)(seconds >> 32);
    record[0] = odd + 1;
}
