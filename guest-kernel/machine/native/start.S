/* SPDX-License-Identifier: MIT */
/*
 * The first instructions on a bare PC. A Multiboot 1 loader puts us at 1 MiB in protected mode
 * without paging; we map all memory at 3 GiB with large pages, switch paging on, and continue
 * there in C. Nothing of this exists under a hypervisor, which starts a kernel with paging on.
 */
#define PHYSICAL(x) ((x) - 0xC0000000)
#define MULTIBOOT_FLAGS 3 /* page-aligned modules, memory information */

    .section .multiboot, "a"
    .align 4
    .long 0x1BADB002, MULTIBOOT_FLAGS, -(0x1BADB002 + MULTIBOOT_FLAGS)

    .text
    .globl native_start
native_start:
    cld
    movl %eax, %ebp /* the loader's magic number; ebx = its information */

    /* The kernel's half: entry i of native_l2_kernel maps 2 MiB at i * 2 MiB. */
    movl $PHYSICAL(native_l2_kernel), %edi
    movl $0x83, %eax /* present, writable, large */
    movl $428, %ecx  /* up to MACHINE_KERNEL_END */
1:  movl %eax, (%edi)
    movl $0, 4(%edi)
    addl $0x200000, %eax
    addl $8, %edi
    loop 1b

    /* The same at 0 until we have jumped, and at 3 GiB for good. */
    movl $PHYSICAL(native_l2_kernel) + 1, %eax
    movl %eax, PHYSICAL(native_l3_kernel)
    movl %eax, PHYSICAL(native_l3_kernel) + 24

    movl %cr4, %eax
    orl $0x620, %eax /* PAE, SSE state, SSE exceptions */
    movl %eax, %cr4
    movl $PHYSICAL(native_l3_kernel), %eax
    movl %eax, %cr3

    /* No-execute pages, where the CPU has them. */
    movl $PHYSICAL(native_stack_top), %esp
    pushl %ebx
    movl $0x80000000, %eax
    cpuid
    cmpl $0x80000001, %eax
    jb 2f
    movl $0x80000001, %eax
    cpuid
    btl $20, %edx
    jnc 2f
    movl $0xC0000080, %ecx
    rdmsr
    orl $0x800, %eax
    wrmsr
    movb $1, PHYSICAL(native_has_no_execute)
2:  popl %ebx

    movl %cr0, %eax
    andl $~0x4, %eax       /* the FPU is there */
    orl $0x80010022, %eax  /* paging, write protection in ring 0 too, FPU errors as exceptions */
    movl %eax, %cr0
    movl $3f, %eax
    jmp *%eax
3:  movl $0, native_l3_kernel
    movl $0, native_l3_kernel + 4
    movl $PHYSICAL(native_l3_kernel), %eax
    movl %eax, %cr3

    movl $native_stack_top, %esp
    pushl %ebx
    pushl %ebp
    xorl %ebp, %ebp
    call native_boot /* does not return */

    .bss
    .align 4096
    .globl native_l3_kernel, native_l2_kernel, native_has_no_execute
native_l3_kernel:
    .skip 4096
native_l2_kernel:
    .skip 4096
    .skip 8192
native_stack_top:
native_has_no_execute:
    .skip 4

    .section .note.GNU-stack, "", @progbits
