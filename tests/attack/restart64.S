/* SPDX-License-Identifier: MIT */
/*
 * The rule: what a call answers is never taken for a request to restart it.
 *
 * How someone would break it: inside the hypervisor a call that wants to go on later answers a
 * number that no call gives to a guest. But a 64-bit guest chooses all of what iret loads into RAX,
 * and reads from a debug register what it wrote there. Taken for a restart, registers would be
 * written that nobody has filled.
 */
#include "tests/attack/pv64.S"

#define RESTART -1000

    .globl  guest_start
guest_start:
    cld
    mov     %rsp, %rbp
    mov     $5, %ebx
again:
    push    $0xe02b                     /* ss rsp rflags cs rip flags rcx r11 rax */
    push    %rbp
    pushf
    push    $0xe030                     /* to the kernel itself */
    lea     1f(%rip), %rax
    push    %rax
    push    $0
    push    $0x55
    push    $0x66
    push    $RESTART
    mov     $23, %eax                   /* iret */
    syscall
    ud2
1:  cmp     $RESTART, %rax
    jne     failed
    CALL    8, $0, $RESTART             /* set_debugreg: an address of the guest's, at its end */
    test    %rax, %rax
    jnz     failed
    CALL    9, $0                       /* get_debugreg */
    cmp     $RESTART, %rax
    jne     failed
    dec     %ebx
    jnz     again
    jmp     passed
