/* SPDX-License-Identifier: MIT */
/*
 * The shortest handlers there can be: what is measured is the hypervisor, and these few instructions
 * are all that the guest adds to it. The hypervisor's frame begins with rcx and r11; the iret
 * hypercall takes rax, r11, rcx and a word of flags above the processor's frame.
 */
#include "abi/layout.h"
#include "tests/bench/mark.h"

#define CALL_UPDATE_VA_MAPPING 14
#define CALL_IRET              23
#define UVMF_INVLPG            2

.macro return_by_hypercall
    push $0
    push %rcx
    push %r11
    push %rax
    mov $CALL_IRET, %eax
    syscall
.endm

    .text

/* #UD, two bytes long:         stack: rcx  r11  rip  cs  rflags  rsp  ss */
    .globl bench_undefined
bench_undefined:
    pop %rcx
    pop %r11
    addq $2, (%rsp)
    return_by_hypercall

/* #PF: map the page.           stack: rcx  r11  error  rip  cs  rflags  rsp  ss */
    .globl bench_page_fault
bench_page_fault:
    push %rax
    push %rdi
    push %rsi
    push %rdx
    mov $CALL_UPDATE_VA_MAPPING, %eax
    mov bench_address, %rdi
    mov bench_entry, %rsi
    mov $UVMF_INVLPG, %edx
    syscall
    pop %rdx
    pop %rsi
    pop %rdi
    pop %rax
    pop %rcx
    pop %r11
    add $8, %rsp                    /* the error code */
    return_by_hypercall

/* A system call.               stack: rcx  r11  rip  cs  rflags  rsp  ss */
    .globl bench_call_hypercall
bench_call_hypercall:
    pop %rcx
    pop %r11
    return_by_hypercall

/* The event callback.          stack: rcx  r11  rip  cs  rflags  rsp  ss */
    .globl bench_event
bench_event:
    pop %rcx
    pop %r11
    push $0
    push %rcx
    push %r11
    push %rax
    movb $0, guest_shared           /* upcall_pending */
    xor %eax, %eax
    xchg %rax, guest_shared + 8     /* pending_sel */
    mov bench_event_clear, %rax
    lock andq %rax, guest_shared + 0x800 /* evtchn_pending[0] */
    mov $CALL_IRET, %eax
    syscall

/* In user mode: 1000 system calls; cycles in esi. Leaves by UD2. */
    .section .user.text, "ax"
    .globl bench_user_calls
bench_user_calls:
    mov $1000, %ebx
    MARK(MARK_ON)
    rdtsc
    mov %eax, %esi
1:  int $0x80
    dec %ebx
    jnz 1b
    rdtsc
    MARK(MARK_OFF)
    sub %esi, %eax
    mov %eax, %esi
    ud2

/* The same by SYSCALL, which uses up rcx and r11. */
    .globl bench_user_syscalls
bench_user_syscalls:
    mov $1000, %ebx
    MARK(MARK_ON)
    rdtsc
    mov %eax, %esi
1:  syscall
    dec %ebx
    jnz 1b
    rdtsc
    MARK(MARK_OFF)
    sub %esi, %eax
    mov %eax, %esi
    ud2

    .data
    .globl bench_address, bench_entry, bench_event_clear
    .balign 8
bench_entry:
    .quad 0
bench_address:
    .quad 0
bench_event_clear:
    .quad 0

    .section .note.GNU-stack, "", @progbits
