/* SPDX-License-Identifier: MIT */
/*
 * The first instructions. A Multiboot 1 loader (QEMU, GRUB) leaves us in 32-bit protected mode
 * without paging, our image at 2 MiB, eax = its magic, ebx = its information. We build page
 * tables that show the first 4 GiB three times - where it is, at HV_IMAGE and at HV_DIRECT -
 * switch to long mode, and go to C as soon as C can run. mm/boot.c replaces these tables.
 */
#include "cpu/offsets.h"
#include "mm/layout.h"

#define MB_MAGIC 0x1badb002
#define MB_FLAGS 0x00010003     /* page-aligned modules, memory map, addresses given below */
#define PHYS(x)  ((x) - HV_IMAGE)
#define SLOT(va) (((va) >> 39) & 511)

    .section .multiboot, "ax"
    .align 4
multiboot_header:
    .long MB_MAGIC, MB_FLAGS, -(MB_MAGIC + MB_FLAGS)
    .long PHYS(multiboot_header), PHYS(_image_start), PHYS(_data_end), PHYS(_image_end), PHYS(start)

    .section .text.boot, "ax"
    .code32
    .globl start
start:
    cli
    cld
    mov     %eax, %esi                  /* keep magic and information; edi is needed */
    mov     %ebx, %ebp
    mov     $PHYS(boot_block) + CPU_BLOCK_SIZE - CPU_STRUCT_SIZE, %esp

    mov     $0x80000001, %eax           /* long mode and NX are what we need */
    cpuid
    test    $1 << 29, %edx
    jz      no_long_mode

    mov     $PHYS(boot_l2), %edi        /* four L2 tables: 4 GiB in pages of 2 MiB */
    mov     $0x83, %eax
    mov     $4 * 512, %ecx
1:  mov     %eax, (%edi)
    movl    $0, 4(%edi)
    add     $0x200000, %eax
    add     $8, %edi
    loop    1b
    mov     $PHYS(boot_l3), %edi
    mov     $PHYS(boot_l2) + 3, %eax
    mov     $4, %ecx
1:  mov     %eax, (%edi)
    add     $4096, %eax
    add     $8, %edi
    loop    1b
    mov     $PHYS(boot_l3) + 3, %eax
    mov     %eax, PHYS(boot_l4)
    mov     %eax, PHYS(boot_l4) + 8 * SLOT(HV_IMAGE)
    mov     %eax, PHYS(boot_l4) + 8 * SLOT(HV_DIRECT)

    mov     $0x620, %eax                /* PAE, OSFXSR, OSXMMEXCPT */
    mov     %eax, %cr4
    mov     $PHYS(boot_l4), %eax
    mov     %eax, %cr3
    mov     $0xc0000080, %ecx           /* EFER: LME, NXE */
    rdmsr
    or      $0x900, %eax
    wrmsr
    mov     $0x80010033, %eax           /* PG, WP, NE, ET, MP, PE */
    mov     %eax, %cr0
    lgdt    PHYS(boot_gdtr)
    ljmp    $8, $PHYS(long_mode)

    .code32
no_long_mode:                           /* say so on the serial line; there is nothing else */
    mov     $PHYS(1f), %esi
2:  lodsb
    test    %al, %al
    jz      3f
    mov     $0x3f8, %dx
    outb    %al, %dx
    jmp     2b
3:  hlt
    jmp     3b
1:  .asciz  "torc: end: refused: this processor has no 64-bit mode\r\n"

/*
 * The other processors. STARTUP begins them in real mode at a page below 1 MiB, where smp.c has
 * put a copy of wake_code; from there it is one step to long mode, on the same first tables.
 */
    .code16
    .globl wake_code, wake_code_end
wake_code:
    cli
    cld
    mov     %cs, %ax
    mov     %ax, %ds
    lgdtl   wake_gdtr - wake_code
    mov     $0x620, %eax
    mov     %eax, %cr4
    mov     $PHYS(boot_l4), %eax
    mov     %eax, %cr3
    mov     $0xc0000080, %ecx
    rdmsr
    or      $0x900, %eax
    wrmsr
    mov     $0x80010033, %eax           /* protected mode, paging and so long mode at once */
    mov     %eax, %cr0
    ljmpl   $8, $PHYS(long_mode)
    .align  4
wake_gdtr:
    .word   23
    .long   PHYS(boot_gdt)
wake_code_end:

/*
 * Every processor ends here: onto its stack and into its C code, as the one before it has noted
 * down. The first one's was noted by the linker.
 */
    .code64
long_mode:
    movabs  $1f, %rax
    jmp     *%rax
1:  mov     $16, %eax
    mov     %eax, %ds
    mov     %eax, %es
    mov     %eax, %ss
    xor     %eax, %eax
    mov     %eax, %fs
    mov     %eax, %gs
    mov     wake_stack(%rip), %rsp
    mov     %esi, %edi                  /* boot_main(magic, information); nothing to smp_main() */
    mov     %ebp, %esi
    call    *wake_main(%rip)
2:  hlt
    jmp     2b

    .data
    .globl wake_stack, wake_main
    .align 8
wake_stack: .quad boot_block + CPU_BLOCK_SIZE - CPU_STRUCT_SIZE
wake_main:  .quad boot_main

    .section .rodata
    .align 8
boot_gdt:
    .quad   0, 0x00af9b000000ffff, 0x00cf93000000ffff
boot_gdtr:
    .word   23
    .long   PHYS(boot_gdt)

    .section .bss.aligned, "aw", @nobits
    .globl boot_block
    .align CPU_BLOCK_SIZE
boot_block:                             /* stacks and struct cpu of the first CPU */
    .skip   CPU_BLOCK_SIZE
    .globl boot_l4
boot_l4: .skip 4096
boot_l3: .skip 4096
boot_l2: .skip 4 * 4096
