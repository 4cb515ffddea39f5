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
    /* Where the bit's number is in a register it may lie in another word: the fault says in which.
     */
    {0xfab, STORE_BIT_SET, -1, 0, false},
    {0xfb3, STORE_BIT_RESET, -1, 0, false},
    {0xfbb, STORE_BIT_COMPLEMENT, -1, 0, false},
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
    struct code c;
    u64 address;

    u16 op = code_begin(v, r, &c);
    u8 modrm = code_next(&c), field = (modrm >> 3) & 7;
    const struct row *row = find_row(op, field);
    if (!row || c.repeat || !code_address(&c, r, modrm, &address))
        return false;
    out->kind = row->kind;
    out->size = row->is_byte ? 1 : c.rex & 8 ? 8 : c.size16 ? 2 : 4;
    if (row->kind == STORE_COMPARE_EXCHANGE_8B) {
        if (c.rex & 8) /* CMPXCHG16B: two entries at once */
            return false;
        out->size = 8;
    } else if (row->digit < 0) {
        /* Byte registers above 3 are AH..BH without a REX prefix: nobody writes tables so. */
        if (row->is_byte && !c.rex && field > 3)
            return false;
        out->reg = insn_register(r, field | (c.rex & 4 ? 8u : 0u));
        out->value = *out->reg;
    } else {
        out->value = code_immediate(&c, row->imm == 4 && c.size16 ? 2 : row->imm);
    }
    out->length = (u8)c.at;
    return c.at <= c.have;
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
    insn_set_register(&r->rax, s->size, old);
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
    u64 mask = insn_mask(s->size), result = s->value & mask;

    switch (s->kind) {
    case STORE_MOVE:
        return result;
    case STORE_EXCHANGE:
        insn_set_register(s->reg, s->size, old);
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
