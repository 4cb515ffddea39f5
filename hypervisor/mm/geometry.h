/* SPDX-License-Identifier: MIT */
#ifndef MM_GEOMETRY_H
#define MM_GEOMETRY_H
/*
 * How the page tables of the two guest widths differ: not in code, but in this table of
 * two widths by four levels. A 32-bit guest has L1 to L3 (its L3 has 4 entries; the L4 above it
 * is ours), a 64-bit guest L1 to L4. The top L2 of a 32-bit guest, which holds the hypervisor's
 * hole, is a fifth row.
 */
#include "mm/frame.h"

struct level {
    u16 entries;        /* that the guest may use; 0: there is no such level */
    u64 flags_refused;  /* bits that must be clear in a present entry */
    u64 flags_forced;   /* bits that we set in every present entry */
    u64 flags_kernel;   /* L1: bits that we set in entries the guest meant for its kernel alone */
    u64 flags_user;     /* ... and in those it meant for its programs */
    u64 flags_hidden;   /* those of them that are taken away again when the table is retired */
    u64 flags_fast;     /* bits that may change without a new check of what the entry names */
    u16 reserved_first; /* slots of the hypervisor: first and one past the last; none if equal */
    u16 reserved_end;
    bool linear; /* entries may name tables of the same level, read-only */
};

struct geometry {
    u32 top;               /* level of the table that a guest gives as its base */
    struct level level[5]; /* [1] to [4] */
};

extern const struct geometry geometries[2];

/* A top L2 (slot 3 of a 32-bit L3) follows its own rules. */
extern const struct level level_top_l2;

/* The rules that a frame typed as a table of this level follows. */
static inline const struct level *level_of(const struct domain *d, u32 level, u64 type)
{
    return type & TYPE_TOP_L2 ? &level_top_l2 : &d->geo->level[level];
}

#endif
