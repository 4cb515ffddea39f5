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

/* The registers that the hypervisor started this guest with, as start.S found them. */
struct guest_registers {
    uint32_t ax, bx, cx, dx, si, di, bp, sp;
    uint32_t flags, cs, ss, ds, es, fs, gs;
};

#endif
