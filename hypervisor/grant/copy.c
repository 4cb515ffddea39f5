/* SPDX-License-Identifier: MIT */
/*
 * Grant copies: the hypervisor moves bytes between two frames, each either granted to the caller
 * or its own. Both are pinned while it does, and nothing is mapped, so nothing is flushed.
 */
#include "grant/table.h"
#include "lib/string.h"

/* One end of a copy: its frame, with the references it takes to read or write there. */
struct end {
    struct domain *from; /* who grants; NULL: a frame of the caller's own */
    u32 ref;
    enum pin kind;
    mfn_t m;
};

/* Whose frame is meant: frames go by number within the caller's own memory only. */
static long end_find(struct vcpu *v, const abi_copy_end *arg, bool by_ref, enum pin kind,
                     struct end *e)
{
    *e = (struct end){NULL, (u32)arg->frame, kind, MFN(arg->frame)};
    if (!by_ref && arg->domid != ABI_DOMID_SELF)
        return deny(v, REASON_GRANT_COPY_DOMAIN, arg->domid, ABI_GNTST_permission_denied);
    if (by_ref && !(e->from = domain_by_id(v, arg->domid)))
        return deny(v, REASON_DOMAIN_UNKNOWN, arg->domid, ABI_GNTST_bad_domain);
    return 0;
}

static long end_get(struct vcpu *v, struct end *e)
{
    if (e->from)
        return grant_pin(v, e->from, e->ref, e->kind, &e->m);
    if (!frame_get(v->domain, e->m))
        return deny(v, REASON_FRAME_FOREIGN, e->m.n, ABI_GNTST_bad_page);
    if ((e->kind & PIN_WRITE) && !frame_get_writable(e->m)) {
        frame_put(e->m);
        return deny(v, REASON_PAGE_NOT_WRITABLE, e->m.n, ABI_GNTST_general_error);
    }
    return 0;
}

static void end_put(const struct end *e)
{
    if (e->from)
        grant_unpin(e->from, e->ref, e->kind);
    else
        frame_put_mapped(e->m, e->kind & PIN_WRITE);
}

long grant_copy(struct vcpu *v, const struct gnttab_copy *op)
{
    struct end from, to;
    long rc;

    if ((rc = end_find(v, &op->source, op->flags & ABI_GNTCOPY_source_gref, PIN_COPY, &from)) ||
        (rc = end_find(v, &op->dest, op->flags & ABI_GNTCOPY_dest_gref, PIN_COPY | PIN_WRITE,
                       &to)) ||
        (rc = end_get(v, &from)))
        return rc;
    rc = end_get(v, &to);
    if (rc == 0) {
        if (op->source.offset + op->len > PAGE_SIZE || op->dest.offset + op->len > PAGE_SIZE)
            rc = deny(v, REASON_GRANT_COPY_RANGE, op->len, ABI_GNTST_bad_copy_arg);
        else
            memcpy((u8 *)mm_pointer(to.m) + op->dest.offset,
                   (u8 *)mm_pointer(from.m) + op->source.offset, op->len);
        end_put(&to);
    }
    end_put(&from);
    return rc;
}
