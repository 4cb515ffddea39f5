/* SPDX-License-Identifier: MIT */
/*
 * What a trap leaves on the kernel stack, on both machines: the CPU (or a hypervisor in its place)
 * pushes the lower part, entry.S the rest. Assembly uses the offsets below; context.c proves them.
 */
#ifndef GUEST_KERNEL_I386_FRAME_H
#define GUEST_KERNEL_I386_FRAME_H

#define FRAME_GS     0
#define FRAME_FS     4
#define FRAME_ES     8
#define FRAME_DS     12
#define FRAME_EBX    16
#define FRAME_EAX    40
#define FRAME_VECTOR 44
#define FRAME_CS     56
#define FRAME_SIZE   72

#define MACHINE_TLS_FIRST                                                                          \
    6 /* first of the three GDT entries for thread-local segments, as on Linux */
#define MACHINE_FPU_SIZE 512

#define VECTOR_DIVIDE         0
#define VECTOR_DEBUG          1
#define VECTOR_NMI            2
#define VECTOR_BREAKPOINT     3
#define VECTOR_OVERFLOW       4
#define VECTOR_BOUND          5
#define VECTOR_INVALID_OPCODE 6
#define VECTOR_NO_FPU         7
#define VECTOR_DOUBLE_FAULT   8
#define VECTOR_INVALID_TSS    10
#define VECTOR_SEGMENT        11
#define VECTOR_STACK          12
#define VECTOR_PROTECTION     13
#define VECTOR_PAGE_FAULT     14
#define VECTOR_FPU_ERROR      16
#define VECTOR_ALIGNMENT      17
#define VECTOR_SIMD_ERROR     19
#define VECTOR_SYSTEM_CALL    0x80

#ifndef __ASSEMBLER__
#include <stdint.h>

struct trap_frame {
    uint32_t gs, fs, es, ds;
    uint32_t ebx, ecx, edx, esi, edi, ebp, eax;
    uint32_t vector;
    uint32_t error; /* for a system call: its number, since eax becomes the result */
    uint32_t eip, cs, eflags;
    uint32_t esp, ss; /* only there when the trap came from a program */
};
#endif

#endif
