/* SPDX-License-Identifier: MIT */
/*
 * Initialising a vCPU from a context in guest memory. The structure is larger than a page and
 * differs between the widths, so it is read piece by piece into a neutral form; then everything
 * is checked, the page tables and descriptor frames get their types, and only then the vCPU
 * takes it over. Selectors and addresses are corrected as in the calls that set them one by one.
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

#define CR0_TS     (1ull << 3)
#define MXCSR_MASK 0xffbfu /* the bits that every processor has */

struct context {
    u64 flags;
    struct regs regs;
    u16 ds, es, fs, gs;
    bool events_masked;
    u64 ldt_base, ldt_ents, gdt_frames[16], gdt_ents, kernel_ss, kernel_sp;
    u64 ctrlreg[8], debugreg[8];
    abi_entry event, failsafe, syscall;
    u64 fs_base, gs_kernel, gs_user;
};

#define OF(W, field)       offsetof(abi##W##_vcpu_guest_context, field)
#define READ(W, field, to) guest_copy_in(v, to, gaddr_add(at, OF(W, field)), sizeof(*(to)))

static void common_registers(struct context *c, u64 ip, u64 flags, u64 sp, u16 cs, u16 ss)
{
    c->regs.rip = ip;
    c->regs.rsp = sp;
    c->regs.rflags = flags;
    c->regs.cs = cs;
    c->regs.ss = ss;
    c->events_masked = !(flags & RFLAGS_IF);
}

static bool read32(struct vcpu *v, struct context *c, gaddr_t at)
{
    abi32_user_regs r;
    abi32_callbacks cb;
    u32 words[2 + 16 + 1 + 2]; /* ldt, gdt and the kernel stack, in one piece */
    u32 ctrl[8], debug[8], flags;

    if (!READ(32, flags, &flags) || !READ(32, user_regs, &r) || !READ(32, ldt_base, &words) ||
        !READ(32, ctrlreg, &ctrl) || !READ(32, debugreg, &debug) || !READ(32, callbacks, &cb))
        return false;
    c->flags = flags;
    c->regs = (struct regs){
        .rax = r.ax, .rbx = r.bx, .rcx = r.cx, .rdx = r.dx, .rsi = r.si, .rdi = r.di, .rbp = r.bp};
    common_registers(c, r.ip, r.flags, r.sp, r.cs, r.ss);
    c->ds = r.ds, c->es = r.es, c->fs = r.fs, c->gs = r.gs;
    c->ldt_base = words[0], c->ldt_ents = words[1];
    for (u32 i = 0; i < 16; i++)
        c->gdt_frames[i] = words[2 + i];
    c->gdt_ents = words[18], c->kernel_ss = words[19], c->kernel_sp = words[20];
    for (u32 i = 0; i < 8; i++)
        c->ctrlreg[i] = ctrl[i], c->debugreg[i] = debug[i];
    c->event = (abi_entry){(u16)cb.event.cs, cb.event.eip};
    c->failsafe = (abi_entry){(u16)cb.failsafe.cs, cb.failsafe.eip};
    return true;
}

static bool read64(struct vcpu *v, struct context *c, gaddr_t at)
{
    abi64_user_regs r;
    abi64_callbacks cb;
    abi64_bases bases;
    u64 words[2 + 16 + 1 + 2];

    if (!READ(64, flags, &c->flags) || !READ(64, user_regs, &r) || !READ(64, ldt_base, &words) ||
        !READ(64, ctrlreg, &c->ctrlreg) || !READ(64, debugreg, &c->debugreg) ||
        !READ(64, callbacks, &cb) || !READ(64, bases, &bases))
        return false;
    c->regs = (struct regs){.r15 = r.r15,
                            .r14 = r.r14,
                            .r13 = r.r13,
                            .r12 = r.r12,
                            .rbp = r.bp,
                            .rbx = r.bx,
                            .r11 = r.r11,
                            .r10 = r.r10,
                            .r9 = r.r9,
                            .r8 = r.r8,
                            .rax = r.ax,
                            .rcx = r.cx,
                            .rdx = r.dx,
                            .rsi = r.si,
                            .rdi = r.di};
    common_registers(c, r.ip, r.flags, r.sp, r.cs, r.ss);
    c->ds = r.ds, c->es = r.es, c->fs = r.fs, c->gs = r.gs;
    c->ldt_base = words[0], c->ldt_ents = words[1];
    memcpy(c->gdt_frames, words + 2, sizeof(c->gdt_frames));
    c->gdt_ents = words[18], c->kernel_ss = words[19], c->kernel_sp = words[20];
    c->event.ip = cb.event, c->failsafe.ip = cb.failsafe, c->syscall.ip = cb.syscall;
    c->fs_base = bases.fs, c->gs_kernel = bases.gs_kernel, c->gs_user = bases.gs_user;
    return true;
}

static long check(struct vcpu *v, const struct context *c)
{
    if (c->gdt_ents > ABI_GDT_GUEST_ENTRIES)
        return refuse(v, REASON_GDT_TOO_MANY, c->gdt_ents);
    if ((c->ldt_base & ~PAGE_MASK) || c->ldt_ents > ABI_LDT_ENTRIES_MAX ||
        !guest_range_ok(v, GADDR(c->ldt_base), c->ldt_ents * 8))
        return refuse(v, REASON_LDT_RANGE, c->ldt_base);
    if (!is_canonical(c->fs_base) || !is_canonical(c->gs_kernel) || !is_canonical(c->gs_user))
        return refuse(v, REASON_SEGMENT_BASE, c->fs_base);
    if (!is_canonical(c->regs.rip) || !is_canonical(c->event.ip) || !is_canonical(c->failsafe.ip) ||
        !is_canonical(c->syscall.ip))
        return refuse(v, REASON_TRAP_ADDRESS, c->regs.rip);
    if (!guest_range_ok(v, GADDR(c->kernel_sp), 0) && v->domain->width == WIDTH_64)
        return refuse(v, REASON_STACK_SELECTOR, c->kernel_sp);
    return 0;
}

/* Types for the base, the programs' base and the GDT: all of them, or none. mm_lock held. */
static long take_frames(struct vcpu *v, struct vcpu *of, const struct context *c)
{
    struct domain *d = v->domain;
    enum frame_type top = (enum frame_type)d->geo->top;
    mfn_t base = root_from_cr3(v, c->ctrlreg[3]), user = MFN_NONE;
    u32 pages = ((u32)c->gdt_ents + 511) / 512, taken = 0;
    long rc;

    if (d->width == WIDTH_64 && c->ctrlreg[1])
        user = MFN(c->ctrlreg[1] >> PAGE_SHIFT);
    rc = frame_get_table(v, d, base, top, false);
    if (rc)
        return rc;
    if (user.n != MFN_NONE.n && (rc = frame_get_table(v, d, user, top, false)))
        goto put_base;
    for (; taken < pages; taken++) {
        rc = frame_get_table(v, d, MFN(c->gdt_frames[taken]), TYPE_DESCRIPTORS, false);
        if (rc)
            goto put_gdt;
    }

    /* ---- point of no return ---- */
    for (u32 i = 0; i < pages; i++)
        of->gdt_frames[i] = MFN(c->gdt_frames[i]);
    of->gdt_entries = (u32)c->gdt_ents;
    of->user_base = user;
    root_adopt(of, base);
    return 0;

put_gdt:
    while (taken-- > 0)
        frame_put_table(d, MFN(c->gdt_frames[taken]));
    if (user.n != MFN_NONE.n)
        frame_put_table(d, user);
put_base:
    frame_put_table(d, base);
    return rc;
}

static struct entry_point callback(const struct vcpu *v, const abi_entry *e, bool masks)
{
    return (struct entry_point){.ip = e->ip,
                                .cs = pv_fix_code_selector(v, e->cs),
                                .flags = masks ? TRAP_MASK : 0,
                                .is_set = e->ip != 0};
}

static void apply(struct vcpu *v, struct vcpu *of, const struct context *c)
{
    bool wide = of->domain->width == WIDTH_64;

    /* Corrected before they are put where a processor takes them from. */
    struct regs regs = c->regs;
    regs.cs = wide ? c->regs.cs | 3 : pv_fix_code_selector(v, c->regs.cs);
    regs.ss = wide ? c->regs.ss | 3 : pv_fix_stack_selector(v, c->regs.ss);
    regs.rflags = (c->regs.rflags & 0xcd5) | RFLAGS_IF | RFLAGS_ONE;
    of->regs = regs;
    of->iopl = (c->regs.rflags & RFLAGS_IOPL) >> 12;
    of->ds = c->ds, of->es = c->es, of->fs = c->fs, of->gs = c->gs;
    of->fs_base = c->fs_base, of->gs_base = c->gs_kernel, of->gs_base_other = c->gs_user;
    of->in_kernel = true;
    of->kernel_ss = pv_fix_stack_selector(v, (u16)c->kernel_ss);
    of->kernel_sp = c->kernel_sp;
    of->ldt_base = c->ldt_base;
    of->ldt_entries = (u32)c->ldt_ents;
    of->ts = c->ctrlreg[0] & CR0_TS;
    of->cr4 = features_cr4_initial() | (c->ctrlreg[4] & features_cr4_settable(of));
    of->event = callback(v, &c->event, false);
    of->failsafe = callback(v, &c->failsafe, c->flags & ABI_VGCF_failsafe_disables_events);
    of->syscall = callback(v, &c->syscall, c->flags & ABI_VGCF_syscall_disables_events);
    *vcpu_upcall_mask(of) = c->events_masked;
}

/* The virtual IDT and FPU state go straight to their places; a vCPU that is refused does not use
 * them. */
static bool read_traps_and_fpu(struct vcpu *v, struct vcpu *of, gaddr_t at)
{
    u64 traps = v->domain->width == WIDTH_32 ? OF(32, trap_ctxt) : OF(64, trap_ctxt);

    for (u32 i = 0; i < 256; i++) {
        struct trap_info t;
        if (!guest_read_trap_info(v, &t, gaddr_add(at, traps + i * guest_sizeof(v, trap_info))))
            return false;
        of->traps[i] = (struct entry_point){0};
        if (t.address && is_canonical(t.address))
            of->traps[i] = (struct entry_point){.ip = t.address,
                                                .flags = t.flags & (TRAP_DPL | TRAP_MASK),
                                                .cs = pv_fix_code_selector(v, t.cs),
                                                .is_set = true};
    }
    if (!guest_copy_in(v, of->fpu, at, sizeof(of->fpu)))
        return false;
    *(u32 *)&of->fpu[24] &= MXCSR_MASK; /* any other bit would make FXRSTOR fault, in ring 0 */
    return true;
}

static long initialise_locked(struct vcpu *v, struct vcpu *of, gaddr_t at)
{
    static bool (*const read[2])(struct vcpu *, struct context *, gaddr_t) = {read32, read64};
    struct domain *d = v->domain;
    struct context c = {0};

    if (d->release_first && !frame_release_some(d))
        return CALL_RESTART;
    if (of->is_initialised)
        return refuse(v, REASON_VCPU_EXISTS, of->id);
    if (!of->info)
        return refuse(v, REASON_VCPU_STATE, of->id);
    if (!read[d->width](v, &c, at) || !read_traps_and_fpu(v, of, at))
        return refuse(v, REASON_POINTER_UNREADABLE, at.va);
    long rc = check(v, &c);
    for (u32 i = 0; i < 8 && !rc; i++) /* 4 and 5 are other names of 6 and 7 */
        rc = i == 4 || i == 5 ? 0 : pv_set_debug(v, of, i, c.debugreg[i]);
    if (!rc)
        rc = take_frames(v, of, &c);
    if (rc)
        return rc;

    /* ---- point of no return ---- */
    apply(v, of, &c);
    if (!(c.flags & ABI_VGCF_I387_VALID))
        vcpu_reset_fpu(of);
    __atomic_store_n(&of->is_initialised, true, __ATOMIC_RELEASE);
    return 0;
}

/*
 * All under one lock: two vCPUs that initialise a third at the same time must not both succeed, and
 * nobody may bring it up while the other still fills it.
 */
long context_initialise(struct vcpu *v, struct vcpu *of, gaddr_t at)
{
    lock_take(&v->domain->mm_lock);
    long rc = initialise_locked(v, of, at);
    lock_give(&v->domain->mm_lock);
    return rc;
}
