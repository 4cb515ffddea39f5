/* SPDX-License-Identifier: MIT */
/*
 * Initialising a vCPU from a context in guest memory. The structure is larger than a page and
 * differs between the widths, so it is read word by word into a neutral form, by a table that says
 * where each word stands (and would write it back as well); then everything is checked, the page
 * tables and descriptor frames get their types, and only then the vCPU takes it over. Selectors and
 * addresses are corrected as in the calls that set them one by one.
 */
#include "domain/context.h"

#include "domain/vcpu.h"

#include "call/call.h"
#include "call/guest.h"
#include "cpu/features.h"
#include "lib/string.h"
#include "mm/frame.h"
#include "mm/geometry.h"
#include "mm/root.h"
#include "pv/pv.h"

#define CR0_SHOWN  0x80050033 /* PG, AM, WP, NE, ET, MP, PE */
#define MXCSR_MASK 0xffbfu    /* the bits that every processor has */

/*
 * All but the FPU registers and the trap table are words of the guest's width. Here they are
 * widened, and stand in the order of the 64-bit structure.
 */
struct context {
    u64 flags;
    struct regs regs; /* the upper halves of cs and ss hold what the guest has there */
    u64 es, ds, fs, gs;
    u64 ldt_base, ldt_ents, gdt_frames[16], gdt_ents, kernel_ss, kernel_sp;
    u64 ctrlreg[8], debugreg[8];
    u64 event, failsafe, syscall, vm_assist, fs_base, gs_kernel, gs_user;
    u64 event_cs, failsafe_cs; /* 32-bit guests */
};

/* Where the words are: in runs that are neighbours in the guest's structure and in ours. */
struct run {
    u16 at;          /* in the guest's, bytes */
    u16 first, last; /* in ours, words */
};
#define AT(W, field)               offsetof(abi##W##_vcpu_guest_context, field)
#define WORD(field)                (offsetof(struct context, field) / sizeof(u64))
#define RUN(W, field, first, last) AT(W, field), WORD(first), WORD(last)

/* By the width of the domain that the context is for. */
static const struct layout {
    u16 word_size, traps_at;
    struct run runs[14]; /* ends with zeros */
} layouts[2] = {
    [WIDTH_32] = {4,
                  AT(32, trap_ctxt),
                  {
                      {RUN(32, flags, flags, flags)},
                      {RUN(32, user_regs.bx, regs.rbx, regs.rbx)},
                      {RUN(32, user_regs.cx, regs.rcx, regs.rdi)},
                      {RUN(32, user_regs.bp, regs.rbp, regs.rbp)},
                      {RUN(32, user_regs.ax, regs.rax, regs.rax)},
                      {RUN(32, user_regs.ip, regs.rip, regs.ss)},
                      {RUN(32, user_regs.es, es, gs)},
                      {RUN(32, ldt_base, ldt_base, debugreg[7])},
                      {RUN(32, callbacks.event.cs, event_cs, event_cs)},
                      {RUN(32, callbacks.event.eip, event, event)},
                      {RUN(32, callbacks.failsafe.cs, failsafe_cs, failsafe_cs)},
                      {RUN(32, callbacks.failsafe.eip, failsafe, failsafe)},
                      {RUN(32, vm_assist, vm_assist, vm_assist)},
                  }},
    [WIDTH_64] = {8,
                  AT(64, trap_ctxt),
                  {
                      {RUN(64, flags, flags, flags)},
                      {RUN(64, user_regs.r15, regs.r15, regs.rdi)},
                      {RUN(64, user_regs.ip, regs.rip, regs.ss)},
                      {RUN(64, user_regs.es, es, gs)},
                      {RUN(64, ldt_base, ldt_base, gs_user)},
                  }},
};

/* Moves n words, each as wide as the layout says, in or out. Those that come in must be zero. */
static bool move_words(struct vcpu *v, const struct layout *l, bool out, gaddr_t at, u64 *word,
                       u32 n)
{
    for (u32 i = 0; i < n; i++, at.va += l->word_size) {
        if (!(out ? guest_copy_out(v, at, word + i, l->word_size)
                  : guest_copy_in(v, word + i, at, l->word_size)))
            return false;
    }
    return true;
}

static bool move_context(struct vcpu *v, const struct layout *l, bool out, gaddr_t at,
                         struct context *c)
{
    for (const struct run *r = l->runs; r->at; r++) {
        if (!move_words(v, l, out, gaddr_add(at, r->at), (u64 *)c + r->first,
                        r->last - r->first + 1u))
            return false;
    }
    return true;
}

/* The ring says so in 32 bits. */
static bool begins_in_kernel(const struct vcpu *of, const struct context *c)
{
    return of->domain->width == WIDTH_32 || (c->flags & ABI_VGCF_IN_KERNEL);
}

static long check(struct vcpu *v, struct vcpu *of, const struct context *c)
{
    if (c->gdt_ents > ABI_GDT_GUEST_ENTRIES)
        return refuse(v, REASON_GDT_TOO_MANY, c->gdt_ents);
    if ((c->ldt_base & ~PAGE_MASK) || c->ldt_ents > ABI_LDT_ENTRIES_MAX ||
        !guest_range_ok(of, GADDR(c->ldt_base), c->ldt_ents * 8))
        return refuse(v, REASON_LDT_RANGE, c->ldt_base);
    if (!is_canonical(c->fs_base) || !is_canonical(c->gs_kernel) || !is_canonical(c->gs_user))
        return refuse(v, REASON_SEGMENT_BASE, c->fs_base);
    if (!is_canonical(c->regs.rip) || !is_canonical(c->event) || !is_canonical(c->failsafe) ||
        !is_canonical(c->syscall))
        return refuse(v, REASON_TRAP_ADDRESS, c->regs.rip);
    for (u32 i = 0; i < 256; i++) {
        if (!is_canonical(of->traps[i].ip))
            return refuse(v, REASON_TRAP_ADDRESS, of->traps[i].ip);
    }
    if (of->domain->width == WIDTH_64 && !guest_range_ok(of, GADDR(c->kernel_sp), 0))
        return refuse(v, REASON_STACK_SELECTOR, c->kernel_sp);
    if (!begins_in_kernel(of, c) && !c->ctrlreg[1])
        return refuse(v, REASON_USER_BASE_MISSING, 0);
    return 0;
}

/* Types for the base, the programs' base and the GDT: all of them, or none. mm_lock held. */
static long take_frames(struct vcpu *v, struct vcpu *of, const struct context *c)
{
    struct domain *d = of->domain;
    mfn_t want[2 + array_size(c->gdt_frames)] = {root_from_cr3(of, c->ctrlreg[3])};
    bool has_user = d->width == WIDTH_64 && c->ctrlreg[1];
    u32 bases = 1, pages = ((u32)c->gdt_ents + 511) / 512, taken = 0;
    long rc = 0;

    if (has_user)
        want[bases++] = MFN(c->ctrlreg[1] >> PAGE_SHIFT);
    for (u32 i = 0; i < pages; i++)
        want[bases + i] = MFN(c->gdt_frames[i]);
    for (; taken < bases + pages; taken++) {
        enum frame_type type = taken < bases ? (enum frame_type)d->geo->top : TYPE_DESCRIPTORS;
        rc = frame_get_table(v, d, want[taken], type, false);
        if (rc)
            goto put_back;
    }

    /* ---- point of no return ---- */
    memcpy(of->gdt_frames, want + bases, pages * sizeof(mfn_t));
    of->gdt_entries = (u32)c->gdt_ents;
    of->user_base = has_user ? want[1] : MFN_NONE;
    root_adopt(of, want[0]);
    return 0;

put_back:
    while (taken-- > 0)
        frame_put_table(d, want[taken]);
    return rc;
}

static struct entry_point callback(const struct vcpu *of, u64 cs, u64 ip, bool masks)
{
    return (struct entry_point){.ip = ip,
                                .cs = pv_fix_code_selector(of, (u16)cs),
                                .flags = masks ? TRAP_MASK : 0,
                                .is_set = ip != 0};
}

static void apply(struct vcpu *of, const struct context *c)
{
    bool wide = of->domain->width == WIDTH_64;

    /* Corrected before they are put where a processor takes them from. */
    struct regs regs = c->regs;
    memset(regs.cs_pad, 0, sizeof(regs.cs_pad));
    memset(regs.ss_pad, 0, sizeof(regs.ss_pad));
    regs.cs = wide ? c->regs.cs | 3 : pv_fix_code_selector(of, c->regs.cs);
    regs.ss = wide ? c->regs.ss | 3 : pv_fix_stack_selector(of, c->regs.ss);
    regs.rflags = (c->regs.rflags & 0xcd5) | RFLAGS_IF | RFLAGS_ONE;
    of->regs = regs;
    of->iopl = (c->regs.rflags & RFLAGS_IOPL) >> 12;
    of->ds = (u16)c->ds, of->es = (u16)c->es, of->fs = (u16)c->fs, of->gs = (u16)c->gs;
    of->in_kernel = begins_in_kernel(of, c);
    of->fs_base = c->fs_base;
    of->gs_base = of->in_kernel ? c->gs_kernel : c->gs_user;
    of->gs_base_other = of->in_kernel ? c->gs_user : c->gs_kernel;
    if (!of->in_kernel)
        of->root = of->user_base;
    of->kernel_ss = pv_fix_stack_selector(of, (u16)c->kernel_ss);
    of->kernel_sp = c->kernel_sp;
    of->ldt_base = c->ldt_base;
    of->ldt_entries = (u32)c->ldt_ents;
    of->ts = c->ctrlreg[0] & CR0_TS;
    of->cr4 = features_cr4_initial() | (c->ctrlreg[4] & features_cr4_settable(of));
    of->event = callback(of, c->event_cs, c->event, false);
    of->failsafe =
        callback(of, c->failsafe_cs, c->failsafe, c->flags & ABI_VGCF_failsafe_disables_events);
    of->syscall = callback(of, 0, c->syscall, c->flags & ABI_VGCF_syscall_disables_events);
}

/* The virtual IDT and FPU state go straight to their places; a vCPU that is refused does not use
 * them. An entry of the table is two words: vector, flags and selector in one, and the address. */
static bool read_traps_and_fpu(struct vcpu *v, const struct layout *l, struct vcpu *of, gaddr_t at)
{
    for (u32 i = 0; i < 256; i++) {
        u64 t[2] = {0};
        if (!move_words(v, l, false, gaddr_add(at, l->traps_at + i * 2 * l->word_size), t, 2))
            return false;
        of->traps[i] = (struct entry_point){.ip = t[1],
                                            .flags = (u8)(t[0] >> 8) & (TRAP_DPL | TRAP_MASK),
                                            .cs = pv_fix_code_selector(of, (u16)(t[0] >> 16)),
                                            .is_set = t[1] != 0};
    }
    if (!guest_copy_in(v, of->fpu, at, sizeof(of->fpu)))
        return false;
    *(u32 *)&of->fpu[24] &= MXCSR_MASK; /* any other bit would make FXRSTOR fault, in ring 0 */
    return true;
}

/*
 * All under one lock: two vCPUs that initialise a third at the same time must not both succeed, and
 * nobody may bring it up while the other still fills it.
 */
long context_initialise(struct vcpu *v, struct vcpu *of, gaddr_t at)
{
    struct domain *d = of->domain;
    const struct layout *l = &layouts[d->width];
    struct context c = {0};

    LOCKED(&d->mm_lock);
    if (!releases_done(d))
        return CALL_RESTART;
    if (of->is_initialised)
        return refuse(v, REASON_VCPU_EXISTS, of->id);
    if (!move_context(v, l, false, at, &c) || !read_traps_and_fpu(v, l, of, at))
        return refuse(v, REASON_POINTER_UNREADABLE, at.va);
    long rc = check(v, of, &c);
    if (!rc)
        rc = take_frames(v, of, &c);
    if (rc)
        return rc;

    /* ---- point of no return ---- */
    apply(of, &c);
    for (u32 i = 0; i < 8; i++) { /* 4 and 5 are other names of 6 and 7 */
        if (i != 4 && i != 5)
            pv_set_debug(v, of, i, c.debugreg[i]); /* what it refuses is left out: so does Xen */
    }
    if (!(c.flags & ABI_VGCF_I387_VALID))
        vcpu_reset_fpu(of);
    __atomic_store_n(&of->is_initialised, true, __ATOMIC_RELEASE);
    return 0;
}

static void collect(const struct vcpu *of, struct context *c)
{
    c->flags = ABI_VGCF_I387_VALID | (of->in_kernel ? ABI_VGCF_IN_KERNEL : 0) |
               (of->is_up ? ABI_VGCF_online : 0) |
               (of->failsafe.flags & TRAP_MASK ? ABI_VGCF_failsafe_disables_events : 0) |
               (of->syscall.flags & TRAP_MASK ? ABI_VGCF_syscall_disables_events : 0);
    c->regs = of->regs;
    c->regs.rflags |= (u64)of->iopl << 12;
    c->ds = of->ds, c->es = of->es, c->fs = of->fs, c->gs = of->gs;
    c->ldt_base = of->ldt_base, c->ldt_ents = of->ldt_entries;
    for (u32 i = 0; i < (of->gdt_entries + 511) / 512; i++)
        c->gdt_frames[i] = of->gdt_frames[i].n;
    c->gdt_ents = of->gdt_entries;
    c->kernel_ss = of->kernel_ss, c->kernel_sp = of->kernel_sp;
    c->ctrlreg[0] = CR0_SHOWN | (of->ts ? CR0_TS : 0);
    c->ctrlreg[1] = of->user_base.n == MFN_NONE.n ? 0 : of->user_base.n << PAGE_SHIFT;
    c->ctrlreg[3] = root_to_cr3(of, of->base);
    c->ctrlreg[4] = of->cr4;
    memcpy(c->debugreg, of->debugreg, sizeof(c->debugreg));
    c->event = of->event.ip, c->event_cs = of->event.cs;
    c->failsafe = of->failsafe.ip, c->failsafe_cs = of->failsafe.cs;
    c->syscall = of->syscall.ip;
    c->vm_assist = of->domain->vm_assist;
    c->fs_base = of->fs_base;
    c->gs_kernel = of->in_kernel ? of->gs_base : of->gs_base_other;
    c->gs_user = of->in_kernel ? of->gs_base_other : of->gs_base;
}

long context_write(struct vcpu *v, struct vcpu *of, gaddr_t at)
{
    const struct layout *l = &layouts[of->domain->width];
    struct context c = {0};

    collect(of, &c);
    bool ok = guest_copy_out(v, at, of->fpu, sizeof(of->fpu)) && move_context(v, l, true, at, &c);
    for (u32 i = 0; ok && i < 256; i++) {
        const struct entry_point *e = &of->traps[i];
        u64 t[2] = {e->is_set ? i | (u32)e->flags << 8 | (u64)e->cs << 16 : 0, e->ip};
        ok = move_words(v, l, true, gaddr_add(at, l->traps_at + i * 2 * l->word_size), t, 2);
    }
    return guest_told(v, ok, at);
}
