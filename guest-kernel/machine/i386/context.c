/* SPDX-License-Identifier: MIT */
/*
 * Frames, first stacks and FPU registers: what a process consists of below the kernel's own idea
 * of it, as far as it is the same in ring 0 and ring 1.
 */
#include "machine/i386/i386.h"
#include "segments.h" /* of the machine this is compiled for */

#include "kernel/kernel.h"

_Static_assert(offsetof(struct trap_frame, ebx) == FRAME_EBX, "entry.S relies on it");
_Static_assert(offsetof(struct trap_frame, eax) == FRAME_EAX, "entry.S relies on it");
_Static_assert(offsetof(struct trap_frame, vector) == FRAME_VECTOR, "entry.S relies on it");
_Static_assert(offsetof(struct trap_frame, cs) == FRAME_CS, "entry.S relies on it");
_Static_assert(sizeof(struct trap_frame) == FRAME_SIZE, "entry.S relies on it");

extern const char machine_stack_begin[];

uintptr_t machine_stack_prepare(struct trap_frame *frame, void (*start)(void))
{
    uint32_t *stack = (uint32_t *)frame;

    *--stack = (uintptr_t)machine_stack_begin;
    *--stack = 0; /* ebp */
    *--stack = (uintptr_t)start;
    *--stack = 0; /* esi */
    *--stack = 0; /* edi */
    return (uintptr_t)stack;
}

void machine_frame_init(struct trap_frame *frame, uintptr_t entry, uintptr_t stack)
{
    memset(frame, 0, sizeof(*frame));
    frame->ds = frame->es = frame->ss = SELECTOR_USER_DATA;
    frame->cs = SELECTOR_USER_CODE;
    frame->eflags = EFLAGS_INTERRUPT | EFLAGS_FIXED;
    frame->eip = entry;
    frame->esp = stack;
}

static uint32_t sanitize_selector(uint32_t selector)
{
    return selector & 0xFFFC ? (selector & 0xFFFF) | 3 : 0;
}

/*
 * Programs have one code and one stack segment; data selectors may be the flat one, a
 * thread-local one, or null. trap_return survives a selector whose descriptor is gone.
 */
void machine_frame_sanitize(struct trap_frame *frame)
{
    frame->cs = SELECTOR_USER_CODE;
    frame->ss = SELECTOR_USER_DATA;
    frame->ds = sanitize_selector(frame->ds);
    frame->es = sanitize_selector(frame->es);
    frame->fs = sanitize_selector(frame->fs);
    frame->gs = sanitize_selector(frame->gs);
    frame->eflags = (frame->eflags & EFLAGS_USER_MASK) | EFLAGS_INTERRUPT | EFLAGS_FIXED;
}

/* An FXSAVE image as after FNINIT: all exceptions masked, all registers empty. */
void machine_fpu_init(void *state)
{
    memset(state, 0, MACHINE_FPU_SIZE);
    ((uint16_t *)state)[0] = 0x037F; /* FCW */
    ((uint32_t *)state)[6] = 0x1F80; /* MXCSR */
}

void machine_fpu_save(void *state)
{
    __asm__ volatile("fxsave (%0)" : : "r"(state) : "memory");
}

void machine_fpu_restore(const void *state)
{
    __asm__ volatile("fxrstor (%0)" : : "r"(state) : "memory");
}

unsigned machine_ring(void)
{
    uint32_t cs;

    __asm__ volatile("movl %%cs, %0" : "=r"(cs));
    return cs & 3;
}
