/* SPDX-License-Identifier: MIT */
/*
 * The first instructions of a 32-bit guest, and what its image tells the builder.
 *
 * The builder jumps to guest_start in ring 1 with flat segments, esi at start_info, esp at the top
 * of a one-page stack, and events masked. We note the registers as found, move to a larger stack
 * and go on in C (src/guest.c).
 */
#include "abi/layout.h"

/* ELF notes, name "Xen": number, then a word or a string. The numbers are ABI_XEN_ELFNOTE_...;
 * the assembler cannot see those, so they stand here again, and a host test compares the image. */
.macro note_head number, size
    .long 4, \size, \number
    .asciz "Xen"
.endm
.macro note_word number, value
    note_head \number, 4
    .long \value
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
    note_text 9, "yes"              /* PAE_MODE */
    note_text 10, "!writable_page_tables|pae_pgdir_above_4gb" /* FEATURES */

    .section .text.start, "ax"
    .globl guest_start
guest_start:
    mov %eax, guest_initial + 0
    mov %ebx, guest_initial + 4
    mov %ecx, guest_initial + 8
    mov %edx, guest_initial + 12
    mov %esi, guest_initial + 16
    mov %edi, guest_initial + 20
    mov %ebp, guest_initial + 24
    mov %esp, guest_initial + 28
    mov $boot_stack_top, %esp
    pushf
    popl guest_initial + 32
    xor %eax, %eax
    mov %cs, %ax
    mov %eax, guest_initial + 36
    mov %ss, %ax
    mov %eax, guest_initial + 40
    mov %ds, %ax
    mov %eax, guest_initial + 44
    mov %es, %ax
    mov %eax, guest_initial + 48
    mov %fs, %ax
    mov %eax, guest_initial + 52
    mov %gs, %ax
    mov %eax, guest_initial + 56
    cld
    xor %ebp, %ebp                  /* backtraces end here */
    push %esi                       /* start_info, the argument */
    call guest_begin
    ud2                             /* it does not return */

    /* One stub of 32 bytes per call; written by the builder. */
    .text
    .balign 4096
    .globl hypercall_page
hypercall_page:
    .skip 4096

    .data
    .balign 4
    .globl guest_initial
guest_initial:
    .skip 15 * 4

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
