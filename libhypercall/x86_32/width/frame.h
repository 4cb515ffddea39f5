/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_WIDTH_FRAME_H
#define HYPERCALL_WIDTH_FRAME_H
/*
 * What lies on the kernel stack while a handler runs. entry.S pushes the upper part; from `error`
 * on it is the hypervisor's frame. The hypervisor keeps the event mask as it was before in the
 * upper half of the CS word, and pushes esp and ss only when it came from ring 3: coming from ring
 * 1 the interrupted stack simply goes on behind flags.
 */
#include <stdbool.h>
#include <stdint.h>

#include "abi/layout.h"

struct trap_frame {
    uint32_t bx, cx, dx, si, di, bp, ax;
    uint32_t ds, es;
    uint32_t vector;
    uint32_t error; /* 0 when the exception has no error code */
    uint32_t ip;
    uint16_t cs;
    uint8_t saved_mask; /* vcpu_info.upcall_mask before the entry */
    uint8_t unused;
    uint32_t flags;
    uint32_t sp, ss; /* only there if trap_frame_from_user() */
};

static inline bool trap_frame_from_user(const struct trap_frame *frame)
{
    return (frame->cs & 3) == 3;
}

/* The stack pointer of the interrupted code, whichever ring it ran in. */
static inline unsigned long trap_frame_sp(const struct trap_frame *frame)
{
    return trap_frame_from_user(frame) ? frame->sp : (unsigned long)&frame->sp;
}

/* Registers to enter ring 3 with, and as they were when ring 3 was left. See user.h. */
struct user_registers {
    uint32_t bx, cx, dx, si, di, bp, ax;
    uint32_t ds, es, fs, gs;
    uint32_t ip, cs, flags, sp, ss;
};

static inline struct user_registers user_registers_at(unsigned long ip, unsigned long sp)
{
    return (struct user_registers){.ip = ip,
                                   .sp = sp,
                                   .cs = ABI_FLAT_RING3_CS32,
                                   .ss = ABI_FLAT_RING3_DS32,
                                   .ds = ABI_FLAT_RING3_DS32,
                                   .es = ABI_FLAT_RING3_DS32,
                                   .flags = 0x202};
}

static inline void user_registers_save(struct user_registers *out, const struct trap_frame *frame)
{
    *out = (struct user_registers){
        .bx = frame->bx, .cx = frame->cx,       .dx = frame->dx, .si = frame->si,
        .di = frame->di, .bp = frame->bp,       .ax = frame->ax, .ds = frame->ds & 0xffff,
        .ip = frame->ip, .es = frame->es & 0xffff, .cs = frame->cs, .flags = frame->flags,
        .sp = frame->sp, .ss = frame->ss & 0xffff};
    asm volatile("mov %%fs, %0\n\tmov %%gs, %1" : "=r"(out->fs), "=r"(out->gs));
}

/* The registers that the hypervisor started this guest with, as start.S found them. */
struct guest_registers {
    uint32_t ax, bx, cx, dx, si, di, bp, sp;
    uint32_t flags, cs, ss, ds, es, fs, gs;
};

#endif
