/* SPDX-License-Identifier: MIT */
/*
 * The audit: all references and types of all frames, counted once more from what there is: lists of
 * frames, page tables entry by entry, pins, bases, descriptor windows, shared pages. What frames
 * say of themselves must agree, and so must both ends of every event channel, and the pins and the
 * mappings of every grant. All other CPUs wait meanwhile on their way out to guests, where no
 * handler holds anything. It takes time in proportion to the machine's memory: for tests, not for
 * guests.
 */
#include "console/console.h"
#include "cpu/tables.h"
#include "domain/domain.h"
#include "evtchn/evtchn.h"
#include "grant/grant.h"
#include "mm/geometry.h"
#include "mm/tlb.h"
#include "watch/watch.h"

#define SHOWN 8 /* contradictions that are printed */

static struct tally {
    u32 refs, types;
    int32_t linear;
} * tally; /* one for each frame */
static u64 wrong;
static u32 asked, waiting; /* CPUs: an audit is on; those that stand still for it */

void watch_wait_for_audit(void)
{
    __atomic_add_fetch(&waiting, 1, __ATOMIC_SEQ_CST);
    while (__atomic_load_n(&asked, __ATOMIC_SEQ_CST)) {
        cpu_relax();
        tlb_answer();
    }
    __atomic_sub_fetch(&waiting, 1, __ATOMIC_SEQ_CST);
}

static void wait_until(u32 number)
{
    while (__atomic_load_n(&waiting, __ATOMIC_SEQ_CST) != number) {
        cpu_relax();
        tlb_answer();
    }
}

static void check(bool good, mfn_t m, const char *what, u64 found)
{
    const struct frame *f = frame_at(m);

    if (!good && wrong++ < SHOWN)
        print("audit: frame %lx of domain %u, references %lx, type %lx: %s %lu\n", m.n, f->owner,
              f->refs, f->type, what, found);
}

/* About something of d that is not a frame. */
static void wrong_of(const struct domain *d, const char *what, u32 number)
{
    if (wrong++ < SHOWN)
        print("audit: domain %u: %s %u\n", d->id, what, number);
}

/* Somebody holds a reference to m, and, unless kind is TYPE_NONE, one to it as that. */
static void use(mfn_t m, enum frame_type kind)
{
    if (frame_is_io(m))
        return;
    tally[m.n].refs++;
    if (kind == TYPE_NONE)
        return;
    u64 type = frame_at(m)->type;
    tally[m.n].types++;
    check(type_kind(type) == kind && (kind == TYPE_WRITABLE || type & TYPE_VALID), m,
          "in use as another type:", kind);
}

static struct audit_uses uses = {use, wrong_of};

static void use_entry(struct frame *f, u32 level, u64 pte)
{
    mfn_t m = pte_frame(pte);

    if (level == 1) {
        use(m, pte & PTE_RW ? TYPE_WRITABLE : TYPE_NONE);
    } else if (!frame_is_linear(f, m)) {
        use(m, (enum frame_type)(level - 1));
    } else if (frame_at(m) != f) {
        use(m, (enum frame_type)level);
        check(!(pte & PTE_RW), m, "a linear entry may write it:", pte);
        tally[frame_number(f).n].linear++;
        tally[m.n].linear--;
    }
}

/* What a frame of d holds because of its own type. */
static void count_table(const struct domain *d, struct frame *f)
{
    u32 level = type_kind(f->type), entries = f->done;
    mfn_t m = frame_number(f);

    if (f->type & TYPE_PARTIAL)
        use(m, TYPE_NONE);
    if (f->type & TYPE_PINNED)
        use(m, type_kind(f->type));
    if (level < TYPE_L1 || level > TYPE_L4 || !(f->type & (TYPE_VALID | TYPE_PARTIAL)))
        return;
    const struct level *rules = level_of(d, level, f->type);
    const u64 *table = mm_pointer(m);
    if (f->type & TYPE_VALID)
        entries = rules->entries;
    for (u32 i = 0; i < entries; i++) {
        if ((table[i] & PTE_P) && !(i >= rules->reserved_first && i < rules->reserved_end))
            use_entry(f, level, table[i]);
    }
}

static void count_vcpu(const struct vcpu *v)
{
    if (v->base.n != MFN_NONE.n)
        use(v->base, (enum frame_type)v->domain->geo->top);
    if (v->user_base.n != MFN_NONE.n)
        use(v->user_base, TYPE_L4);
    for (u32 i = 0; i < (v->gdt_entries + 511) / 512; i++)
        use(v->gdt_frames[i], TYPE_DESCRIPTORS);
    if (v->info_is_moved)
        use(mm_frame_of(v->info), TYPE_WRITABLE);
}

static void count_domain(const struct domain *d)
{
    u64 frames = 0;

    if (!domain_is_dead(d))
        use(d->shared_mfn, TYPE_WRITABLE);
    grant_audit(d, &uses);
    evtchn_audit(d, &uses);
    for (u32 n = d->frames_first; n && frames <= d->frames; n = frame_table[n].next, frames++) {
        use(MFN(n), TYPE_NONE);
        check(frame_table[n].owner == d->id && frame_table[n].refs & REF_ALLOCATED, MFN(n),
              "in the list of domain", d->id);
    }
    check(frames == d->frames, MFN(d->frames_first), "frames in the list:", frames);
    domain_each_vcpu (v, d)
        count_vcpu(v);
    for (u64 n = 0; n < mm_frames_end; n++) {
        if (frame_table[n].owner == d->id)
            count_table(d, &frame_table[n]);
    }
}

static void count_windows(const struct cpu *c)
{
    for (u32 i = 0; i < c->ldt_pages; i++) {
        u64 pte = *mm_hypervisor_entry(WINDOW_GDT((u64)c->id) + WINDOW_LDT + i * PAGE_SIZE);
        if (pte & PTE_P)
            use(pte_frame(pte), TYPE_DESCRIPTORS);
    }
}

static void compare(void)
{
    u64 unowned = 0;

    for (u64 n = 0; n < mm_frames_end; n++) {
        const struct frame *f = &frame_table[n];
        const struct tally *t = &tally[n];
        bool is_table = type_kind(f->type) >= TYPE_L2 && type_kind(f->type) <= TYPE_L4;
        if (f->owner == OWNER_IO)
            continue;
        unowned += f->owner == OWNER_FREE;
        check((f->refs & REF_COUNT) == t->refs, MFN(n), "references found:", t->refs);
        check((f->type & TYPE_COUNT) == t->types || f->owner >= ABI_DOMID_FIRST_RESERVED, MFN(n),
              "uses of its type found:", t->types);
        check(!is_table || !(f->type & TYPE_VALID) || f->linear == t->linear, MFN(n),
              "another number of linear entries:", (u64)t->linear);
    }
    check(unowned == heap_free_frames(), MFN(0), "free frames found:", unowned);
}

long watch_audit(void)
{
    u32 order = mm_order(mm_frames_end * sizeof(*tally)), nobody = 0;

    if (!__atomic_compare_exchange_n(&asked, &nobody, 1, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
        return -ABI_EAGAIN;
    tally = mm_alloc_pages(order);
    wrong = 0;
    for (u32 i = 0; i < cpus_online; i++) {
        if (cpus[i] != cpu_this())
            cpu_add_work(cpus[i], WORK_STOP);
    }
    wait_until(cpus_online - 1);
    for (const struct domain *d = domain_from(0); tally && d; d = domain_from(d->id + 1u))
        count_domain(d);
    for (u32 i = 0; tally && i < cpus_online; i++)
        count_windows(cpus[i]);
    if (tally) {
        compare();
        grant_audit_pins(&uses);
    }
    __atomic_store_n(&asked, 0, __ATOMIC_SEQ_CST);
    wait_until(0);
    if (!tally)
        return -ABI_ENOMEM;
    mm_free_pages(tally, order);
    if (wrong)
        print("audit: %lu contradictions\n", wrong);
    return (long)wrong;
}
