/* SPDX-License-Identifier: MIT */
/*
 * Entering a guest's handlers. The frame that a handler finds on its stack differs between the
 * widths in a few properties, which stand in one table; one function writes it.
 *
 *   32-bit:  [error] EIP CS|mask EFLAGS [ESP SS]        ESP and SS only when coming from ring 3
 *   64-bit:  RCX R11 [error] RIP CS|mask RFLAGS RSP SS  always, on a stack aligned to 16
 *
 * [error] is the error code, or, for the failsafe callback, the four data selectors.
 *
 * The guest's virtual interrupt flag is its upcall mask: it is saved beside CS, shown in the
 * frame's EFLAGS, and set to 1 on entry to handlers that asked for it. Rule: pv-abi 1.10.
 */
#include "call/access.h"
#include "call/guest.h"
#include "pv/mode.h"

struct frame_layout {
    u8 word;           /* bytes of a stack word */
    u8 mask_shift;     /* where the saved upcall mask lies in the CS word */
    bool has_rcx_r11;  /* the handler is entered as if by SYSRET, and pops them first */
    bool always_stack; /* RSP and SS are saved even if the stack is not switched */
    u64 align;
    u16 cs, ss; /* fixed selectors of the handler; 0 = the entry point's, unchanged */
    u32 flags_cleared;
    u16 kernel_cs_clear; /* bits cleared in the saved CS of a kernel: how handlers tell them */
};

static const struct frame_layout layouts[2] = {
    [WIDTH_32] = {.word = 4,
                  .mask_shift = 16,
                  .align = 1,
                  .flags_cleared = RFLAGS_TF | RFLAGS_NT | RFLAGS_RF | RFLAGS_VM},
    [WIDTH_64] = {.word = 8,
                  .mask_shift = 32,
                  .has_rcx_r11 = true,
                  .always_stack = true,
                  .align = 16,
                  .cs = ABI_FLAT64_CS64,
                  .ss = ABI_FLAT64_DS,
                  .flags_cleared = RFLAGS_TF | RFLAGS_NT | RFLAGS_RF | RFLAGS_VM | RFLAGS_AC,
                  .kernel_cs_clear = 3},
};

static inline u64 shown_flags(const struct vcpu *v, const struct regs *r, u8 mask)
{
    u64 flags = r->rflags & ~(u64)(RFLAGS_IF | RFLAGS_IOPL);

    if (!mask)
        flags |= RFLAGS_IF;
    if (unlikely(v->domain->vm_assist & 1u << ABI_VMASST_TYPE_architectural_iopl))
        flags |= (u64)v->iopl << 12;
    return flags;
}

/* One word below the last; the range was checked. */
static inline bool push(const struct frame_layout *l, u64 *at, u64 word)
{
    *at -= l->word;
    return l->word == 4 ? access_store32(*at, (u32)word) : access_store64(*at, word);
}

static inline bool is_flat(u16 ss)
{
    return (ss | 3u) == (ABI_FLAT_RING1_DS32 | 3u);
}

/* The end of [low, low + size) of the stack segment, if the guest may write there. */
static inline __attribute__((always_inline)) bool frame_place(const struct frame_layout *l,
                                                              struct vcpu *v, u16 ss, bool flat,
                                                              u64 low, u32 size, u64 *end)
{
    gaddr_t base = GADDR(low);

    if (l->word == 8) {
        *end = low + size;
        return guest_range_ok(v, base, size);
    }
    if (!flat && !pv_segment_linear(v, ss, low, size, true, &base))
        return false;
    *end = base.va + size;
    return *end <= v->domain->handle_max; /* base is below 4 GiB: the sum cannot wrap */
}

/*
 * Writes the frame and moves the registers to the handler; false if the stack cannot take it.
 * Inlined once for each layout and kind of frame, so that none pays for the others.
 */
static inline __attribute__((always_inline)) bool
enter_by(const struct frame_layout *l, struct vcpu *v, struct regs *r, const struct entry_point *to,
         bool kernel, bool flat, bool mask_events, u32 more, const u64 *word)
{
    u8 mask = *vcpu_upcall_mask(v);
    u16 ss = kernel ? r->ss : v->kernel_ss;

    u64 sp = (kernel ? r->rsp : v->kernel_sp) & ~(l->align - 1), at;
    bool stack = l->always_stack || !kernel;
    u32 size = l->word * (3 + (stack ? 2 : 0) + more + (l->has_rcx_r11 ? 2 : 0));
    u64 low = l->word == 4 ? (u32)(sp - size) : sp - size;

    if (unlikely(!frame_place(l, v, ss, flat, low, size, &at)))
        return false;
    u16 cs = kernel ? r->cs & ~l->kernel_cs_clear : r->cs;
    if (unlikely((stack && (!push(l, &at, r->ss) || !push(l, &at, r->rsp))) ||
                 !push(l, &at, shown_flags(v, r, mask)) ||
                 !push(l, &at, cs | (u64)mask << l->mask_shift) || !push(l, &at, r->rip)))
        return false;
    if (more && unlikely(!push(l, &at, word[0])))
        return false;
    for (u32 i = 1; unlikely(i < more); i++) {
        if (!push(l, &at, word[i]))
            return false;
    }
    if (unlikely((l->has_rcx_r11 && (!push(l, &at, r->r11) || !push(l, &at, r->rcx)))))
        return false;

    /* ---- point of no return ---- */
    r->rsp = low;
    r->rip = to->ip;
    r->cs = l->cs ? l->cs : to->cs;
    r->ss = l->ss ? l->ss : ss;
    r->rflags &= ~(u64)l->flags_cleared;
    if (mask_events)
        *vcpu_upcall_mask(v) = 1;
    return true;
}

/* From a kernel and from a program, each inlined for itself; a 64-bit program's kernel comes first:
 * the stack is in its tables. */
static inline __attribute__((always_inline)) void
enter_as(enum width width, struct vcpu *v, struct regs *r, const struct entry_point *to,
         bool kernel, bool flat, bool mask, u32 more, const u64 *word)
{
    const struct frame_layout *l = &layouts[width];

    if (width == WIDTH_64 && !kernel)
        pv_to_kernel(v);
    if (unlikely(!(kernel ? enter_by(l, v, r, to, true, flat, mask, more, word)
                          : enter_by(l, v, r, to, false, flat, mask, more, word))))
        domain_crash(v, REASON_CRASH_FRAME, kernel ? r->rsp : v->kernel_sp);
}

/* 64-bit guests: not inlined, because a change of mode is a call and wants registers saved. */
static __attribute__((noinline)) void enter64(struct vcpu *v, struct regs *r,
                                              const struct entry_point *to, bool mask, u32 more,
                                              const u64 *word)
{
    enter_as(WIDTH_64, v, r, to, v->in_kernel, true, mask, more, word);
}

/* A 32-bit kernel with stack segments of its own making: the way that has to look them up. */
static __attribute__((noinline)) void enter_far(struct vcpu *v, struct regs *r,
                                                const struct entry_point *to, bool mask, u32 more,
                                                const u64 *word)
{
    enter_as(WIDTH_32, v, r, to, pv_in_kernel(v, r), false, mask, more, word);
}

static inline __attribute__((always_inline)) void enter(struct vcpu *v, struct regs *r,
                                                        const struct entry_point *to, bool mask,
                                                        u32 more, const u64 *word)
{
    if (v->domain->width == WIDTH_64)
        enter64(v, r, to, mask, more, word);
    else if (likely(is_flat(pv_in_kernel(v, r) ? r->ss : v->kernel_ss)))
        enter_as(WIDTH_32, v, r, to, pv_in_kernel(v, r), true, mask, more, word);
    else
        enter_far(v, r, to, mask, more, word);
}

void pv_enter(struct vcpu *v, struct regs *r, const struct entry_point *to, bool mask_events)
{
    enter(v, r, to, mask_events, 0, NULL);
}

static void enter_with_error(struct vcpu *v, struct regs *r, const struct entry_point *to,
                             u32 error)
{
    u64 word = error;

    enter(v, r, to, to->flags & TRAP_MASK, 1, &word);
}

void pv_exception(struct vcpu *v, struct regs *r, u8 vector, bool has_error, u32 error)
{
    const struct entry_point *to = &v->traps[vector];

    v->domain->counters.exceptions++;
    if (unlikely(!to->is_set))
        domain_crash(v, REASON_CRASH_NO_HANDLER, vector);
    else if (has_error)
        enter_with_error(v, r, to, error);
    else
        pv_enter(v, r, to, to->flags & TRAP_MASK);
}

/* The processor has #GP for an address that is none; QEMU, where it should go on there, a page
 * fault. */
void pv_page_fault(struct vcpu *v, struct regs *r, u64 address, u32 error)
{
    if (unlikely(!is_canonical(address))) {
        pv_exception(v, r, VECTOR_GP, true, 0);
        return;
    }
    v->cr2 = address;
    if (v->domain->width == WIDTH_32)
        vcpu_info32(v)->cr2 = (u32)address;
    else
        vcpu_info64(v)->cr2 = address;
    v->domain->counters.page_faults++;
    pv_exception(v, r, VECTOR_PF, true, error);
}

void pv_upcall(struct vcpu *v, struct regs *r)
{
    v->domain->counters.upcalls++;
    if (unlikely(!v->event.is_set)) {
        domain_crash(v, REASON_CRASH_NO_CALLBACK, 0);
        return;
    }
    pv_enter(v, r, &v->event, true);
}

void pv_nmi(struct vcpu *v, struct regs *r)
{
    if (v->nmi_masked)
        return;
    v->nmi_pending = false;
    if (!v->traps[VECTOR_NMI].is_set) /* nobody is interested */
        return;
    v->nmi_masked = true; /* until it returns by the iret call */
    pv_exception(v, r, VECTOR_NMI, false, 0);
}

void pv_failsafe(struct vcpu *v, struct regs *r)
{
    static const struct entry_point nowhere = {.cs = ABI_FLAT_RING1_CS32};
    const struct entry_point *to = v->failsafe.is_set ? &v->failsafe : &nowhere;
    u64 selectors[4] = {v->gs, v->fs, v->es, v->ds};

    /* Without a callback the guest is entered at address 0, as by Xen: mostly a page fault of its.
     */
    enter(v, r, to, to->flags & TRAP_MASK, 4, selectors);
}

/* Does the guest stand at the beginning of one of its own handlers, not yet entered? */
static bool is_at_handler(const struct vcpu *v, const struct regs *r)
{
    const struct entry_point *end = v->traps + array_size(v->traps);

    for (const struct entry_point *to = v->traps; to < end; to++) {
        if (to->is_set && r->rip == to->ip && r->cs == to->cs)
            return true;
    }
    return r->rip == v->event.ip && r->cs == v->event.cs;
}

/*
 * Our IRET to the guest faulted: a selector or address in its registers is no good. The guest
 * sees the exception as if the instruction it returns to had raised it. If what could not be
 * loaded is one of its own handlers, whichever, there is no way back in: handlers that fault
 * into each other would keep us here for ever.
 */
void pv_exit_fault(struct vcpu *v, struct regs *r, u8 vector, u32 error, u64 address)
{
    if (is_at_handler(v, r)) {
        domain_crash(v, REASON_CRASH_HANDLER, vector);
        return;
    }
    /* From the kernel's point of view: with its own stack, in its own mode. */
    if ((r->cs & 3) == 0)
        r->cs |= 1;
    if (vector == VECTOR_PF)
        pv_page_fault(v, r, address, 0);
    else
        pv_exception(v, r, vector, true, error);
}
