/* SPDX-License-Identifier: MIT */
/*
 * multicall: a list of calls for the price of one entry into ring 0. Each entry's result is
 * stored beside it; an error of one does not stop the rest. The batch ends early only when a
 * call must be restarted (the remaining entries then go with it) or was an iret (XSA-213).
 */
#include "call/access.h"
#include "call/dispatch.h"
#include "call/guest.h"
#include "cpu/cpu.h"

/* An entry in the guest's layout: op, result, six arguments; all words of its width. */
#define WORD_OP     0
#define WORD_RESULT 1
#define WORD_ARGS   2
#define WORDS       8

/* The caller has checked the range: straight loads then. The last argument nobody uses. */
static bool read_entry(struct vcpu *v, u64 words[WORDS], gaddr_t at)
{
    u32 size = v->domain->width == WIDTH_32 ? 4 : 8, low;

#pragma GCC unroll 8
    for (u32 i = 0; i < WORDS - 1; i++) {
        if (i == WORD_RESULT)
            continue;
        if (unlikely(size == 4 ? !access_load32(&low, at.va + 4 * i)
                               : !access_load64(&words[i], at.va + 8 * i)))
            return false;
        if (size == 4)
            words[i] = low;
    }
    return !guest_saw_ours(v, at, WORDS * size);
}

static bool write_result(struct vcpu *v, gaddr_t at, long rc)
{
    return v->domain->width == WIDTH_32 ? access_store32(at.va + 4 * WORD_RESULT, (u32)rc)
                                        : access_store64(at.va + 8 * WORD_RESULT, (u64)rc);
}

/*
 * multicall(entries, count). Returns 0; -EFAULT if an entry cannot be read or its result not
 * stored. Nested multicalls are refused in their own result. Rule: pv-abi 2.1.
 */
long call_multicall(struct vcpu *v, u64 entries, u64 count32)
{
    u64 size = guest_sizeof(v, multicall_entry);
    u32 count = (u32)count32;
    gaddr_t at = GADDR(entries);
    long rc = 0;

    if (!guest_range_ok(v, at, count * size))
        return refuse(v, REASON_POINTER_RANGE, entries);
    v->iret_done = false;
    for (u32 i = 0; i < count; i++, at = gaddr_add(at, size)) {
        u64 w[WORDS];
        if (i && call_should_stop())
            return call_restart(v, at.va, count - i, 0, 0, 0);
        if (!read_entry(v, w, at))
            return refuse(v, REASON_POINTER_UNREADABLE, at.va);
        if (w[WORD_OP] == ABI_CALL_multicall)
            rc = refuse(v, REASON_MULTICALL_NESTED, i);
        else
            rc = call_run(v, w[WORD_OP], w[2], w[3], w[4], w[5], w[6]);
        if (unlikely(rc == CALL_RESTART && v->restarting)) {
            u64 args[5];
            u32 words = call_spread_restart(v, w[WORD_OP], args);
            v->restarting = false;
            for (u32 k = 0; k < words; k++) {
                if (!guest_write_word(v, at, WORD_ARGS + k, args[k]))
                    return refuse(v, REASON_POINTER_UNWRITABLE, at.va);
            }
            return call_restart(v, at.va, count - i, 0, 0, 0);
        }
        if (v->iret_done) /* the registers are another context's now: they must stay as they are */
            return rc;
        if (unlikely(!write_result(v, at, rc)))
            return refuse(v, REASON_POINTER_UNWRITABLE, at.va);
        if (unlikely(v->domain->is_shut_down))
            break;
    }
    return 0;
}
