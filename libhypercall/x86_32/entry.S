/* SPDX-License-Identifier: MIT */
/*
 * Where the hypervisor enters a 32-bit guest: one entry per vector, the event callback and the
 * failsafe callback. All save the registers as a struct trap_frame (width/frame.h), call C, and
 * leave by trap_return.
 *
 * The frame the hypervisor has pushed, low addresses first:
 *     [error code]  eip  cs | saved event mask << 16  eflags  [esp  ss]
 * The error code is there for vectors 8, 10 to 14 and 17; esp and ss if it came from ring 3.
 */
#include "abi/layout.h"

#define FRAME_SAVED_MASK 50     /* offsetof(struct trap_frame, saved_mask) */
#define VCPU_PENDING     guest_shared + 0
#define VCPU_MASK        guest_shared + 1
#define CALL_IRET        23
#define VECTOR_EVENT     257
#define VECTOR_FAILSAFE  256

/* ---- One 16-byte entry per vector. ------------------------------------------------------- */

    .text
    .balign 16
    .globl trap_entries
trap_entries:
    .set vector, 0
    .rept 256
    .balign 16
    .if !(vector == 8 || (vector >= 10 && vector <= 14) || vector == 17)
    push $0                         /* stands in for the error code */
    .endif
    push $vector
    jmp trap_save
    .set vector, vector + 1
    .endr

    .globl event_entry
event_entry:
    push $0
    push $VECTOR_EVENT
    jmp trap_save

/* The failsafe callback: a segment register could not be loaded on the way into the guest. Its frame
 * begins with ds, es, fs and gs as they should have been; the registers themselves now hold 0. */
    .globl failsafe_entry
failsafe_entry:
    add $16, %esp
    push $0
    push $VECTOR_FAILSAFE

/*                      stack: vector  error  eip  cs  eflags  [esp  ss] */
trap_save:
    push %es
    push %ds
    push %eax
    push %ebp
    push %edi
    push %esi
    push %edx
    push %ecx
    push %ebx
    mov $ABI_FLAT_RING1_DS32, %eax
    mov %eax, %ds
    mov %eax, %es
    cld
    push %esp
    call trap_dispatch
    add $4, %esp

/* ---- The way out. ------------------------------------------------------------------------ */

/*                      stack: struct trap_frame */
    .globl trap_return
trap_return:
    cmpb $0, trap_return_by_hypercall
    jne 3f
    movzbl FRAME_SAVED_MASK(%esp), %eax
    movb %al, VCPU_MASK             /* from here on events may come in and nest: harmless */
    test %al, %al
    jnz 1f
    cmpb $0, VCPU_PENDING           /* did one come while we were masked? */
    jne 2f
1:  pop %ebx
    pop %ecx
    pop %edx
    pop %esi
    pop %edi
    pop %ebp
    pop %eax
    .globl trap_return_ds, trap_return_es, trap_return_iret
trap_return_ds:
    pop %ds                         /* may fault: trap_dispatch() then puts 0 in its place */
trap_return_es:
    pop %es
    add $8, %esp
trap_return_iret:
    iret

2:  movb $1, VCPU_MASK
    call event_handle_pending
    jmp trap_return

/* The hypercall takes  eax  eip  cs  eflags  [esp  ss]: eax goes where the error code was. It sets the
 * event mask from IF and returns, in one step. */
3:  pop %ebx
    pop %ecx
    pop %edx
    pop %esi
    pop %edi
    pop %ebp
    pop %eax
    pop %ds
    pop %es
    add $4, %esp
    mov %eax, (%esp)
    mov $CALL_IRET, %eax
    int $ABI_HYPERCALL_VECTOR32
    ud2

/* unsigned long trap_iret_here(ax, cs, flags, unsigned long *flags_after) */
    .globl trap_iret_here
trap_iret_here:
    mov %esp, %eax
    push 12(%eax)                   /* eflags */
    push 8(%eax)                    /* cs */
    push $1f                        /* eip */
    push 4(%eax)                    /* eax */
    mov $CALL_IRET, %eax
    int $ABI_HYPERCALL_VECTOR32
    ud2
1:  pushf
    cld
    pop %ecx
    mov 16(%esp), %edx
    mov %ecx, (%edx)
    ret

    .section .note.GNU-stack, "", @progbits
