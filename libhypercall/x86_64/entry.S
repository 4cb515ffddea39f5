/* SPDX-License-Identifier: MIT */
/*
 * Where the hypervisor enters a 64-bit guest: one entry per vector, the event callback and the failsafe
 * callback. All save the registers as a struct trap_frame (width/frame.h), call C, and leave by
 * trap_return.
 *
 * The frame the hypervisor has pushed, on a stack aligned to 16 bytes, low addresses first:
 *     rcx  r11  [error code]  rip  cs | saved event mask << 32  rflags  rsp  ss
 * (rcx and r11, because it may have come here as by SYSRET, which uses them up.)
 */
#include "abi/layout.h"

#define FRAME_BYTES      (22 * 8)
#define FRAME_CS         (18 * 8)
#define FRAME_SAVED_MASK (18 * 8 + 4)
#define FRAME_SS         (21 * 8)
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
    pop %rcx
    pop %r11
    .if !(vector == 8 || (vector >= 10 && vector <= 14) || vector == 17)
    push $0                         /* stands in for the error code */
    .endif
    push $vector
    jmp trap_save
    .set vector, vector + 1
    .endr

    .globl event_entry
event_entry:
    pop %rcx
    pop %r11
    push $0
    push $VECTOR_EVENT
    jmp trap_save

/* The failsafe callback's frame has ds, es, fs and gs, as they should have been, behind rcx and r11. */
    .globl failsafe_entry
failsafe_entry:
    pop %rcx
    pop %r11
    add $32, %rsp
    push $0
    push $VECTOR_FAILSAFE

/*                      stack: vector  error  rip  cs  rflags  rsp  ss */
trap_save:
    push %rax
    push %rbp
    push %rdi
    push %rsi
    push %rdx
    push %rcx
    push %rbx
    push %r8
    push %r9
    push %r10
    push %r11
    push %r12
    push %r13
    push %r14
    push %r15
    cld
    mov %rsp, %rdi
    mov %rsp, %rbx
    and $-16, %rsp
    call trap_dispatch
    mov %rbx, %rsp

/* ---- The way out. ------------------------------------------------------------------------ */

.macro pop_registers
    pop %r15
    pop %r14
    pop %r13
    pop %r12
    pop %r11
    pop %r10
    pop %r9
    pop %r8
    pop %rbx
    pop %rcx
    pop %rdx
    pop %rsi
    pop %rdi
    pop %rbp
    pop %rax
.endm

/* Back into the kernel the iret instruction will do, since that changes no ring; only selectors with RPL 3
 * are right for it. Programs have other page tables, so to them only the hypercall leads.
 *                      stack: struct trap_frame */
    .globl trap_return
trap_return:
    testb $3, FRAME_CS(%rsp)
    jnz 3f
    cmpb $0, trap_return_by_hypercall
    jne 3f
    movzbl FRAME_SAVED_MASK(%rsp), %eax
    movb %al, VCPU_MASK             /* from here on events may come in and nest: harmless */
    test %al, %al
    jnz 1f
    cmpb $0, VCPU_PENDING           /* did one come while we were masked? */
    jne 2f
1:  movq $ABI_FLAT64_CS64, FRAME_CS(%rsp)
    movq $ABI_FLAT64_DS, FRAME_SS(%rsp)
    pop_registers
    add $16, %rsp
    .globl trap_return_iret
trap_return_iret:
    iretq

2:  movb $1, VCPU_MASK
    mov %rsp, %rbx
    and $-16, %rsp
    call event_handle_pending
    mov %rbx, %rsp
    jmp trap_return

/* The hypercall takes  rax  r11  rcx  flags  rip  cs  rflags  rsp  ss: flags and rcx go where error code and
 * vector were. It sets the event mask from IF and returns, in one step. */
3:  pop_registers
    movq $0, 8(%rsp)
    mov %rcx, (%rsp)
    push %r11
    push %rax
    mov $CALL_IRET, %eax
    syscall
    ud2

/* No segment register is popped here, so no fault can name these places. */
    .globl trap_return_ds, trap_return_es
    .set trap_return_ds, -1
    .set trap_return_es, -1

/* unsigned long trap_iret_here(ax, cs, flags, unsigned long *flags_after) */
    .globl trap_iret_here
trap_iret_here:
    mov %rsp, %r8
    push $ABI_FLAT64_DS             /* ss */
    push %r8                        /* rsp */
    push %rdx                       /* rflags */
    push %rsi                       /* cs */
    push $1f                        /* rip */
    push $0                         /* flags */
    push %rcx                       /* rcx: where the caller wants the processor's flags */
    push %r11                       /* r11 */
    push %rdi                       /* rax */
    mov $CALL_IRET, %eax
    syscall
    ud2
1:  pushf
    cld
    pop %rdx
    mov %rdx, (%rcx)
    ret

    .section .note.GNU-stack, "", @progbits
