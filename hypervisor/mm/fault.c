/* SPDX-License-Identifier: MIT */
/*
 * Emulated writes to page tables. A guest that has switched on "writable page tables" may change
 * L1 entries by ordinary instructions, although it maps its tables read-only: the fault is taken,
 * the instruction decoded, and the new entry goes through the same check as mmu_update's. One
 * instruction, one entry, naturally aligned. Rule: pv-abi 4.4.
 */
#include "mm/fault.h"

#include "mm/table.h"
#include "pv/decode.h"
#include "pv/store.h"

/* The table behind a read-only mapping at address: frame and slot, if it is an L1 of the domain. */
static bool find_entry(struct vcpu *v, u64 address, mfn_t *table)
{
    u64 *l1 = mm_walk(v, address);

    if (!l1 || !(*l1 & PTE_P) || (*l1 & PTE_RW) || !frame_exists(pte_frame(*l1)))
        return false;
    *table = pte_frame(*l1);
    const struct frame *f = frame_at(*table);
    return f->owner == v->domain->id && type_kind(f->type) == TYPE_L1 && (f->type & TYPE_VALID);
}

static bool write_entry(struct vcpu *v, struct regs *r, mfn_t table, u32 offset)
{
    struct store s;

    if (!store_decode(v, r, &s) || (offset & (s.size - 1u)))
        return false;
    /* Registers and flags change only if the entry is accepted: so on a copy. */
    struct regs after = *r;
    if (s.kind == STORE_EXCHANGE)
        s.reg = (u64 *)((char *)&after + ((char *)s.reg - (char *)r));
    u64 *at = (u64 *)mm_pointer(table) + offset / 8;
    u32 shift = (offset & 7) * 8;
    u64 mask = insn_mask(s.size) << shift;
    u64 old = *at;
    u64 pte = (old & ~mask) | (store_apply(&s, &after, (old & mask) >> shift) << shift & mask);

    long rc = pte == old ? 0 : entry_update(v, v->domain, v->domain, table, offset / 8, pte, false);
    /* The upper half of an entry, written first: with the old lower one it may make no sense yet.
     */
    if (rc && s.size == 4 && (offset & 4) && v->domain->width == WIDTH_32 && (pte & PTE_P))
        rc = entry_update(v, v->domain, v->domain, table, offset / 8, pte & ~PTE_P, false);
    if (rc)
        return false;
    after.rip = v->domain->width == WIDTH_32 ? (u32)(r->rip + s.length) : r->rip + s.length;
    *r = after;
    return true;
}

bool fault_table_write(struct vcpu *v, struct regs *r, u64 address)
{
    struct domain *d = v->domain;
    mfn_t table;

    if (!(d->vm_assist & 1u << ABI_VMASST_TYPE_writable_pagetables))
        return false;
    LOCKED(&d->mm_lock);
    if (!find_entry(v, address, &table) || !write_entry(v, r, table, (u32)(address & ~PAGE_MASK)))
        return false;
    d->counters.table_writes++;
    return true;
}
