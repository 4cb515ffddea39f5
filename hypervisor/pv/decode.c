/* SPDX-License-Identifier: MIT */
/*
 * A small decoder: prefixes, one or two opcode bytes, and a ModRM byte of the register form. It
 * fetches byte by byte through the guest's own code segment and page tables, because the
 * next byte may lie in a page that is not there - which then is the guest's page fault.
 */
#include "pv/decode.h"

#include "call/guest.h"

struct fetch {
    struct vcpu *v;
    const struct regs *r;
    u32 at;
    bool failed;
    u64 fault_at;
};

static u8 next_byte(struct fetch *f)
{
    u64 offset = f->r->rip + f->at;
    gaddr_t linear;
    u8 byte = 0;

    if (f->v->domain->width == WIDTH_32)
        offset = (u32)offset;
    if (f->failed || f->at >= INSN_MAX)
        f->failed = true;
    else if (!pv_segment_linear(f->v, f->r->cs, offset, 1, false, &linear))
        f->failed = true;
    else if (!guest_copy_in(f->v, &byte, linear, 1)) {
        f->failed = true;
        f->fault_at = linear.va;
    }
    f->at++;
    return byte;
}

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

struct prefixes {
    bool size16, repeat;
    u8 address_size, segment, rex;
};

static u8 read_prefixes(struct fetch *f, struct prefixes *p)
{
    bool wide = f->v->domain->width == WIDTH_64;

    for (;;) {
        u8 b = next_byte(f);
        switch (b) {
        case 0x66:
            p->size16 = true;
            break;
        case 0x67:
            p->address_size = wide ? 4 : 2;
            break;
        case 0xf2:
        case 0xf3:
            p->repeat = true;
            break;
        case 0xf0:
            break;
        case 0x26:
        case 0x2e:
        case 0x36:
        case 0x3e:
        case 0x64:
        case 0x65:
            p->segment = b;
            break;
        default:
            if (wide && (b & 0xf0) == 0x40) {
                p->rex = b;
                b = next_byte(f);
            }
            return b;
        }
        if (f->failed)
            return 0;
    }
}

/* MOV to and from control and debug registers: ModRM names both; its mode bits are ignored. */
static void decode_move(struct fetch *f, struct insn *i, enum insn_kind kind, u8 rex)
{
    u8 modrm = next_byte(f);

    i->kind = kind;
    i->reg = (modrm & 7) | (rex & 1 ? 8 : 0);
    i->crdr = ((modrm >> 3) & 7) | (rex & 4 ? 8 : 0);
}

static void decode_two_byte(struct fetch *f, struct insn *i, u8 rex)
{
    switch (next_byte(f)) {
    case 0x06:
        i->kind = INSN_CLTS;
        break;
    case 0x09:
        i->kind = INSN_WBINVD;
        break;
    case 0x20:
        decode_move(f, i, INSN_READ_CR, rex);
        break;
    case 0x21:
        decode_move(f, i, INSN_READ_DR, rex);
        break;
    case 0x22:
        decode_move(f, i, INSN_WRITE_CR, rex);
        break;
    case 0x23:
        decode_move(f, i, INSN_WRITE_DR, rex);
        break;
    case 0x30:
        i->kind = INSN_WRMSR;
        break;
    case 0x32:
        i->kind = INSN_RDMSR;
        break;
    case 0xa2:
        i->kind = INSN_CPUID;
        break;
    }
}

static void decode_port(struct fetch *f, struct insn *i, const struct prefixes *p, u8 op)
{
    i->kind = op & 2 ? INSN_OUT : INSN_IN;
    i->size = !(op & 1) ? 1 : p->size16 ? 2 : 4;
    i->in_dx = (op & 8) != 0;
    if (!i->in_dx)
        i->imm = next_byte(f);
}

void insn_decode(struct vcpu *v, const struct regs *r, struct insn *out)
{
    struct fetch f = {.v = v, .r = r};
    struct prefixes p = {.address_size = v->domain->width == WIDTH_64 ? 8 : 4};

    *out = (struct insn){.kind = INSN_UNKNOWN};
    u8 op = read_prefixes(&f, &p);
    if (op == 0x0f) {
        decode_two_byte(&f, out, p.rex);
    } else if (op >= 0x6c && op <= 0x6f) {
        out->kind = op & 2 ? INSN_OUTS : INSN_INS;
        out->size = !(op & 1) ? 1 : p.size16 ? 2 : 4;
        out->in_dx = true;
    } else if (op == 0xcd) {
        out->kind = INSN_INT;
        out->imm = next_byte(&f);
    } else if ((op & 0xf4) == 0xe4) {
        decode_port(&f, out, &p, op);
    } else if (op == 0xfa || op == 0xfb) {
        out->kind = op == 0xfa ? INSN_CLI : INSN_STI;
    }
    out->repeat = p.repeat;
    out->address_size = p.address_size;
    out->segment = p.segment;
    out->length = (u8)f.at;
    if (f.failed) {
        out->kind = f.fault_at ? INSN_FAULT : INSN_UNKNOWN;
        out->fault_at = f.fault_at;
    }
}
