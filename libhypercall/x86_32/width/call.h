/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_WIDTH_CALL_H
#define HYPERCALL_WIDTH_CALL_H
/*
 * The 32-bit door: the number in eax, arguments in ebx, ecx, edx, esi, edi, then `int $0x82`; the
 * result comes back in eax. The hypervisor may change any argument register (a long call that was
 * interrupted is resumed from them), so each is an output, too.
 *
 * These stubs use the raw instruction and not the hypercall page: it is inlined, costs no call and
 * return, and is what newer kernels do. Both are part of the contract; a test calls the page.
 *
 * A shape (abi/calls.h) becomes three things: the parameter list, the list of registers, and for
 * batches the number of words. A 64-bit value 'D' takes two registers, low half first.
 */
#include <stdint.h>

#define HYPERCALL_LOW(d)  ((unsigned long)(uint32_t)(d))
#define HYPERCALL_HIGH(d) ((unsigned long)(uint32_t)((uint64_t)(d) >> 32))

/* Parameters of the stub of each shape. */
#define HYPERCALL_PARAMS_o    unsigned long unused
#define HYPERCALL_PARAMS_w    unsigned long a
#define HYPERCALL_PARAMS_ww   unsigned long a, unsigned long b
#define HYPERCALL_PARAMS_www  unsigned long a, unsigned long b, unsigned long c
#define HYPERCALL_PARAMS_wwww unsigned long a, unsigned long b, unsigned long c, unsigned long d
#define HYPERCALL_PARAMS_D    uint64_t a
#define HYPERCALL_PARAMS_DD   uint64_t a, uint64_t b
#define HYPERCALL_PARAMS_wDw  unsigned long a, uint64_t b, unsigned long c
#define HYPERCALL_PARAMS_wDww unsigned long a, uint64_t b, unsigned long c, unsigned long d

/* The words of each shape, in register order. */
#define HYPERCALL_WORDS_o    unused
#define HYPERCALL_WORDS_w    a
#define HYPERCALL_WORDS_ww   a, b
#define HYPERCALL_WORDS_www  a, b, c
#define HYPERCALL_WORDS_wwww a, b, c, d
#define HYPERCALL_WORDS_D    HYPERCALL_LOW(a), HYPERCALL_HIGH(a)
#define HYPERCALL_WORDS_DD   HYPERCALL_LOW(a), HYPERCALL_HIGH(a), HYPERCALL_LOW(b), HYPERCALL_HIGH(b)
#define HYPERCALL_WORDS_wDw  a, HYPERCALL_LOW(b), HYPERCALL_HIGH(b), c
#define HYPERCALL_WORDS_wDww a, HYPERCALL_LOW(b), HYPERCALL_HIGH(b), c, d

#define HYPERCALL_INSTRUCTION "int $0x82"

static inline long hypercall_words1(unsigned long number, unsigned long a)
{
    asm volatile(HYPERCALL_INSTRUCTION : "+a"(number), "+b"(a) : : "memory", "cc");
    return (long)number;
}

static inline long hypercall_words2(unsigned long number, unsigned long a, unsigned long b)
{
    asm volatile(HYPERCALL_INSTRUCTION : "+a"(number), "+b"(a), "+c"(b) : : "memory", "cc");
    return (long)number;
}

static inline long hypercall_words3(unsigned long number, unsigned long a, unsigned long b,
                                    unsigned long c)
{
    asm volatile(HYPERCALL_INSTRUCTION
                 : "+a"(number), "+b"(a), "+c"(b), "+d"(c)
                 :
                 : "memory", "cc");
    return (long)number;
}

static inline long hypercall_words4(unsigned long number, unsigned long a, unsigned long b,
                                    unsigned long c, unsigned long d)
{
    asm volatile(HYPERCALL_INSTRUCTION
                 : "+a"(number), "+b"(a), "+c"(b), "+d"(c), "+S"(d)
                 :
                 : "memory", "cc");
    return (long)number;
}

static inline long hypercall_words5(unsigned long number, unsigned long a, unsigned long b,
                                    unsigned long c, unsigned long d, unsigned long e)
{
    asm volatile(HYPERCALL_INSTRUCTION
                 : "+a"(number), "+b"(a), "+c"(b), "+d"(c), "+S"(d), "+D"(e)
                 :
                 : "memory", "cc");
    return (long)number;
}

#endif
