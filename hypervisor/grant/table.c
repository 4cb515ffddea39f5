/* SPDX-License-Identifier: MIT */
/*
 * Grant tables: their pages, and the pins on their entries. The shared entry belongs to the
 * guest, which may change it at any moment: it is read once, as one word, and marked by
 * compare-and-swap, so that what was checked is what was marked.
 */
#include "grant/table.h"

#include "watch/watch.h"

#define UNSTABLE_TRIES 5
#define PINS_MAX       0xffff
#define PIN_KINDS      (PIN_WRITE | PIN_DEVICE)

/* A shared entry as one word: flags, domain, frame, from the low end. */
#define ENTRY_DOMID(e) ((u16)((e) >> 16))
#define ENTRY_FRAME(e) ((u32)((e) >> 32))

void grant_domain_init(struct domain *d)
{
    d->grant_lock = LOCK_INIT(LOCK_GRANT);
}

long grant_table_grow(struct vcpu *v, struct domain *d, u32 frames)
{
    struct grant_table *t = d->grants;

    if (frames > GRANT_FRAMES_MAX)
        return deny(v, REASON_GRANT_TABLE_LIMIT, frames, ABI_GNTST_general_error);
    if (d->is_dying) /* what has been given back stays so */
        return deny(v, REASON_DOMAIN_DYING, d->id, ABI_GNTST_bad_domain);
    for (; t->frames < frames; t->frames++) {
        t->shared[t->frames] = mm_alloc_shared(d);
        if (!t->shared[t->frames])
            return deny(v, REASON_MEMORY_EXHAUSTED, frames, ABI_GNTST_general_error);
    }
    return 0;
}

struct grant_table *grant_table_of(struct domain *d)
{
    if (likely(__atomic_load_n(&d->grants, __ATOMIC_ACQUIRE)))
        return d->grants;
    LOCKED(&d->grant_lock);
    if (!d->grants && !d->is_dying) {
        struct grant_table *t = mm_alloc_page();
        if (t && !(t->shared[0] = mm_alloc_shared(d))) {
            mm_free_page(t);
            t = NULL;
        }
        if (t) {
            t->frames = 1;
            t->mapping_free = GRANT_MAPPINGS_MAX;
            __atomic_store_n(&d->grants, t, __ATOMIC_RELEASE);
        }
    }
    return d->grants;
}

static struct grant_pins *pins_of(struct grant_table *t, u32 ref)
{
    struct grant_pins **page = &t->pins[ref / PINS_PER_PAGE];

    if (unlikely(!*page) && !(*page = mm_alloc_page()))
        return NULL;
    return &(*page)[ref % PINS_PER_PAGE];
}

static u16 writers(const struct grant_pins *p)
{
    return p->count[PIN_WRITE] | p->count[PIN_WRITE | PIN_DEVICE];
}

static u64 *shared_entry(struct grant_table *t, u32 ref)
{
    return &t->shared[ref / ENTRIES_PER_FRAME][ref % ENTRIES_PER_FRAME];
}

/* Takes away the marks in the shared entry that no pin stands for any more. */
static void clear_marks(struct grant_table *t, u32 ref, const struct grant_pins *p)
{
    u16 gone = (p->any ? 0 : ABI_GTF_reading) | (writers(p) ? 0 : ABI_GTF_writing);

    if (gone && likely(ref / ENTRIES_PER_FRAME < t->frames)) /* else its domain is dying */
        __atomic_and_fetch((u16 *)shared_entry(t, ref), (u16)~gone, __ATOMIC_SEQ_CST);
}

/*
 * Checks the shared entry and sets the marks in it. What is pinned already is not asked for
 * again, as on Xen: the owner cannot take back what is marked.
 */
static long mark(struct vcpu *v, u64 *shared, struct grant_pins *p, enum pin kind)
{
    u64 now = __atomic_load_n(shared, __ATOMIC_SEQ_CST);
    u64 marks = ABI_GTF_reading | (kind & PIN_WRITE ? ABI_GTF_writing : 0);
    u64 mask = ABI_GTF_type_mask | (kind & PIN_COPY ? 0 : ABI_GTF_sub_page);
    u32 tries = 0;

    do {
        if (!p->any && ((now & mask) != ABI_GTF_permit_access || ENTRY_DOMID(now) != v->domain->id))
            return deny(v, REASON_GRANT_ENTRY, now, ABI_GNTST_general_error);
        if ((kind & PIN_WRITE) && (now & ABI_GTF_readonly))
            return deny(v, REASON_GRANT_READ_ONLY, now, ABI_GNTST_general_error);
        if (tries++ == UNSTABLE_TRIES)
            return deny(v, REASON_GRANT_UNSTABLE, now, ABI_GNTST_general_error);
    } while (!__atomic_compare_exchange_n(shared, &now, now | marks, false, __ATOMIC_SEQ_CST,
                                          __ATOMIC_SEQ_CST));
    if (!p->any) {
        p->frame = ENTRY_FRAME(now);
        p->domid = v->domain->id;
    }
    return 0;
}

long grant_pin(struct vcpu *v, struct domain *from, u32 ref, enum pin kind, mfn_t *m)
{
    struct grant_table *t = from->grants;
    bool write = kind & PIN_WRITE;
    long rc = 0;

    LOCKED(&from->grant_lock);
    if (!t || ref >= t->frames * ENTRIES_PER_FRAME)
        return deny(v, REASON_GRANT_REF, ref, ABI_GNTST_bad_gntref);
    struct grant_pins *p = pins_of(t, ref);
    if (!p)
        return deny(v, REASON_MEMORY_EXHAUSTED, ref, ABI_GNTST_no_space);
    u16 *count = &p->count[kind & PIN_KINDS];
    if (p->any && (p->domid != v->domain->id || *count == PINS_MAX))
        return deny(v, REASON_GRANT_IN_USE, p->domid, ABI_GNTST_general_error);
    if ((!p->any || (write && !writers(p))) && (rc = mark(v, shared_entry(t, ref), p, kind)))
        return rc;
    *m = MFN(p->frame);
    if (!frame_get(from, *m)) {
        rc = deny(v, REASON_GRANT_FRAME, m->n, ABI_GNTST_bad_page);
    } else if (write && !frame_get_writable(*m)) {
        frame_put(*m);
        rc = deny(v, REASON_GRANT_FRAME_TYPE, m->n, ABI_GNTST_general_error);
    }
    if (rc)
        clear_marks(t, ref, p);
    else
        ++*count;
    return rc;
}

void grant_unpin(struct domain *from, u32 ref, enum pin kind)
{
    LOCKED(&from->grant_lock);
    struct grant_pins *p = pins_of(from->grants, ref);
    frame_put_mapped(MFN(p->frame), kind & PIN_WRITE);
    must(p->count[kind & PIN_KINDS]--);
    clear_marks(from->grants, ref, p);
}

bool grant_preset(struct domain *d, u32 ref, const struct domain *user, mfn_t m)
{
    struct grant_table *t = grant_table_of(d);

    if (t)
        *shared_entry(t, ref) = ABI_GTF_permit_access | (u64)user->id << 16 | m.n << 32;
    return t;
}
