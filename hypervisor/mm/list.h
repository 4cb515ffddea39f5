/* SPDX-License-Identifier: MIT */
#ifndef MM_LIST_H
#define MM_LIST_H
/*
 * Inside the mm room: the lists of mmu_update and mmuext_op. Their operations are done in order
 * until one is refused; *done (if given) then says how many were. Returns 0 or that refusal. A
 * restart goes on behind the last one: the count keeps ABI_MMU_UPDATE_PREEMPTED, *done the number
 * so far.
 */
#include "call/call.h"
#include "call/guest.h"
#include "mm/table.h"

/* The four arguments of both calls. */
struct list {
    u64 at, count, done, foreigndom;
};

/* One operation, which lies at op: on tables of d, which may name frames of `of`. */
typedef long (*list_fn)(struct vcpu *v, struct domain *d, struct domain *of, gaddr_t op);

/* Inlined, so that the most frequent of all calls need no call for an operation. */
static inline __attribute__((always_inline)) long
list_run(struct vcpu *v, struct domain *d, struct domain *of, struct list l, u64 size, list_fn one)
{
    u32 count = (u32)l.count, done = 0, i;
    long rc = 0;

    if (d->is_dying)
        return refuse(v, REASON_DOMAIN_DYING, l.foreigndom);
    if (count & ABI_MMU_UPDATE_PREEMPTED) {
        count &= ~ABI_MMU_UPDATE_PREEMPTED;
        if (l.done && !guest_copy_in(v, &done, GADDR(l.done), sizeof(done)))
            return refuse(v, REASON_POINTER_UNREADABLE, l.done);
    }
    if (!guest_range_ok(v, GADDR(l.at), count * size))
        return refuse(v, REASON_POINTER_RANGE, l.at);

    lock_take(&d->mm_lock);
    for (i = 0; i < count; i++) {
        if (!releases_done(d) || (i && call_should_stop()))
            rc = CALL_RESTART;
        else
            rc = one(v, d, of, gaddr_add(GADDR(l.at), i * size));
        if (rc)
            break;
    }
    /* What it left to release, another domain might work off too late, or never. */
    if (rc == 0 && d != v->domain && !releases_done(d))
        rc = CALL_RESTART;
    lock_give(&d->mm_lock);

    done += i;
    if (l.done && !guest_copy_out(v, GADDR(l.done), &done, sizeof(done)) && !rc)
        rc = refuse(v, REASON_POINTER_UNWRITABLE, l.done);
    if (rc == CALL_RESTART)
        return call_restart(v, l.at + i * size, (count - i) | ABI_MMU_UPDATE_PREEMPTED, l.done,
                            l.foreigndom, 0);
    return rc;
}

#endif
