/* SPDX-License-Identifier: MIT */
/*
 * Entering a guest's handlers. The frame that a handler finds on its stack differs between the
 * widths in a few properties, which stand in one table; one function writes it.
 *
 *   32-bit:  [error] EIP CS|mask EFLAGS [ESP SS]        ESP and SS only when coming from ring 3
 *   64-bit:  RCX R11 [error] RIP CS|mask RFLAGS RSP SS  always, on a stack aligned to 16
 *
 * The guest's virtual interrupt flag is its upcall mask: it is saved beside CS, shown in the
 * frame's EFLAGS, and set to 1 on entry to handlers that asked for it. Rule: pv-abi 1.10.
 */
#include "call/guest.h"
#include "pv/pv.h"

struct frame_layout {
    u8 word;             /* bytes of a stack word */
    u8 mask_shift;       /* where the saved upcall mask lies in the CS word */
    bool has_rcx_r11;    /* the handler is entered as if by SYSRET, and pops them first */
    bool always_stack;   /* RSP and SS are saved even if the stack is not switched */
    u64 align;
    u16 cs, ss;          /* fixed selectors of the handler; 0 = the entry point's, unchanged */
    u32 flags_cleared;
    u16 kernel_cs_clear; /* bits cleared in the saved CS of a kernel: how handlers tell them */
};

static const struct frame_layout layouts[2] = {
    [WIDTH_32] = {.word = 4, .mask_shift = 16, .align = 1,
                  .flags_cleared = RFLAGS_TF | RFLAGS_NT | RFLAGS_RF | RFLAGS_VM},
    [WIDTH_64] = {.word = 8, .mask_shift = 32, .has_rcx_r11 = true, .always_stack = true,
                  .align = 16, .cs = ABI_FLAT64_CS64, .ss = ABI_FLAT64_DS,
                  .flags_cleared = RFLAGS_TF | RFLAGS_NT | RFLAGS_RF | RFLAGS_VM | RFLAGS_AC,
                  .kernel_cs_clear = 3},
};

bool pv_in_kernel(const struct vcpu *v, const struct regs *r)
{
    return v->domain->width == WIDTH_32 ? (r->cs & 3) == 1 : v->in_kernel;
}

/* Writes the words to the stack below sp; the new stack pointer, or false. */
static bool push_frame(struct vcpu *v, const struct frame_layout *l, u16 ss, u64 *sp,
                       const u64 *words, u32 n)
{
    u32 narrow[10];
    gaddr_t at;
    u64 to = *sp - n * l->word;

    if (l->word == 4)
        to = (u32)to;
    if (!pv_segment_linear(v, ss, to, n * l->word, true, &at))
        return false;
    *sp = to;
    if (l->word == 8)
        return guest_copy_out(v, at, words, n * 8);
    for (u32 i = 0; i < n; i++)
        narrow[i] = (u32)words[i];
    return guest_copy_out(v, at, narrow, n * 4);
}

static u64 shown_flags(struct vcpu *v, const struct regs *r, u8 mask)
{
    u64 flags = r->rflags & ~(u64)(RFLAGS_IF | RFLAGS_IOPL);

    if (!mask)
        flags |= RFLAGS_IF;
    if (v->domain->vm_assist & 1u << ABI_VMASST_TYPE_architectural_iopl)
        flags |= (u64)v->iopl << 12;
    return flags;
}

static void enter(struct vcpu *v, struct regs *r, const struct entry_point *to, bool has_error,
                  u32 error)
{
    const struct frame_layout *l = &layouts[v->domain->width];
    bool kernel = pv_in_kernel(v, r);
    u8 mask = *vcpu_upcall_mask(v);
    u16 ss = kernel ? r->ss : v->kernel_ss;
    u64 sp = (kernel ? r->rsp : v->kernel_sp) & ~(l->align - 1);
    u64 words[8];
    u32 n = 0;

    if (l->has_rcx_r11) {
        words[n++] = r->rcx;
        words[n++] = r->r11;
    }
    if (has_error)
        words[n++] = error;
    words[n++] = r->rip;
    words[n++] = (kernel ? r->cs & ~l->kernel_cs_clear : r->cs) | (u64)mask << l->mask_shift;
    words[n++] = shown_flags(v, r, mask);
    if (l->always_stack || !kernel) {
        words[n++] = r->rsp;
        words[n++] = r->ss;
    }
    if (unlikely(!push_frame(v, l, ss, &sp, words, n))) {
        domain_crash(v, REASON_CRASH_FRAME, sp);
        return;
    }
    r->rsp = sp;
    r->rip = to->ip;
    r->cs = l->cs ? l->cs : to->cs;
    r->ss = l->ss ? l->ss : ss;
    r->rflags &= ~(u64)l->flags_cleared;
    v->in_kernel = true;
    if (to->flags & TRAP_MASK)
        *vcpu_upcall_mask(v) = 1;
}

void pv_exception(struct vcpu *v, struct regs *r, u8 vector, bool has_error, u32 error)
{
    const struct entry_point *to = &v->traps[vector];

    v->domain->counters.exceptions++;
    if (unlikely(!to->is_set)) {
        domain_crash(v, REASON_CRASH_NO_HANDLER, vector);
        return;
    }
    enter(v, r, to, has_error, error);
}

void pv_page_fault(struct vcpu *v, struct regs *r, u64 address, u32 error)
{
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
    struct entry_point to = v->event;

    v->domain->counters.upcalls++;
    if (unlikely(!to.is_set)) {
        domain_crash(v, REASON_CRASH_NO_CALLBACK, 0);
        return;
    }
    to.flags |= TRAP_MASK;
    enter(v, r, &to, false, 0);
}

/*
 * Our IRET to the guest faulted: a selector or address in its registers is no good. The guest
 * sees the exception as if the instruction it returns to had raised it. If what could not be
 * loaded is one of its own handlers, there is no way back in, and the domain has crashed.
 */
void pv_exit_fault(struct vcpu *v, struct regs *r, u8 vector, u32 error)
{
    const struct entry_point *to = &v->traps[vector];

    if (r->rip == to->ip && r->cs == to->cs) {
        domain_crash(v, REASON_CRASH_HANDLER, vector);
        return;
    }
    /* From the kernel's point of view: with its own stack, in its own mode. */
    if ((r->cs & 3) == 0)
        r->cs |= 1;
    pv_exception(v, r, vector, true, error);
}
