/* SPDX-License-Identifier: MIT */
#ifndef SMP_H
#define SMP_H
/*
 * More vCPUs for a guest test. Each runs smp_worker(number) on a small stack of its own, on vCPU
 * 0's page tables, with events masked and exceptions that end in the guest's usual handlers.
 */
#include "test.h"

#define SMP_MAX 32

typedef HYPERCALL_OWN(vcpu_guest_context) smp_context;

static unsigned char smp_stacks[SMP_MAX][4096] __attribute__((aligned(16)));

static void smp_worker(unsigned number);

/* Where a new vCPU begins: its number lies where its stack begins. */
__attribute__((noreturn, unused)) static void smp_enter(void)
{
    unsigned long here = (unsigned long)__builtin_frame_address(0);
    unsigned number = (unsigned)((here - (unsigned long)smp_stacks) / sizeof(smp_stacks[0]));
    smp_worker(number);
    while (1)
        hypercall_vcpu_op(ABI_VCPUOP_down, number, 0);
}

/* What a vCPU of that number begins with. */
__attribute__((unused)) static void smp_fill(smp_context *c, unsigned number)
{
    unsigned long cr3;

    memset(c, 0, sizeof(*c));
    for (unsigned i = 0; i < 32; i++) {
        c->trap_ctxt[i].vector = (uint8_t)i;
        c->trap_ctxt[i].flags = 4; /* masks events */
        c->trap_ctxt[i].cs = SELECTOR_KERNEL_CODE;
        c->trap_ctxt[i].address = guest_address(trap_entry(i));
    }
    asm volatile("mov %%cr3, %0" : "=r"(cr3));
    c->user_regs.ip = guest_address((const void *)smp_enter);
    c->user_regs.sp = guest_address(smp_stacks[number] + sizeof(smp_stacks[0]) - 8 - sizeof(long));
    c->user_regs.cs = SELECTOR_KERNEL_CODE;
    c->user_regs.ss = SELECTOR_KERNEL_DATA;
    c->user_regs.ds = c->user_regs.es = SELECTOR_KERNEL_DATA;
    c->kernel_ss = SELECTOR_KERNEL_DATA;
    c->kernel_sp = c->user_regs.sp;
    c->ctrlreg[3] = cr3;
    c->flags = ABI_VGCF_IN_KERNEL;
}

/* Makes a vCPU and lets it run: what VCPUOP_initialise or VCPUOP_up says. */
__attribute__((unused)) static long smp_start(unsigned number)
{
    static smp_context c __attribute__((aligned(4096)));

    smp_fill(&c, number);
    long rc = hypercall_vcpu_op(ABI_VCPUOP_initialise, number, (unsigned long)&c);
    return rc ? rc : hypercall_vcpu_op(ABI_VCPUOP_up, number, 0);
}

#endif
