/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_CALL_H
#define HYPERCALL_CALL_H
/*
 * One inline function for each hypercall, generated from the list in abi/calls.h:
 *
 *     long hypercall_<name>(...)
 *
 * Its parameters follow the shape of the row: an unsigned long for each 'w', a uint64_t for each
 * 'D'; pointers go in as (unsigned long). What they mean is the business of the call, and most are
 * wrapped with proper types in the other headers; use these when you want the bare thing, for
 * example to pass nonsense.
 *
 * Result: what the hypervisor answered. Negative values down to -4095 are errors, -ABI_E... of
 * abi/errors.h; -ABI_ENOSYS stands for "this hypervisor has no such call". The interrupted and
 * resumed parts of a long call are invisible: it returns once, when it is done.
 *
 * hypercall_iret() is declared with the others, but a program cannot sensibly call it from C: it
 * takes a frame from the stack and does not return. entry.S and user.S show its use.
 */
#include "hypercall/own.h"

#include "width/call.h"

/* Picks hypercall_words1..5 by the number of words that follow. */
#define HYPERCALL_PICK(w1, w2, w3, w4, w5, function, ...) function
#define HYPERCALL_ISSUE(number, ...)                                                               \
    HYPERCALL_PICK(__VA_ARGS__, hypercall_words5, hypercall_words4, hypercall_words3,              \
                   hypercall_words2, hypercall_words1, )                                           \
    (number, __VA_ARGS__)

#define HYPERCALL_STUB(number, name, shape, who)                                                   \
    static inline long hypercall_##name(HYPERCALL_PARAMS_##shape)                                  \
    {                                                                                              \
        return HYPERCALL_ISSUE(ABI_CALL_##name, HYPERCALL_WORDS_##shape);                          \
    }

ABI_CALLS(HYPERCALL_STUB)

/* Any number at all, for calls that the list does not know. Result: as above. */
static inline long hypercall_by_number(unsigned long number, unsigned long a, unsigned long b,
                                       unsigned long c, unsigned long d, unsigned long e)
{
    return hypercall_words5(number, a, b, c, d, e);
}

#endif
