/* SPDX-License-Identifier: MIT */
/*
 * A small decoder: prefixes, one or two opcode bytes, and what follows them. Bytes are fetched
 * through the guest's own code segment and page tables. The page behind the first byte's may not be
 * there, and need not be unless the instruction reaches into it - which then is the guest's page
 * fault.
 */
#include "pv/decode.h"

#include "call/guest.h"

u64 *insn_register(struct regs *r, u32 number)
{
    static const u8 offsets[16] = {
        offsetof(struct regs, rax), offsetof(struct regs, rcx), offsetof(struct regs, rdx),
        offsetof(struct regs, rbx), offsetof(struct regs, rsp), offsetof(struct regs, rbp),
        offsetof(struct regs, rsi), offsetof(struct regs, rdi), offsetof(struct regs, r8),
        offsetof(struct regs, r9),  offsetof(struct regs, r10), offsetof(struct regs, r11),
        offsetof(struct regs, r12), offsetof(struct regs, r13), offsetof(struct regs, r14),
        offsetof(struct regs, r15)};
    return (u64 *)((char *)r + offsets[number & 15]);
}

u8 code_next(struct code *c)
{
    return c->at < c->have ? c->byte[c->at++] : (c->at++, 0);
}

u64 code_immediate(struct code *c, u32 bytes)
{
    u64 x = 0;

    if (c->at < INSN_MAX) /* what was not fetched is zero */
        __builtin_memcpy(&x, c->byte + c->at, sizeof(x));
    c->at += bytes;
    return bytes ? (u64)((s64)(x << (64 - 8 * bytes)) >> (64 - 8 * bytes)) : 0;
}

static void fetch(struct vcpu *v, const struct regs *r, struct code *c)
{
    u64 ip = pv_truncate(v, r->rip);
    gaddr_t at;

    /* Up to the end of the page first, then up to the end of the segment. */
    for (u32 want = INSN_MAX; want; want = min(want - 1, (u32)(PAGE_SIZE - (ip & ~PAGE_MASK)))) {
        if (pv_segment_linear(v, r->cs, ip, want, false, &at) &&
            guest_copy_in(v, c->byte, at, want)) {
            c->have = want;
            return;
        }
    }
}

u16 code_begin(struct vcpu *v, const struct regs *r, struct code *c)
{
    bool wide = v->domain->width == WIDTH_64;

    *c = (struct code){.address_size = wide ? 8 : 4};
    fetch(v, r, c);
    while (c->at < c->have) {
        u8 b = code_next(c);
        switch (b) {
        case 0x66:
            c->size16 = true;
            break;
        case 0x67:
            c->address_size = wide ? 4 : 2;
            break;
        case 0xf2:
        case 0xf3:
            c->repeat = true;
            break;
        case 0xf0:
            break;
        case 0x26:
        case 0x2e:
        case 0x36:
        case 0x3e:
        case 0x64:
        case 0x65:
            c->segment = b;
            break;
        default:
            if (wide && (b & 0xf0) == 0x40) {
                c->rex = b;
                b = code_next(c);
            }
            return b == 0x0f ? 0xf00 | code_next(c) : b;
        }
    }
    c->at++; /* nothing but prefixes */
    return 0;
}

bool code_address(struct code *c, struct regs *r, u8 modrm, u64 *offset)
{
    u8 mod = modrm >> 6, base = modrm & 7;

    if (mod == 3 || c->address_size == 2)
        return false;
    *offset = 0;
    if (base == 4) {
        u8 sib = code_next(c), index = (sib >> 3 & 7) | (c->rex & 2 ? 8 : 0);
        base = sib & 7;
        if (index != 4)
            *offset = *insn_register(r, index) << (sib >> 6);
    }
    if (mod == 0 && base == 5) {
        *offset += code_immediate(c, 4);
        return true;
    }
    if (!c->segment && (base == 4 || base == 5))
        c->segment = 0x36;
    *offset += *insn_register(r, base | (c->rex & 1 ? 8u : 0u));
    *offset += code_immediate(c, mod == 2 ? 4 : mod);
    return true;
}

static const struct {
    u16 opcode;
    u8 kind;
} rows[] = {
    {0xcd, INSN_INT},      {0xf06, INSN_CLTS},     {0xf09, INSN_WBINVD},   {0xf20, INSN_READ_CR},
    {0xf21, INSN_READ_DR}, {0xf22, INSN_WRITE_CR}, {0xf23, INSN_WRITE_DR}, {0xf30, INSN_WRMSR},
    {0xf31, INSN_RDTSC},   {0xf32, INSN_RDMSR},    {0xfa2, INSN_CPUID},    {0xfa, INSN_CLI},
    {0xfb, INSN_STI},      {0x6c, INSN_INS},       {0x6d, INSN_INS},       {0x6e, INSN_OUTS},
    {0x6f, INSN_OUTS},     {0xe4, INSN_IN},        {0xe5, INSN_IN},        {0xec, INSN_IN},
    {0xed, INSN_IN},       {0xe6, INSN_OUT},       {0xe7, INSN_OUT},       {0xee, INSN_OUT},
    {0xef, INSN_OUT},
};

/* What the instruction's first bytes leave open. */
static void decode_operands(struct code *c, struct insn *i, u16 op)
{
    u8 modrm;

    switch (i->kind) {
    case INSN_READ_CR:
    case INSN_READ_DR:
    case INSN_WRITE_CR:
    case INSN_WRITE_DR: /* ModRM names both registers; its mode bits are ignored */
        modrm = code_next(c);
        i->reg = (modrm & 7) | (c->rex & 1 ? 8 : 0);
        i->crdr = ((modrm >> 3) & 7) | (c->rex & 4 ? 8 : 0);
        break;
    case INSN_IN:
    case INSN_OUT:
    case INSN_INS:
    case INSN_OUTS:
        i->size = !(op & 1) ? 1 : c->size16 ? 2 : 4;
        i->in_dx = (op & 8) != 0;
        if (!i->in_dx)
            i->imm = code_next(c);
        break;
    case INSN_INT:
        i->imm = code_next(c);
        break;
    default:
        break;
    }
}

void insn_decode(struct vcpu *v, const struct regs *r, struct insn *out)
{
    struct code c;
    u16 op = code_begin(v, r, &c);
    gaddr_t missing;

    *out = (struct insn){.repeat = c.repeat, .address_size = c.address_size, .segment = c.segment};
    for (u32 i = 0; i < array_size(rows); i++) {
        if (rows[i].opcode == op)
            out->kind = rows[i].kind;
    }
    decode_operands(&c, out, op);
    out->length = (u8)c.at;
    if (c.at <= c.have)
        return;
    /* It goes on where nothing could be fetched. */
    out->kind = INSN_UNKNOWN;
    if (c.have < INSN_MAX &&
        pv_segment_linear(v, r->cs, pv_truncate(v, r->rip + c.have), 1, false, &missing)) {
        out->kind = INSN_FAULT;
        out->fault_at = missing.va;
    }
}
