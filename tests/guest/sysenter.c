/* SPDX-License-Identifier: MIT */
/*
 * The rule: on Intel's processors SYSENTER of a program enters the callback that the guest has
 * registered, with CS 3 and RIP 0 in its frame, since the instruction saves nothing; without a
 * callback it is one #GP.
 *
 * How someone would break it: SYSENTER takes TF and NT into ring 0. With NT set an IRET there faults
 * (XSA-44), and if that is handed on, the guest gets two faults for one instruction (XSA-339).
 *
 * @widths both
 * @options --cpu qemu64,vendor=GenuineIntel
 */
#include "test.h"

#define FLAG_NT 0x4000u

static volatile unsigned faults;

USER_TEXT static void user_sysenter(void)
{
    asm volatile("mov $0x1234, %eax; sysenter");
}

static long set_callback(unsigned long flags)
{
    guest_callback_register callback = {.type = ABI_CALLBACKTYPE_sysenter, .flags = (uint16_t)flags};
    callback.address = guest_entry_at(trap_entry(USER_VECTOR));
    return hypercall_callback_op(ABI_CALLBACKOP_register, (unsigned long)&callback);
}

static struct user_registers registers;

static int run(unsigned long flags)
{
    registers = user_registers_for(user_sysenter);
    registers.flags |= flags;
    return user_run(&registers, USER_BY_HYPERCALL);
}

static void with_callback(unsigned long flags, const char *name)
{
    test_equal(run(flags), USER_VECTOR, "%s: the callback is entered", name);
    test_equal(registers.ax, 0x1234, "%s: with the program's registers", name);
    test_equal(registers.cs & 0xffff, 3, "%s: CS is 3", name);
    test_equal(registers.ip, 0, "%s: IP is 0", name);
    test_equal(registers.ss & 0xffff, SELECTOR_USER_DATA, "%s: SS is the programs'", name);
    test_equal(registers.flags & FLAG_NT, flags, "%s: its flags are saved", name);
}

int guest_main(void)
{
    test_equal(user_prepare(), 0, "pages can be given to programs");
    test_equal(run(0), TRAP_PROTECTION, "without a callback it faults");
    console_print("# = cs %x ip %lx error %lx\n", (unsigned)registers.cs & 0xffff,
                  (unsigned long)registers.ip, probe_last.error);
    test_equal(run(FLAG_NT), TRAP_PROTECTION, "once, with NT as well");
    test_equal(set_callback(ABI_CALLBACKF_mask_events), 0, "a callback");
    with_callback(0, "plain");
    with_callback(FLAG_NT, "NT");
    return test_end();
}
