/* SPDX-License-Identifier: MIT */
/*
 * Every way into the kernel and the one way out. The CPU has found this code through the
 * interrupt table, has switched to the kernel's stack if it came from a program, and has pushed
 * the lower part of the frame; we complete it (frame.h) and call native_trap in C.
 *
 *     high   ss esp                     only from a program
 *            eflags cs eip
 *            error                      by the CPU or as 0 by us
 *            vector
 *            eax ebp edi esi edx ecx ebx
 *     low    ds es fs gs               <- esp, the struct trap_frame
 */
#include "machine/i386/frame.h"
#include "segments.h"

    .text

/* Vectors 0 to 47, each entry padded to 16 bytes; then the system call. */
    .globl native_entries
    .align 16
native_entries:
    vector = 0
    .rept 48
    .align 16
    .if !(vector == 8 || (vector >= 10 && vector <= 14) || vector == 17)
    pushl $0
    .endif
    pushl $vector
    jmp trap_common
    vector = vector + 1
    .endr

    .align 16
    .globl native_entry_system_call
native_entry_system_call:
    pushl %eax /* the number, kept where other traps have their error code */
    pushl $VECTOR_SYSTEM_CALL

trap_common:
    pushl %eax
    pushl %ebp
    pushl %edi
    pushl %esi
    pushl %edx
    pushl %ecx
    pushl %ebx
    pushl %ds
    pushl %es
    pushl %fs
    pushl %gs
    movl $SELECTOR_KERNEL_DATA, %eax
    movl %eax, %ds
    movl %eax, %es
    cld
    xorl %ebp, %ebp
    testb $3, FRAME_CS(%esp)
    jnz 1f
    movl FRAME_EBX + 20(%esp), %ebp /* a backtrace may go on through the kernel code we left */
1:  pushl %esp
    call native_trap
    addl $4, %esp

    .globl trap_return, trap_return_gs, trap_return_fs, trap_return_es, trap_return_ds
trap_return:
trap_return_gs:
    popl %gs
trap_return_fs:
    popl %fs
trap_return_es:
    popl %es
trap_return_ds:
    popl %ds
    popl %ebx
    popl %ecx
    popl %edx
    popl %esi
    popl %edi
    popl %ebp
    popl %eax
    addl $8, %esp /* vector and error */
    iret

    .section .note.GNU-stack, "", @progbits
