/* SPDX-License-Identifier: MIT */
/*
 * The rule: the debug registers are the guest's, as long as no breakpoint reaches the hypervisor.
 * They are set and read by hypercall or by MOV DR.
 *
 * How someone would break it: a breakpoint on the hypervisor's memory, or general detect, would
 * trap inside ring 0.
 *
 * @widths both
 */
#include "test.h"

static volatile unsigned long watched;
static volatile unsigned calls;
static volatile unsigned long status;

static void debug_trap(struct trap_frame *frame)
{
    calls++;
    status = (unsigned long)hypercall_get_debugreg(6);
    hypercall_set_debugreg(6, 0xffff0ff0);
    frame->flags |= 0x10000; /* RF, or an instruction breakpoint would come again */
}

static void hypercalls(void)
{
    test_equal((unsigned long)hypercall_get_debugreg(6), 0xffff0ff0, "DR6 starts clear");
    test_equal(hypercall_get_debugreg(7), 0x400, "and DR7, too");
    test_equal(hypercall_set_debugreg(0, (unsigned long)&watched), 0,
               "a breakpoint address can be set");
    test_equal((unsigned long)hypercall_get_debugreg(0), (unsigned long)&watched, "and read back");
    test_equal(hypercall_set_debugreg(7, 0xd0400 | 1), 0, "and armed, for writes of a word");
    trap_set_handler(TRAP_DEBUG, 0, debug_trap);
    calls = 0;
    watched = 5;
    test_equal(calls, 1, "a write there is trap 1");
    test_equal(status & 15, 1, "and DR6 says which");
    test_ok(watched == 5, "the write is done");
    test_equal(hypercall_set_debugreg(7, 0x400), 0, "it can be disarmed");
    watched = 6;
    test_equal(calls, 1, "and then nothing traps");
}

static void refusals(void)
{
    test_ok(hypercall_set_debugreg(8, 0) < 0, "there is no DR8");
    test_ok(hypercall_set_debugreg(0xffffffff, 0) < 0, "nor DR 2^32-1");
    console_print("# = setting DR4: %ld\n", hypercall_set_debugreg(4, 0));
    console_print("# = reading DR4: %ld\n", hypercall_get_debugreg(4));
    console_print("# = reading DR5: %ld\n", hypercall_get_debugreg(5));
    console_print("# = a breakpoint in the hole: %ld\n", hypercall_set_debugreg(1, M2P_START));
    console_print("# = general detect: %ld\n", hypercall_set_debugreg(7, 0x2400));
    test_equal(hypercall_get_debugreg(7) & 0x2000, 0, "general detect is never set");
    console_print("# = an I/O breakpoint: %ld\n", hypercall_set_debugreg(7, 0x20400 | 1));
    hypercall_set_debugreg(7, 0x400);
}

static void instructions(void)
{
    unsigned long value = 0;
    test_equal(PROBE("mov %0, %%dr2",
                     :
                     : "r"(&watched)
                     : "memory"),
               PROBE_NONE, "MOV to DR2 is emulated");
    test_equal(PROBE("mov %%dr2, %0", : "+r"(value) : : "memory"), PROBE_NONE, "and MOV from it");
    test_equal(value, (unsigned long)&watched, "with the value");
    test_equal((unsigned long)hypercall_get_debugreg(2), value, "that the hypercall reads, too");
}

int guest_main(void)
{
    hypercalls();
    refusals();
    instructions();
    return test_end();
}
