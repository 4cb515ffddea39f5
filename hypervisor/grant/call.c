/* SPDX-License-Identifier: MIT */
/*
 * The grant_table_op hypercall: one row an operation. Most take a list; each of its elements
 * gets a status of its own, a GNTST_* number, and the next one follows whatever that is. The
 * call itself fails only for what is wrong with the call: no such operation, no such memory, a
 * count that makes no sense.
 */
#include "call/guest.h"
#include "grant/table.h"
#include "mm/tlb.h"

/* An operation on a list, element by element; `act` gives the status of op. */
#define OP_LIST(NAME, act, is_offered)                                                             \
    static long op_##NAME(struct vcpu *v, gaddr_t at, u32 count, u32 command)                      \
    {                                                                                              \
        struct gnttab_##NAME op;                                                                   \
        for (u32 i = 0; i < count; i++, at.va += guest_sizeof(v, gnttab_##NAME)) {                 \
            if (i && call_should_stop())                                                           \
                return call_restart(v, ABI_GNTTABOP_##NAME, at.va, count - i, 0, 0);               \
            READ_OR_REFUSE(v, gnttab_##NAME, &op, at);                                             \
            op.status = (u16)(act);                                                                \
            if (!(is_offered) && !op.status)                                                       \
                return refuse(v, REASON_GRANT_OP_ABSENT, ABI_GNTTABOP_##NAME);                     \
            WRITE_OR_REFUSE(v, gnttab_##NAME, at, &op);                                            \
        }                                                                                          \
        return 0;                                                                                  \
    }

/* What may be said about a page to give away, although it cannot be given. */
static long check_transfer(struct vcpu *v, const struct gnttab_transfer *op)
{
    if (!frame_get(v->domain, MFN(op->mfn)))
        return deny(v, REASON_FRAME_FOREIGN, op->mfn, ABI_GNTST_bad_page);
    frame_put(MFN(op->mfn));
    if (!domain_by_id(v, op->domid))
        return deny(v, REASON_DOMAIN_UNKNOWN, op->domid, ABI_GNTST_bad_domain);
    return 0;
}

static long check_swap(struct vcpu *v, const struct gnttab_swap_grant_ref *op)
{
    struct grant_table *t = grant_table_of(v->domain);
    u32 highest = max(op->ref_a, op->ref_b);

    if (!t || highest >= t->frames * ENTRIES_PER_FRAME)
        return deny(v, REASON_GRANT_REF, highest, ABI_GNTST_bad_gntref);
    return 0;
}

OP_LIST(copy, grant_copy(v, &op), true)
OP_LIST(transfer, check_transfer(v, &op), false)
OP_LIST(swap_grant_ref, check_swap(v, &op), false)

/*
 * Structures that both widths lay out as ring 0 does need no translation, and what is only read
 * need not be written back.
 */
#define SAME_LAYOUT(NAME, field)                                                                   \
    _Static_assert(sizeof(abi32_gnttab_##NAME) == sizeof(struct gnttab_##NAME) &&                  \
                       sizeof(abi64_gnttab_##NAME) == sizeof(struct gnttab_##NAME) &&              \
                       offsetof(abi32_gnttab_##NAME, field) ==                                     \
                           offsetof(struct gnttab_##NAME, field),                                  \
                   "copied as they are")
SAME_LAYOUT(map_grant_ref, dev_bus_addr);
SAME_LAYOUT(unmap_grant_ref, status);
SAME_LAYOUT(unmap_and_replace, status);

static long op_map_grant_ref(struct vcpu *v, gaddr_t at, u32 count, u32 command)
{
    struct gnttab_map_grant_ref op;
    const u32 answer = offsetof(struct gnttab_map_grant_ref, dom);

    for (u32 i = 0; i < count; i++, at.va += sizeof(op)) {
        if (i && call_should_stop())
            return call_restart(v, ABI_GNTTABOP_map_grant_ref, at.va, count - i, 0, 0);
        if (!guest_copy_in(v, &op, at, sizeof(op)))
            return refuse(v, REASON_POINTER_UNREADABLE, at.va);
        op.status = (u16)grant_map(v, &op);
        if (!guest_copy_out(v, gaddr_add(at, answer), &op.dom, sizeof(op) - answer))
            return refuse(v, REASON_POINTER_UNWRITABLE, at.va);
    }
    return 0;
}

/*
 * Unmapping, for both operations, whose elements have one layout. Elements go in chunks:
 * page-table entries first, then one flush for all, then the pins.
 */
#define CHUNK 32

static long unmap_chunk(struct vcpu *v, gaddr_t at, u32 count, bool replace)
{
    struct gnttab_unmap_grant_ref op;
    const u32 answer = offsetof(struct gnttab_unmap_grant_ref, handle);
    struct grant_unmapped undo[CHUNK];
    u32 i, parts = 0;
    long rc = 0;

    LOCKED(&v->domain->mm_lock);
    for (i = 0; i < count && rc == 0; i++, at.va += sizeof(op)) {
        if (!guest_copy_in(v, &op, at, sizeof(op))) {
            rc = refuse(v, REASON_POINTER_UNREADABLE, at.va);
            break;
        }
        op.status = (u16)grant_unmap(v, &op, replace, &undo[i]);
        parts |= undo[i].done;
        if (!guest_copy_out(v, gaddr_add(at, answer), &op.handle, sizeof(op) - answer))
            rc = refuse(v, REASON_POINTER_UNWRITABLE, at.va);
    }
    if (parts & ABI_GNTMAP_host_map)
        tlb_flush_vcpus(v->domain, ~0ull, TLB_WHOLE);
    while (i-- > 0)
        grant_unmap_finish(&undo[i]);
    return rc;
}

static long op_unmap(struct vcpu *v, gaddr_t at, u32 count, u32 command)
{
    while (count) {
        u32 n = min(count, (u32)CHUNK);
        TRY(unmap_chunk(v, at, n, command == ABI_GNTTABOP_unmap_and_replace));
        count -= n;
        at.va += n * sizeof(struct gnttab_unmap_grant_ref);
        if (count && call_should_stop())
            return call_restart(v, command, at.va, count, 0, 0);
    }
    return 0;
}

/* The domain whose table is meant: the caller's own, or for the privileged domain any. */
static struct domain *table_owner(struct vcpu *v, u16 domid, u16 *status)
{
    struct domain *d = domain_by_id(v, domid);

    *status = ABI_GNTST_okay;
    if (!d || !grant_table_of(d))
        *status = (u16)deny(v, REASON_DOMAIN_UNKNOWN, domid, ABI_GNTST_bad_domain);
    else if (d != v->domain && !v->domain->privileged)
        *status = (u16)deny(v, REASON_DOMAIN_FOREIGN, domid, ABI_GNTST_permission_denied);
    return *status ? NULL : d;
}

static long op_setup_table(struct vcpu *v, gaddr_t at, u32 count, u32 command)
{
    struct gnttab_setup_table op;

    if (count != 1)
        return refuse(v, REASON_GRANT_COUNT, count);
    READ_OR_REFUSE(v, gnttab_setup_table, &op, at);
    struct domain *d = table_owner(v, op.dom, &op.status);
    if (d) {
        lock_take(&d->grant_lock);
        op.status = (u16)grant_table_grow(v, d, op.nr_frames);
        lock_give(&d->grant_lock);
        for (u32 i = 0; !op.status && i < op.nr_frames; i++) {
            if (!guest_write_word(v, op.frame_list, i, mm_frame_of(d->grants->shared[i]).n))
                op.status = (u16)deny(v, REASON_POINTER_UNWRITABLE, op.frame_list.va,
                                      ABI_GNTST_bad_virt_addr);
        }
    }
    WRITE_OR_REFUSE(v, gnttab_setup_table, at, &op);
    return 0;
}

static long op_query_size(struct vcpu *v, gaddr_t at, u32 count, u32 command)
{
    struct gnttab_query_size op;

    if (count != 1)
        return refuse(v, REASON_GRANT_COUNT, count);
    READ_OR_REFUSE(v, gnttab_query_size, &op, at);
    struct domain *d = table_owner(v, op.dom, &op.status);
    if (d) {
        op.nr_frames = d->grants->frames;
        op.max_nr_frames = GRANT_FRAMES_MAX;
    }
    WRITE_OR_REFUSE(v, gnttab_query_size, at, &op);
    return 0;
}

/* Whatever is asked for, the answer names the version in use. */
static long op_set_version(struct vcpu *v, gaddr_t at, u32 count, u32 command)
{
    struct gnttab_set_version op, now = {1};

    READ_OR_REFUSE(v, gnttab_set_version, &op, at);
    WRITE_OR_REFUSE(v, gnttab_set_version, at, &now);
    if (op.version == 1)
        return 0;
    return refuse(v, op.version == 2 ? REASON_GRANT_VERSION_ABSENT : REASON_GRANT_VERSION,
                  op.version);
}

static long op_get_version(struct vcpu *v, gaddr_t at, u32 count, u32 command)
{
    struct gnttab_get_version op;

    READ_OR_REFUSE(v, gnttab_get_version, &op, at);
    TRY(domain_check(v, domain_by_id(v, op.dom), op.dom));
    op.version = 1;
    WRITE_OR_REFUSE(v, gnttab_get_version, at, &op);
    return 0;
}

static long op_get_status_frames(struct vcpu *v, gaddr_t at, u32 count, u32 command)
{
    struct gnttab_get_status_frames op;

    if (count != 1)
        return refuse(v, REASON_GRANT_COUNT, count);
    READ_OR_REFUSE(v, gnttab_get_status_frames, &op, at);
    return refuse(v, REASON_GRANT_VERSION_ABSENT, op.dom);
}

static long op_dump_table(struct vcpu *v, gaddr_t at, u32 count, u32 command)
{
    return refuse(v, REASON_GRANT_OP_ABSENT, ABI_GNTTABOP_dump_table);
}

static long op_cache_flush(struct vcpu *v, gaddr_t at, u32 count, u32 command)
{
    struct gnttab_cache_flush op;

    if (!count)
        return 0;
    READ_OR_REFUSE(v, gnttab_cache_flush, &op, at);
    mfn_t m = MFN(op.dev_bus_addr >> PAGE_SHIFT);
    if (op.offset >= PAGE_SIZE || op.offset + op.length > PAGE_SIZE ||
        (op.op & ~(ABI_GNTTAB_CACHE_CLEAN | ABI_GNTTAB_CACHE_INVAL)))
        return refuse(v, REASON_GRANT_CACHE_RANGE, op.offset);
    if (!op.length || !op.op)
        return 0;
    if (!frame_exists(m))
        return refuse(v, REASON_FRAME_INVALID, m.n);
    if (!frame_get(v->domain, m))
        return refuse(v, REASON_GRANT_CACHE_FRAME, m.n);
    frame_put(m);
    return refuse(v, REASON_GRANT_OP_ABSENT, ABI_GNTTABOP_cache_flush);
}

#define ROW(NAME) [ABI_GNTTABOP_##NAME] = op_##NAME

long call_grant_table_op(struct vcpu *v, u64 cmd, u64 arg, u64 count)
{
    static long (*const rows[])(struct vcpu * v, gaddr_t at, u32 count, u32 command) = {
        ROW(map_grant_ref), [ABI_GNTTABOP_unmap_grant_ref] = op_unmap,
        ROW(setup_table),   ROW(dump_table),
        ROW(transfer),      ROW(copy),
        ROW(query_size),    [ABI_GNTTABOP_unmap_and_replace] = op_unmap,
        ROW(set_version),   ROW(get_status_frames),
        ROW(get_version),   ROW(swap_grant_ref),
        ROW(cache_flush),
    };

    if ((s64)(int32_t)count < 0)
        return refuse(v, REASON_GRANT_COUNT, count);
    if ((u32)cmd >= array_size(rows)) /* above 12 bits Xen keeps how far a call came */
        return refuse(v, (u32)cmd >> 12 ? REASON_SUBOP_INVALID : REASON_SUBOP_UNKNOWN, cmd);
    struct domain *d = v->domain;
    if (unlikely(d->release_first) && !mm_release_some(d))
        return call_restart(v, cmd, arg, count, 0, 0);
    return rows[(u32)cmd](v, GADDR(arg), (u32)count, (u32)cmd);
}
