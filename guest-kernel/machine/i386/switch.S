/* SPDX-License-Identifier: MIT */
/*
 * Changing kernel stacks, the whole of a context switch that cannot be written in C. Ring 0 and
 * ring 1 do it with the same instructions.
 */
    .text

/* void machine_stack_switch(uintptr_t *save, uintptr_t next)
 *
 *   next:  edi  esi  ebx  ebp  return address   ...    (low to high)
 */
    .globl machine_stack_switch
machine_stack_switch:
    movl 4(%esp), %eax
    movl 8(%esp), %edx
    pushl %ebp
    pushl %ebx
    pushl %esi
    pushl %edi
    movl %esp, (%eax)
    movl %edx, %esp
    popl %edi
    popl %esi
    popl %ebx
    popl %ebp
    ret

/* Where a stack made by machine_stack_prepare begins: ebx is the function, esp the trap frame. */
    .globl machine_stack_begin
machine_stack_begin:
    call *%ebx
    jmp trap_return

    .section .note.GNU-stack, "", @progbits
