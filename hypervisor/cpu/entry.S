/* SPDX-License-Identifier: MIT */
/*
 * Every way into ring 0, and the one way back to a guest.
 *
 * All entries build the same picture, struct regs, growing downwards:
 *
 *      ss rsp rflags cs rip        pushed by the processor
 *      error                       by the processor or as 0
 *      vector                      by the entry
 *      rdi rsi rdx ... r15         by SAVE
 *
 * From a guest the picture begins at the top of the CPU's stack, so that rsp afterwards is the
 * address of struct cpu. From ring 0 itself it lies wherever the stack was.
 */
#include "abi/layout.h"
#include "cpu/offsets.h"

    .macro SAVE
    cld
    push    %rdi
    push    %rsi
    push    %rdx
    push    %rcx
    push    %rax
    push    %r8
    push    %r9
    push    %r10
    push    %r11
    push    %rbx
    push    %rbp
    push    %r12
    push    %r13
    push    %r14
    push    %r15
    .endm

    .macro RESTORE
    pop     %r15
    pop     %r14
    pop     %r13
    pop     %r12
    pop     %rbp
    pop     %rbx
    pop     %r11
    pop     %r10
    pop     %r9
    pop     %r8
    pop     %rax
    pop     %rcx
    pop     %rdx
    pop     %rsi
    pop     %rdi
    add     $16, %rsp                   /* vector and error */
    .endm

    .text

/* The 256 vectors, 16 bytes apart; tables.c computes their addresses from that. */
    .globl entry_vectors
    .balign 16
entry_vectors:
    .set    vector, 0
    .rept   256
    .balign 16
    .if     vector == 8 || (vector >= 10 && vector <= 14) || vector == 17 || vector == 21 || vector == 29 || vector == 30
    .else
    push    $0
    .endif
    push    $vector
    .if     vector == 1 || vector == 2 || vector == 8 || vector == 18
    jmp     entry_own_stack
    .else
    jmp     entry_trap
    .endif
    .set    vector, vector + 1
    .endr

/* Exceptions and interrupts. Interrupts are off. */
    .balign 16
entry_trap:
    SAVE
    mov     %rsp, %rdi
    testb   $3, REGS_CS(%rsp)
    jz      1f
    call    trap_from_guest             /* (regs) */
    jmp     exit_to_guest
1:  call    trap_from_hypervisor        /* (regs): 0, or the guest registers to leave with */
    test    %rax, %rax
    jnz     2f
    RESTORE
    iretq
2:  mov     %rax, %rsp                  /* the way out had failed: begin it anew */
    jmp     exit_to_guest

/* INT 0x80, which any ring may use: the system calls of 32-bit programs. Interrupts are off. */
    .globl entry_int80
    .balign 16
entry_int80:
    push    $0
    push    $0x80
    SAVE
    mov     %rsp, %rdi
    call    trap_int80                  /* (regs) */
    jmp     exit_to_guest

/*
 * Debug exception, NMI, double fault, machine check: on stacks of their own, because they may hit
 * the first instructions of SYSCALL's entry, where rsp is still the guest's. Straight back, or,
 * for a debug exception of a guest, on with it on the usual stack.
 */
    .balign 16
entry_own_stack:
    SAVE
    mov     %rsp, %rdi
    call    trap_own_stack              /* (regs): 0, or the guest registers to go on with */
    test    %rax, %rax
    jnz     1f
    RESTORE
    iretq
1:  mov     %rax, %rsp
    mov     %rsp, %rdi
    call    trap_from_guest             /* (regs) */
    jmp     exit_to_guest

/* The door of 32-bit guests: INT 0x82, which only ring 1 may use. */
    .globl entry_hypercall32
    .balign 16
entry_hypercall32:
    push    $0
    push    $0x82
    SAVE
    mov     %rsp, %rdi
    sti
    call    call_enter32                /* (regs): the result, or CALL_RESTART */
    cmp     $CALL_RESTART, %rax
    je      1f
    mov     %eax, %eax                  /* 32-bit guests get 32 bits */
    mov     %rax, REGS_RAX(%rsp)
    jmp     exit_to_guest
1:  mov     %rsp, %rdi
    call    call_again32                /* (regs) */
    jmp     exit_to_guest

/*
 * SYSCALL: the door of 64-bit guests, hypercalls from their kernel and system calls from their
 * programs alike, and (SYSCALL from 32-bit code) of 32-bit programs on processors that have it.
 * The instruction changes no stack and saves no selector, so each CPU has entries of its own
 * that know its stack. Interrupts are off, and rcx and r11 hold rip and rflags.
 */
    .macro SYSCALL_STUB cpu, to
    .balign 32
    mov     %rsp, syscall_rsp + 8 * \cpu(%rip)
    mov     syscall_stacks + 8 * \cpu(%rip), %rsp
    push    $ABI_FLAT64_DS
    push    syscall_rsp + 8 * \cpu(%rip)
    jmp     \to
    .endm

    .globl entry_syscall_stubs, entry_syscall32_stubs
    .balign 32
entry_syscall_stubs:
    .set    number, 0
    .rept   CPU_MAX
    SYSCALL_STUB number, entry_syscall
    .set    number, number + 1
    .endr
    .balign 32
entry_syscall32_stubs:
    .set    number, 0
    .rept   CPU_MAX
    SYSCALL_STUB number, entry_syscall32
    .set    number, number + 1
    .endr

    .macro SYSCALL_SAVE
    push    %r11                        /* rflags */
    push    $ABI_FLAT64_CS64
    push    %rcx                        /* rip */
    push    $0
    push    $0
    SAVE
    .endm

    .balign 16
entry_syscall:
    SYSCALL_SAVE
    mov     CPU_CURRENT(%rsp), %rbx
    mov     %rsp, %rdi
    cmpb    $0, VCPU_IN_KERNEL(%rbx)
    je      2f
    sti
    call    call_enter64                /* (regs): the result, or CALL_RESTART */
    cmp     $CALL_RESTART, %rax
    je      1f
    mov     %rax, REGS_RAX(%rsp)
    jmp     exit_to_guest
1:  mov     %rsp, %rdi
    call    call_again64                /* (regs) */
    jmp     exit_to_guest
2:  call    pv_syscall                  /* (regs) */
    jmp     exit_to_guest

    .balign 16
entry_syscall32:
    SYSCALL_SAVE
    mov     %rsp, %rdi
    call    pv_syscall32                /* (regs) */
    jmp     exit_to_guest

/*
 * SYSENTER, on Intel's processors: the stack is ours already, by an MSR. It saves nothing, and clears
 * neither TF nor NT: a guest's single step goes on, and is dropped, until POPFQ.
 */
    .globl  entry_sysenter
    .balign 16
entry_sysenter:
    push    $0                          /* ss, cs and rip follow in C */
    push    $0                          /* rsp */
    pushfq
    push    $2
    popfq
    push    $0
    push    $0
    push    $0
    push    $0
    SAVE
    mov     %rsp, %rdi
    call    pv_sysenter                 /* (regs) */
    jmp     exit_to_guest

/*
 * The one door out. rsp = struct regs = struct cpu. Nothing may be pending when the guest goes
 * on: no work for this CPU, and no event that the guest is ready to take.
 */
    .globl exit_to_guest
exit_to_guest:
    cli
    mov     CPU_CURRENT(%rsp), %rbx
    cmpl    $0, CPU_WORK(%rsp)
    jne     1f
    mov     VCPU_INFO(%rbx), %rax       /* upcall pending = 1 and mask = 0, in one comparison */
    cmpw    $1, (%rax)
    je      1f
2:  RESTORE
    .globl exit_iret
exit_iret:                              /* may fault on what the guest made of its selectors */
    iretq
1:  mov     %rsp, %rdi
    call    exit_work                   /* (regs): comes back when there is a guest to run */
    jmp     2b

    .section .bss
    .globl  syscall_stacks
    .balign 8
syscall_stacks: .skip 8 * CPU_MAX       /* where each CPU's frame begins; tables.c writes them */
syscall_rsp:    .skip 8 * CPU_MAX       /* the guest's rsp, for the length of one push */

    .section .note.GNU-stack, "", @progbits
