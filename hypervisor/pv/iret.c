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
#include "call/access.h"
#include "call/call.h"
#include "call/guest.h"
#include "mm/mm.h"
#include "pv/mode.h"

#define VGCF_IN_SYSCALL (1u << 8)   /* of the flags word */
#define FLAGS_ALLOWED   0x00244fd5u /* CF PF AF ZF SF TF DF OF NT and, further up, AC ID */
#define FLAGS_KEPT      ((FLAGS_ALLOWED & ~(u64)RFLAGS_IF) | RFLAGS_AC | RFLAGS_TF | RFLAGS_RF)

/* Flags as the processor will get them; the virtual ones go to their own places. */
static inline void restore_flags(struct vcpu *v, const struct domain *d, struct regs *r, u64 flags)
{
    *vcpu_upcall_mask(v) = !(flags & RFLAGS_IF);
    if (unlikely(v->nmi_masked)) {
        v->nmi_masked = false;
        if (v->nmi_pending)
            cpu_add_work(cpu_this(), WORK_SCHEDULE); /* which has waited for this */
    }
    if (unlikely(d->vm_assist & 1u << ABI_VMASST_TYPE_architectural_iopl))
        v->iopl = (flags & RFLAGS_IOPL) >> 12;
    r->rflags = (flags & FLAGS_KEPT) | RFLAGS_IF | RFLAGS_ONE;
}

/* Two words of the frame at once; index counts words. */
static inline bool load_pair(struct vcpu *v, gaddr_t frame, u32 index, u64 *pair)
{
    gaddr_t at = gaddr_add(frame, index * 4);

    return guest_range_ok(v, at, 8) && access_load64(pair, at.va);
}

/* An iret cannot be refused: a frame that makes no sense crashes the domain. */
static long no_way_back(struct vcpu *v, enum reason why, u64 value)
{
    domain_crash(v, why, value);
    return (long)cpu_this()->guest.rax;
}

static inline long iret32(struct vcpu *v, struct regs *r)
{
    u64 eax_eip, cs_flags, esp_ss;
    gaddr_t frame;

    if (unlikely(!pv_segment_linear(v, r->ss, (u32)r->rsp, 16, false, &frame) ||
                 !load_pair(v, frame, 0, &eax_eip) || !load_pair(v, frame, 2, &cs_flags)))
        return no_way_back(v, REASON_CRASH_IRET, r->rsp);
    if (unlikely((cs_flags & 3) == 0))
        return no_way_back(v, REASON_CRASH_IRET, cs_flags);
    if (cs_flags & 2) { /* to ring 3 (or 2): another stack */
        if (unlikely(!load_pair(v, frame, 4, &esp_ss)))
            return no_way_back(v, REASON_CRASH_IRET, r->rsp);
        r->rsp = (u32)esp_ss;
        r->ss = (u16)(esp_ss >> 32);
    } else {
        r->rsp = (u32)(r->rsp + 16);
    }
    r->rax = (u32)eax_eip;
    r->rip = eax_eip >> 32;
    r->cs = (u16)cs_flags;
    restore_flags(v, v->domain, r, cs_flags >> 32);
    /* There is no virtual 8086 mode in long mode: as if the target had raised #GP. */
    if (unlikely(cs_flags >> 32 & RFLAGS_VM))
        pv_exception(v, r, VECTOR_GP, true, 0);
    return (long)r->rax;
}

/* The words of a 64-bit frame, straight: rax r11 rcx flags rip cs rflags rsp ss. */
static inline bool load_frame64(struct vcpu *v, u64 at, u64 w[9])
{
    return guest_range_ok(v, GADDR(at), 9 * 8) && access_load64(&w[0], at) &&
           access_load64(&w[1], at + 8) && access_load64(&w[2], at + 16) &&
           access_load64(&w[3], at + 24) && access_load64(&w[4], at + 32) &&
           access_load64(&w[5], at + 40) && access_load64(&w[6], at + 48) &&
           access_load64(&w[7], at + 56) && access_load64(&w[8], at + 64) &&
           !guest_saw_ours(v, GADDR(at), 9 * 8);
}

static inline long iret64(struct vcpu *v, const struct domain *d, struct regs *r)
{
    u64 w[9];

    if (unlikely(!load_frame64(v, r->rsp, w)))
        return no_way_back(v, REASON_CRASH_IRET, r->rsp);
    if ((w[5] & 3) == 3) {
        if (v->user_base.n == MFN_NONE.n)
            return no_way_back(v, REASON_CRASH_NO_BASE, 0);
        pv_to_program(v);
    }
    r->rax = w[0];
    r->r11 = w[1];
    r->rcx = w[2];
    r->rip = w[4];
    r->cs = (u16)w[5] | 3;
    r->rsp = w[7];
    r->ss = (u16)w[8] | 3;
    restore_flags(v, d, r, w[6]);
    if (w[3] & VGCF_IN_SYSCALL) { /* as SYSRET leaves them */
        r->r11 = r->rflags;
        r->rcx = r->rip;
        r->cs = r->cs == ABI_FLAT64_CS32 ? ABI_FLAT64_CS32 : ABI_FLAT64_CS64;
        r->ss = ABI_FLAT64_DS;
    }
    return (long)r->rax;
}

/* iret(): returns what the guest's rax shall be, since the door stores the result there. */
long call_iret(struct vcpu *v)
{
    struct regs *r = &cpu_this()->guest;
    const struct domain *d = v->domain;

    v->iret_done = true;
    return d->width == WIDTH_32 ? iret32(v, r) : iret64(v, d, r);
}
