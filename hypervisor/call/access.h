/* SPDX-License-Identifier: MIT */
#ifndef CALL_ACCESS_H
#define CALL_ACCESS_H
/*
 * Inside the one room that touches guest memory, and for the frames that ring 0 writes onto
 * guest stacks (pv/frames.c): single loads and stores at guest addresses, each an instruction
 * that may fault and says so in the table of expected faults. The caller has checked the range.
 */
#include "call/extable.h"

#define ACCESS_LOAD(bits, suffix, constraint)                                                      \
    static inline bool access_load##bits(u##bits *to, u64 from)                                    \
    {                                                                                              \
        u##bits value;                                                                             \
        __asm__ goto("1: mov" suffix " %1, %0\n\t" EXTABLE("1b", "%l2")                            \
                     : constraint(value)                                                           \
                     : "m"(*(const u##bits *)from)                                                 \
                     :                                                                             \
                     : fault);                                                                     \
        *to = value;                                                                               \
        return true;                                                                               \
fault:                                                                                             \
        return false;                                                                              \
    }
ACCESS_LOAD(64, "q", "=r")
ACCESS_LOAD(32, "l", "=r")
ACCESS_LOAD(16, "w", "=r")
ACCESS_LOAD(8, "b", "=q")

#define ACCESS_STORE(bits, suffix, constraint)                                                     \
    static inline bool access_store##bits(u64 to, u##bits value)                                   \
    {                                                                                              \
        __asm__ goto("1: mov" suffix " %0, %1\n\t" EXTABLE("1b", "%l2")                            \
                     :                                                                             \
                     : constraint(value), "m"(*(u##bits *)to)                                      \
                     : "memory"                                                                    \
                     : fault);                                                                     \
        return true;                                                                               \
fault:                                                                                             \
        return false;                                                                              \
    }
ACCESS_STORE(64, "q", "r")
ACCESS_STORE(32, "l", "r")
ACCESS_STORE(16, "w", "r")
ACCESS_STORE(8, "b", "q")

#endif
