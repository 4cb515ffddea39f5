/* SPDX-License-Identifier: MIT */
/*
 * mmu_update and update_va_mapping: how guests change page-table entries. The first names an
 * entry by its machine address and takes a list, the second by the virtual address it maps.
 */
#include "mm/list.h"
#include "mm/tlb.h"

#define COMMAND_MASK 7ull /* low bits of mmu_update's ptr; entries are 8 bytes */

/* Owners that are no domains: device frames, and what ring 0 shares of its own. */
#define OWNER(number, is_io)                                                                       \
    {                                                                                              \
        .id = (number), .privileged = (is_io), .geo = &geometries[WIDTH_64],                       \
        .mm_lock = LOCK_INIT(LOCK_DOMAIN_MM)                                                       \
    }
static struct domain owner_io = OWNER(ABI_DOMID_IO, true), owner_hv = OWNER(ABI_DOMID_XEN, false);

long owner_find(struct vcpu *v, u32 domid, struct domain **of)
{
    *of = domid == ABI_DOMID_IO    ? &owner_io
          : domid == ABI_DOMID_XEN ? &owner_hv
                                   : domain_by_id(v, domid);
    return domain_check(v, *of, domid);
}

/* The high half of foreigndom, if not 0, is the number of the tables' owner plus one. */
static long find_owners(struct vcpu *v, u32 foreigndom, struct domain **d, struct domain **of)
{
    u32 tables = foreigndom >> 16;

    *d = tables ? domain_by_id(v, tables - 1) : v->domain;
    if (!*d)
        return refuse(v, REASON_DOMAIN_UNKNOWN, foreigndom);
    long rc = owner_find(v, foreigndom & 0xffff, of);
    if (rc == 0 && *d != v->domain && !v->domain->privileged)
        rc = refuse(v, REASON_DOMAIN_FOREIGN, foreigndom);
    return rc;
}

/* A write into memory that is no table: harmless, but it must be memory the guest may write. */
static long write_plain(struct vcpu *v, struct domain *d, mfn_t m, u32 slot, u64 val)
{

    TRY(frame_get_plain(v, d, m, REASON_PTR_NOT_TABLE));
    __atomic_store_n((u64 *)mm_pointer(m) + slot, val, __ATOMIC_SEQ_CST);
    frame_put_mapped(m, true);
    return 0;
}

static long update_entry(struct vcpu *v, struct domain *d, struct domain *of, u64 ptr, u64 val,
                         bool keep_ad)
{
    mfn_t m = MFN(ptr >> PAGE_SHIFT);
    u32 slot = (u32)(ptr & ~PAGE_MASK) / 8;

    if (!frame_exists(m))
        return refuse(v, REASON_FRAME_INVALID, ptr);
    struct frame *f = frame_at(m);
    u64 type = f->type;
    /* A valid table of ours stays one while we hold mm_lock. */
    if (likely(f->owner == d->id && (type & TYPE_VALID) && type_kind(type) <= TYPE_L4))
        return entry_update(v, d, of, m, slot, val, keep_ad);
    return write_plain(v, d, m, slot, val);
}

static long update_m2p(struct vcpu *v, struct domain *d, u64 ptr, u64 pfn)
{
    mfn_t m = MFN(ptr >> PAGE_SHIFT);

    if (!frame_get(d, m))
        return refuse(v, REASON_M2P_FRAME, ptr);
    m2p_set(m, pfn);
    frame_put(m);
    return 0;
}

static inline long update_one(struct vcpu *v, struct domain *d, struct domain *of, gaddr_t op)
{
    struct mmu_update req;

    READ_OR_REFUSE(v, mmu_update, &req, op);
    u64 at = req.ptr & ~COMMAND_MASK;
    switch (req.ptr & COMMAND_MASK) {
    case ABI_MMU_NORMAL_PT_UPDATE:
    case ABI_MMU_PT_UPDATE_NO_TRANSLATE:
        return update_entry(v, d, of, at, req.val, false);
    case ABI_MMU_PT_UPDATE_PRESERVE_AD:
        return update_entry(v, d, of, at, req.val, true);
    case ABI_MMU_MACHPHYS_UPDATE:
        return update_m2p(v, of, at, req.val);
    }
    return refuse(v, REASON_MMU_COMMAND, req.ptr);
}

/*
 * mmu_update(requests, count, done, foreigndom): applies a list of (ptr, val). Rule: pv-abi 4.3.
 */
long call_mmu_update(struct vcpu *v, u64 requests, u64 count, u64 done, u64 foreigndom)
{
    struct domain *d, *of;

    TRY(find_owners(v, (u32)foreigndom, &d, &of));
    return list_run(v, d, of, (struct list){requests, count, done, foreigndom},
                    sizeof(abi64_mmu_update), update_one);
}

/* Flushes as the guest asked for in the last argument of update_va_mapping. */
static long flush_as_asked(struct vcpu *v, u64 va, u64 flags)
{
    u64 where = flags & ~(u64)ABI_UVMF_FLUSHTYPE_MASK, how = flags & ABI_UVMF_FLUSHTYPE_MASK;
    u64 set = where == ABI_UVMF_LOCAL ? 1ull << v->id : ~0ull;

    if (how != ABI_UVMF_TLB_FLUSH && how != ABI_UVMF_INVLPG)
        return 0;
    if (where != ABI_UVMF_LOCAL && where != ABI_UVMF_ALL &&
        !guest_read_word(v, &set, GADDR(where), 0))
        return refuse(v, REASON_POINTER_UNREADABLE, where);
    tlb_flush_vcpus(v->domain, set, how == ABI_UVMF_INVLPG ? va : TLB_WHOLE);
    return 0;
}

static long update_va(struct vcpu *v, struct domain *of, u64 va, u64 val, u64 flags)
{
    struct domain *d = v->domain;
    long rc;

    lock_take(&d->mm_lock);
    if (!releases_done(d)) {
        lock_give(&d->mm_lock);
        return call_restart(v, va, val, flags, 0, 0);
    }
    u64 *at = guest_range_ok(v, GADDR(va), 1) ? mm_walk(v, va) : NULL;
    if (at)
        rc = entry_update(v, d, of, mm_frame_of(at), (u32)((u64)at & ~PAGE_MASK) / 8, val, false);
    else
        rc = refuse(v, REASON_VA_NO_L1, va);
    lock_give(&d->mm_lock);
    return rc ? rc : flush_as_asked(v, va, flags);
}

/*
 * update_va_mapping(va, value, flags): changes the L1 entry that maps va in the tables in use.
 * Rule: pv-abi 4.3: -EINVAL if no L1 table covers va; flushes only on success.
 */
long call_update_va_mapping(struct vcpu *v, u64 va, u64 val, u64 flags)
{
    return update_va(v, v->domain, va, val, flags);
}

/* The same for frames of another domain. */
long call_update_va_mapping_otherdomain(struct vcpu *v, u64 va, u64 val, u64 flags, u64 domid)
{
    struct domain *of;
    long rc = owner_find(v, (u32)domid & 0xffff, &of);

    if (rc == 0)
        rc = update_va(v, of, va, val, flags);
    if (rc == CALL_RESTART)
        v->restart[3] = domid;
    return rc;
}
