/* SPDX-License-Identifier: MIT */
/*
 * What a crashed guest looked like: its registers as its own width knows them, and the calls
 * that led there, if it keeps frame pointers. Its stack is read as any guest memory: with care.
 */
#include "call/guest.h"
#include "console/console.h"
#include "cpu/cpu.h"
#include "domain/domain.h"
#include "watch/watch.h"

#define BACKTRACE_LINES 16

static void print_regs32(const struct regs *r, const struct vcpu *v)
{
    print("eip %04x:%08x  esp %04x:%08x  eflags %08x  cr2 %08x", r->cs, (u32)r->rip, r->ss,
          (u32)r->rsp, (u32)r->rflags, (u32)v->cr2);
    print("eax %08x ebx %08x ecx %08x edx %08x esi %08x edi %08x ebp %08x", (u32)r->rax,
          (u32)r->rbx, (u32)r->rcx, (u32)r->rdx, (u32)r->rsi, (u32)r->rdi, (u32)r->rbp);
}

void watch_regs64(const struct regs *r, u64 cr2)
{
    print("rip %04x:%016lx  rsp %04x:%016lx  rflags %08lx  cr2 %016lx", r->cs, r->rip, r->ss,
          r->rsp, r->rflags, cr2);
    print("rax %016lx rbx %016lx rcx %016lx rdx %016lx", r->rax, r->rbx, r->rcx, r->rdx);
    print("rsi %016lx rdi %016lx rbp %016lx r8  %016lx", r->rsi, r->rdi, r->rbp, r->r8);
    print("r9  %016lx r10 %016lx r11 %016lx r12 %016lx", r->r9, r->r10, r->r11, r->r12);
    print("r13 %016lx r14 %016lx r15 %016lx", r->r13, r->r14, r->r15);
}

/* A frame pointer names two words: the caller's frame pointer and the return address. */
static void backtrace(struct vcpu *v, const struct regs *r)
{
    u64 frame = r->rbp, next, address;

    print_plain("  [%lx] guest", r->rip);
    for (u32 lines = 1; lines < BACKTRACE_LINES && frame; lines++) {
        if (!guest_read_word(v, &next, GADDR(frame), 0) ||
            !guest_read_word(v, &address, GADDR(frame), 1))
            return;
        if (address)
            print_plain("  [%lx] guest", address);
        if (next <= frame)
            return; /* stacks grow down, so callers' frames lie above */
        frame = next;
    }
}

void watch_guest_state(struct vcpu *v)
{
    bool is_current = v == vcpu_current();
    const struct regs *r = is_current ? &cpu_this()->guest : &v->regs;

    print("domain %u vCPU %u, %s mode, privilege level %u, events %s", v->domain->id, v->id,
          v->in_kernel || (r->cs & 3) == 1 ? "kernel" : "user", r->cs & 3,
          *vcpu_upcall_mask(v) ? "masked" : "on");
    if (v->domain->width == WIDTH_32)
        print_regs32(r, v);
    else
        watch_regs64(r, v->cr2);
    if (is_current) /* others' page tables are not loaded */
        backtrace(v, r);
}
