/* SPDX-License-Identifier: MIT */
/*
 * Which descriptors a guest may have. The processor trusts what it finds in a GDT or LDT, so a
 * frame becomes a descriptor table only if each of its 512 entries passes here, and entries
 * change later only through update_descriptor. Rule: pv-abi 1.10 and 6.1.
 */
#include "call/call.h"
#include "call/guest.h"
#include "cpu/tables.h"
#include "mm/root.h"
#include "mm/table.h"
#include "mm/tlb.h"
#include "pv/segment.h"

#define DPL_SHIFT 45

/* Checks one descriptor for domains of d's width; raises its privilege level where needed. */
bool descriptor_check(const struct domain *d, u64 *descriptor)
{
    u64 x = *descriptor;
    u32 dpl = DESC_DPL(x);
    u32 least = d->width == WIDTH_32 ? 1 : 3;

    if (!(x & DESC_PRESENT))
        return true;
    if (!(x & DESC_CODE_DATA)) {
        if (DESC_TYPE(x) != DESC_CALL_GATE || d->width == WIDTH_64)
            return false;
        /*
         * A call gate is kept, but made unusable: with DPL 0 the processor refuses it and we
         * emulate it. The original level moves into the target selector's RPL.
         */
        u64 selector = (x >> 16) & 0xffff;
        if (!(selector & 4) && (selector & ~7ull) >= ABI_GDT_RESERVED_START &&
            (selector & ~3ull) != (ABI_FLAT_RING1_CS32 & ~3u))
            return false; /* our own selectors are no targets */
        if ((selector & 3) < dpl)
            selector = (selector & ~3ull) | dpl;
        x = (x & ~(0xffffull << 16) & ~(3ull << DPL_SHIFT)) | selector << 16;
        *descriptor = x;
        return true;
    }
    /* 64-bit code in ring 1 could name every address. */
    if (d->width == WIDTH_32 && (x & DESC_CODE) && (x & DESC_LONG))
        return false;
    /* A conforming code segment below the guest's level would run at ours. */
    if (dpl < least)
        x = (x & ~(3ull << DPL_SHIFT)) | (u64)least << DPL_SHIFT;
    *descriptor = x;
    return true;
}

/* Gives up the guest part of v's GDT. mm_lock held. */
static void drop_gdt(struct vcpu *v)
{
    for (u32 i = 0; i < (v->gdt_entries + 511) / 512; i++)
        frame_put_table(v->domain, v->gdt_frames[i]);
    v->gdt_entries = 0;
}

static long set_gdt_locked(struct vcpu *v, const mfn_t *list, u32 entries)
{
    struct domain *d = v->domain;
    u32 n = (entries + 511) / 512, i;
    long rc = 0;

    for (i = 0; i < n; i++) {
        rc = frame_get_table(v, d, list[i], TYPE_DESCRIPTORS, false);
        if (rc)
            break;
    }
    if (rc) {
        while (i-- > 0)
            frame_put_table(d, list[i]);
        return rc == CALL_RESTART ? rc : refuse(v, REASON_GDT_FRAME, list[0].n);
    }

    /* ---- point of no return ---- */
    drop_gdt(v);
    for (i = 0; i < n; i++)
        v->gdt_frames[i] = list[i];
    v->gdt_entries = entries;
    tables_show_gdt(v);
    return 0;
}

/*
 * set_gdt(frames, entries): up to 14 frames of descriptors become the guest's GDT. EINVAL: more
 * than 7168 entries, or a frame that is not the domain's own or is mapped writable somewhere.
 */
long call_set_gdt(struct vcpu *v, u64 list, u64 entries32)
{
    u32 entries = (u32)entries32, n = (entries + 511) / 512;
    mfn_t gdt[ABI_GDT_GUEST_FRAMES];

    if (entries > ABI_GDT_GUEST_ENTRIES)
        return refuse(v, REASON_GDT_TOO_MANY, entries);
    for (u32 i = 0; i < n; i++) {
        if (!guest_read_word(v, &gdt[i].n, GADDR(list), i))
            return refuse(v, REASON_POINTER_UNREADABLE, list);
    }
    LOCKED(&v->domain->mm_lock);
    long rc = releases_done(v->domain) ? set_gdt_locked(v, gdt, entries) : CALL_RESTART;
    return rc == CALL_RESTART ? call_restart(v, list, entries32, 0, 0, 0) : rc;
}

/* update_descriptor(maddr, descriptor): one checked write into a descriptor table or plain page. */
long call_update_descriptor(struct vcpu *v, u64 maddr, u64 descriptor)
{
    struct domain *d = v->domain;
    mfn_t m = MFN(maddr >> PAGE_SHIFT);
    u64 desc = descriptor;

    if (maddr & 7)
        return refuse(v, REASON_DESCRIPTOR_PTR, maddr);
    if (!descriptor_check(d, &desc))
        return refuse(v, REASON_DESCRIPTOR_BAD, descriptor);

    LOCKED(&d->mm_lock);
    if (!frame_get(d, m))
        return refuse(v, REASON_DESCRIPTOR_PTR, maddr);
    u64 type = frame_at(m)->type;
    bool is_table = type_kind(type) == TYPE_DESCRIPTORS && (type & TYPE_VALID);
    bool is_plain = !is_table && frame_get_writable(m);
    if (is_table || is_plain)
        __atomic_store_n((u64 *)mm_pointer(m) + (maddr & ~PAGE_MASK) / 8, desc, __ATOMIC_SEQ_CST);
    frame_put_mapped(m, is_plain);
    return is_table || is_plain ? 0 : refuse(v, REASON_DESCRIPTOR_PTR, maddr);
}
