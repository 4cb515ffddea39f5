/* SPDX-License-Identifier: MIT */
/*
 * The dispatch table, made from abi/calls.h, and the door of 32-bit guests. All rows have one C
 * signature, so that a call costs one indirect jump; a row for 32-bit guests joins the two halves
 * of 64-bit arguments on the way.
 */
#include "call/dispatch.h"

#include "cpu/cpu.h"

/*
 * The shapes: the arguments for the handler, where a 64-bit value takes two registers if they are
 * narrow (N); registers that hold arguments, by width; and which arguments are such values.
 */
#define N(low, high) (narrow ? (low) | (high) << 32 : (low))
#define ARGS_o       (v)
#define ARGS_w       (v, a)
#define ARGS_ww      (v, a, b)
#define ARGS_www     (v, a, b, c)
#define ARGS_wwww    (v, a, b, c, d)
#define ARGS_D       (v, N(a, b))
#define ARGS_DD      (v, N(a, b), narrow ? c | d << 32 : b)
#define ARGS_wDw     (v, a, N(b, c), narrow ? d : c)
#define ARGS_wDww    (v, a, N(b, c), narrow ? d : c, narrow ? e : d)
#define WORDS_o      {0, 0}, 0
#define WORDS_w      {1, 1}, 0
#define WORDS_ww     {2, 2}, 0
#define WORDS_www    {3, 3}, 0
#define WORDS_wwww   {4, 4}, 0
#define WORDS_D      {2, 1}, 1
#define WORDS_DD     {4, 2}, 3
#define WORDS_wDw    {4, 3}, 2
#define WORDS_wDww   {5, 4}, 2

/* One small function per call and width, each a tail call. a..e are the registers. */
#define ROW_FUNCTION(name, bits, shape, is_narrow)                                                 \
    static long row##bits##_##name(struct vcpu *v, u64 a, u64 b, u64 c, u64 d, u64 e)              \
    {                                                                                              \
        enum { narrow = is_narrow };                                                               \
        return call_##name ARGS_##shape;                                                           \
    }
#define ROW_FUNCTIONS(number, name, shape, who)                                                    \
    ROW_FUNCTION(name, 32, shape, true)                                                            \
    ROW_FUNCTION(name, 64, shape, false)
ABI_CALLS(ROW_FUNCTIONS)

#define WHO_ANY     false
#define WHO_CONTROL true
#define ROW(number, name, shape, who)                                                              \
    [number] = {{row32_##name, row64_##name}, WORDS_##shape, WHO_##who},
const struct call_row call_table[ABI_CALLS_MAX] = {ABI_CALLS(ROW)};

long call_restart(struct vcpu *v, u64 a, u64 b, u64 c, u64 d, u64 e)
{
    v->restart[0] = a;
    v->restart[1] = b;
    v->restart[2] = c;
    v->restart[3] = d;
    v->restart[4] = e;
    v->restarting = true;
    return CALL_RESTART;
}

bool call_should_stop(void)
{
    return cpu_this()->work & ~(u32)WORK_RELEASE;
}

u32 call_spread_restart(struct vcpu *v, u64 nr, u64 out[5])
{
    u8 wide = v->domain->width == WIDTH_32 ? call_table[nr].wide : 0;
    u32 to = 0;

    for (u32 from = 0; to < 5; from++) {
        out[to++] = v->restart[from];
        if ((wide >> from & 1) && to < 5)
            out[to++] = v->restart[from] >> 32;
    }
    return call_table[nr].words[v->domain->width];
}

/*
 * INT 0x82 from ring 1; entry.S has saved the registers and turned interrupts on, and stores the
 * result. The upper halves of registers are undefined on entry from 32-bit code, so everything
 * is truncated.
 */
long call_enter32(struct regs *r)
{
    struct vcpu *v = ((struct cpu *)r)->current;

    return call_run(v, (u32)r->rax, (u32)r->rbx, (u32)r->rcx, (u32)r->rdx, (u32)r->rsi,
                    (u32)r->rdi);
}

/* SYSCALL from a 64-bit guest's kernel. */
long call_enter64(struct regs *r)
{
    struct vcpu *v = ((struct cpu *)r)->current;

    return call_run(v, r->rax, r->rdi, r->rsi, r->rdx, r->r10, r->r8);
}

/*
 * The call wants to go on later: new arguments, and back to its instruction, of two bytes. Or it
 * only looks like that: the RAX that iret loads, or a debug register, is for the guest to choose.
 */
static void again(struct regs *r, u64 *const registers[5], u64 mask)
{
    struct vcpu *v = ((struct cpu *)r)->current;
    u64 args[5];

    if (!v->restarting) {
        r->rax = (u64)CALL_RESTART & mask;
        return;
    }
    v->restarting = false;
    u32 words = call_spread_restart(v, r->rax & mask, args);
    for (u32 i = 0; i < words; i++)
        *registers[i] = args[i] & mask;
    r->rip -= 2;
}

void call_again32(struct regs *r)
{
    again(r, (u64 *const[5]){&r->rbx, &r->rcx, &r->rdx, &r->rsi, &r->rdi}, 0xffffffff);
}

void call_again64(struct regs *r)
{
    again(r, (u64 *const[5]){&r->rdi, &r->rsi, &r->rdx, &r->r10, &r->r8}, ~0ull);
}
