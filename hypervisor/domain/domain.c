/* SPDX-License-Identifier: MIT */
/*
 * Domains: refusing one of its calls, and what happens when one ends itself.
 */
#include "domain/domain.h"

#include "boot/options.h"
#include "console/console.h"
#include "cpu/cpu.h"
#include "evtchn/evtchn.h"
#include "lib/fmt.h"
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
    abi64_torc_counters *c = &v->domain->counters;

    v->last_refusal = reason;
    watch_refusal(reason);
    c->refusals_total++;
    c->refusals[reason / 100]++;
    return -(long)reasons[reason_row(reason)].error;
}

/* How domains end, by SHUTDOWN_*: in words, and how bad that is. */
static const struct {
    const char *text;
    u32 rank;
} endings[] = {
    [ABI_SHUTDOWN_poweroff] = {"powered off", 0},
    [ABI_SHUTDOWN_reboot] = {"asked for a reboot", 1},
    [ABI_SHUTDOWN_suspend] = {"suspended", 0},
    [ABI_SHUTDOWN_crash] = {"crashed", 2},
    [ABI_SHUTDOWN_watchdog] = {"let its watchdog run out", 1},
};

/* Without a first domain the machine ends with the last, and its last line tells of them all. */
_Noreturn static void end_with_last(void)
{
    static const char *const words[] = {"poweroff", "reboot", "crash"};
    char text[400] = "";
    u32 worst = 0;
    size_t n = 0;

    for (struct domain *d = domain_from(0); d; d = domain_from(d->id + 1u)) {
        u32 reason = min(d->shutdown_reason, (u32)ABI_SHUTDOWN_watchdog);
        worst = max(worst, endings[reason].rank);
        n += fmt(text + n, sizeof(text) - n, "%sdomain %u %s", n ? ", " : "", d->id,
                 endings[reason].text);
        n = min(n, sizeof(text) - 1);
    }
    console_end(words[worst], text);
}

/* Its vCPUs stand still from now on, and whoever builds domains is told. False: they did before. */
static bool stop_all(struct domain *d, u32 reason)
{
    if (__atomic_exchange_n(&d->is_shut_down, true, __ATOMIC_SEQ_CST))
        return false;
    d->shutdown_reason = reason;
    sched_pause_domain(d);
    if (domain_first && d != domain_first)
        evtchn_raise_global_virq(domain_first, ABI_VIRQ_DOM_EXC);
    return true;
}

/* Whoever told of its end is through: d is counted. */
static void has_ended(const struct domain *d)
{
    static u32 ended;

    if (domain_first)
        return;
    if (d->shutdown_reason != ABI_SHUTDOWN_crash)
        print("domain %u %s\n", d->id, endings[min(d->shutdown_reason, 4u)].text);
    if (__atomic_add_fetch(&ended, 1, __ATOMIC_SEQ_CST) == options.domains)
        end_with_last();
}

void domain_crash(struct vcpu *v, enum reason reason, u64 value)
{
    struct domain *d = v->domain;

    if (!stop_all(d, ABI_SHUTDOWN_crash))
        return;
    refuse(v, reason, value);
    print("domain %u crashed: %s (%s, %lx)\n", d->id, reason_text(reason), reason_name(reason),
          value);
    watch_guest_state(v);
    if (d == domain_first)
        console_end("crash", reason_text(reason));
    has_ended(d);
}

void domain_shutdown(struct domain *d, u32 reason)
{
    struct vcpu *v = vcpu_current();

    if (!v || v->domain != d)
        v = d->vcpu[0];
    if (d->reason_is_latched)
        reason = d->shutdown_reason;
    if (reason == ABI_SHUTDOWN_crash && v) {
        domain_crash(v, REASON_CRASH_SELF, reason);
        return;
    }
    if (!stop_all(d, reason))
        return;
    has_ended(d);
    if (d != domain_first)
        return;
    if (options.audit && watch_audit() == 0)
        print("audit: all frames are accounted for\n");
    console_end(reason == ABI_SHUTDOWN_poweroff ? "poweroff" : "reboot",
                reason == ABI_SHUTDOWN_watchdog ? "the first domain's watchdog ran out"
                                                : "the first domain asked for it");
}

bool domain_resume(struct domain *d)
{
    if (!__atomic_exchange_n(&d->is_shut_down, false, __ATOMIC_SEQ_CST))
        return false;
    d->reason_is_latched = false;
    sched_unpause_domain(d);
    return true;
}
