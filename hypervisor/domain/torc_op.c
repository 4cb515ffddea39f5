/* SPDX-License-Identifier: MIT */
/*
 * Our own hypercall: a guest may read what it has cost and why its last call was refused.
 * Nothing else may ever need it: other hypervisors answer -ENOSYS.
 */
#include "call/call.h"
#include "call/guest.h"
#include "watch/watch.h"

/* The structure is the same in both widths; the guest says how much of it it knows. */
_Static_assert(sizeof(abi32_torc_counters) == sizeof(abi64_torc_counters), "one layout");

static long counters(struct vcpu *v, u64 arg)
{
    abi64_torc_counters all = v->domain->counters;
    u32 size;

    if (!guest_copy_in(v, &size, GADDR(arg), sizeof(size)))
        return refuse(v, REASON_POINTER_UNREADABLE, arg);
    all.last_refusal = v->last_refusal;
    for (u32 n = 0; n < ABI_CALLS_MAX; n++) {
        domain_each_vcpu (of, v->domain)
            all.calls[n] += of->calls[n];
        all.calls_total += all.calls[n];
    }
    all.size = min(size, (u32)sizeof(all));
    return guest_told(v, guest_copy_out(v, GADDR(arg), &all, all.size), GADDR(arg));
}

static long audit(struct vcpu *v, u64 arg)
{
    if (!v->domain->privileged)
        return refuse(v, REASON_CALL_PRIVILEGED, 0);
    long rc = watch_audit();
    if (rc == -ABI_EAGAIN) /* this CPU, too, must stand still for the other's */
        return call_restart(v, ABI_TORC_OP_audit, arg, 0, 0, 0);
    return rc == -ABI_ENOMEM ? refuse(v, REASON_MEMORY_EXHAUSTED, 0) : rc;
}

/* torc_op(command, arg): see ABI_TORC_OP_* in abi/numbers.h. */
long call_torc_op(struct vcpu *v, u64 command, u64 arg)
{
    switch (command) {
    case ABI_TORC_OP_counters:
        return counters(v, arg);
    case ABI_TORC_OP_last_refusal:
        return v->last_refusal;
    }
    if (command == ABI_TORC_OP_audit)
        return audit(v, arg);
    return refuse(v, REASON_TORC_COMMAND, command);
}
