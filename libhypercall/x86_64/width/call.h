/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_WIDTH_CALL_H
#define HYPERCALL_WIDTH_CALL_H
/*
 * The 64-bit door: the number in rax, arguments in rdi, rsi, rdx, r10, r8, then SYSCALL, which destroys rcx
 * and r11 as it does on hardware; the result comes back in rax. The hypervisor may change any argument
 * register. As in the other width the stubs use the raw instruction, not the hypercall page.
 *
 * A 64-bit value 'D' is a word like any other here.
 */
#include <stdint.h>

#define HYPERCALL_PARAMS_o    unsigned long unused
#define HYPERCALL_PARAMS_w    unsigned long a
#define HYPERCALL_PARAMS_ww   unsigned long a, unsigned long b
#define HYPERCALL_PARAMS_www  unsigned long a, unsigned long b, unsigned long c
#define HYPERCALL_PARAMS_wwww unsigned long a, unsigned long b, unsigned long c, unsigned long d
#define HYPERCALL_PARAMS_D    uint64_t a
#define HYPERCALL_PARAMS_DD   uint64_t a, uint64_t b
#define HYPERCALL_PARAMS_wDw  unsigned long a, uint64_t b, unsigned long c
#define HYPERCALL_PARAMS_wDww unsigned long a, uint64_t b, unsigned long c, unsigned long d

#define HYPERCALL_WORDS_o    unused
#define HYPERCALL_WORDS_w    a
#define HYPERCALL_WORDS_ww   a, b
#define HYPERCALL_WORDS_www  a, b, c
#define HYPERCALL_WORDS_wwww a, b, c, d
#define HYPERCALL_WORDS_D    a
#define HYPERCALL_WORDS_DD   a, b
#define HYPERCALL_WORDS_wDw  a, b, c
#define HYPERCALL_WORDS_wDww a, b, c, d

#define HYPERCALL_INSTRUCTION "syscall"

static inline long hypercall_words1(unsigned long number, unsigned long a)
{
    asm volatile(HYPERCALL_INSTRUCTION : "+a"(number), "+D"(a) : : "rcx", "r11", "memory", "cc");
    return (long)number;
}

static inline long hypercall_words2(unsigned long number, unsigned long a, unsigned long b)
{
    asm volatile(HYPERCALL_INSTRUCTION
                 : "+a"(number), "+D"(a), "+S"(b)
                 :
                 : "rcx", "r11", "memory", "cc");
    return (long)number;
}

static inline long hypercall_words3(unsigned long number, unsigned long a, unsigned long b,
                                    unsigned long c)
{
    asm volatile(HYPERCALL_INSTRUCTION
                 : "+a"(number), "+D"(a), "+S"(b), "+d"(c)
                 :
                 : "rcx", "r11", "memory", "cc");
    return (long)number;
}

static inline long hypercall_words4(unsigned long number, unsigned long a, unsigned long b,
                                    unsigned long c, unsigned long d)
{
    register unsigned long r10 asm("r10") = d;
    asm volatile(HYPERCALL_INSTRUCTION
                 : "+a"(number), "+D"(a), "+S"(b), "+d"(c), "+r"(r10)
                 :
                 : "rcx", "r11", "memory", "cc");
    return (long)number;
}

static inline long hypercall_words5(unsigned long number, unsigned long a, unsigned long b,
                                    unsigned long c, unsigned long d, unsigned long e)
{
    register unsigned long r10 asm("r10") = d;
    register unsigned long r8 asm("r8") = e;
    asm volatile(HYPERCALL_INSTRUCTION
                 : "+a"(number), "+D"(a), "+S"(b), "+d"(c), "+r"(r10), "+r"(r8)
                 :
                 : "rcx", "r11", "memory", "cc");
    return (long)number;
}

#endif
