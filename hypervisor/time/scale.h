/* SPDX-License-Identifier: MIT */
#ifndef TIME_SCALE_H
#define TIME_SCALE_H
/*
 * Ticks to nanoseconds and back, in the arithmetic that the ABI prescribes to guests: shift,
 * multiply by a 32-bit fraction, drop 32 bits. Ring 0 uses the same, so that a guest that reads
 * its clock and compares it with a deadline of ours never sees the two disagree.
 */
#include "lib/types.h"

struct scale {
    u32 mul;      /* binary fraction of 32 bits, top bit set */
    int8_t shift; /* applied before: left if positive */
};

/* (ticks << shift) * mul / 2^32, as guests compute it. */
static inline u64 scale_apply(struct scale s, u64 ticks)
{
    ticks = s.shift >= 0 ? ticks << s.shift : ticks >> -s.shift;
    return (u64)((unsigned __int128)ticks * s.mul >> 32);
}

/* The scale that turns a count at `from` Hz into one at `to` Hz; both from 1 kHz to 2^40 Hz. */
static inline struct scale scale_make(u64 from, u64 to)
{
    struct scale s = {0, 0};

    for (; to >= from; s.shift++) /* bring to / from into [1/2, 1): it then fills the fraction */
        from <<= 1;
    for (; to * 2 < from; s.shift--)
        to <<= 1;
    while (from >> 31) { /* so that the quotient can be had by one division of 64 bits */
        from >>= 1;
        to >>= 1;
    }
    s.mul = (u32)((to << 32) / from);
    return s;
}

#endif
