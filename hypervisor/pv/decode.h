/* SPDX-License-Identifier: MIT */
#ifndef PV_DECODE_H
#define PV_DECODE_H
/*
 * Inside the pv room: reading a guest's instructions. Bytes, prefixes and operands are read here,
 * for what guests execute without the right to (below), for stores to page tables (store.c) and
 * for far calls through gates (gate.c).
 */
#include "pv/pv.h"

#define INSN_MAX 15 /* bytes, as on the processor */

/* The bytes at the guest's rip, as many as can be fetched, and the prefixes among them. */
struct code {
    u8 byte[INSN_MAX + 9]; /* and zeros behind, for code_immediate */
    u32 have, at;
    bool size16, repeat;
    u8 address_size; /* 2, 4 or 8 */
    u8 segment;      /* override: 0 none, else the prefix byte */
    u8 rex;
};

/* Fetches, steps over the prefixes, returns the first byte of the opcode (0x0f: and the second). */
u16 code_begin(struct vcpu *v, const struct regs *r, struct code *c);
/* The next byte; 0 if there is none, which c->at > c->have tells. */
u8 code_next(struct code *c);
/* The next 0 to 8 bytes as a number with its sign. */
u64 code_immediate(struct code *c, u32 bytes);
/*
 * The memory operand of a ModRM byte: its offset. One relative to the stack is in SS unless a
 * prefix says otherwise: so c->segment then. False for a register, and for 16-bit addresses.
 */
bool code_address(struct code *c, struct regs *r, u8 modrm, u64 *offset);

enum insn_kind {
    INSN_UNKNOWN, /* none of ours */
    INSN_FAULT,   /* its bytes cannot be fetched: fault_at says where */
    INSN_INT,     /* INT n: imm */
    INSN_CLTS,
    INSN_WBINVD,
    INSN_READ_CR, /* control register crdr to register reg */
    INSN_WRITE_CR,
    INSN_READ_DR,
    INSN_WRITE_DR,
    INSN_RDMSR,
    INSN_WRMSR,
    INSN_RDTSC,
    INSN_CPUID,
    INSN_CLI,
    INSN_STI,
    INSN_IN, /* size bytes from port (imm, or DX if in_dx) */
    INSN_OUT,
    INSN_INS, /* string forms: one element at a time */
    INSN_OUTS,
};

struct insn {
    enum insn_kind kind;
    u8 length; /* bytes */
    u8 size;   /* IN, OUT: 1, 2 or 4 */
    u8 imm;
    bool in_dx;
    bool repeat; /* REP before INS, OUTS */
    u8 reg, crdr;
    u8 address_size, segment; /* as above */
    u64 fault_at;
};

/* Decodes the instruction at the guest's rip. */
void insn_decode(struct vcpu *v, const struct regs *r, struct insn *out);

/* A general register by its number in an instruction (0 = rax ... 15 = r15). */
u64 *insn_register(struct regs *r, u32 number);

/* The bits of 1 to 8 bytes. */
static inline u64 insn_mask(u32 bytes)
{
    return ~0ull >> (64 - 8 * bytes);
}

/* A result of `bytes` in a register: one of 32 bits clears the upper half, smaller ones keep it. */
static inline void insn_set_register(u64 *reg, u32 bytes, u64 value)
{
    u64 mask = insn_mask(bytes), kept = bytes >= 4 ? 0 : *reg & ~mask;

    *reg = kept | (value & mask);
}

#endif
