/* SPDX-License-Identifier: MIT */
#ifndef CALL_EXTABLE_H
#define CALL_EXTABLE_H
/*
 * Instructions in ring 0 that may fault, and where to go on when they do. Only accesses to guest
 * memory, loads of guest selectors and reads of doubtful MSRs are entered here.
 */
#include "lib/types.h"

struct extable_entry {
    s64 at, fixup; /* relative to the field itself: the image needs no relocation */
};

#define EXTABLE(at, fixup)                                                                         \
    ".pushsection .extable, \"a\"\n\t.quad " at " - .\n\t.quad " fixup " - .\n\t.popsection\n\t"

/* The address to go on at after a fault at rip, 0 if that was not expected to fault. */
u64 extable_find(u64 rip);

#endif
