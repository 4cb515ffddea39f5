/* SPDX-License-Identifier: MIT */
/*
 * Faults as results. Two ways: an instruction with a fix-up (PROBE) resumes at the place its table
 * row names; a call (probe_call) is left by throwing its stack away. Both only for faults of the
 * kernel's own ring; those of ring 3 are user.c's.
 */
#include "hypercall/probe.h"
#include "hypercall/guest.h"

#include "library.h"

struct fixup {
    guest_word from, to;
};

volatile struct probe_fault probe_last = {.vector = PROBE_NONE};
static struct probe_point *innermost;

void probe_note(const struct trap_frame *frame)
{
    probe_last = (struct probe_fault){
        .vector = (int)frame->vector,
        .error = frame->error,
        .ip = frame->ip,
        .address = frame->vector == TRAP_PAGE_FAULT ? trap_fault_address() : 0,
        .sp = trap_frame_sp(frame),
        .flags = frame->flags,
        .cs = frame->cs,
    };
}

bool probe_fix_up(struct trap_frame *frame)
{
    if (trap_frame_from_user(frame)) {
        return false;
    }
    const struct fixup *end = (const struct fixup *)probe_fixups_end;
    for (const struct fixup *f = (const struct fixup *)probe_fixups_start; f < end; f++) {
        if (f->from == frame->ip) {
            probe_note(frame);
            frame->ip = f->to;
            return true;
        }
    }
    return false;
}

void probe_unwind(struct trap_frame *frame)
{
    struct probe_point *point = innermost;
    if (point == NULL || trap_frame_from_user(frame)) {
        return;
    }
    probe_note(frame);
    innermost = point->outer;
    guest_vcpu()->upcall_mask = frame->saved_mask;
    probe_throw(point, (int)frame->vector);
}

int probe_call(void (*function)(void *), void *argument)
{
    struct probe_point point = {.outer = innermost};
    innermost = &point;
    probe_last.vector = PROBE_NONE;
    int result = probe_catch(&point, function, argument);
    innermost = point.outer;
    return result;
}

int probe_read(const volatile void *address, unsigned long *value)
{
    unsigned long found = *value;
    int vector = PROBE("mov (%1), %0", : "+r"(found) : "r"(address) : "memory");
    *value = found;
    return vector;
}

int probe_write(volatile void *address, unsigned long value)
{
    return PROBE("mov %0, (%1)", : : "r"(value), "r"(address) : "memory");
}

int probe_read_byte(const volatile void *address)
{
    unsigned char found = 0;
    return PROBE("movb (%1), %0", : "+q"(found) : "r"(address) : "memory");
}

int probe_write_byte(volatile void *address, unsigned char value)
{
    return PROBE("movb %0, (%1)", : : "q"(value), "r"(address) : "memory");
}

static void call_address(void *address)
{
    ((void (*)(void))(uintptr_t)address)();
}

int probe_exec(const volatile void *address)
{
    return probe_call(call_address, (void *)(uintptr_t)address);
}
