/* SPDX-License-Identifier: MIT */
/*
 * To ring 3 and back. user_enter leaves the caller's registers on the kernel stack; the first trap
 * from ring 3 arrives right below them, because that is where stack_switch put the kernel stack.
 * user_leave drops everything below and returns from user_enter.
 *
 * probe_catch and probe_throw do the same within ring 1.
 */
#include "abi/layout.h"

#define CALL_IRET 23

    .text

/* int user_enter(const struct user_registers *registers, int by_iret): returns what user_leave is given. */
    .globl user_enter
user_enter:
    push %ebp
    push %edi
    push %esi
    push %ebx
    mov %esp, user_kernel_sp        /* stack_switch below registers this place */
    mov $3, %eax                    /* stack_switch(ss, esp) */
    mov $ABI_FLAT_RING1_DS32, %ebx
    mov %esp, %ecx
    int $ABI_HYPERCALL_VECTOR32
    mov 20(%esp), %esi              /* registers */
    mov 24(%esp), %edi              /* by_iret */
    push 60(%esi)                   /* ss */
    push 56(%esi)                   /* esp */
    push 52(%esi)                   /* eflags */
    push 48(%esi)                   /* cs */
    push 44(%esi)                   /* eip */
    push 24(%esi)                   /* eax */
    test %edi, %edi
    mov 0(%esi), %ebx
    mov 4(%esi), %ecx
    mov 8(%esi), %edx
    mov 16(%esi), %edi
    mov 20(%esi), %ebp
    mov 36(%esi), %fs
    mov 40(%esi), %gs
    mov 32(%esi), %es
    push 28(%esi)                   /* ds */
    mov 12(%esi), %esi
    pop %ds
    jnz 1f
    mov $CALL_IRET, %eax            /* takes eax from the stack */
    int $ABI_HYPERCALL_VECTOR32
    ud2
1:  pop %eax
    .globl user_iret
user_iret:
    iret

/* void user_leave(int result): never returns here. */
    .globl user_leave
user_leave:
    mov 4(%esp), %eax
    mov user_kernel_sp, %esp
    pop %ebx
    pop %esi
    pop %edi
    pop %ebp
    ret

/* int probe_catch(struct probe_point *point, void (*function)(void *), void *argument)
 * Returns PROBE_NONE after function(argument), or what probe_throw was given. point: { sp }. */
    .globl probe_catch
probe_catch:
    push %ebp
    push %edi
    push %esi
    push %ebx
    mov 20(%esp), %eax
    mov %esp, (%eax)
    mov 28(%esp), %ecx
    mov 24(%esp), %edx
    push %ecx
    call *%edx
    add $4, %esp
    mov $-1, %eax
    jmp 1f

/* void probe_throw(struct probe_point *point, int result) */
    .globl probe_throw
probe_throw:
    mov 8(%esp), %eax
    mov 4(%esp), %ecx
    mov (%ecx), %esp
1:  pop %ebx
    pop %esi
    pop %edi
    pop %ebp
    ret

    .bss
    .balign 4
user_kernel_sp:
    .skip 4

    .section .note.GNU-stack, "", @progbits
