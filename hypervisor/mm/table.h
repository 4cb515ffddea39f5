/* SPDX-License-Identifier: MIT */
#ifndef MM_TABLE_H
#define MM_TABLE_H
/*
 * Inside the mm room: what one entry of a table may be, and what it holds on to.
 */
#include "mm/geometry.h"

/* How many entries of f can hold references: the level's, or 0 for descriptor tables. */
u16 table_entries(const struct domain *d, const struct frame *f);

/*
 * Checks the entries of a partial frame from f->done on, taking references and forcing bits.
 * 0, CALL_RESTART or a refusal; f->done says how far it came.
 */
long table_validate(struct vcpu *v, struct domain *d, struct frame *f);

/* Gives the references of the first f->done entries back; false if it stopped before the end. */
bool table_release(struct domain *d, struct frame *f);

/*
 * Changes one entry of a validated table of d: check, then commit. of: whose frames an L1 entry
 * maps, another domain's only by right of the privileged one. keep_ad: bits A and D of the old
 * entry survive. mm_lock held.
 */
long entry_update(struct vcpu *v, struct domain *d, struct domain *of, mfn_t table, u32 slot,
                  u64 pte, bool keep_ad);

/*
 * The domain whose frames a call means: v's own, or another's, or DOMID_IO or DOMID_XEN, if v may
 * name it. 0 or a refusal.
 */
long owner_find(struct vcpu *v, u32 domid, struct domain **of);

/*
 * For the grant room, which puts entries of its own into L1 tables of v's domain. mm_lock held.
 * Finds one by the linear address it maps, or by its own machine address; NULL if there is none.
 */
u64 *entry_find_l1(struct vcpu *v, u64 address, bool by_machine);
/* Adds the bits that guests of this width get in their L1 entries. */
static inline u64 l1_adjust(const struct domain *d, u64 pte)
{
    const struct level *rules = &d->geo->level[1];

    if (!(pte & PTE_P))
        return pte;
    return pte | rules->flags_forced | (pte & PTE_US ? rules->flags_user : rules->flags_kernel);
}
/* Gives back what an L1 entry held. */
void entry_put_l1(u64 pte);
/* Puts in what already holds references; returns what was there, and its references with it. */
static inline u64 entry_swap_l1(u64 *at, u64 pte)
{
    return __atomic_exchange_n(at, pte, __ATOMIC_SEQ_CST);
}

/* The rules of descriptor tables (pv/descriptor.c): checks, raises privilege levels in place. */
bool descriptor_check(const struct domain *d, u64 *descriptor);

#endif
