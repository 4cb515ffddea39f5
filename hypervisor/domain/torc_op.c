/* SPDX-License-Identifier: MIT */
/*
 * Our own hypercall: a guest may read what it has cost and why its last call was refused.
 * Nothing else may ever need it: other hypervisors answer -ENOSYS.
 */
#include "call/call.h"
#include "call/guest.h"
#include "lib/string.h"
#include "watch/watch.h"

static void collect(struct vcpu *v, abi64_torc_counters *out)
{
    const struct counters *c = &v->domain->counters;

    memset(out, 0, sizeof(*out));
    out->last_refusal = v->last_refusal;
    for (u32 n = 0; n < ABI_CALLS_MAX; n++) {
        for (u32 i = 0; i < DOMAIN_VCPUS_MAX; i++)
            out->calls[n] += v->domain->vcpu[i] ? v->domain->vcpu[i]->calls[n] : 0;
        out->calls_total += out->calls[n];
    }
    out->refusals_total = c->refusals_total;
    memcpy(out->refusals, c->refusals, sizeof(c->refusals));
    out->exceptions = c->exceptions;
    out->page_faults = c->page_faults;
    out->emulated = c->emulated;
    out->table_writes = c->table_writes;
    out->upcalls = c->upcalls;
    out->interrupts = c->interrupts;
    out->base_loads = c->base_loads;
    out->tlb_flushes = c->tlb_flushes;
}

/* The structure is the same in both widths; the guest says how much of it it knows. */
_Static_assert(sizeof(abi32_torc_counters) == sizeof(abi64_torc_counters), "one layout");

static long counters(struct vcpu *v, u64 arg)
{
    abi64_torc_counters all;
    u32 size;

    if (!guest_copy_in(v, &size, GADDR(arg), sizeof(size)))
        return refuse(v, REASON_POINTER_UNREADABLE, arg);
    collect(v, &all);
    all.size = min(size, (u32)sizeof(all));
    if (!guest_copy_out(v, GADDR(arg), &all, all.size))
        return refuse(v, REASON_POINTER_UNWRITABLE, arg);
    return 0;
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
