/* SPDX-License-Identifier: MIT */
#ifndef GRANT_TABLE_H
#define GRANT_TABLE_H
/*
 * What the hypervisor remembers of grants, out of the guests' reach. Private to the grant room:
 * table.c owns the entries and their pins, map.c the mappings, copy.c the copies, call.c the
 * hypercall.
 *
 * An entry in use is pinned. A pin counts one user of the entry, and holds a reference to
 * the granted frame (and a type reference "writable", if it is for writing). While there are pins,
 * the entry's frame and domain are those that were read when the first was made, whatever the
 * guest writes into the shared entry since; and GTF_reading and GTF_writing stand in it.
 *
 * A mapping is a handle of the domain that has mapped something. It holds one pin or two: for its
 * page-table entry, and for devices. The page-table entry holds references of its own, like any
 * other, so a guest that removes it in another way loses nothing but its chance to unmap. The
 * frame reference keeps the granting domain's structure, dead or alive: the pointer stays good.
 *
 * Locks: shared frames and pins under the granting domain's grant_lock, mappings under the
 * mm_lock of the domain that has them.
 */
#include "call/call.h"
#include "grant/grant.h"
#include "mm/frame.h"

#define GRANT_FRAMES_MAX   64
#define ENTRIES_PER_FRAME  ((u32)(PAGE_SIZE / sizeof(abi64_grant_entry)))
#define PINS_PER_PAGE      ((u32)(PAGE_SIZE / sizeof(struct grant_pins)))
#define MAPPINGS_PER_PAGE  ((u32)(PAGE_SIZE / sizeof(struct grant_mapping)))
#define MAPPING_PAGES_MAX  256
#define GRANT_ENTRIES_MAX  (GRANT_FRAMES_MAX * ENTRIES_PER_FRAME)
#define GRANT_MAPPINGS_MAX (MAPPING_PAGES_MAX * MAPPINGS_PER_PAGE)

/* Kinds of pins, to be combined: each has its counter. */
enum pin {
    PIN_READ = 0,
    PIN_WRITE = 1,
    PIN_DEVICE = 2,
    PIN_COPY = 4 /* counted with the others */
};

struct grant_pins {
    union {
        u16 count[4]; /* by enum pin */
        u64 any;
    };
    u32 frame; /* while there are any: whom and what they are of */
    u16 domid;
};

struct grant_mapping {
    struct domain *from; /* who grants; NULL: the handle is free, and `frame` is the next such */
    u32 frame;
    u16 ref;
    u16 flags; /* GNTMAP_*: host_map and device_map as far as they are still there */
};

struct grant_table {
    u32 frames;        /* shared ones; 0 after release */
    u32 mapping_pages; /* of mappings, and the first free handle (NO_HANDLE: none) */
    u32 mapping_free;
    u32 mapping_released;          /* how far grant_domain_release has come */
    u64 *shared[GRANT_FRAMES_MAX]; /* the guest writes: each entry is read once, and atomically */
    struct grant_pins *pins[GRANT_ENTRIES_MAX / 256]; /* pages that are there when needed */
    struct grant_mapping *mappings[MAPPING_PAGES_MAX];
};
_Static_assert(sizeof(struct grant_table) <= PAGE_SIZE, "a page of pointers");
_Static_assert(PAGE_SIZE / sizeof(struct grant_pins) == 256, "as in pins[]");
_Static_assert(GRANT_ENTRIES_MAX <= 1 << 16, "a reference fits into a mapping");

/* d's table, made if it is not there yet; NULL if memory is exhausted. */
struct grant_table *grant_table_of(struct domain *d);

/* Makes the table at least that large. grant_lock held. 0 or a GNTST_*. */
long grant_table_grow(struct vcpu *v, struct domain *d, u32 frames);

/* Refuses one element of a list: the reason for the record, the status for the guest. */
static inline long deny(struct vcpu *v, enum reason reason, u64 value, long status)
{
    refuse(v, reason, value);
    return status;
}

static inline struct grant_mapping *mapping_at(const struct grant_table *t, u32 handle)
{
    return &t->mappings[handle / MAPPINGS_PER_PAGE][handle % MAPPINGS_PER_PAGE];
}

/* The pin for one part of a mapping: host_map or device_map. */
static inline enum pin pin_for(u32 part, u32 flags)
{
    return (part == ABI_GNTMAP_device_map ? PIN_DEVICE : 0) |
           (flags & ABI_GNTMAP_readonly ? PIN_READ : PIN_WRITE);
}

/* Pins an entry of `from` for v's domain. 0 and the frame, or a GNTST_*. */
long grant_pin(struct vcpu *v, struct domain *from, u32 ref, enum pin kind, mfn_t *m);
void grant_unpin(struct domain *from, u32 ref, enum pin kind);

/* The elements of lists, arguments copied in already (map.c, copy.c). A GNTST_*. */
long grant_map(struct vcpu *v, struct gnttab_map_grant_ref *op);
long grant_copy(struct vcpu *v, const struct gnttab_copy *op);

/*
 * Unmapping goes in two steps, with a flush of translations between them: only after it the
 * granting domain may be told. The first takes the page-table entry away, the second gives
 * back what it held.
 */
struct grant_unmapped {
    struct domain *from;
    u64 pte; /* what stood in the entry; 0: it was left alone */
    u16 ref;
    u16 done; /* GNTMAP_* of the parts that went, and GNTMAP_readonly */
};
long grant_unmap(struct vcpu *v, const struct gnttab_unmap_grant_ref *op, bool replace,
                 struct grant_unmapped *out);
void grant_unmap_finish(const struct grant_unmapped *u);

#endif
