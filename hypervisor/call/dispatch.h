/* SPDX-License-Identifier: MIT */
#ifndef CALL_DISPATCH_H
#define CALL_DISPATCH_H
/*
 * Inside the call room: from a number and registers to a handler.
 */
#include "call/call.h"

/* How a handler's arguments are spread over registers; one bit for each two-register value. */
typedef long (*call_fn)(struct vcpu *v, u64 a, u64 b, u64 c, u64 d, u64 e);

struct call_row {
    call_fn fn[2]; /* by width: NULL = not offered */
    u8 words[2];   /* by width: registers that hold arguments */
    u8 wide;       /* bit n: the n-th argument is 64 bits wide (two registers of a 32-bit guest) */
    bool privileged;
};
extern const struct call_row call_table[ABI_CALLS_MAX];

/* Runs one call for v; may answer CALL_RESTART with v->restart set. */
static inline long call_run(struct vcpu *v, u64 nr, u64 a, u64 b, u64 c, u64 d, u64 e)
{
    if (unlikely(nr >= ABI_CALLS_MAX))
        return refuse(v, REASON_CALL_UNKNOWN, nr);
    const struct call_row *row = &call_table[nr];
    call_fn fn = row->fn[v->domain->width];
    if (unlikely(!fn))
        return refuse(v, REASON_CALL_UNKNOWN, nr);
    if (unlikely(row->privileged && !v->domain->privileged))
        return refuse(v, REASON_CALL_PRIVILEGED, nr);
    v->calls[nr]++;
    return fn(v, a, b, c, d, e);
}

/*
 * v->restart spread over registers again, as the call's shape and v's width have it. Returns how
 * many: the registers beyond them are the guest's, and callers rely on keeping them.
 */
u32 call_spread_restart(struct vcpu *v, u64 nr, u64 out[5]);

#endif
