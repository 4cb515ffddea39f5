/* SPDX-License-Identifier: MIT */
/* Exceptions other than page faults, and the way back to user mode that every trap takes. */
#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "kernel/sched.h"
#include "machine/machine.h"

/* x86 exception to signal and si_code, as on Linux. */
static const struct {
    uint8_t signal, code;
} exception_signals[] = {
    [VECTOR_DIVIDE] = {SIGFPE, 1},
    [VECTOR_DEBUG] = {SIGTRAP, 1},
    [VECTOR_BREAKPOINT] = {SIGTRAP, SI_KERNEL},
    [VECTOR_OVERFLOW] = {SIGSEGV, SI_KERNEL},
    [VECTOR_BOUND] = {SIGSEGV, SI_KERNEL},
    [VECTOR_INVALID_OPCODE] = {SIGILL, 2},
    [VECTOR_NO_FPU] = {SIGFPE, 7},
    [VECTOR_SEGMENT] = {SIGBUS, SI_KERNEL},
    [VECTOR_STACK] = {SIGBUS, SI_KERNEL},
    [VECTOR_PROTECTION] = {SIGSEGV, SI_KERNEL},
    [VECTOR_FPU_ERROR] = {SIGFPE, 7},
    [VECTOR_ALIGNMENT] = {SIGBUS, 1},
    [VECTOR_SIMD_ERROR] = {SIGFPE, 7},
};

void trap_exception(struct trap_frame *frame, unsigned vector)
{
    bool from_user = (frame->cs & 3) == 3;

    if (!from_user || vector >= ARRAY_SIZE(exception_signals) ||
        !exception_signals[vector].signal) {
        machine_frame_print(frame);
        machine_backtrace(frame->ebp);
        panic("exception %u in the kernel", vector);
    }
    signal_fault(exception_signals[vector].signal, exception_signals[vector].code, frame->eip);
}

void trap_return_to_user(struct trap_frame *frame)
{
    /* The other two have told already when they began. */
    if (frame->vector != VECTOR_SYSTEM_CALL && frame->vector != VECTOR_PAGE_FAULT)
        sched_account(true);
    sched_tick();
    if (current->pending || current->exiting || frame->vector == VECTOR_SYSTEM_CALL)
        signal_deliver(frame);
    clock_program();
    sched_account(false);
}
