/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_WIDTH_FRAME_H
#define HYPERCALL_WIDTH_FRAME_H
/*
 * What lies on the kernel stack while a handler runs. entry.S pushes the upper part; from `error` on it is
 * the hypervisor's frame (whose first two words, rcx and r11, entry.S has taken off again). Kernel and
 * programs both run in ring 3, so the hypervisor marks a frame of the kernel by RPL 0 in its CS.
 */
#include <stdbool.h>
#include <stdint.h>

#include "abi/layout.h"

struct trap_frame {
    uint64_t r15, r14, r13, r12, r11, r10, r9, r8;
    uint64_t bx, cx, dx, si, di, bp, ax;
    uint64_t vector;
    uint64_t error; /* 0 when the exception has no error code */
    uint64_t ip;
    uint16_t cs;
    uint16_t unused;
    uint8_t saved_mask; /* vcpu_info.upcall_mask before the entry */
    uint8_t unused_too[3];
    uint64_t flags;
    uint64_t sp, ss;
};

static inline bool trap_frame_from_user(const struct trap_frame *frame)
{
    return (frame->cs & 3) == 3;
}

static inline unsigned long trap_frame_sp(const struct trap_frame *frame)
{
    return frame->sp;
}

/* Registers to enter user mode with, and as they were when it was left. See user.h. */
struct user_registers {
    uint64_t r15, r14, r13, r12, r11, r10, r9, r8;
    uint64_t bx, cx, dx, si, di, bp, ax;
    uint64_t ip, cs, flags, sp, ss;
    uint64_t call_flags; /* the word of the iret frame that may hold VGCF_in_syscall */
};

static inline struct user_registers user_registers_at(unsigned long ip, unsigned long sp)
{
    return (struct user_registers){.ip = ip,
                                   .sp = sp,
                                   .cs = ABI_FLAT64_CS64,
                                   .ss = ABI_FLAT64_DS,
                                   .flags = 0x202};
}

static inline void user_registers_save(struct user_registers *out, const struct trap_frame *frame)
{
    *out = (struct user_registers){
        .r15 = frame->r15, .r14 = frame->r14, .r13 = frame->r13, .r12 = frame->r12,
        .r11 = frame->r11, .r10 = frame->r10, .r9 = frame->r9,   .r8 = frame->r8,
        .bx = frame->bx,   .cx = frame->cx,   .dx = frame->dx,   .si = frame->si,
        .di = frame->di,   .bp = frame->bp,   .ax = frame->ax,   .ip = frame->ip,
        .cs = frame->cs,   .flags = frame->flags, .sp = frame->sp, .ss = frame->ss & 0xffff};
}

/* The registers that the hypervisor started this guest with, as start.S found them. */
struct guest_registers {
    uint64_t ax, bx, cx, dx, si, di, bp, sp;
    uint64_t r8, r9, r10, r11, r12, r13, r14, r15;
    uint64_t flags, cs, ss, ds, es, fs, gs;
};

#endif
