/* SPDX-License-Identifier: MIT */
#ifndef PV_STORE_H
#define PV_STORE_H
/*
 * Inside ring 0: instructions that write to memory, as far as kernels use them on page tables.
 */
#include "pv/pv.h"

struct store {
    u8 length; /* bytes of the instruction */
    u8 size;   /* bytes it writes: 1, 2, 4 or 8 */
    enum {
        STORE_MOVE,
        STORE_EXCHANGE,
        STORE_COMPARE_EXCHANGE,
        STORE_COMPARE_EXCHANGE_8B,
        STORE_AND,
        STORE_OR,
        STORE_XOR,
        STORE_BIT_SET,
        STORE_BIT_RESET,
        STORE_BIT_COMPLEMENT,
    } kind;
    u64 value; /* the register or immediate operand; for bits: the bit's number */
    u64 *reg;  /* exchange: the register that gets the old value */
};

/* Decodes the instruction at the guest's rip; false if it is not one of these. */
bool store_decode(struct vcpu *v, struct regs *r, struct store *out);

/*
 * What memory holds afterwards, given what it holds: both as `size` bytes. Updates flags and
 * registers as the instruction does. A failing compare-and-exchange leaves memory as it was.
 */
u64 store_apply(const struct store *s, struct regs *r, u64 old);

#endif
