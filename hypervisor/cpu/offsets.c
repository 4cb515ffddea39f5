/* SPDX-License-Identifier: MIT */
/*
 * Offsets and sizes that assembly needs, taken from the C structures themselves: the compiler
 * writes them into its output as "->NAME value" lines, and the makefile turns those into
 * offsets.h. A field that moves can so never be missed.
 */
#include "call/call.h"
#include "cpu/cpu.h"
#include "domain/domain.h"

#define OFFSET(name, value) __asm__ volatile("\n->" #name " %0" ::"i"(value))

void offsets(void)
{
    OFFSET(CPU_BLOCK_SIZE, CPU_BLOCK_SIZE);
    OFFSET(CPU_STRUCT_SIZE, CPU_STRUCT_SIZE);
    OFFSET(CPU_CURRENT, offsetof(struct cpu, current));
    OFFSET(CPU_WORK, offsetof(struct cpu, work));
    OFFSET(VCPU_INFO, offsetof(struct vcpu, info));
    OFFSET(VCPU_IN_KERNEL, offsetof(struct vcpu, in_kernel));
    OFFSET(CPU_MAX, CPU_MAX);
    OFFSET(REGS_SIZE, sizeof(struct regs));
    OFFSET(REGS_VECTOR, offsetof(struct regs, vector));
    OFFSET(REGS_ERROR, offsetof(struct regs, error));
    OFFSET(REGS_RIP, offsetof(struct regs, rip));
    OFFSET(REGS_CS, offsetof(struct regs, cs));
    OFFSET(CALL_RESTART, CALL_RESTART);
    OFFSET(REGS_RAX, offsetof(struct regs, rax));
}
