/* SPDX-License-Identifier: MIT */
/*
 * The rule: a frame for the iret hypercall that the processor would refuse must not become a fault
 * of the hypervisor. It becomes an exception of the guest, or is made harmless.
 *
 * How someone would break it: selectors that do not exist, are of the wrong kind or ring,
 * virtual-8086 mode, nested task, trap flag; from the hypercall and, in ring 1, with the
 * instruction. (For 32-bit guests; the frame of 64-bit ones has other things to get wrong:
 * hostile_iret-64.c.)
 */
#include "test.h"

USER_TEXT static void user_flags(void)
{
    asm volatile("pushf; pop %ecx; int $0x80");
}

static struct user_registers registers;
static enum user_way way;
static int result;

static void visit(void *unused)
{
    result = user_run(&registers, way);
}

/* Goes to ring 3 with one thing wrong; the fault is wherever it is reported. */
static int try_frame(unsigned cs, unsigned ss, unsigned flags)
{
    registers = user_registers_for(user_flags);
    registers.cs = cs;
    registers.ss = ss;
    registers.flags = flags;
    int vector = probe_call(visit, NULL);
    return vector == PROBE_NONE ? result : vector;
}

static const struct {
    unsigned cs, ss, flags;
    const char *name;
} frames[] = {
    {0x0000, 0xe033, 0x202, "a null code selector"},
    {0x0003, 0xe033, 0x202, "a null code selector with RPL 3"},
    {0x102b, 0xe033, 0x202, "a code selector of an empty entry"},
    {0xe033, 0xe033, 0x202, "a data selector as code"},
    {0xe02b, 0xe02b, 0x202, "a code selector as stack"},
    {0xe02b, 0x0003, 0x202, "a null stack selector"},
    {0xe02b, 0x1033, 0x202, "a stack selector of an empty entry"},
    {0xe02b, 0xe021, 0x202, "a stack selector of ring 1"},
    {0xe02b, 0xe031, 0x202, "a stack selector with RPL 1"},
    {0xe01b, 0xe033, 0x202, "the kernel's code selector with RPL 3"},
    {0xe00b, 0xe033, 0x202, "the hypervisor's code selector with RPL 3"},
    {0xe02b, 0xe013, 0x202, "the hypervisor's data selector as stack"},
    {0x002f, 0xe033, 0x202, "a code selector of the empty LDT"},
    {0xe02a, 0xe032, 0x202, "ring 2"},
};

static void selectors(void)
{
    for (way = USER_BY_HYPERCALL; way <= USER_BY_IRET; way++) {
        const char *name = way == USER_BY_IRET ? "iret" : "hypercall";
        for (unsigned i = 0; i < sizeof(frames) / sizeof(frames[0]); i++) {
            if ((frames[i].cs & 3) == 0 && way == USER_BY_HYPERCALL) {
                continue; /* crashes the domain: a test of its own */
            }
            int vector = try_frame(frames[i].cs, frames[i].ss, frames[i].flags);
            console_print("# = %s, %s: trap %d, error %lx\n", name, frames[i].name, vector,
                          (unsigned long)probe_last.error);
            test_ok(vector != PROBE_NONE && vector != USER_VECTOR, "%s: %s is an exception", name,
                    frames[i].name);
        }
    }
}

static void flags(void)
{
    for (way = USER_BY_HYPERCALL; way <= USER_BY_IRET; way++) {
        const char *name = way == USER_BY_IRET ? "iret" : "hypercall";
        test_equal(try_frame(0xe02b, 0xe033, 0x4202), USER_VECTOR, "%s: with NT set", name);
        test_equal(try_frame(0xe02b, 0xe033, 0x10202), USER_VECTOR, "%s: with RF set", name);
        test_equal(try_frame(0xe02b, 0xe033, 0x40202), USER_VECTOR, "%s: with AC set", name);
        test_equal(try_frame(0xe02b, 0xe033, 0x302), TRAP_DEBUG, "%s: with TF set", name);
        test_equal(try_frame(0xe02b, 0xe033, 0x180202), USER_VECTOR, "%s: with VIF and VIP set",
                   name);
        test_equal(registers.cx & 0x3000, 0, "%s: IOPL stays 0", name);
        test_equal(try_frame(0xe02b, 0xe033, 0xffc8f202 & ~0x100u & ~0x20000u), USER_VECTOR,
                   "%s: with every reserved bit set", name);
        test_equal(registers.cx & 0xffc0b000, 0, "%s: they are not loaded", name);
    }
    way = USER_BY_HYPERCALL;
    int vector = try_frame(0xe02b, 0xe033, 0x20202);
    console_print("# = hypercall with VM set: trap %d, error %lx\n", vector,
                  (unsigned long)probe_last.error);
    test_ok(vector != USER_VECTOR && vector != PROBE_NONE, "virtual-8086 mode is refused");
}

/* Within ring 1: the frame has no stack, and the selector may be any code of ring 1. */
static long self(unsigned cs)
{
    long after;
    asm volatile(
        "mov $7, %0; push $0x202; push %1; push $1f; push $0; mov $23, %%eax; int $0x82; ud2;"
        "1: mov %%cs, %0"
        : "=&r"(after)
        : "r"(cs)
        : "eax", "memory", "cc");
    return after;
}

static void to_selector(void *selector)
{
    result = (int)self((unsigned)(uintptr_t)selector);
}

static void within_kernel(void)
{
    test_equal(self(0xe019), 0xe019, "to the kernel's own selector");
    static const unsigned wrong[] = {0x0001, 0x1019, 0xe021, 0xe029, 0xe009};
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        int vector = probe_call(to_selector, (void *)(uintptr_t)wrong[i]);
        console_print("# = to ring 1 selector %04x: trap %d error %lx\n", wrong[i], vector,
                      (unsigned long)probe_last.error);
        test_ok(vector != PROBE_NONE, "ring 1 selector %04x is an exception", wrong[i]);
    }
}

int guest_main(void)
{
    test_equal(user_prepare(), 0, "pages can be given to ring 3");
    selectors();
    flags();
    within_kernel();
    return test_end();
}
