/* SPDX-License-Identifier: MIT */
/*
 * The iret hypercall: a guest kernel returns to what it interrupted. Unlike the instruction it
 * also restores the virtual interrupt flag. The words on the kernel stack, low address first:
 *
 *   32-bit:  EAX EIP CS EFLAGS [ESP SS]              ESP and SS only when returning to ring 3
 *   64-bit:  RAX R11 RCX flags RIP CS RFLAGS RSP SS
 *
 * Rule: pv-abi 1.10.
 */
#include "call/call.h"
#include "call/guest.h"
#include "mm/mm.h"
#include "pv/pv.h"

#define FLAGS_ALLOWED 0x00240fd5u /* CF PF AF ZF SF TF DF OF and, further up, AC ID */
#define FLAGS_KEPT ((FLAGS_ALLOWED & ~(u64)RFLAGS_IF) | RFLAGS_AC | RFLAGS_TF | RFLAGS_RF)

/* Flags as the processor will get them; the virtual ones go to their own places. */
static void restore_flags(struct vcpu *v, struct regs *r, u64 flags)
{
    *vcpu_upcall_mask(v) = !(flags & RFLAGS_IF);
    if (v->domain->vm_assist & 1u << ABI_VMASST_TYPE_architectural_iopl)
        v->iopl = (flags & RFLAGS_IOPL) >> 12;
    r->rflags = (flags & FLAGS_KEPT) | RFLAGS_IF | RFLAGS_ONE;
}

static void iret32(struct vcpu *v, struct regs *r)
{
    u32 w[6]; /* eax eip cs eflags esp ss */
    gaddr_t at;

    if (!pv_segment_linear(v, r->ss, (u32)r->rsp, 16, false, &at) ||
        !guest_copy_in(v, w, at, 16)) {
        domain_crash(v, REASON_CRASH_IRET, r->rsp);
        return;
    }
    if ((w[2] & 3) == 0) {
        domain_crash(v, REASON_CRASH_IRET, w[2]);
        return;
    }
    if ((w[2] & 3) >= 2 && !guest_copy_in(v, w + 4, gaddr_add(at, 16), 8)) {
        domain_crash(v, REASON_CRASH_IRET, r->rsp);
        return;
    }
    r->rax = w[0];
    r->rip = w[1];
    r->cs = (u16)w[2];
    if ((w[2] & 3) >= 2) {
        r->rsp = w[4];
        r->ss = (u16)w[5];
    } else {
        r->rsp = (u32)(r->rsp + 16);
    }
    restore_flags(v, r, w[3]);
    /* There is no virtual 8086 mode in long mode: as if the target had raised #GP. */
    if (w[3] & RFLAGS_VM)
        pv_exception(v, r, VECTOR_GP, true, 0);
}

static void iret64(struct vcpu *v, struct regs *r)
{
    u64 w[9]; /* rax r11 rcx flags rip cs rflags rsp ss */

    if (!guest_copy_in(v, w, GADDR(r->rsp), sizeof(w))) {
        domain_crash(v, REASON_CRASH_IRET, r->rsp);
        return;
    }
    if ((w[5] & 3) == 3) {
        if (v->user_base.n == MFN_NONE.n) {
            domain_crash(v, REASON_CRASH_NO_BASE, 0);
            return;
        }
        v->in_kernel = false; /* page tables and GS follow on the way out */
    }
    r->rax = w[0];
    r->r11 = w[1];
    r->rcx = w[2];
    r->rip = w[4];
    r->cs = (u16)w[5] | 3;
    r->rsp = w[7];
    r->ss = (u16)w[8] | 3;
    restore_flags(v, r, w[6]);
}

/*
 * iret(): returns what the guest's rax shall be, since the door stores the result there. An
 * iret cannot be refused: a frame that makes no sense crashes the domain.
 */
long call_iret(struct vcpu *v)
{
    static void (*const by_width[2])(struct vcpu *, struct regs *) = {iret32, iret64};
    struct regs *r = &cpu_this()->guest;

    by_width[v->domain->width](v, r);
    v->iret_done = true;
    return (long)r->rax;
}
