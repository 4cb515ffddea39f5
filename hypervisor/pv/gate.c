/* SPDX-License-Identifier: MIT */
/*
 * Far calls and jumps through the call gates of 32-bit guests. A gate of theirs would be one of 64
 * bits to the processor, so it is kept with a level that nobody reaches, and every use of it
 * arrives here as #GP(selector). What the processor of a 32-bit machine would do is done in
 * software; the code segment that comes out of it is checked once more by our own IRET. Rule:
 * pv-abi 1.10.
 */
#include "call/guest.h"
#include "cpu/tables.h"
#include "pv/decode.h"
#include "pv/segment.h"

struct transfer {
    struct vcpu *v;
    struct regs *r;
    u64 gate, code; /* the two descriptors */
    u16 selector;   /* that of the code segment */
    bool is_jump;
    u8 length; /* of the instruction */
};

/* An exception at the instruction, which has changed nothing yet. */
static bool fault(struct transfer *t, u8 vector, u32 error)
{
    pv_exception(t->v, t->r, vector, true, error);
    return true;
}

/* The instruction at rip: a far call or jump to `selector`? */
static bool decode(struct transfer *t, u16 selector)
{
    struct code c;
    u64 offset;
    u16 op = code_begin(t->v, t->r, &c), named = 0;
    u32 size = c.size16 ? 2 : 4;
    gaddr_t at;

    if (op == 0x9a || op == 0xea) {
        code_immediate(&c, size);
        named = (u16)code_immediate(&c, 2);
        t->is_jump = op == 0xea;
    } else if (op == 0xff) {
        u8 modrm = code_next(&c), digit = modrm >> 3 & 7;
        if ((digit != 3 && digit != 5) || !code_address(&c, t->r, modrm, &offset) ||
            !pv_operand(t->v, t->r, c.segment, (u32)offset + size, 2, false, &at) ||
            !guest_copy_in(t->v, &named, at, 2))
            return false;
        t->is_jump = digit == 5;
    }
    t->length = (u8)c.at;
    return c.at <= c.have && (named & ~3u) == selector &&
           (named & 3u) <= (t->gate >> 16 & 3); /* whose level the gate's own is kept in */
}

/*
 * Writes n words below sp of the stack segment ss. A page that is not there is the guest's page
 * fault; false: the segment does not allow it.
 */
static bool push_words(struct transfer *t, u16 ss, u32 sp, const u32 *word, u32 n, bool *faulted)
{
    gaddr_t at;

    if (!pv_segment_linear(t->v, ss, sp - 4 * n, 4 * n, true, &at))
        return false;
    for (u32 i = n; i-- > 0 && !*faulted;) {
        gaddr_t to = gaddr_add(at, 4 * i);
        *faulted = !guest_copy_out(t->v, to, &word[i], 4);
        if (*faulted)
            pv_page_fault(t->v, t->r, to.va, 2);
    }
    return true;
}

/* To a more privileged level: parameters move to the kernel's stack. */
static bool call_inward(struct transfer *t)
{
    struct regs *r = t->r;
    u32 count = t->gate >> 32 & 31, word[4 + 31] = {(u32)r->rip + t->length, r->cs};
    u16 ss = t->v->kernel_ss;
    bool faulted = false;
    gaddr_t from;

    if (!pv_segment_linear(t->v, r->ss, (u32)r->rsp, 4 * count, false, &from))
        return fault(t, VECTOR_SS, 0);
    if (!guest_copy_in(t->v, word + 2, from, 4 * count)) {
        pv_page_fault(t->v, r, from.va, 4);
        return true;
    }
    word[2 + count] = (u32)r->rsp;
    word[3 + count] = r->ss;
    if (DESC_DPL(t->code) != 1 ||
        !push_words(t, ss, (u32)t->v->kernel_sp, word, 4 + count, &faulted))
        return fault(t, VECTOR_TS, ss & ~3u);
    if (faulted)
        return true;
    r->rsp = (u32)(t->v->kernel_sp - 4 * (4 + count));
    r->ss = ss;
    return false;
}

static bool call_level(struct transfer *t)
{
    u32 word[2] = {(u32)t->r->rip + t->length, t->r->cs};
    bool faulted = false;

    if (!push_words(t, t->r->ss, (u32)t->r->rsp, word, 2, &faulted))
        return fault(t, VECTOR_SS, 0);
    if (!faulted)
        t->r->rsp = (u32)(t->r->rsp - 8);
    return faulted;
}

/* Everything that can be wrong with the code segment; true: an exception has been raised. */
static bool refuse_code(struct transfer *t, u32 cpl)
{
    u32 dpl = 0, offset = (t->gate & 0xffff) | (t->gate >> 48) << 16;

    if (t->selector && tables_descriptor(t->v, t->selector, &t->code) &&
        (t->code & DESC_CODE_DATA) && (t->code & DESC_CODE))
        dpl = DESC_DPL(t->code);
    if (!dpl || dpl > cpl || (t->is_jump && !(t->code & DESC_DOWN) && dpl != cpl))
        return fault(t, VECTOR_GP, t->selector);
    if (!(t->code & DESC_PRESENT))
        return fault(t, VECTOR_NP, t->selector);
    return offset > descriptor_limit(t->code) && fault(t, VECTOR_GP, 0);
}

bool pv_emulate_gate(struct vcpu *v, struct regs *r)
{
    struct transfer t = {.v = v, .r = r};
    u16 selector = (u16)r->error;
    u32 cpl = r->cs & 3;

    if (v->domain->width != WIDTH_32 || !tables_descriptor(v, selector, &t.gate) ||
        DESC_TYPE(t.gate) != DESC_CALL_GATE || (t.gate >> 16 & 3) < cpl || !decode(&t, selector))
        return false;
    t.selector = t.gate >> 16 & 0xfffc;
    if (!(t.gate & DESC_PRESENT))
        return fault(&t, VECTOR_NP, selector);
    if (refuse_code(&t, cpl))
        return true;
    u32 level = t.code & DESC_DOWN ? cpl : DESC_DPL(t.code);
    if (!t.is_jump && (level < cpl ? call_inward(&t) : call_level(&t)))
        return true;

    /* ---- point of no return ---- */
    r->cs = (u16)(t.selector | level);
    r->rip = (t.gate & 0xffff) | (t.gate >> 48) << 16;
    pv_step(v, r, 0, 0);
    return true;
}
