/* SPDX-License-Identifier: MIT */
/*
 * To user mode and back. user_enter leaves the caller's registers on the kernel stack; the first trap from
 * user mode arrives below them, because that is where stack_switch put the kernel stack. user_leave
 * drops everything below and returns from user_enter.
 *
 * probe_catch and probe_throw do the same within the kernel.
 */
#include "abi/layout.h"

#define CALL_STACK_SWITCH 3
#define CALL_IRET         23

/* Offsets in struct user_registers. */
#define USER_BX (8 * 8)
#define USER_CX (9 * 8)
#define USER_DX (10 * 8)
#define USER_SI (11 * 8)
#define USER_DI (12 * 8)
#define USER_BP (13 * 8)
#define USER_AX (14 * 8)
#define USER_IP (15 * 8)

.macro push_kept
    push %rbp
    push %rbx
    push %r12
    push %r13
    push %r14
    push %r15
.endm
.macro pop_kept
    pop %r15
    pop %r14
    pop %r13
    pop %r12
    pop %rbx
    pop %rbp
.endm

    .text

/* int user_enter(const struct user_registers *registers, int by_iret): returns what user_leave is given.
 * The iret instruction cannot change the mode, so by_iret makes no difference in this width. */
    .globl user_enter
user_enter:
    push_kept
    mov %rsp, user_kernel_sp        /* stack_switch(ss, rsp) registers this place */
    mov %rdi, %rbx
    mov $CALL_STACK_SWITCH, %eax
    mov $ABI_FLAT64_DS, %edi
    mov %rsp, %rsi
    syscall
    pushq USER_IP + 32(%rbx)        /* ss */
    pushq USER_IP + 24(%rbx)        /* rsp */
    pushq USER_IP + 16(%rbx)        /* rflags */
    pushq USER_IP + 8(%rbx)         /* cs */
    pushq USER_IP(%rbx)             /* rip */
    pushq USER_IP + 40(%rbx)        /* flags */
    pushq USER_CX(%rbx)             /* rcx */
    pushq 4 * 8(%rbx)               /* r11 */
    pushq USER_AX(%rbx)             /* rax */
    mov 0(%rbx), %r15
    mov 8(%rbx), %r14
    mov 16(%rbx), %r13
    mov 24(%rbx), %r12
    mov 40(%rbx), %r10
    mov 48(%rbx), %r9
    mov 56(%rbx), %r8
    mov USER_DX(%rbx), %rdx
    mov USER_SI(%rbx), %rsi
    mov USER_DI(%rbx), %rdi
    mov USER_BP(%rbx), %rbp
    mov USER_BX(%rbx), %rbx
    mov $CALL_IRET, %eax
    syscall
    ud2

/* void user_leave(int result): never returns here. */
    .globl user_leave
user_leave:
    mov %edi, %eax
    mov user_kernel_sp, %rsp
    pop_kept
    ret

/* int probe_catch(struct probe_point *point, void (*function)(void *), void *argument)
 * Returns PROBE_NONE after function(argument), or what probe_throw was given. point: { sp }. */
    .globl probe_catch
probe_catch:
    push_kept
    mov %rsp, (%rdi)
    sub $8, %rsp                    /* 16-byte alignment for the call */
    mov %rdx, %rdi
    call *%rsi
    add $8, %rsp
    mov $-1, %eax
    pop_kept
    ret

/* void probe_throw(struct probe_point *point, int result) */
    .globl probe_throw
probe_throw:
    mov (%rdi), %rsp
    mov %esi, %eax
    pop_kept
    ret

    .bss
    .balign 8
user_kernel_sp:
    .skip 8

    .section .note.GNU-stack, "", @progbits
