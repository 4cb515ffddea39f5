/* SPDX-License-Identifier: MIT */
#ifndef BENCH_MARK_H
#define BENCH_MARK_H
/*
 * Marks for the counters outside of the machine, which cost the guest one instruction that does
 * nothing: a NOP whose operand is the mark. tests/bench/plugin.c, inside QEMU, counts privileged
 * events from MARK_ON to MARK_OFF and prints them at MARK_ROW. QEMU's log of interrupts (-d int)
 * shows no NOPs; for it the guest executes CPUID with the mark in its register, by the prefix that
 * asks the hypervisor (tests/bench/log.awk).
 */
#define MARK_ON    0x746f7201 /* count from here */
#define MARK_OFF   0x746f7202 /* to here; may come again */
#define MARK_ROW   0x746f7203 /* print what was counted and begin anew */
#define MARK_CLEAR 0x746f7204 /* begin anew without printing */

#ifdef __ASSEMBLY__
/* clang-format off */
#define MARK(value) .byte 0x0f, 0x1f, 0x80; .long value
/* clang-format on */
#else
#define MARK(value) asm volatile(".byte 0x0f, 0x1f, 0x80; .long %c0" : : "i"(value) : "memory")
#define MARK_LOG(value)                                                                            \
    do {                                                                                           \
        unsigned eax_ = (value);                                                                   \
        asm volatile("ud2; .ascii \"xen\"; cpuid" : "+a"(eax_) : : "ebx", "ecx", "edx", "memory"); \
    } while (0)
#endif

#endif
