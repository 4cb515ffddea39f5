/* SPDX-License-Identifier: MIT */
#ifndef PV_DECODE_H
#define PV_DECODE_H
/*
 * Inside the pv room: reading a guest's instructions. The one decoder of the tree; it knows only
 * what guests execute without the right to.
 */
#include "pv/pv.h"

#define INSN_MAX 15 /* bytes, as on the processor */

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
    INSN_IN, /* size bytes from port (imm, or DX if in_dx) */
    INSN_OUT,
    INSN_INS, /* string forms: one element at a time */
    INSN_OUTS,
    INSN_CLI,
    INSN_STI,
    INSN_CPUID,
};

struct insn {
    enum insn_kind kind;
    u8 length; /* bytes */
    u8 size;   /* IN, OUT: 1, 2 or 4 */
    u8 imm;
    bool in_dx;
    bool repeat; /* REP before INS, OUTS */
    u8 reg, crdr;
    u8 address_size; /* 2, 4 or 8 */
    u8 segment;      /* override: 0 none, else the prefix byte */
    u64 fault_at;
};

/* Decodes the instruction at the guest's rip. */
void insn_decode(struct vcpu *v, const struct regs *r, struct insn *out);

/* A general register by its number in an instruction (0 = rax ... 15 = r15). */
u64 *insn_register(struct regs *r, u32 number);

#endif
