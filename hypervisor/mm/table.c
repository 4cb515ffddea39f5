/* SPDX-License-Identifier: MIT */
/*
 * The rules for entries of page tables, in both widths and all levels. An entry that is not
 * present holds nothing and is not looked at. A present one in an L1 table holds a reference
 * to the frame it maps, and if it maps it writable, a type reference "writable". One in a higher
 * table holds a reference of both kinds to the table it names.
 */
#include "mm/table.h"

#include "call/call.h"
#include "call/guest.h"
#include "mm/tlb.h"
#include "watch/watch.h"

#define CHUNK 32 /* entries between two looks at pending work */

/* TYPE_L1 is 1, and so on: the type of a table is its level. */

u16 table_entries(const struct domain *d, const struct frame *f)
{
    enum frame_type kind = type_kind(f->type);

    return kind <= TYPE_L4 ? level_of(d, kind, f->type)->entries : 0;
}

/* What an L1 entry maps. The writable type is judged here alone: pv-abi 4.1. */
static inline long l1_get(struct vcpu *v, struct domain *d, struct domain *of, u64 pte)
{
    mfn_t m = pte_frame(pte);

    if (!(pte & PTE_P))
        return 0;
    if (unlikely((pte & (PTE_PWT | PTE_PCD | PTE_PAT)) && !d->privileged))
        return refuse(v, REASON_ENTRY_CACHE_BITS, pte);
    if (unlikely(!frame_get(of, m))) {
        if (frame_is_io(m))
            return d->privileged && of->privileged && frame_io_allowed(m)
                       ? 0
                       : refuse(v, REASON_ENTRY_MMIO, pte);
        return refuse(v, REASON_FRAME_L1_FOREIGN, pte);
    }
    if ((pte & PTE_RW) && unlikely(!frame_get_writable(m))) {
        frame_put(m);
        return refuse(v, REASON_FRAME_L1_WRITABLE, pte);
    }
    return 0;
}

/* Takes what an entry of a table above level 1 needs; may add bits to it. */
static long entry_get(struct vcpu *v, struct domain *d, struct frame *f, u32 slot, u64 *pte)
{
    u32 level = type_kind(f->type);
    const struct level *rules = level_of(d, level, f->type);

    if (!(*pte & PTE_P))
        return 0;
    if (unlikely(*pte & rules->flags_refused))
        return refuse(
            v, *pte & rules->flags_refused & PTE_PSE ? REASON_SUPERPAGE : REASON_ENTRY_FLAGS, *pte);
    mfn_t m = pte_frame(*pte);
    bool top = d->width == WIDTH_32 && level == 3 && slot == 3;
    long rc;
    if (likely(!rules->linear || !frame_is_linear(f, m))) {
        rc = frame_get_table(v, d, m, (enum frame_type)(level - 1), top);
    } else if (*pte & PTE_RW) { /* what lies below would be writable: tables */
        rc = refuse(v, REASON_ENTRY_LINEAR, *pte);
    } else {
        rc = frame_get_linear(v, d, f, m);
        if (level == 4) { /* through it our own slots can be seen as tables: see guest_saw_ours() */
            d->linear_slots[slot / 64] |= 1ull << slot % 64;
            __atomic_store_n(&d->has_linear_slots, true, __ATOMIC_SEQ_CST);
        }
    }
    if (rc == 0)
        *pte |= rules->flags_forced;
    return rc;
}

static inline void l1_put(u64 pte)
{
    mfn_t m = pte_frame(pte);

    if ((pte & PTE_P) && likely(!frame_is_io(m)))
        frame_put_mapped(m, pte & PTE_RW);
}

static void entry_put(struct domain *d, struct frame *f, u64 pte)
{
    mfn_t m = pte_frame(pte);

    if ((pte & PTE_P) && likely(!frame_is_linear(f, m)))
        frame_put_table(d, m);
    else if (pte & PTE_P)
        frame_put_linear(d, f, m);
}

static bool is_reserved(const struct level *rules, u32 slot)
{
    return slot >= rules->reserved_first && slot < rules->reserved_end;
}

/* What the hypervisor itself writes into a table that has passed. */
static void fill_own_slots(struct domain *d, u64 *table, u32 level, u64 type)
{
    const struct level *rules = level_of(d, level, type);

    if (type & TYPE_TOP_L2) {
        for (u32 i = rules->reserved_first; i < rules->reserved_end; i++)
            table[i] = m2p_top_l2_entries[i - rules->reserved_first];
    } else if (level == 4) {
        mm_fill_hypervisor_slots(table);
    } else if (rules->entries < 512) {
        for (u32 i = rules->entries; i < 512; i++)
            table[i] = 0;
    }
}

static long validate_descriptors(struct vcpu *v, struct domain *d, u64 *table)
{
    for (u32 i = 0; i < 512; i++) {
        u64 desc = table[i];
        if (!descriptor_check(d, &desc))
            return refuse(v, REASON_DESCRIPTOR_BAD, table[i]);
        if (desc != table[i])
            table[i] = desc;
    }
    return 0;
}

long table_validate(struct vcpu *v, struct domain *d, struct frame *f)
{
    u64 *table = mm_pointer(frame_number(f));
    u64 type = f->type;
    u32 level = type_kind(type);

    if (type_kind(type) == TYPE_DESCRIPTORS)
        return validate_descriptors(v, d, table);

    const struct level *rules = level_of(d, level, type);
    must(rules->entries); /* nobody asks for a level that the width has not */
    if (d->width == WIDTH_32 && level == 3 && !(table[3] & PTE_P))
        return refuse(v, REASON_ENTRY_L3_SLOT3, table[3]);
    while (f->done < rules->entries) {
        u32 slot = f->done;
        u64 pte = table[slot];
        if (likely(!is_reserved(rules, slot))) {
            if (level == 1)
                pte = l1_adjust(d, pte);
            TRY(level == 1 ? l1_get(v, d, d, pte) : entry_get(v, d, f, slot, &pte));
            if (pte != table[slot])
                table[slot] = pte;
        }
        if (++f->done % CHUNK == 0 && f->done < rules->entries && call_should_stop())
            return CALL_RESTART;
    }
    fill_own_slots(d, table, level, type);
    return 0;
}

bool table_release(struct domain *d, struct frame *f)
{
    u64 *table = mm_pointer(frame_number(f));
    u64 type = f->type;
    u32 level = type_kind(type);

    if (type_kind(type) == TYPE_DESCRIPTORS)
        return true;
    const struct level *rules = level_of(d, level, type);
    while (f->done > 0) {
        u32 slot = --f->done;
        u64 pte = table[slot];
        if (unlikely(is_reserved(rules, slot)))
            table[slot] = 0;
        else if (level == 1)
            l1_put(pte);
        else {
            if ((pte & PTE_P) && rules->flags_hidden)
                table[slot] = pte & ~rules->flags_hidden;
            entry_put(d, f, pte);
        }
        if (slot && slot % CHUNK == 0 && call_should_stop())
            return false;
    }
    return true;
}

/* Puts the new entry in, atomically; the processor may set A and D in the old one meanwhile. */
static u64 entry_store(u64 *at, u64 pte, bool keep_ad)
{
    u64 old = *at;

    if (!keep_ad)
        return __atomic_exchange_n(at, pte, __ATOMIC_SEQ_CST);
    while (!__atomic_compare_exchange_n(at, &old, pte | (old & (PTE_A | PTE_D)), false,
                                        __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
        ;
    return old;
}

/* The common case by far, and the one with the fewest rules: an entry of an L1 table. */
static long l1_update(struct vcpu *v, struct domain *d, struct domain *of, u64 *at, u64 pte,
                      bool keep_ad)
{
    u64 old = *at;

    pte = l1_adjust(d, pte);
    if ((old & PTE_P) && !((old ^ pte) & ~d->geo->level[1].flags_fast)) {
        entry_store(at, pte, keep_ad);
        return 0;
    }
    TRY(l1_get(v, d, of, pte));

    /* ---- point of no return ---- */
    l1_put(entry_store(at, pte, keep_ad));
    return 0;
}

void entry_put_l1(u64 pte)
{
    l1_put(pte);
}

u64 *entry_find_l1(struct vcpu *v, u64 address, bool by_machine)
{
    mfn_t m = MFN(address >> PAGE_SHIFT);

    if (!by_machine)
        return guest_range_ok(v, GADDR(address), 1) ? mm_walk(v, address) : NULL;
    if (address % sizeof(u64) || !frame_exists(m) || frame_at(m)->owner != v->domain->id)
        return NULL;
    u64 type = frame_at(m)->type;
    if (type_kind(type) != TYPE_L1 || !(type & TYPE_VALID))
        return NULL;
    return (u64 *)(HV_DIRECT + address);
}

long entry_update(struct vcpu *v, struct domain *d, struct domain *of, mfn_t table, u32 slot,
                  u64 pte, bool keep_ad)
{
    u64 type = frame_at(table)->type;
    u32 level = type_kind(type);
    u64 *at = (u64 *)mm_pointer(table) + slot;

    if (likely(level == 1))
        return l1_update(v, d, of, at, pte, keep_ad);
    const struct level *rules = level_of(d, level, type);
    u64 old = *at;
    if (unlikely(is_reserved(rules, slot)))
        return refuse(v, type & TYPE_TOP_L2 ? REASON_TOP_L2_SLOT : REASON_ENTRY_RESERVED_SLOT,
                      slot);
    if (unlikely(slot >= rules->entries || (d->width == WIDTH_32 && level == 3 && slot == 3)))
        return refuse(v, REASON_L3_SLOT3_UPDATE, slot);

    /* The same frame with the same rights: nothing to take, nothing to give back. */
    if ((old & PTE_P) && !((old ^ pte) & ~rules->flags_fast) && !(pte & rules->flags_refused)) {
        entry_store(at, pte | rules->flags_forced, keep_ad);
        return 0;
    }
    TRY(entry_get(v, d, frame_at(table), slot, &pte));

    /* ---- point of no return ---- */
    old = entry_store(at, pte, keep_ad);
    entry_put(d, frame_at(table), old);
    return 0;
}
