/* SPDX-License-Identifier: MIT */
/*
 * The shortest handlers there can be: what is measured is the hypervisor, and these few instructions
 * are all that the guest adds to it.
 */
#include "abi/layout.h"
#include "tests/bench/mark.h"

#define CALL_UPDATE_VA_MAPPING 14
#define CALL_IRET              23
#define UVMF_INVLPG            2

    .text

/* #UD, two bytes long:         stack: eip  cs  eflags */
    .globl bench_undefined
bench_undefined:
    addl $2, (%esp)
    push %eax
    mov $CALL_IRET, %eax
    int $ABI_HYPERCALL_VECTOR32

/* #PF: map the page.           stack: error  eip  cs  eflags */
    .globl bench_page_fault
bench_page_fault:
    push %ebx
    push %ecx
    push %edx
    push %esi
    push %eax
    mov $CALL_UPDATE_VA_MAPPING, %eax
    mov bench_address, %ebx
    mov bench_entry, %ecx
    mov bench_entry + 4, %edx
    mov $UVMF_INVLPG, %esi
    int $ABI_HYPERCALL_VECTOR32
    pop %eax
    pop %esi
    pop %edx
    pop %ecx
    pop %ebx
    mov %eax, (%esp)                /* in the place of the error code */
    mov $CALL_IRET, %eax
    int $ABI_HYPERCALL_VECTOR32

/* A system call.               stack: eip  cs  eflags  esp  ss */
    .globl bench_call_hypercall, bench_call_iret
bench_call_hypercall:
    push %eax
    mov $CALL_IRET, %eax
    int $ABI_HYPERCALL_VECTOR32
bench_call_iret:
    iret

/* The event callback.          stack: eip  cs  eflags */
    .globl bench_event
bench_event:
    push %eax
    movb $0, guest_shared           /* upcall_pending */
    xor %eax, %eax
    xchg %eax, guest_shared + 4     /* pending_sel */
    mov bench_event_clear, %eax
    lock andl %eax, guest_shared + 0x800 /* evtchn_pending[0] */
    mov $CALL_IRET, %eax
    int $ABI_HYPERCALL_VECTOR32

/* In ring 3: 1000 system calls; cycles in esi. Leaves by UD2. */
    .section .user.text, "ax"
    .globl bench_user_calls
bench_user_calls:
    mov $1000, %ecx
    MARK(MARK_ON)
    rdtsc
    mov %eax, %esi
1:  int $0x80
    dec %ecx
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
    .long 0
bench_event_clear:
    .long 0

    .section .note.GNU-stack, "", @progbits
