/* SPDX-License-Identifier: MIT */
/*
 * The only instructions of the kernel that may touch a program's memory. When one of them faults
 * and the page cannot be brought in, the fault handler continues at the matching fault label
 * instead, and the function answers 1 instead of 0.
 */
    .text

/* int machine_copy_user(void *to, const void *from, size_t size): 0, or 1 for a fault */
    .globl machine_copy_user, machine_copy_user_begin, machine_copy_user_end
machine_copy_user:
    pushl %esi
    pushl %edi
    movl 12(%esp), %edi
    movl 16(%esp), %esi
    movl 20(%esp), %ecx
    movl %ecx, %edx
    shrl $2, %ecx
    andl $3, %edx
machine_copy_user_begin:
    rep movsl
    movl %edx, %ecx
    xorl %edx, %edx
    rep movsb
machine_copy_user_end:
    xorl %eax, %eax
    popl %edi
    popl %esi
    ret

/* int machine_clear_user(void *to, size_t size): 0, or 1 for a fault */
    .globl machine_clear_user, machine_clear_user_begin, machine_clear_user_end
machine_clear_user:
    pushl %edi
    movl 8(%esp), %edi
    movl 12(%esp), %ecx
    movl %ecx, %edx
    shrl $2, %ecx
    andl $3, %edx
    xorl %eax, %eax
machine_clear_user_begin:
    rep stosl
    movl %edx, %ecx
    xorl %edx, %edx
    rep stosb
machine_clear_user_end:
    xorl %eax, %eax
    popl %edi
    ret

/* The fault handler comes here, in place of the instruction that faulted. */
    .globl machine_copy_user_fault, machine_clear_user_fault
machine_copy_user_fault:
    movl $1, %eax
    popl %edi
    popl %esi
    ret

machine_clear_user_fault:
    movl $1, %eax
    popl %edi
    ret

    .section .note.GNU-stack, "", @progbits
