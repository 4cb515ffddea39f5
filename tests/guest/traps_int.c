/* SPDX-License-Identifier: MIT */
/*
 * The rule: `int n` reaches the guest's handler for n if that entry's DPL allows the caller: 1 for
 * the kernel, 3 for programs. Otherwise it is a general protection fault at the instruction, whose
 * error code names the gate. Exceptions' own vectors are no exception: `int 14` is not a page
 * fault.
 *
 * How someone would break it: forge a page fault or a double fault by `int`, so that the handler
 * misreads its frame. A hypervisor that trusts the error code of the processor's fault is fooled by
 * QEMU, which gets it wrong in long mode; on such a hypervisor (Xen) most of this cannot be judged.
 *
 * @widths both
 */
#include "test.h"

#define ANY_VECTOR 0x20

extern char traps_int_at[];
static unsigned calls;
static unsigned long last_ip, last_error;

static void note(struct trap_frame *frame)
{
    calls++;
    last_ip = frame->ip;
    last_error = frame->error;
}

USER_TEXT static void user_int20(void)
{
    asm volatile("int $0x20; int $0x80");
}

USER_TEXT static void user_int3(void)
{
    asm volatile("int3; int $0x80");
}

USER_TEXT static void user_int14(void)
{
    asm volatile("int $14; int $0x80");
}

static void kernel_level(unsigned ring, bool allowed, const char *name)
{
    trap_set_handler(ANY_VECTOR, ring, note);
    calls = 0;
    int vector = PROBE("int $0x20", : : : "memory");
    if (allowed) {
        test_ok(vector == PROBE_NONE && calls == 1, "int 0x20 from the kernel, %s: handled", name);
    } else {
        test_ok(vector == TRAP_PROTECTION && calls == 0, "int 0x20 from the kernel, %s: refused",
                name);
        test_gate_error(probe_last.error, ANY_VECTOR, "the error code names the gate");
    }
}

static void user_level(unsigned ring, bool allowed, const char *name)
{
    struct user_registers registers = user_registers_for(user_int20);
    trap_set_handler(ANY_VECTOR, ring, note);
    calls = 0;
    int vector = user_run(&registers, USER_BY_HYPERCALL);
    if (allowed) {
        test_ok(vector == USER_VECTOR && calls == 1, "int 0x20 from a program, %s: handled", name);
        test_equal(last_ip, (uintptr_t)user_int20 + 2, "behind the instruction");
    } else {
        test_ok(vector == TRAP_PROTECTION && calls == 0, "int 0x20 from a program, %s: refused",
                name);
        test_equal(registers.ip, (uintptr_t)user_int20, "at the instruction");
    }
}

static void forged_page_fault(void)
{
    struct user_registers registers = user_registers_for(user_int14);
    int vector = user_run(&registers, USER_BY_HYPERCALL);
    test_equal(vector, TRAP_PROTECTION, "int 14 from a program is a protection fault");
    test_gate_error(probe_last.error, 14, "the error code names the gate");
    registers = user_registers_for(user_int3);
    trap_set_handler(TRAP_BREAKPOINT, 0, note);
    calls = 0;
    vector = user_run(&registers, USER_BY_HYPERCALL);
    test_ok(vector == USER_VECTOR && calls == 1, "int3 from a program is handled whatever the DPL");
}

int guest_main(void)
{
    test_equal(user_prepare(), 0, "pages can be given to ring 3");
    forged_page_fault();
    test_equal(PROBE("int $0x21",
                     :
                     :
                     : "memory"),
               TRAP_PROTECTION, "int of a vector without an entry is a protection fault");
    if (probe_last.error != (0x21 << 3 | 2)) {
        test_skip("int n by its DPL", "this hypervisor believes the emulator's error code");
        return test_end();
    }
    kernel_level(0, false, "DPL 0");
    kernel_level(1, true, "DPL 1");
    kernel_level(3, true, "DPL 3");
    user_level(0, false, "DPL 0");
    user_level(1, false, "DPL 1");
    user_level(3, true, "DPL 3");
    return test_end();
}
