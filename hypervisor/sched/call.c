/* SPDX-License-Identifier: MIT */
/*
 * sched_op: giving the CPU away, waiting for events, and ending. Rule: pv-abi 2.1.
 */
#include "call/call.h"
#include "call/guest.h"
#include "cpu/cpu.h"
#include "evtchn/evtchn.h"
#include "sched/sched.h"
#include "time/time.h"

static long op_yield(struct vcpu *v, u64 arg)
{
    sched_yield();
    return 0;
}

/* Blocking enables events in the same breath, or a wake-up could be lost in between. */
static long op_block(struct vcpu *v, u64 arg)
{
    *vcpu_upcall_mask(v) = 0;
    sched_block(v);
    return 0;
}

static long read_shutdown(struct vcpu *v, u64 arg, u32 *reason)
{
    struct sched_shutdown s;

    if (!guest_read_sched_shutdown(v, &s, GADDR(arg)))
        return refuse(v, REASON_POINTER_UNREADABLE, arg);
    if (s.reason > ABI_SHUTDOWN_MAX)
        return refuse(v, REASON_SHUTDOWN_REASON, s.reason);
    *reason = s.reason;
    return 0;
}

static long op_shutdown(struct vcpu *v, u64 arg)
{
    u32 reason = 0;
    long rc = read_shutdown(v, arg, &reason);

    if (rc == 0)
        domain_shutdown(v->domain, reason);
    return rc;
}

/* Whatever ends the domain later, this is the reason that tools will be told. */
static long op_shutdown_code(struct vcpu *v, u64 arg)
{
    long rc = read_shutdown(v, arg, &v->domain->shutdown_reason);

    if (rc == 0)
        v->domain->reason_is_latched = true;
    return rc;
}

/* The poll may have ended otherwise, and v may be waiting for something else by now. */
static void poll_is_over(struct timer *t)
{
    struct vcpu *v = container_of(t, struct vcpu, poll);

    if (v->is_polling)
        sched_wake(v);
}

/* Waits until one of the ports is pending or the time has come; does not touch the upcall mask. */
static long op_poll(struct vcpu *v, u64 arg)
{
    struct sched_poll poll;
    bool any = false;

    if (!guest_read_sched_poll(v, &poll, GADDR(arg)))
        return refuse(v, REASON_POINTER_UNREADABLE, arg);
    if (poll.nr_ports > ABI_POLL_PORTS_MAX)
        return refuse(v, REASON_POLL_TOO_MANY, poll.nr_ports);
    timer_stop(&v->poll);
    v->poll.fn = poll_is_over;
    v->is_polling = true; /* from here on a raised port wakes us */
    v->poll_port = 0;
    v->is_blocked = true;
    __atomic_thread_fence(__ATOMIC_SEQ_CST); /* said before we look, or a wake-up could be lost */
    for (u32 i = 0; i < poll.nr_ports && !any; i++) {
        u32 port;
        int pending = -1;
        bool readable = guest_copy_in(v, &port, gaddr_add(poll.ports, 4 * i), 4);
        if (readable)
            pending = evtchn_is_pending(v->domain, PORT(port));
        if (pending < 0) {
            v->is_polling = v->is_blocked = false;
            return readable ? refuse(v, REASON_POLL_PORT, port)
                            : refuse(v, REASON_POINTER_UNREADABLE, poll.ports.va);
        }
        any = pending > 0;
    }
    if (any || (poll.timeout && poll.timeout <= time_now_ns())) {
        v->is_polling = v->is_blocked = false;
        return 0;
    }
    if (poll.timeout)
        timer_set(&v->poll, poll.timeout);
    cpu_add_work(cpu_this(), WORK_SCHEDULE);
    return 0;
}

static void first_bites(struct timer *t)
{
    domain_shutdown(container_of(t, struct domain, watchdog[0]), ABI_SHUTDOWN_watchdog);
}

static void second_bites(struct timer *t)
{
    domain_shutdown(container_of(t, struct domain, watchdog[1]), ABI_SHUTDOWN_watchdog);
}

/*
 * Two watchdogs, which end the domain unless it puts them off. Number 0 starts a new one and is
 * told its number; a time of 0 seconds ends one that runs.
 */
static long watchdog(struct vcpu *v, const struct sched_watchdog *w)
{
    struct timer *dog = v->domain->watchdog;
    u32 n = w->id ? w->id - 1 : dog[0].is_set;

    if (w->id && (n >= 2 || !dog[n].is_set))
        return refuse(v, REASON_WATCHDOG_ID, w->id);
    if (!w->id && dog[n].is_set)
        return refuse(v, REASON_WATCHDOG_NONE_FREE, 0);
    timer_stop(&dog[n]);
    dog[n].fn = n ? second_bites : first_bites;
    if (!w->id || w->timeout)
        timer_set(&dog[n], time_now_ns() + w->timeout * 1000000000ull);
    return w->id ? 0 : n + 1;
}

static long op_watchdog(struct vcpu *v, u64 arg)
{
    struct sched_watchdog w;

    if (!guest_read_sched_watchdog(v, &w, GADDR(arg)))
        return refuse(v, REASON_POINTER_UNREADABLE, arg);
    lock_take(&v->domain->mm_lock); /* against siblings who want the same one */
    long rc = watchdog(v, &w);
    lock_give(&v->domain->mm_lock);
    return rc;
}

/* Pins the caller to one CPU, whatever its affinity, until it says a negative number. */
static long op_pin_override(struct vcpu *v, u64 arg)
{
    struct sched_pin_override pin;
    u32 was = v->affinity;

    if (!v->domain->privileged)
        return refuse(v, REASON_CALL_PRIVILEGED, 0);
    if (!guest_read_sched_pin_override(v, &pin, GADDR(arg)))
        return refuse(v, REASON_POINTER_UNREADABLE, arg);
    bool ends = (int32_t)pin.pcpu < 0;
    if (ends && !v->affinity_before)
        return refuse(v, REASON_PIN_OVERRIDE_NONE, pin.pcpu);
    if (!ends && pin.pcpu >= cpus_online)
        return refuse(v, REASON_AFFINITY_EMPTY, pin.pcpu);
    if (!ends && v->affinity_before)
        return refuse(v, REASON_PIN_OVERRIDE_TWICE, pin.pcpu);
    sched_set_affinity(v, ends ? v->affinity_before : 1u << pin.pcpu);
    v->affinity_before = ends ? 0 : was;
    return 0;
}

/* Ends another domain, on the authority of the privileged one. */
static long op_remote_shutdown(struct vcpu *v, u64 arg)
{
    struct sched_remote_shutdown s;

    if (!guest_read_sched_remote_shutdown(v, &s, GADDR(arg)))
        return refuse(v, REASON_POINTER_UNREADABLE, arg);
    struct domain *d = domain_by_id(v, s.domain_id);
    if (!d || s.domain_id == ABI_DOMID_SELF)
        return refuse(v, REASON_DOMAIN_UNKNOWN, s.domain_id);
    if (!v->domain->privileged || d == v->domain)
        return refuse(v, REASON_DOMAIN_FOREIGN, s.domain_id);
    domain_shutdown(d, s.reason);
    return 0;
}

/* sched_op(command, arg). */
long call_sched_op(struct vcpu *v, u64 command, u64 arg)
{
    static long (*const ops[])(struct vcpu *, u64) = {
        [ABI_SCHEDOP_yield] = op_yield,
        [ABI_SCHEDOP_block] = op_block,
        [ABI_SCHEDOP_shutdown] = op_shutdown,
        [ABI_SCHEDOP_poll] = op_poll,
        [ABI_SCHEDOP_remote_shutdown] = op_remote_shutdown,
        [ABI_SCHEDOP_shutdown_code] = op_shutdown_code,
        [ABI_SCHEDOP_watchdog] = op_watchdog,
        [ABI_SCHEDOP_pin_override] = op_pin_override,
    };

    return command < array_size(ops) ? ops[command](v, arg)
                                     : refuse(v, REASON_SUBOP_UNKNOWN, command);
}
