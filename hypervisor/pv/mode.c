/* SPDX-License-Identifier: MIT */
/*
 * The two modes of a 64-bit guest. Its kernel and its programs both run in ring 3, so what
 * rings are for other kernels is done here: each mode has page tables of its own and a GS base
 * of its own, and v->in_kernel says which one is live. Every change of mode goes through
 * pv_to_kernel and pv_to_program. SYSCALL is a hypercall in the one mode and a system call, to be
 * handed to the guest's callback, in the other.
 */
#include "pv/mode.h"

#include "call/call.h"
#include "call/extable.h"
#include "mm/root.h"
#include "sched/areas.h"

enum { SEGBASE_FS = 0, SEGBASE_GS_USER = 1, SEGBASE_GS_KERNEL = 2, SEGBASE_GS_USER_SEL = 3 };

static void change_mode(struct vcpu *v, bool to_kernel)
{
    v->in_kernel = to_kernel;
    v->root = to_kernel ? v->base : v->user_base;
    __asm__ volatile("swapgs" ::: "memory");
    mm_load_root(v);
}

void pv_to_kernel(struct vcpu *v)
{
    change_mode(v, true);
    if (unlikely(v->areas_stale))
        areas_write(v);
}

void pv_to_program(struct vcpu *v)
{
    change_mode(v, false);
}

/* Loads a selector into the GS of programs; one that cannot be loaded becomes null: pv-abi 1.10. */
static void load_user_gs(u16 selector)
{
    __asm__ volatile("swapgs\n1: mov %0, %%gs\n2: swapgs\n"
                     ".pushsection .text.fixup, \"ax\"\n3: xor %%eax, %%eax\n mov %%eax, %%gs\n"
                     " jmp 2b\n.popsection\n" EXTABLE("1b", "3b")::"r"((u32)selector)
                     : "rax", "memory");
}

/* set_segment_base(which, base): 64-bit guests only, and only from their kernel. */
long call_set_segment_base(struct vcpu *v, u64 which, u64 base)
{
    static const u32 msr[] = {[SEGBASE_FS] = MSR_FS_BASE,
                              [SEGBASE_GS_USER] = MSR_KERNEL_GS_BASE,
                              [SEGBASE_GS_KERNEL] = MSR_GS_BASE};

    if (v->domain->width != WIDTH_64)
        return refuse(v, REASON_WIDTH_WITHOUT, which);
    if (which == SEGBASE_GS_USER_SEL) {
        load_user_gs((u16)base);
        return 0;
    }
    if (which >= array_size(msr))
        return refuse(v, REASON_SEGMENT_KIND, which);
    if (!is_canonical(base))
        return refuse(v, REASON_SEGMENT_BASE, base);
    msr_write(msr[which], base);
    return 0;
}

/* The SYSCALL at that address goes to the guest's handler or, without one, is this exception. */
static void system_call(struct vcpu *v, struct regs *r, const struct entry_point *to, u64 at,
                        u8 vector)
{
    if (!to->is_set) {
        r->rip = at;
        pv_exception(v, r, vector, vector == VECTOR_GP, 0);
        return;
    }
    v->domain->counters.exceptions++;
    pv_enter(v, r, to, to->flags & TRAP_MASK);
    r->rflags &= ~(u64)RFLAGS_DF;
}

/* SYSCALL of a 64-bit program, registers as the instruction left them. */
void pv_syscall(struct regs *r)
{
    struct vcpu *v = ((struct cpu *)r)->current;

    system_call(v, r, &v->syscall, r->rip - 2, VECTOR_UD);
}

/*
 * SYSENTER, which Intel's processors have in all code. It saves nothing: where it was is not known,
 * and the program's library has to.
 */
void pv_sysenter(struct regs *r)
{
    struct vcpu *v = ((struct cpu *)r)->current;

    r->cs = 3;
    r->ss = v->domain->width == WIDTH_32 ? ABI_FLAT_RING3_DS32 : ABI_FLAT64_DS;
    if (!v->sysenter.is_set)
        pv_exception(v, r, VECTOR_GP, true, 0);
    else
        pv_enter(v, r, &v->sysenter, v->sysenter.flags & TRAP_MASK);
}

/*
 * SYSCALL of 32-bit code, which AMD processors have. The instruction saves no selectors: what is
 * reported are the flat ones of programs.
 */
void pv_syscall32(struct regs *r)
{
    static const u16 code[2] = {ABI_FLAT_RING3_CS32, ABI_FLAT64_CS32};
    static const u16 stack[2] = {ABI_FLAT_RING3_DS32, ABI_FLAT64_DS};
    struct vcpu *v = ((struct cpu *)r)->current;

    r->cs = code[v->domain->width];
    r->ss = stack[v->domain->width];
    r->rip = (u32)r->rip;
    r->rsp = (u32)r->rsp;
    system_call(v, r, &v->syscall32, (u32)(r->rip - 2), VECTOR_GP);
}
