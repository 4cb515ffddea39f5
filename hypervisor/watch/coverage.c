/* SPDX-License-Identifier: MIT */
/*
 * Which refusals have the tests seen? Each call and reason that came together is remembered, and
 * said at the end of a run that was started with the option "coverage". The runner joins what all
 * tests say and holds it against the list of what each call may refuse (abi/refusals.h).
 */
#include "watch/watch.h"

#include "boot/options.h"
#include "call/call.h"
#include "console/console.h"
#include "cpu/cpu.h"

#define REASONS_MAX     1000
#define NO_CALL         ABI_CALLS_MAX /* an emulated instruction, or the boot */
#define EMULATION_FIRST 700           /* from here on reasons belong to no call */
#define VECTOR_CALL64   0             /* what SYSCALL's entry puts into regs->vector */

static bool seen[ABI_CALLS_MAX + 1][REASONS_MAX];

/* A call inside a multicall counts as the multicall's: its number is nowhere in the registers. */
static u32 call_under_way(const struct cpu *c)
{
    bool in_call = c->guest.vector == ABI_HYPERCALL_VECTOR32 || c->guest.vector == VECTOR_CALL64;

    return in_call && (u32)c->guest.rax < ABI_CALLS_MAX ? (u32)c->guest.rax : NO_CALL;
}

void watch_refusal(u32 reason)
{
    seen[reason < EMULATION_FIRST ? call_under_way(cpu_this()) : NO_CALL][reason] = true;
}

void watch_print_refusals(void)
{
    for (u32 call = 0; options.coverage && call <= NO_CALL; call++)
        for (u32 reason = 0; reason < REASONS_MAX; reason++)
            if (seen[call][reason])
                print_plain("torc: refused: %u %s", call, reason_name(reason));
}
