/* SPDX-License-Identifier: MIT */
/*
 * XENMEM_exchange: a domain gives frames and gets as many others for them, in extents of another
 * size or below an address limit: that is how Linux comes by memory that devices can reach. It
 * goes chunk by chunk, a chunk being the larger of the two extents. Each is all or nothing:
 * until the new frames are found the old ones only wait, in a chain through the frame table.
 */
#include "call/call.h"
#include "call/guest.h"
#include "lib/string.h"
#include "mm/reserve.h"

struct chunk {
    u64 in_first, in_count, out_first, out_count; /* extents */
    u32 taken, made;                              /* chains of frames; 0 ends them */
    bool done;
};

static void chain(u32 *first, mfn_t m)
{
    frame_at(m)->next = *first;
    *first = (u32)m.n;
}

static mfn_t unchain(u32 *first)
{
    mfn_t m = MFN(*first);

    *first = frame_at(m)->next;
    frame_at(m)->next = 0;
    return m;
}

static long take_old(struct vcpu *v, const struct memory_exchange *x, struct chunk *c)
{
    for (u64 i = 0; i < c->in_count; i++) {
        u64 first;
        if (!guest_read_word(v, &first, x->in_start, c->in_first + i))
            return refuse(v, REASON_POINTER_UNREADABLE, x->in_start.va);
        for (u64 k = 0; k < 1ull << x->in_order; k++) {
            if (reserve_take(v, v->domain, MFN(first + k)))
                return refuse(v, REASON_EXCHANGE_FRAME, first + k);
            chain(&c->taken, MFN(first + k));
        }
    }
    return 0;
}

static long find_new(struct vcpu *v, const struct memory_exchange *x, struct chunk *c)
{
    for (u64 i = 0; i < c->out_count; i++) {
        mfn_t m = reserve_find(v->domain, x->out_order, reserve_limit(x->out_flags));
        if (m.n == MFN_NONE.n)
            return refuse(v, REASON_MEMORY_EXHAUSTED, i);
        chain(&c->made, m);
    }
    return 0;
}

/* The new frames get their owner, their number and their place in the guest's list. */
static long hand_over(struct vcpu *v, const struct memory_exchange *x, struct chunk *c)
{
    long rc = 0;

    for (u64 i = c->out_count; i--;) { /* the chain has the last one first */
        mfn_t m = unchain(&c->made);
        u64 pfn = M2P_INVALID, at = c->out_first + i;
        memset(mm_pointer(m), 0, PAGE_SIZE << x->out_order);
        for (u64 k = 0; k < 1ull << x->out_order; k++)
            reserve_own(v->domain, MFN(m.n + k));
        if (!guest_read_word(v, &pfn, x->out_start, at) ||
            !guest_write_word(v, x->out_start, at, m.n))
            rc = refuse(v, REASON_POINTER_UNWRITABLE, x->out_start.va);
        else
            for (u64 k = 0; k < 1ull << x->out_order; k++)
                m2p_set(MFN(m.n + k), pfn + k);
    }
    return rc;
}

static long exchange_chunk(struct vcpu *v, const struct memory_exchange *x, struct chunk *c)
{
    struct domain *d = v->domain;
    long rc = take_old(v, x, c);

    if (rc == 0)
        rc = find_new(v, x, c);
    if (rc) {
        while (c->made)
            heap_free(unchain(&c->made), x->out_order);
        while (c->taken)
            reserve_return(d, unchain(&c->taken));
        return rc;
    }

    /* ---- point of no return ---- */
    c->done = true;
    while (c->taken) {
        mfn_t m = unchain(&c->taken);
        m2p_set(m, M2P_INVALID);
        frame_put(m);
    }
    return hand_over(v, x, c);
}

/* Which errors and in which order: as Xen answers (tests/guest/exchange.c). */
static long check(struct vcpu *v, const struct memory_exchange *x)
{
    u64 word = v->domain->width == WIDTH_32 ? 4 : 8;
    u64 most = ~0ull >> 24; /* shifted by an order, or times a word: no wrapping around */

    if (max(x->in_order, x->out_order) > reserve_order_max(v->domain))
        return refuse(v, REASON_EXTENT_ORDER, max(x->in_order, x->out_order));
    if (x->nr_exchanged > x->in_extents)
        return refuse(v, REASON_EXCHANGE_POSITION, x->nr_exchanged);
    if (x->in_extents > most || x->out_extents > most)
        return refuse(v, REASON_COUNT_TOO_BIG, x->in_extents);
    if (x->in_domid != x->out_domid || x->in_extents << x->in_order != x->out_extents
                                                                           << x->out_order)
        return refuse(v, REASON_EXCHANGE_SIZES, x->in_extents);
    if (!guest_range_ok(v, x->in_start, x->in_extents * word) ||
        !guest_range_ok(v, x->out_start, x->out_extents * word))
        return refuse(v, REASON_POINTER_RANGE, x->in_start.va);
    struct domain *d = domain_by_id(v, x->in_domid);
    if (!d)
        return refuse(v, REASON_DOMAIN_UNKNOWN, x->in_domid);
    return d == v->domain ? 0 : refuse(v, REASON_DOMAIN_FOREIGN, x->in_domid);
}

/*
 * memory_op(XENMEM_exchange, arg): 0 if all was exchanged; nr_exchanged says how many extents were.
 * Restart: by that number, which the guest can change meanwhile, so it is checked again (XSA-212).
 */
long reserve_exchange(struct vcpu *v, u64 command, u64 arg)
{
    u64 count_at =
        arg + (v->domain->width == WIDTH_32 ? offsetof(abi32_memory_exchange, nr_exchanged)
                                            : offsetof(abi64_memory_exchange, nr_exchanged));
    struct domain *d = v->domain;
    struct memory_exchange x;

    if (command >> MEMORY_START_SHIFT) /* its position is in the structure */
        return refuse(v, REASON_EXCHANGE_POSITION, command);
    READ_OR_REFUSE(v, memory_exchange, &x, GADDR(arg));
    long rc = check(v, &x);
    if (rc)
        return rc;
    u32 order = max(x.in_order, x.out_order);
    u64 per = 1ull << (order - x.in_order), first = x.nr_exchanged / per, n;

    lock_take(&d->mm_lock);
    for (n = first; rc == 0 && n < x.in_extents / per; n++) {
        struct chunk c = {.in_first = n * per,
                          .in_count = per,
                          .out_first = n << (order - x.out_order),
                          .out_count = 1ull << (order - x.out_order)};
        if (!releases_done(d) || (n > first && call_should_stop()))
            rc = CALL_RESTART;
        else
            rc = exchange_chunk(v, &x, &c);
        if (!c.done)
            break;
    }
    lock_give(&d->mm_lock);
    if (!guest_write_word(v, GADDR(count_at), 0, n * per))
        return refuse(v, REASON_POINTER_UNWRITABLE, arg);
    return rc == CALL_RESTART ? call_restart(v, command, arg, 0, 0, 0) : rc;
}
