/* SPDX-License-Identifier: MIT */
/*
 * Domains: refusing one of its calls, and what happens when one ends itself.
 */
#include "domain/domain.h"

#include "console/console.h"
#include "cpu/cpu.h"
#include "sched/sched.h"
#include "watch/watch.h"

static const struct {
    u16 id, error;
    const char *name, *text;
} reasons[] = {
#define REASON_ROW(id, name, error, text) {id, ABI_##error, #name, text},
    ABI_REASONS(REASON_ROW)};

/* The rows stand in rising order, so a bisection finds one. */
static u32 reason_row(u32 id)
{
    u32 low = 0, high = array_size(reasons);

    while (high - low > 1) {
        u32 middle = (low + high) / 2;
        if (reasons[middle].id <= id)
            low = middle;
        else
            high = middle;
    }
    return low;
}

const char *reason_name(u32 reason)
{
    u32 row = reason_row(reason);
    return reasons[row].id == reason ? reasons[row].name : "?";
}

const char *reason_text(u32 reason)
{
    u32 row = reason_row(reason);
    return reasons[row].id == reason ? reasons[row].text : "?";
}

long refuse(struct vcpu *v, enum reason reason, u64 value)
{
    struct counters *c = &v->domain->counters;

    v->last_refusal = reason;
    watch_refusal(reason);
    c->refusals_total++;
    c->refusals[reason / 100]++;
    return -(long)reasons[reason_row(reason)].error;
}

static void stop_all(struct domain *d)
{
    d->is_shut_down = true;
    for (u32 i = 0; i < DOMAIN_VCPUS_MAX; i++) {
        if (d->vcpu[i])
            sched_stop(d->vcpu[i]);
    }
}

void domain_crash(struct vcpu *v, enum reason reason, u64 value)
{
    struct domain *d = v->domain;

    if (d->is_shut_down)
        return;
    refuse(v, reason, value);
    d->is_crashed = true;
    d->shutdown_reason = ABI_SHUTDOWN_crash;
    stop_all(d);
    print("domain %u crashed: %s (%s, %lx)\n", d->id, reason_text(reason), reason_name(reason),
          value);
    watch_guest_state(v);
    if (d == domain_first)
        console_end("crash", reason_text(reason));
}

void domain_shutdown(struct domain *d, u32 reason)
{
    if (reason == ABI_SHUTDOWN_crash) {
        domain_crash(vcpu_current(), REASON_CRASH_SELF, reason);
        return;
    }
    d->shutdown_reason = reason;
    stop_all(d);
    if (d != domain_first)
        return;
    if (reason == ABI_SHUTDOWN_poweroff)
        console_end("poweroff", "the first domain asked for it");
    if (reason == ABI_SHUTDOWN_watchdog)
        console_end("reboot", "the first domain's watchdog ran out");
    console_end("reboot", "the first domain asked for it");
}
