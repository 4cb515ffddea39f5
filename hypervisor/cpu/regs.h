/* SPDX-License-Identifier: MIT */
#ifndef CPU_REGS_H
#define CPU_REGS_H
/*
 * What entry.S saves on every way into ring 0, in the order in which it lies on the stack.
 * For an entry from a guest this block lies at the very top of the CPU's stack, inside struct
 * cpu, so that "the guest's registers" and "this CPU" are the same address.
 */
#include "lib/types.h"

struct regs {
    u64 r15, r14, r13, r12, rbp, rbx, r11, r10, r9, r8, rax, rcx, rdx, rsi, rdi;
    u64 vector; /* which door was used */
    u64 error;  /* the hardware's error code, 0 where there is none */
    /* From here on the processor's own frame. */
    u64 rip;
    u16 cs, cs_pad[3];
    u64 rflags;
    u64 rsp;
    u16 ss, ss_pad[3];
};
/* The processor aligns the stack to 16 before it pushes its frame, and C wants it so, too. */
_Static_assert(sizeof(struct regs) % 16 == 0, "struct regs keeps the stack aligned");

#define RFLAGS_CF   (1u << 0)
#define RFLAGS_ONE  (1u << 1)
#define RFLAGS_TF   (1u << 8)
#define RFLAGS_IF   (1u << 9)
#define RFLAGS_DF   (1u << 10)
#define RFLAGS_IOPL (3u << 12)
#define RFLAGS_NT   (1u << 14)
#define RFLAGS_RF   (1u << 16)
#define RFLAGS_VM   (1u << 17)
#define RFLAGS_AC   (1u << 18)

#define CR0_TS       (1ull << 3)
#define CR4_TSD      (1ull << 2)
#define CR4_DE       (1ull << 3)
#define CR4_FSGSBASE (1ull << 16)

#define MSR_FS_BASE        0xc0000100
#define MSR_GS_BASE        0xc0000101
#define MSR_KERNEL_GS_BASE 0xc0000102

/* Exception vectors, as the processor numbers them. */
enum {
    VECTOR_DE = 0,
    VECTOR_DB = 1,
    VECTOR_NMI = 2,
    VECTOR_BP = 3,
    VECTOR_OF = 4,
    VECTOR_BR = 5,
    VECTOR_UD = 6,
    VECTOR_NM = 7,
    VECTOR_DF = 8,
    VECTOR_TS = 10,
    VECTOR_NP = 11,
    VECTOR_SS = 12,
    VECTOR_GP = 13,
    VECTOR_PF = 14,
    VECTOR_MF = 16,
    VECTOR_AC = 17,
    VECTOR_MC = 18,
    VECTOR_XM = 19,
};

#endif
