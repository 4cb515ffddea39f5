/* SPDX-License-Identifier: MIT */
#ifndef TESTS_MM_SHIM_H
#define TESTS_MM_SHIM_H
/*
 * The mm room on a machine of a hundred frames, inside a program: included before everything else
 * in each source file. The direct map and the frame table stand in arrays instead of the
 * upper half of the address space, the CPU is a variable. Nothing else is replaced by macros: what
 * the room needs from others is in shim.c, and privileged instructions and guest addresses fault and
 * are dealt with in a signal handler there, as a real machine would.
 */
#include "lib/types.h"
#include "mm/layout.h"

#define TEST_FRAMES 96

extern u8 test_memory[];
extern u8 test_frames[];
#undef HV_DIRECT
#define HV_DIRECT ((u64)test_memory)
#undef HV_FRAMES
#define HV_FRAMES ((u64)test_frames)

#define cpu_this cpu_this_by_stack
#include "cpu/cpu.h"
#undef cpu_this
extern struct cpu test_cpu;
static inline struct cpu *cpu_this(void)
{
    return &test_cpu;
}

#include "domain/domain.h"

/* Guest memory that calls read their arguments from: real addresses, below the hole. */
#define GUEST_VA   0x10000000ul
#define GUEST_SIZE 0x10000ul

extern struct domain test_domain;
extern struct vcpu test_vcpu;
extern u32 test_stop_chance;       /* call_should_stop says yes in this many of 1000 */
extern enum reason test_reason;    /* of the last refusal */
extern void (*test_on_flush)(void); /* a CR3 load happened */

/* Random numbers that are the same in each run: TEST_SEED in the environment begins elsewhere. */
u32 test_random(u32 below);
static inline bool test_chance(u32 of_1000)
{
    return test_random(1000) < of_1000;
}

/* A fresh machine: all frames in the heap but the first eight, one domain with this many. */
void test_begin(enum width width, u32 frames);

#endif
