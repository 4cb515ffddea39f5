/* SPDX-License-Identifier: MIT */
/*
 * Mappings of granted frames, and their handles. The page-table entry is checked and changed
 * here, under mm_lock, with the references of the pin; everything else about it is as with any
 * other entry that maps a frame.
 */
#include "grant/table.h"
#include "mm/table.h"
#include "mm/tlb.h"

#define NO_HANDLE  GRANT_MAPPINGS_MAX
#define PARTS      (ABI_GNTMAP_host_map | ABI_GNTMAP_device_map)
#define FLAGS_KEPT (PARTS | ABI_GNTMAP_readonly | ABI_GNTMAP_contains_pte)

static void mapping_put(struct grant_table *t, u32 handle)
{
    *mapping_at(t, handle) = (struct grant_mapping){.frame = t->mapping_free};
    t->mapping_free = handle;
}

/* A free handle, still in the list of those; NO_HANDLE if there are no more. */
static u32 mapping_get(struct grant_table *t)
{
    if (likely(t->mapping_free != NO_HANDLE) || t->mapping_pages == MAPPING_PAGES_MAX)
        return t->mapping_free;
    struct grant_mapping *page = mm_alloc_page();
    if (!page)
        return NO_HANDLE;
    t->mappings[t->mapping_pages++] = page;
    for (u32 i = t->mapping_pages * MAPPINGS_PER_PAGE;
         i-- > (t->mapping_pages - 1) * MAPPINGS_PER_PAGE;)
        mapping_put(t, i);
    return t->mapping_free;
}

static void unpin_parts(struct domain *from, u32 ref, u32 flags)
{
    if (flags & ABI_GNTMAP_device_map)
        grant_unpin(from, ref, pin_for(ABI_GNTMAP_device_map, flags));
    if (flags & ABI_GNTMAP_host_map)
        grant_unpin(from, ref, pin_for(ABI_GNTMAP_host_map, flags));
}

static long pin_parts(struct vcpu *v, struct domain *from, u32 ref, u32 flags, mfn_t *m)
{
    long rc = 0;

    if (flags & ABI_GNTMAP_host_map)
        rc = grant_pin(v, from, ref, pin_for(ABI_GNTMAP_host_map, flags), m);
    if (!rc && (flags & ABI_GNTMAP_device_map)) {
        rc = grant_pin(v, from, ref, pin_for(ABI_GNTMAP_device_map, flags), m);
        if (rc)
            unpin_parts(from, ref, flags & ~ABI_GNTMAP_device_map);
    }
    return rc;
}

/* The entry that a mapping with these flags puts in. */
static u64 mapping_pte(mfn_t m, u32 flags)
{
    u64 pte = m.n << PAGE_SHIFT | PTE_P | PTE_A | PTE_D | PTE_NX;

    pte |= flags & ABI_GNTMAP_readonly ? 0 : PTE_RW;
    pte |= flags & ABI_GNTMAP_application_map ? PTE_US : 0;
    return pte | ((u64)(flags & ABI_GNTMAP_guest_avail_mask) >> 16 << 9 & PTE_AVAIL);
}

long grant_map(struct vcpu *v, struct gnttab_map_grant_ref *op)
{
    struct domain *d = v->domain;

    if (!(op->flags & PARTS))
        return deny(v, REASON_GRANT_FLAGS, op->flags, ABI_GNTST_bad_gntref);
    struct domain *from = op->dom == ABI_DOMID_SELF ? NULL : domain_by_id(v, op->dom);
    if (!from)
        return deny(v, REASON_DOMAIN_UNKNOWN, op->dom, ABI_GNTST_bad_domain);
    LOCKED(&d->mm_lock);
    struct grant_table *t = grant_table_of(d);
    u32 handle = t ? mapping_get(t) : NO_HANDLE;
    u64 *at = NULL;
    mfn_t m = MFN_NONE;

    if (handle == NO_HANDLE)
        return deny(v, REASON_GRANT_HANDLES_FULL, 0, ABI_GNTST_no_space);
    TRY(pin_parts(v, from, op->ref, op->flags, &m));
    if (op->flags & ABI_GNTMAP_host_map) {
        at = entry_find_l1(v, op->host_addr, op->flags & ABI_GNTMAP_contains_pte);
        if (!at) {
            unpin_parts(from, op->ref, op->flags);
            return deny(v, REASON_GRANT_ADDRESS, op->host_addr, ABI_GNTST_general_error);
        }
    }

    /* ---- point of no return ---- */
    struct grant_mapping *g = mapping_at(t, handle);
    t->mapping_free = g->frame;
    *g = (struct grant_mapping){from, (u32)m.n, (u16)op->ref, (u16)(op->flags & FLAGS_KEPT)};
    if (at) {
        frame_get_again(m, !(op->flags & ABI_GNTMAP_readonly));
        entry_put_l1(entry_swap_l1(at, l1_adjust(d, mapping_pte(m, op->flags))));
    }
    op->handle = handle;
    op->dev_bus_addr = m.n << PAGE_SHIFT;
    return 0;
}

/*
 * Takes the mapping's page-table entry away, if it is there and is what was put in, and puts in 0,
 * or the entry of another address, which is 0 from then on.
 */
static long take_entry(struct vcpu *v, const struct grant_mapping *g, u64 address, u64 new_address,
                       u64 *old)
{
    u64 wanted = PTE_P | (g->flags & ABI_GNTMAP_readonly ? 0 : PTE_RW), pte = 0;
    u64 *at = entry_find_l1(v, address, g->flags & ABI_GNTMAP_contains_pte);

    if (!at)
        return deny(v, REASON_GRANT_ADDRESS, address, ABI_GNTST_general_error);
    if (pte_frame(*at).n != g->frame || ((*at ^ wanted) & (PTE_P | PTE_RW)))
        return deny(v, REASON_GRANT_MAPPING, *at, ABI_GNTST_general_error);
    if (new_address) {
        u64 *from =
            g->flags & ABI_GNTMAP_contains_pte ? NULL : entry_find_l1(v, new_address, false);
        if (!from || from == at)
            return deny(v, REASON_GRANT_ADDRESS, new_address, ABI_GNTST_general_error);
        pte = entry_swap_l1(from, 0);
    }
    *old = entry_swap_l1(at, pte);
    return 0;
}

long grant_unmap(struct vcpu *v, const struct gnttab_unmap_grant_ref *op, bool replace,
                 struct grant_unmapped *out)
{
    struct grant_table *t = v->domain->grants;
    u64 bus_addr = replace ? 0 : op->dev_bus_addr;

    *out = (struct grant_unmapped){0};
    if (!t || op->handle >= t->mapping_pages * MAPPINGS_PER_PAGE)
        return deny(v, REASON_GRANT_HANDLE, op->handle, ABI_GNTST_bad_handle);
    struct grant_mapping *g = mapping_at(t, op->handle);
    if (!g->from)
        return deny(v, REASON_GRANT_HANDLE, op->handle, ABI_GNTST_bad_handle);
    if (bus_addr && (g->flags & ABI_GNTMAP_device_map)) {
        if (bus_addr != (u64)g->frame << PAGE_SHIFT)
            return deny(v, REASON_GRANT_BUS_ADDRESS, bus_addr, ABI_GNTST_bad_dev_addr);
        out->done |= ABI_GNTMAP_device_map;
    }
    if (op->host_addr && (g->flags & ABI_GNTMAP_host_map)) {
        long rc = take_entry(v, g, op->host_addr, replace ? op->dev_bus_addr : 0, &out->pte);
        if (rc) {
            out->done = 0;
            return rc;
        }
        out->done |= ABI_GNTMAP_host_map;
    }

    /* ---- point of no return ---- */
    g->flags &= ~out->done;
    out->done |= g->flags & ABI_GNTMAP_readonly;
    out->from = g->from;
    out->ref = g->ref;
    if (!(g->flags & PARTS))
        mapping_put(t, op->handle);
    return 0;
}

void grant_unmap_finish(const struct grant_unmapped *u)
{
    entry_put_l1(u->pte);
    unpin_parts(u->from, u->ref, u->done);
}

bool grant_domain_release(struct domain *d)
{
    struct grant_table *t = d->grants;

    if (!t)
        return true;
    for (u32 n = 0; t->mapping_released < t->mapping_pages * MAPPINGS_PER_PAGE; n++) {
        if (n && n % 32 == 0 && call_should_stop())
            return false;
        struct grant_mapping *g = mapping_at(t, t->mapping_released++);
        if (g->from)
            unpin_parts(g->from, g->ref, g->flags);
        g->from = NULL;
    }
    LOCKED(&d->grant_lock);
    while (t->frames)
        mm_free_shared(t->shared[--t->frames]);
    return true;
}

void grant_domain_destroy(struct domain *d)
{
    struct grant_table *t = d->grants;

    if (!t)
        return;
    for (u32 i = 0; i < array_size(t->pins); i++) {
        if (t->pins[i])
            mm_free_page(t->pins[i]);
    }
    for (u32 i = 0; i < t->mapping_pages; i++)
        mm_free_page(t->mappings[i]);
    mm_free_page(t);
    d->grants = NULL;
}
