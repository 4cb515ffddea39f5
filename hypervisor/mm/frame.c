/* SPDX-License-Identifier: MIT */
/*
 * References and types of frames: the machine that everything else in mm stands on. See
 * frame.h for what the words mean. The two-word state of a frame changes by compare-and-swap
 * only; what happens between "partial" and "valid" is serialised by the owner's mm_lock.
 */
#include "mm/frame.h"

#include "call/call.h"
#include "cpu/cpu.h"
#include "mm/table.h"
#include "mm/tlb.h"
#include "watch/watch.h"

void frame_free(struct frame *f)
{
    u16 owner = f->owner;
    bool is_awaited = f->refs & REF_AWAITED;

    must(!(f->refs & REF_ALLOCATED) && !(f->type & TYPE_COUNT));
    f->type = 0;
    heap_free(frame_number(f), 0);
    if (is_awaited)
        domain_came_home(domain_from(owner));
}

void frame_link(u32 *first, mfn_t m)
{
    struct frame *f = frame_at(m);

    f->prev = 0;
    f->next = *first;
    if (f->next)
        frame_table[f->next].prev = (u32)m.n;
    *first = (u32)m.n;
}

void frame_unlink(u32 *first, mfn_t m)
{
    struct frame *f = frame_at(m);

    if (f->prev)
        frame_table[f->prev].next = f->next;
    else
        *first = f->next;
    if (f->next)
        frame_table[f->next].prev = f->prev;
    f->next = f->prev = 0;
}

bool frame_make_writable(struct frame *f)
{
    u64 x = f->type;

    for (;;) {
        u64 next = x + 1;
        if (likely(type_kind(x) == TYPE_WRITABLE)) {
            if ((x & TYPE_COUNT) >= TYPE_COUNT_MAX)
                return false;
        } else {
            if (x & (TYPE_COUNT | TYPE_PARTIAL))
                return false;
            /* It was a table: no CPU may go on walking it while the guest writes it. */
            if (type_kind(x) != TYPE_NONE)
                tlb_flush_since(f->stamp);
            next = type_word(TYPE_WRITABLE) | 1;
        }
        if (frame_swap(&f->type, &x, next))
            return true;
    }
}

/*
 * Raises the stamp to the present epoch, and only then lets go: from a count of 0 on somebody may
 * read it. Everybody does, not only who seems to be the last: between a look at the count and the
 * leaving another may come in a later epoch, and go again (tests/model/frames.pml).
 */
void frame_put_writable(mfn_t m)
{
    struct frame *f = frame_at(m);
    u32 now = tlb_epoch, old = f->stamp;

    while (old - now >= TLB_EPOCHS_APART && /* neither now nor, by another vCPU, a little later */
           !__atomic_compare_exchange_n(&f->stamp, &old, now, false, __ATOMIC_SEQ_CST,
                                        __ATOMIC_SEQ_CST))
        ;
    __atomic_sub_fetch(&f->type, 1, __ATOMIC_SEQ_CST);
}

long frame_get_plain(struct vcpu *v, const struct domain *d, mfn_t m, enum reason why)
{

    TRY(frame_get_own(v, d, m));
    if (!frame_get_writable(m)) {
        frame_put(m);
        return refuse(v, why, m.n);
    }
    return 0;
}

/* Queues a partial table for release; it keeps the reference that partial tables hold. */
static void start_release(struct domain *d, struct frame *f)
{
    f->type |= TYPE_RELEASING;
    f->release = d->release_first;
    d->release_first = (u32)frame_number(f).n;
    __atomic_or_fetch(&cpu_this()->work, WORK_RELEASE, __ATOMIC_SEQ_CST);
}

/* Checks a partial frame's entries from f->done on and makes it a valid table. */
static long finish_table(struct vcpu *v, struct domain *d, struct frame *f, bool resumed)
{
    mfn_t m = frame_number(f);

    f->type |= TYPE_CHECKING; /* so that an entry below which names this frame is noticed */
    long rc = table_validate(v, d, f);
    f->type &= ~TYPE_CHECKING;

    if (rc == 0) {
        f->done = 0;
        __atomic_store_n(&f->type, (f->type & (TYPE_KIND | TYPE_TOP_L2)) | TYPE_VALID | 1,
                         __ATOMIC_SEQ_CST);
        if (resumed) /* the partial state's reference; the other one is the caller's */
            frame_put(m);
        return 0;
    }
    if (rc != CALL_RESTART)
        start_release(d, f); /* undo what was taken, at leisure */
    if (resumed)
        frame_put(m);
    return rc;
}

long frame_get_table(struct vcpu *v, struct domain *d, mfn_t m, enum frame_type kind, bool top)
{
    u64 wanted = type_word(kind) | (top ? TYPE_TOP_L2 : 0);

    TRY(frame_get_own(v, d, m));
    struct frame *f = frame_at(m);
    u64 x = f->type;
    for (;;) {
        bool same = (x & (TYPE_KIND | TYPE_TOP_L2)) == wanted;
        if (x & TYPE_PARTIAL) {
            if (x & TYPE_CHECKING) {
                frame_put(m);
                return refuse(v, REASON_ENTRY_LINEAR, m.n);
            }
            if (same && !(x & TYPE_RELEASING))
                return finish_table(v, d, f, true);
            if (!(x & TYPE_RELEASING))
                start_release(d, f);
            frame_put(m);
            return CALL_RESTART; /* the release comes first: every call begins with that */
        }
        u64 next = x + 1;
        if (x & TYPE_COUNT) {
            enum reason why = REASON_NONE;
            if (kind == TYPE_L2 && type_kind(x) == TYPE_L2 && (top || (x & TYPE_TOP_L2)))
                why = REASON_ENTRY_TOP_L2_SHARED;
            else if (!same)
                why = REASON_FRAME_TYPE_BUSY;
            else if ((x & TYPE_COUNT) >= TYPE_COUNT_MAX)
                why = REASON_FRAME_COUNT_OVERFLOW;
            if (why) {
                frame_put(m);
                return refuse(v, why, m.n);
            }
        } else {
            next = wanted | TYPE_PARTIAL;
        }
        if (!frame_swap(&f->type, &x, next))
            continue;
        if (x & TYPE_COUNT)
            return 0;
        /* From here on nobody else can use it. Stale writable mappings must go first. */
        if (type_kind(x) != TYPE_NONE && type_kind(x) != kind)
            tlb_flush_since(f->stamp);
        f->done = 0;
        f->linear = 0;
        return finish_table(v, d, f, false);
    }
}

void frame_put_table(struct domain *d, mfn_t m)
{
    struct frame *f = frame_at(m);
    u64 x = f->type;

    do {
        must((x & TYPE_COUNT) && (x & TYPE_VALID));
        if ((x & TYPE_COUNT) == 1)
            break;
    } while (!frame_swap(&f->type, &x, x - 1));
    if ((x & TYPE_COUNT) > 1) {
        frame_put(m);
        return;
    }
    /* The last user: our reference becomes the partial state's. Under mm_lock, no race. */
    f->done = table_entries(d, f);
    f->type = (x & (TYPE_KIND | TYPE_TOP_L2)) | TYPE_PARTIAL;
    start_release(d, f);
}

bool frame_is_linear(const struct frame *f, mfn_t m)
{
    if (!frame_exists(m))
        return false;
    const struct frame *t = frame_at(m);
    return t == f || (type_kind(t->type) == type_kind(f->type) && (t->type & TYPE_VALID));
}

long frame_get_linear(struct vcpu *v, struct domain *d, struct frame *f, mfn_t m)
{
    struct frame *t = frame_at(m);

    if (t == f)
        return 0;
    if (f->linear < 0 || t->linear > 0)
        return refuse(v, REASON_ENTRY_LINEAR, m.n);
    if (!frame_get(d, m))
        return refuse(v, REASON_FRAME_FOREIGN, m.n);
    if ((t->type & TYPE_COUNT) >= TYPE_COUNT_MAX) {
        frame_put(m);
        return refuse(v, REASON_FRAME_COUNT_OVERFLOW, m.n);
    }
    __atomic_add_fetch(&t->type, 1, __ATOMIC_SEQ_CST); /* valid, and stays so under mm_lock */
    f->linear++;
    t->linear--;
    return 0;
}

void frame_put_linear(struct domain *d, struct frame *f, mfn_t m)
{
    struct frame *t = frame_at(m);

    if (t == f)
        return;
    if (!(f->type & TYPE_RELEASING)) /* on its way down the field is the list's link */
        f->linear--;
    t->linear++;
    frame_put_table(d, m);
}

void frame_let_go(struct domain *d, mfn_t m)
{
    struct frame *f = frame_at(m);
    u64 type = f->type, refs = f->refs;

    if (type & TYPE_PINNED) {
        __atomic_and_fetch(&f->type, ~TYPE_PINNED, __ATOMIC_SEQ_CST);
        frame_put_table(d, m);
    } else if ((type & TYPE_PARTIAL) && !(type & TYPE_RELEASING)) {
        start_release(d, f); /* nobody will finish its check */
    }
    __atomic_add_fetch(&d->awaited, 1, __ATOMIC_SEQ_CST);
    while (!frame_swap(&f->refs, &refs, (refs & ~REF_ALLOCATED) | REF_AWAITED))
        ;
    frame_put(m);
}

bool frame_release_some(struct domain *d)
{
    while (d->release_first) {
        struct frame *f = frame_at(MFN(d->release_first));
        u32 next = f->release;

        /* Children may join the list while we work: they go in front, so unlink first. */
        d->release_first = next;
        if (!table_release(d, f)) {
            f->release = d->release_first;
            d->release_first = (u32)frame_number(f).n;
            return false;
        }
        f->stamp = tlb_epoch;
        __atomic_store_n(&f->type, f->type & TYPE_KIND, __ATOMIC_SEQ_CST);
        frame_put(frame_number(f));
    }
    return true;
}
