/* SPDX-License-Identifier: MIT */
/*
 * Kernels that believe in writable page tables change entries by plain instructions. Those come
 * here after their page fault (mm/fault.c): moves, exchanges, and the locked read-modify-write
 * forms that change accessed and dirty bits. Where the memory operand is, the fault has told; so
 * its address bytes are only skipped.
 */
#include "pv/store.h"

#include "call/guest.h"
#include "pv/decode.h"

#define ZF (1u << 6)
#define SF (1u << 7)
#define PF (1u << 2)
#define OF (1u << 11)

/* The instruction's bytes, as many as could be fetched. */
struct code {
    u8 byte[INSN_MAX];
    u32 have, at;
};

static u8 next(struct code *c)
{
    return c->at < c->have ? c->byte[c->at++] : (c->at++, 0);
}

static void fetch(struct vcpu *v, const struct regs *r, struct code *c)
{
    u64 ip = v->domain->width == WIDTH_32 ? (u32)r->rip : r->rip;
    gaddr_t at;

    /* Up to the end of the page first: the next may not be there, and need not be. */
    for (u32 want = INSN_MAX; want; want = min(want - 1, (u32)(PAGE_SIZE - (ip & ~PAGE_MASK)))) {
        if (pv_segment_linear(v, r->cs, ip, want, false, &at) &&
            guest_copy_in(v, c->byte, at, want)) {
            c->have = want;
            return;
        }
    }
}

struct prefix {
    bool size16, repeat;
    u8 rex;
};

static u8 prefixes(struct code *c, bool wide, struct prefix *p)
{
    for (u32 i = 0; i < INSN_MAX; i++) {
        u8 b = next(c);
        switch (b) {
        case 0x66:
            p->size16 = true;
            break;
        case 0xf2:
        case 0xf3:
            p->repeat = true;
            break;
        case 0xf0:
        case 0x67:
        case 0x26:
        case 0x2e:
        case 0x36:
        case 0x3e:
        case 0x64:
        case 0x65:
            break;
        default:
            if (wide && (b & 0xf0) == 0x40) {
                p->rex = b;
                b = next(c);
            }
            return b;
        }
    }
    return 0;
}

/* ModRM with a memory operand: skips SIB and displacement; false for the register form. */
static bool skip_address(struct code *c, u8 modrm)
{
    u8 mod = modrm >> 6, rm = modrm & 7;

    if (mod == 3)
        return false;
    if (rm == 4) {
        u8 sib = next(c);
        if (mod == 0 && (sib & 7) == 5)
            c->at += 4;
    } else if (mod == 0 && rm == 5) {
        c->at += 4;
    }
    c->at += mod == 1 ? 1 : mod == 2 ? 4 : 0;
    return true;
}

static u64 immediate(struct code *c, u32 bytes)
{
    u64 x = 0;

    for (u32 i = 0; i < bytes; i++)
        x |= (u64)next(c) << (8 * i);
    return bytes < 8 && x >> (8 * bytes - 1) ? x | ~0ull << (8 * bytes) : x;
}

/* One row an opcode: what it does, and where its second operand is. */
struct row {
    u16 opcode; /* two-byte ones as 0x0fXX */
    u8 kind;
    int8_t digit; /* ModRM digit that the opcode is shared by, -1 = the field is a register */
    u8 imm;       /* bytes of immediate: 0 none, 1, or 4 (2 with the 16-bit prefix) */
    bool is_byte;
};
static const struct row rows[] = {
    {0x88, STORE_MOVE, -1, 0, true},
    {0x89, STORE_MOVE, -1, 0, false},
    {0xc6, STORE_MOVE, 0, 1, true},
    {0xc7, STORE_MOVE, 0, 4, false},
    {0x86, STORE_EXCHANGE, -1, 0, true},
    {0x87, STORE_EXCHANGE, -1, 0, false},
    {0x20, STORE_AND, -1, 0, true},
    {0x21, STORE_AND, -1, 0, false},
    {0x08, STORE_OR, -1, 0, true},
    {0x09, STORE_OR, -1, 0, false},
    {0x30, STORE_XOR, -1, 0, true},
    {0x31, STORE_XOR, -1, 0, false},
    {0x80, STORE_AND, 4, 1, true},
    {0x81, STORE_AND, 4, 4, false},
    {0x83, STORE_AND, 4, 1, false},
    {0x80, STORE_OR, 1, 1, true},
    {0x81, STORE_OR, 1, 4, false},
    {0x83, STORE_OR, 1, 1, false},
    {0xfb0, STORE_COMPARE_EXCHANGE, -1, 0, true},
    {0xfb1, STORE_COMPARE_EXCHANGE, -1, 0, false},
    {0xfc7, STORE_COMPARE_EXCHANGE_8B, 1, 0, false},
    {0xfba, STORE_BIT_SET, 5, 1, false},
    {0xfba, STORE_BIT_RESET, 6, 1, false},
    {0xfba, STORE_BIT_COMPLEMENT, 7, 1, false},
};

static const struct row *find_row(u16 opcode, u8 digit)
{
    for (u32 i = 0; i < array_size(rows); i++) {
        if (rows[i].opcode == opcode && (rows[i].digit < 0 || rows[i].digit == digit))
            return &rows[i];
    }
    return NULL;
}

bool store_decode(struct vcpu *v, struct regs *r, struct store *out)
{
    struct code c = {.have = 0};
    struct prefix p = {0};

    fetch(v, r, &c);
    u16 op = prefixes(&c, v->domain->width == WIDTH_64, &p);
    if (op == 0x0f)
        op = 0xf00 | next(&c);
    u8 modrm = next(&c), field = (modrm >> 3) & 7;
    const struct row *row = find_row(op, field);
    if (!row || p.repeat || !skip_address(&c, modrm))
        return false;
    out->kind = row->kind;
    out->size = row->is_byte ? 1 : p.rex & 8 ? 8 : p.size16 ? 2 : 4;
    if (row->kind == STORE_COMPARE_EXCHANGE_8B) {
        if (p.rex & 8) /* CMPXCHG16B: two entries at once */
            return false;
        out->size = 8;
    } else if (row->digit < 0) {
        /* Byte registers above 3 are AH..BH without a REX prefix: nobody writes tables so. */
        if (row->is_byte && !p.rex && field > 3)
            return false;
        out->reg = insn_register(r, field | (p.rex & 4 ? 8u : 0u));
        out->value = *out->reg;
    } else {
        out->value = immediate(&c, row->imm == 4 && p.size16 ? 2 : row->imm);
    }
    out->length = (u8)c.at;
    return c.at <= c.have;
}

static void set_register(u64 *reg, u32 size, u64 value)
{
    u64 mask = size == 8 ? ~0ull : (1ull << (8 * size)) - 1;

    /* A 32-bit result clears the upper half, smaller ones keep what is above. */
    *reg = size >= 4 ? value & mask : (*reg & ~mask) | (value & mask);
}

static void set_logic_flags(struct regs *r, u64 result, u32 size)
{
    r->rflags &= ~(u64)(RFLAGS_CF | ZF | SF | PF | OF);
    if (!result)
        r->rflags |= ZF;
    if (result >> (8 * size - 1) & 1)
        r->rflags |= SF;
    if (!(__builtin_popcountll(result & 0xff) & 1))
        r->rflags |= PF;
}

/* CMPXCHG compares like a subtraction; kernels look at ZF only, the others follow it closely. */
static u64 compare_exchange(const struct store *s, struct regs *r, u64 old, u64 mask)
{
    bool equal = (r->rax & mask) == old;

    set_logic_flags(r, ((r->rax & mask) - old) & mask, s->size);
    if ((r->rax & mask) < old)
        r->rflags |= RFLAGS_CF;
    if (equal)
        return s->value & mask;
    set_register(&r->rax, s->size, old);
    return old;
}

/* CMPXCHG8B: edx:eax against memory, ecx:ebx into it. Only ZF changes. */
static u64 compare_exchange_8b(struct regs *r, u64 old)
{
    if (((u64)(u32)r->rdx << 32 | (u32)r->rax) == old) {
        r->rflags |= ZF;
        return (u64)(u32)r->rcx << 32 | (u32)r->rbx;
    }
    r->rflags &= ~(u64)ZF;
    r->rax = (u32)old;
    r->rdx = old >> 32;
    return old;
}

static u64 change_bit(const struct store *s, struct regs *r, u64 old)
{
    u64 bit = 1ull << (s->value & (8 * s->size - 1u));

    r->rflags &= ~(u64)RFLAGS_CF;
    if (old & bit)
        r->rflags |= RFLAGS_CF;
    return s->kind == STORE_BIT_SET     ? old | bit
           : s->kind == STORE_BIT_RESET ? old & ~bit
                                        : old ^ bit;
}

u64 store_apply(const struct store *s, struct regs *r, u64 old)
{
    u64 mask = s->size == 8 ? ~0ull : (1ull << (8 * s->size)) - 1, result = s->value & mask;

    switch (s->kind) {
    case STORE_MOVE:
        return result;
    case STORE_EXCHANGE:
        set_register(s->reg, s->size, old);
        return result;
    case STORE_COMPARE_EXCHANGE:
        return compare_exchange(s, r, old, mask);
    case STORE_COMPARE_EXCHANGE_8B:
        return compare_exchange_8b(r, old);
    case STORE_BIT_SET:
    case STORE_BIT_RESET:
    case STORE_BIT_COMPLEMENT:
        return change_bit(s, r, old);
    case STORE_AND:
        result &= old;
        break;
    case STORE_OR:
        result |= old;
        break;
    case STORE_XOR:
        result ^= old;
        break;
    }
    set_logic_flags(r, result, s->size);
    return result;
}
