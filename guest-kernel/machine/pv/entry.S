/* SPDX-License-Identifier: MIT */
/*
 * Every way into the kernel and the one way out. The hypervisor has found this code through our
 * trap table, has switched to the kernel's stack if it came from a program, and has pushed the
 * lower part of the frame; we complete it (frame.h) and call pv_trap in C.
 *
 *     high   ss esp                     only from a program
 *            eflags cs eip              above cs: the event mask as it was
 *            error                      by the hypervisor or as 0 by us
 *            vector
 *            eax ebp edi esi edx ecx ebx
 *     low    ds es fs gs               <- esp, the struct trap_frame
 *
 * Events stay masked while the kernel runs, as interrupts do on the bare machine.
 */
#include "machine/i386/frame.h"
#include "segments.h"

#define EVENT_PENDING guest_shared
#define EVENT_MASK guest_shared + 1
#define VECTOR_EVENT 32
#define VECTOR_FAILSAFE 33

    .text

/* Vectors 0 to 31, each entry padded to 16 bytes; then system calls and events. */
    .globl pv_entries
    .align 16
pv_entries:
    vector = 0
    .rept 32
    .align 16
    .if !(vector == 8 || (vector >= 10 && vector <= 14) || vector == 17)
    pushl $0
    .endif
    pushl $vector
    jmp trap_common
    vector = vector + 1
    .endr

    .align 16
    .globl pv_entry_system_call
pv_entry_system_call:
    pushl %eax /* the number, kept where other traps have their error code */
    pushl $VECTOR_SYSTEM_CALL
    jmp trap_common

/*
 * A segment register could not be loaded: its frame begins with the four values; they are null
 * now.
 */
    .align 16
    .globl pv_entry_failsafe
pv_entry_failsafe:
    addl $16, %esp
    pushl $0
    pushl $VECTOR_FAILSAFE
    jmp trap_common

/*
 * An event. If it came between unmasking and iret in trap_return, it counts as from the program
 * that was about to go on: its registers are loaded already, so it is enough to drop the return
 * address into our own code.
 */
    .align 16
    .globl pv_entry_event
pv_entry_event:
    cmpl $trap_return_open, (%esp)
    jb 1f
    cmpl $trap_return_end, (%esp)
    jae 1f
    addl $12, %esp
1:  pushl $0
    pushl $VECTOR_EVENT

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
    testb $2, FRAME_CS(%esp)
    jnz 1f
    movl FRAME_EBX + 20(%esp), %ebp /* a backtrace may go on through the kernel code we left */
1:  pushl %esp
    call pv_trap
    addl $4, %esp
    testb $2, FRAME_CS(%esp)
    jz trap_return_kernel

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
    movb $0, %ss:EVENT_MASK
trap_return_open: /* from here on an event may arrive */
    cmpb $0, %ss:EVENT_PENDING
    jne 1f
    iret
1:  movb $1, %ss:EVENT_MASK
trap_return_end:
    jmp pv_entry_event

/* Back into the kernel, after a page fault of a copy or an event while idle: events stay masked. */
trap_return_kernel:
    addl $8, %esp /* fs and gs have not changed; es and ds may be a program's by now */
    popl %es
    popl %ds
    popl %ebx
    popl %ecx
    popl %edx
    popl %esi
    popl %edi
    popl %ebp
    popl %eax
    addl $8, %esp
    iret

    .section .note.GNU-stack, "", @progbits
