/* SPDX-License-Identifier: MIT */
/*
 * The smallest kernel there can be: it says hello and switches the machine off.  Built in
 * several shapes, each with one thing wrong in what it says about itself, for the test of
 * what the hypervisor refuses (tests/cli/refusals.sh).  It stands on nothing, so that a fault
 * in libhypercall cannot hide one here.
 *
 * notes.S says how the notes can be bent; BSS is how many zeroed bytes are wanted behind it.
 */
#ifndef BSS
#define BSS 16
#endif

    .globl _start
_start:
    xor  %ebx, %ebx                 /* CONSOLEIO_write */
    mov  $hello_end - hello, %ecx
    mov  $hello, %edx
    mov  $18, %eax                  /* console_io */
    int  $0x82
    mov  $2, %ebx                   /* SCHEDOP_shutdown */
    mov  $poweroff, %ecx
    mov  $29, %eax                  /* sched_op */
    int  $0x82
1:  jmp  1b

    .data
hello:
    .ascii "hello from a small kernel\n"
hello_end:
    .balign 4
poweroff:
    .long 0                         /* SHUTDOWN_poweroff */

    .bss
    .skip BSS

#include "notes.S"
