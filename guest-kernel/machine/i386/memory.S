/* SPDX-License-Identifier: MIT */
/* Moving and filling memory by words, with the instructions made for it. */
    .text

/* void *memcpy(void *to, const void *from, size_t size) */
    .globl memcpy
memcpy:
    pushl %edi
    pushl %esi
    movl 12(%esp), %edi
    movl 16(%esp), %esi
    movl 20(%esp), %edx
    movl %edi, %eax
    movl %edx, %ecx
    shrl $2, %ecx
    rep movsl
    movl %edx, %ecx
    andl $3, %ecx
    rep movsb
    popl %esi
    popl %edi
    ret

/* void *memset(void *to, int byte, size_t size) */
    .globl memset
memset:
    pushl %edi
    movl 8(%esp), %edi
    movzbl 12(%esp), %eax
    imull $0x01010101, %eax
    movl 16(%esp), %edx
    movl %edx, %ecx
    shrl $2, %ecx
    rep stosl
    movl %edx, %ecx
    andl $3, %ecx
    rep stosb
    movl 8(%esp), %eax
    popl %edi
    ret

    .section .note.GNU-stack, "", @progbits
