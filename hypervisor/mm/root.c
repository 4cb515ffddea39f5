/* SPDX-License-Identifier: MIT */
/*
 * The tables a vCPU runs on. A 64-bit guest's own L4 is loaded into CR3. A 32-bit guest has no
 * L4: each of its vCPUs runs on one of ours, whose slot 0 names the guest's L3 and which has
 * nothing below 4 GiB but that; the rest are the hypervisor's slots.
 */
#include "mm/root.h"

#include "call/call.h"
#include "cpu/tables.h"
#include "mm/table.h"
#include "mm/tlb.h"

int mm_vcpu_init(struct vcpu *v)
{
    v->base = v->user_base = v->root = MFN_NONE;
    if (v->domain->width == WIDTH_64)
        return 0;
    u64 *l4 = mm_alloc_page();
    if (!l4)
        return -ABI_ENOMEM;
    mm_fill_hypervisor_slots(l4);
    v->root = mm_frame_of(l4);
    return 0;
}

void mm_vcpu_drop(struct vcpu *v)
{
    struct domain *d = v->domain;

    if (v->base.n != MFN_NONE.n)
        frame_put_table(d, v->base);
    if (v->user_base.n != MFN_NONE.n)
        frame_put_table(d, v->user_base);
    for (u32 i = 0; i < (v->gdt_entries + 511) / 512; i++)
        frame_put_table(d, v->gdt_frames[i]);
    v->gdt_entries = 0;
    if (d->width == WIDTH_32 && v->root.n != MFN_NONE.n)
        mm_free_page(mm_pointer(v->root));
    v->base = v->user_base = v->root = MFN_NONE;
}

void mm_load_root(struct vcpu *v)
{
    cpu_this()->is_empty = false; /* the flush puts this before the first walk */
    cpu_this()->cr3 = v->root.n << PAGE_SHIFT;
    v->domain->counters.base_loads++;
    tlb_flush_own();
}

/* The tables of a 64-bit guest's programs; frame 0 stands for none. */
long root_set_user_base(struct vcpu *v, mfn_t m)
{
    struct domain *d = v->domain;
    mfn_t old = v->user_base;
    long rc;

    if (d->width != WIDTH_64)
        return refuse(v, REASON_USER_BASE_WIDTH, m.n);
    if (m.n == 0)
        m = MFN_NONE;
    else if (m.n == old.n && m.n != MFN_NONE.n)
        return 0;
    else if ((rc = frame_get_table(v, d, m, TYPE_L4, false)))
        return rc;

    /* ---- point of no return ---- */
    v->user_base = m;
    if (m.n != MFN_NONE.n && d->vm_assist >> ABI_VMASST_TYPE_m2p_strict & 1)
        mm_show_m2p(mm_pointer(m), false); /* programs do not see the table then */
    if (old.n != MFN_NONE.n)
        frame_put_table(d, old);
    return 0;
}

/* What the processor walks from, after v->base changed. */
void root_adopt(struct vcpu *v, mfn_t base)
{
    v->base = base;
    if (v->domain->width == WIDTH_64) {
        mm_show_m2p(mm_pointer(base), true);
        v->root = base;
    } else {
        *(u64 *)mm_pointer(v->root) = base.n << PAGE_SHIFT | PTE_P | PTE_RW | PTE_US;
    }
}

long root_set_base(struct vcpu *v, mfn_t m)
{
    struct domain *d = v->domain;
    mfn_t old = v->base;

    if (m.n == old.n) {
        tlb_flush_own();
        return 0;
    }
    if (d->width == WIDTH_32 && m.n >= 1ull << (32 - PAGE_SHIFT) &&
        !(d->vm_assist & 1u << ABI_VMASST_TYPE_pae_extended_cr3))
        return refuse(v, REASON_TABLE_ABOVE_4G, m.n);
    TRY(frame_get_table(v, d, m, (enum frame_type)d->geo->top, false));

    /* ---- point of no return ---- */
    ldt_drop(v);
    root_adopt(v, m);
    mm_load_root(v);
    if (old.n != MFN_NONE.n)
        frame_put_table(d, old);
    return 0;
}

u64 root_to_cr3(const struct vcpu *v, mfn_t m)
{
    if (v->domain->width == WIDTH_64)
        return m.n << PAGE_SHIFT;
    return (u32)(m.n << PAGE_SHIFT) | (u32)(m.n >> 20);
}

mfn_t root_from_cr3(const struct vcpu *v, u64 cr3)
{
    if (v->domain->width == WIDTH_64)
        return MFN(cr3 >> PAGE_SHIFT);
    return MFN((u32)cr3 >> PAGE_SHIFT | ((u64)cr3 & 0xfff) << 20);
}

/*
 * By machine address, never through the guest's own mapping of its tables. The caller has checked
 * that va is the guest's to name, so that our own slots are not reached; superpages there are none.
 */
u64 *mm_walk(struct vcpu *v, u64 va)
{
    u64 *table = mm_pointer(v->base);

    for (u32 shift = 3 + 9 * v->domain->geo->top; shift > PAGE_SHIFT; shift -= 9) {
        u64 e = table[(va >> shift) & 511];
        if (!(e & PTE_P))
            return NULL;
        table = (u64 *)(HV_DIRECT + (e & PTE_FRAME));
    }
    /* Through linear entries one comes to tables of other levels, even to ring 0's own. */
    if (type_kind(frame_at(mm_frame_of(table))->type) != TYPE_L1)
        return NULL;
    return &table[(va >> PAGE_SHIFT) & 511];
}

bool mm_release_some(struct domain *d)
{
    LOCKED(&d->mm_lock);
    return frame_release_some(d);
}

/* LDT pages hold their references for as long as they are in the window. */
void ldt_drop(struct vcpu *v)
{
    struct cpu *c = cpu_this();

    for (u32 i = 0; i < c->ldt_pages; i++) {
        u64 *at = mm_hypervisor_entry(WINDOW_GDT((u64)c->id) + WINDOW_LDT + i * PAGE_SIZE);
        u64 pte = *at;
        if (!(pte & PTE_P))
            continue;
        *at = 0;
        tlb_flush_own_page(WINDOW_GDT((u64)c->id) + WINDOW_LDT + i * PAGE_SIZE);
        frame_put_table(v->domain, pte_frame(pte));
    }
    c->ldt_pages = 0;
}

bool ldt_show_page(struct vcpu *v, u32 offset)
{
    struct cpu *c = cpu_this();
    struct domain *d = v->domain;
    u32 page = offset >> PAGE_SHIFT;

    if (offset >= v->ldt_entries * 8)
        return false;
    LOCKED(&d->mm_lock);
    u64 *l1 = mm_walk(v, v->ldt_base + ((u64)page << PAGE_SHIFT));
    u64 pte = l1 ? *l1 : 0;
    if (!(pte & PTE_P) || frame_get_table(v, d, pte_frame(pte), TYPE_DESCRIPTORS, false))
        return false;
    u64 va = WINDOW_GDT((u64)c->id) + WINDOW_LDT + ((u64)page << PAGE_SHIFT);
    *mm_hypervisor_entry(va) = (pte & PTE_FRAME) | PTE_P | PTE_RW | PTE_NX;
    tlb_flush_own_page(va);
    c->ldt_pages = max(c->ldt_pages, page + 1);
    return true;
}
