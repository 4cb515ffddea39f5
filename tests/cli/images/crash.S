/* SPDX-License-Identifier: MIT */
/*
 * Kernels that end badly, for tests/cli/crashes.sh: CRASH says how.  The fault always happens
 * in `culprit`, called from `accomplice`, so that a backtrace can be checked by their names.
 */
#define NO_HANDLER 1        /* an exception, and no handler for it */
#define WILD_JUMP 2         /* a jump to where nothing is */
#define WILD_STACK 3        /* an exception, a handler, but no stack for its frame */
#define WILD_HANDLER 4      /* an exception whose handler is nowhere, for ever */
#define WILD_IRET 5         /* an iret from a stack that is none */
#define ASKED 6             /* the guest says itself that it crashed */

    .text
    .globl _start
    .type _start, @function
_start:
#if CRASH == WILD_STACK || CRASH == WILD_HANDLER
    mov  $traps, %ebx
    xor  %eax, %eax                 /* set_trap_table */
    int  $0x82
#endif
    xor  %ebp, %ebp
    call accomplice
1:  jmp  1b
    .size _start, . - _start

    .type accomplice, @function
accomplice:
    push %ebp
    mov  %esp, %ebp
    call culprit                    /* last instruction: its return address is in culprit */
    .size accomplice, . - accomplice

    .type culprit, @function
culprit:
    push %ebp
    mov  %esp, %ebp
#if CRASH == WILD_STACK
    mov  $0x80000000, %esp
#elif CRASH == WILD_JUMP
    mov  $0x12345678, %eax
    call *%eax
#elif CRASH == WILD_IRET
    mov  $0x80000000, %esp
    mov  $23, %eax                  /* iret */
    int  $0x82
#elif CRASH == ASKED
    mov  $2, %ebx                   /* SCHEDOP_shutdown */
    mov  $crash, %ecx
    mov  $29, %eax                  /* sched_op */
    int  $0x82
#endif
    ud2
    .size culprit, . - culprit

handler:
1:  jmp  1b

    .data
    .balign 4
crash:
    .long 3                         /* SHUTDOWN_crash */
traps:
#if CRASH == WILD_HANDLER
    .byte 6, 0                      /* #UD, to a page that is not there */
    .short 0xe019
    .long 0x12345678
    .byte 14, 0                     /* #PF, likewise */
    .short 0xe019
    .long 0x12345678
#else
    .byte 6, 0
    .short 0xe019
    .long handler
#endif
    .long 0, 0

#include "notes.S"
