/* SPDX-License-Identifier: MIT */
/*
 * The first instructions of a 64-bit guest, and what its image tells the builder.
 *
 * The builder jumps to guest_start in ring 3, in what it calls kernel mode, with rsi at start_info, rsp at
 * the top of a one-page stack, null data segments and events masked.
 */
#include "abi/layout.h"

.macro note_word number, value
    .long 4, 8, \number
    .asciz "Xen"
    .quad \value
.endm
.macro note_text number, text
    .long 4, 2f - 1f, \number
    .asciz "Xen"
1:  .asciz "\text"
2:  .balign 4
.endm

    .section .note.Xen, "a", @note
    .balign 4
    note_word 1, guest_start        /* ENTRY */
    note_word 2, hypercall_page     /* HYPERCALL_PAGE: the builder fills it with stubs */
    note_word 3, guest_base         /* VIRT_BASE */
    note_word 4, 0                  /* PADDR_OFFSET */
    note_text 5, "xen-3.0"          /* XEN_VERSION */
    note_text 6, "libhypercall"     /* GUEST_OS */
    note_text 7, "1"                /* GUEST_VERSION */
    note_text 8, "generic"          /* LOADER */
    note_text 10, "!writable_page_tables" /* FEATURES */

    .section .text.start, "ax"
    .globl guest_start
guest_start:
    mov %rax, guest_initial + 0
    mov %rbx, guest_initial + 8
    mov %rcx, guest_initial + 16
    mov %rdx, guest_initial + 24
    mov %rsi, guest_initial + 32
    mov %rdi, guest_initial + 40
    mov %rbp, guest_initial + 48
    mov %rsp, guest_initial + 56
    mov %r8, guest_initial + 64
    mov %r9, guest_initial + 72
    mov %r10, guest_initial + 80
    mov %r11, guest_initial + 88
    mov %r12, guest_initial + 96
    mov %r13, guest_initial + 104
    mov %r14, guest_initial + 112
    mov %r15, guest_initial + 120
    mov $boot_stack_top, %rsp
    pushf
    popq guest_initial + 128
    mov %cs, %eax
    mov %rax, guest_initial + 136
    mov %ss, %eax
    mov %rax, guest_initial + 144
    mov %ds, %eax
    mov %rax, guest_initial + 152
    mov %es, %eax
    mov %rax, guest_initial + 160
    mov %fs, %eax
    mov %rax, guest_initial + 168
    mov %gs, %eax
    mov %rax, guest_initial + 176
    cld
    xor %ebp, %ebp                  /* backtraces end here */
    mov %rsi, %rdi                  /* start_info, the argument */
    call guest_begin
    ud2                             /* it does not return */

    .text
    .balign 4096
    .globl hypercall_page
hypercall_page:
    .skip 4096

    .data
    .balign 8
    .globl guest_initial
guest_initial:
    .skip 23 * 8

    .bss
    .balign 4096
    .globl guest_shared
guest_shared:                       /* only the address: the hypervisor's page is mapped over it */
    .skip 4096
    .globl boot_stack_bottom, boot_stack_top
boot_stack_bottom:
    .skip 32768
boot_stack_top:

    .section .note.GNU-stack, "", @progbits
