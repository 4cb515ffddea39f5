/* SPDX-License-Identifier: MIT */
/*
 * What the small kernels of these tests say about themselves, right unless it is bent:
 *   ENTRY_NOTE, BASE_NOTE, OFFSET_NOTE   values of three notes; -1: the note is left out
 *   PAE_NOTE, FEATURES_NOTE              texts of two
 *   NO_NOTES                             none at all
 */
#ifndef ENTRY_NOTE
#define ENTRY_NOTE _start
#endif
#ifndef BASE_NOTE
#define BASE_NOTE 0xc0000000
#endif
#ifndef OFFSET_NOTE
#define OFFSET_NOTE 0
#endif
#ifndef PAE_NOTE
#define PAE_NOTE "yes"
#endif
#ifndef FEATURES_NOTE
#define FEATURES_NOTE "pae_pgdir_above_4gb"
#endif

#ifndef NO_NOTES
    .section .note.Xen, "a", @note
    .macro number type, value
    .long 4, 4, \type
    .asciz "Xen"
    .long \value
    .endm
    .macro text type, value:vararg
    .long 4, 2f - 1f, \type
    .asciz "Xen"
1:  .asciz \value
2:  .balign 4
    .endm

    text   5, "xen-3.0"
    text   6, "Torc test"
    text   8, "generic"
    text   9, PAE_NOTE
    text   10, FEATURES_NOTE
    number 1, ENTRY_NOTE
#if BASE_NOTE != -1
    number 3, BASE_NOTE
#endif
#if OFFSET_NOTE != -1
    number 4, OFFSET_NOTE
#endif
#endif
