/* SPDX-License-Identifier: MIT */
#ifndef WATCH_WATCH_H
#define WATCH_WATCH_H
/*
 * The door of the watch room: when ring 0 contradicts itself it says so, with names, and stops.
 */
#include "lib/types.h"

/* Prints text, registers (unless NULL) and a symbolised backtrace and ends the machine. */
#define panic(...) panic_regs(NULL, __VA_ARGS__)
_Noreturn void panic_regs(const struct regs *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Checked in every build: ring 0 rather stops than goes on wrong. */
#define must(condition)                                                                            \
    do {                                                                                           \
        if (unlikely(!(condition)))                                                                \
            panic("%s:%d: %s does not hold", __FILE__, __LINE__, #condition);                      \
    } while (0)

/*
 * Counts all references of all frames anew and compares: how many contradictions (they are on the
 * console), or -EAGAIN (another CPU is at it: go out to the guest and come again) or -ENOMEM.
 * The caller holds no lock.
 */
long watch_audit(void);
/* WORK_STOP: stands still until the audit is over. */
void watch_wait_for_audit(void);

/* A refusal happened (domain/domain.c): for the list that the option "coverage" prints at the end.
 */
void watch_refusal(u32 reason);
void watch_print_refusals(void);

/* Prints registers as 64-bit code knows them. */
void watch_regs64(const struct regs *r, u64 cr2);
/* Prints the guest's registers and a backtrace by its frame pointers ("  [<ADDR>] guest" lines). */
void watch_guest_state(struct vcpu *v);

#endif
