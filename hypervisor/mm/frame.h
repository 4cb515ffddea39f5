/* SPDX-License-Identifier: MIT */
#ifndef MM_FRAME_H
#define MM_FRAME_H
/*
 * One struct frame for each machine frame: who owns it, what it is used as, and how often.
 *
 * A frame has two counts. References keep it from being given back: one for belonging to its
 * domain, one for each mapping and each use. Type references say how it is used; a frame has one
 * type at a time, and may change it only when nobody uses the old one. A writable mapping
 * holds a reference to the type "writable", an entry that names a page table one to that
 * table's level. So "a page table is never writable" needs no rule: it is arithmetic.
 *
 * Becoming a page table means that all its entries are checked (validated), and takes the
 * references of all that they name; ceasing to be one (released) gives them back. Both may be
 * long, so both may stop half way: the frame then is PARTIAL, `done` entries hold references,
 * and the frame itself holds one reference to stay. A partial table on its way up goes on when
 * the call that wanted it is repeated; one on its way down is in its domain's release list.
 *
 * All changes of type other than between "none" and "writable" happen under the owner's
 * mm_lock; the words themselves change atomically, because others may map a frame meanwhile.
 */
#include "mm/mm.h"

enum frame_type {
    TYPE_NONE,
    TYPE_L1,
    TYPE_L2,
    TYPE_L3,
    TYPE_L4,
    TYPE_DESCRIPTORS,
    TYPE_WRITABLE,
};

#define OWNER_FREE 0xffff /* in the heap */
#define OWNER_HV   ABI_DOMID_XEN
#define OWNER_IO   ABI_DOMID_IO /* no RAM, or RAM of the firmware: not counted */

struct frame {
    u64 refs;  /* atomic: count and REF_* bits */
    u64 type;  /* atomic: count, enum frame_type, TYPE_* bits */
    u16 owner; /* domain id; changes only while refs is 0 */
    u16 done;  /* partial tables: entries that hold references */
    union {
        u32 stamp;   /* was writable: TLB epoch when the last such mapping went */
        u32 release; /* tables on their way down: next in the release list */
        /*
         * Tables in use: how many of their entries name other tables of their own level, or, below
         * 0, how many such entries name them. Never both, so there are no chains and no rings.
         */
        int32_t linear;
    };
    u32 next, prev; /* the owner's list of frames, or the heap's */
};
_Static_assert(sizeof(struct frame) == 32, "two frames in a cache line");

#define REF_ALLOCATED (1ull << 63) /* the reference of belonging to the domain is there */
#define REF_AWAITED   (1ull << 62) /* its domain is dying and waits for it to be free */
#define REF_COUNT     (REF_AWAITED - 1)
#define REF_COUNT_MAX (1ull << 40)

#define TYPE_COUNT     0xffffffffull
#define TYPE_COUNT_MAX 0x7fffffffull
#define TYPE_SHIFT     40
#define TYPE_KIND      (0xffull << TYPE_SHIFT)
#define TYPE_VALID     (1ull << 48) /* all entries are checked */
#define TYPE_PARTIAL   (1ull << 49) /* being checked or released; count is 0 */
#define TYPE_RELEASING (1ull << 50) /* ... on its way down */
#define TYPE_PINNED    (1ull << 51) /* the guest holds one reference itself */
#define TYPE_TOP_L2    (1ull << 52) /* L2 in slot 3 of a 32-bit L3, with our slots in it */
#define TYPE_CHECKING  (1ull << 53) /* partial, and its check is under way further up the stack */

#define frame_table ((struct frame *)HV_FRAMES)

static inline struct frame *frame_at(mfn_t m)
{
    return &frame_table[m.n];
}

static inline mfn_t frame_number(const struct frame *f)
{
    return MFN((u64)(f - frame_table));
}

static inline enum frame_type type_kind(u64 word)
{
    return (enum frame_type)((word & TYPE_KIND) >> TYPE_SHIFT);
}

static inline u64 type_word(enum frame_type kind)
{
    return (u64)kind << TYPE_SHIFT;
}

/* Does the frame table reach to this frame number? (What is no RAM there is OWNER_IO's.) */
static inline bool frame_exists(mfn_t m)
{
    return m.n < mm_frames_end;
}

/* Is this the frame of a device or of the firmware? Such frames are not counted. */
static inline bool frame_is_io(mfn_t m)
{
    return !frame_exists(m) || frame_at(m)->owner == OWNER_IO;
}

/* May the privileged domain map this frame that is no RAM? Interrupt controllers are ours. */
bool frame_io_allowed(mfn_t m);

static inline bool frame_swap(u64 *word, u64 *expected, u64 desired)
{
    return __atomic_compare_exchange_n(word, expected, desired, false, __ATOMIC_SEQ_CST,
                                       __ATOMIC_SEQ_CST);
}

/* Gives a reference back; the last one returns the frame to the heap. */
void frame_free(struct frame *f);
static inline void frame_put(mfn_t m)
{
    if (unlikely(!(__atomic_sub_fetch(&frame_at(m)->refs, 1, __ATOMIC_SEQ_CST) & REF_COUNT)))
        frame_free(frame_at(m));
}

/* Takes a reference to a frame of d; false if it is not d's, or has too many. */
static inline bool frame_get(const struct domain *d, mfn_t m)
{
    if (unlikely(!frame_exists(m)))
        return false;
    struct frame *f = frame_at(m);
    u64 x = f->refs;
    do {
        if (unlikely((x & REF_COUNT) - 1 >= REF_COUNT_MAX - 1)) /* none, or too many */
            return false;
    } while (unlikely(!frame_swap(&f->refs, &x, x + 1)));
    if (likely(f->owner == d->id))
        return true;
    frame_put(m); /* somebody else's: the owner cannot change while we hold it */
    return false;
}

/* The same for a handler: 0, or the refusal, because there is no such frame or it is not d's. */
static inline long frame_get_own(struct vcpu *v, const struct domain *d, mfn_t m)
{
    if (likely(frame_get(d, m)))
        return 0;
    return refuse(v, frame_exists(m) ? REASON_FRAME_FOREIGN : REASON_FRAME_INVALID, m.n);
}

/*
 * Takes a type reference "writable" (the caller holds a reference). False if the frame is in
 * use as another type, is partial, or has too many.
 */
bool frame_make_writable(struct frame *f);
static inline bool frame_get_writable(mfn_t m)
{
    u64 x = frame_at(m)->type;

    /* Mostly it is in use so already. */
    return (likely(type_kind(x) == TYPE_WRITABLE && (x & TYPE_COUNT) < TYPE_COUNT_MAX) &&
            likely(frame_swap(&frame_at(m)->type, &x, x + 1))) ||
           frame_make_writable(frame_at(m));
}
void frame_put_writable(mfn_t m);

/* One more of each, for somebody who holds one that was taken as above and checked. */
static inline void frame_get_again(mfn_t m, bool writable)
{
    __atomic_add_fetch(&frame_at(m)->refs, 1, __ATOMIC_SEQ_CST);
    if (writable)
        __atomic_add_fetch(&frame_at(m)->type, 1, __ATOMIC_SEQ_CST);
}

/* What an L1 entry, or whoever holds the same references, gives back. */
static inline void frame_put_mapped(mfn_t m, bool writable)
{
    if (writable)
        frame_put_writable(m);
    frame_put(m);
}

/* Both at once, of a frame that is to be written: plain memory of d, else a refusal, `why` if it is
 * used as something else. frame_put_mapped(m, true) gives them back. */
long frame_get_plain(struct vcpu *v, const struct domain *d, mfn_t m, enum reason why);

/*
 * Takes a reference and a type reference of a kind of table, validating the frame if it is not
 * one yet. mm_lock of d held. top: as the L2 in slot 3 of a 32-bit L3.
 * 0, CALL_RESTART (the call must be repeated: work remains), or a refusal.
 */
long frame_get_table(struct vcpu *v, struct domain *d, mfn_t m, enum frame_type kind, bool top);
/* Gives both back. A table that nobody uses any more goes to the release list of d. */
void frame_put_table(struct domain *d, mfn_t m);

/*
 * Linear entries: those of a table f that name a table of f's own level, which is how some kernels
 * see their page tables. A table that names itself holds nothing by that. Is the entry of f that
 * names m one of these? The answer is the same for as long as the entry is there.
 */
bool frame_is_linear(const struct frame *f, mfn_t m);
/* What such an entry holds: a reference of both kinds, and its place in the counts. */
long frame_get_linear(struct vcpu *v, struct domain *d, struct frame *f, mfn_t m);
void frame_put_linear(struct domain *d, struct frame *f, mfn_t m);

/*
 * A dying domain gives up a frame of its own, the pin on it and the reference of belonging. It is
 * free when the last reference goes: until then the domain waits. mm_lock held.
 */
void frame_let_go(struct domain *d, mfn_t m);

/* The lists through next and prev, a domain's or the heap's; 0 ends them. */
void frame_link(u32 *first, mfn_t m);
void frame_unlink(u32 *first, mfn_t m);

/* Goes on with releases and partial work of d; true when nothing is left. mm_lock held. */
bool frame_release_some(struct domain *d);
/* Work of an earlier call must be finished first: frames may wait for it. False: not finished. */
static inline bool releases_done(struct domain *d)
{
    return likely(!d->release_first) || frame_release_some(d);
}

#endif
