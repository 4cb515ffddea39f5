/* SPDX-License-Identifier: MIT */
/*
 * What a 64-bit guest of one file needs: the notes, calls, and a last word. Included at the top;
 * the code begins at guest_start, and ends by jumping to passed or failed.
 */
    .macro NOTE type:req, value:vararg
    .balign 4
    .long   4, 72f - 71f, \type
    .asciz  "Xen"
71: \value
72: .balign 4
    .endm

    .section .note.Xen, "a", @note
    NOTE    6, .asciz "test"
    NOTE    5, .asciz "xen-3.0"
    NOTE    8, .asciz "generic"
    NOTE    3, .quad guest_base
    NOTE    4, .quad guest_base
    NOTE    1, .quad guest_start

    .text
/* call number, up to three arguments; the result is in rax. Destroys rcx and r11. */
    .macro CALL number:req, a, b, c
    .ifnb \a
    mov     \a, %rdi
    .endif
    .ifnb \b
    mov     \b, %rsi
    .endif
    .ifnb \c
    mov     \c, %rdx
    .endif
    mov     $\number, %eax
    syscall
    .endm

passed:
    lea     passed_text(%rip), %rdx
    mov     $passed_end - passed_text, %esi
    jmp     1f
failed:
    lea     failed_text(%rip), %rdx
    mov     $failed_end - failed_text, %esi
1:  CALL    18, $0                      /* console_io: write */
    lea     poweroff(%rip), %rsi
    CALL    29, $2                      /* sched_op: shutdown */
    ud2

    .section .rodata
passed_text:
    .ascii  "ok 1 - the guest goes on as it should\n1..1\n"
passed_end:
failed_text:
    .ascii  "not ok 1 - the guest goes on as it should\n1..1\n"
failed_end:
    .balign 4
poweroff:
    .long   0

    .section .note.GNU-stack, "", @progbits
    .text
