/* SPDX-License-Identifier: MIT */
/*
 * The rule: the iret hypercall takes EAX, EIP, CS, EFLAGS and, for rings 2 and 3, ESP and SS from
 * the kernel stack; it loads the event mask from IF. The iret instruction works as well, but leaves
 * the event mask alone: a guest sets that itself.
 *
 * How someone would break it: return with IOPL 3, virtual-8086 mode or a privileged selector in the
 * frame. The processor's I/O privilege must stay what it is whatever a frame says.
 */
#include "test.h"

USER_TEXT static void user_returns(void)
{
    asm volatile("pushf; pop %ecx; int $0x80");
}

/* Leaves by the hypercall to the label behind it, with these flags; returns EAX as loaded. */
static unsigned long return_to_self(unsigned long flags, unsigned long *flags_after)
{
    unsigned long ax, after;
    asm volatile("push %2; push %3; push $1f; push $0x1234;"
                 "mov $23, %%eax; int $0x82; ud2;"
                 "1: pushf; pop %1"
                 : "=&a"(ax), "=&r"(after)
                 : "r"(flags), "r"(0xe019)
                 : "memory", "cc");
    *flags_after = after;
    return ax;
}

static void within_kernel(void)
{
    unsigned long flags;
    guest_vcpu()->upcall_mask = 1;
    test_equal(return_to_self(0x202, &flags), 0x1234,
               "the iret hypercall loads EAX from the stack");
    test_equal(guest_vcpu()->upcall_mask, 0, "IF set in the frame opens events");
    return_to_self(0x002, &flags);
    test_equal(guest_vcpu()->upcall_mask, 1, "IF clear in the frame masks events");
    test_equal(flags & 0x200, 0x200, "the processor's own IF stays set");
    return_to_self(0x3002, &flags);
    test_equal(flags & 0x3000, 0, "IOPL in the frame is not loaded");
    return_to_self(0x003, &flags);
    test_equal(flags & 1, 1, "arithmetic flags in the frame are");
    return_to_self(0x402, &flags);
    test_equal(flags & 0x400, 0x400, "and the direction flag");
    asm volatile("cld");
}

static void to_user(enum user_way way, const char *name)
{
    struct user_registers registers = user_registers_for(user_returns);
    registers.ax = 77;
    registers.bx = 78;
    registers.di = 79;
    test_equal(user_run(&registers, way), USER_VECTOR, "%s: into ring 3 and back", name);
    test_ok(registers.ax == 77 && registers.bx == 78 && registers.di == 79,
            "%s: registers arrive and come back", name);
    registers = user_registers_for(user_returns);
    registers.flags = 0x3202;
    test_equal(user_run(&registers, way), USER_VECTOR, "%s: with IOPL 3 in the frame", name);
    test_equal(registers.cx & 0x3000, 0, "%s: the program does not get IOPL 3", name);
    test_equal(registers.cx & 0x200, 0x200, "%s: interrupts are on in the program", name);
    registers = user_registers_for(user_returns);
    registers.ip = 0x5000;
    test_equal(user_run(&registers, way), TRAP_PAGE_FAULT, "%s: to an unmapped address", name);
    test_ok(probe_last.address == 0x5000 && (probe_last.error & FAULT_USER) != 0,
            "%s: is a page fault of the program there", name);
    registers = user_registers_for(user_returns);
    registers.ip = (uintptr_t)guest_main;
    test_equal(user_run(&registers, way), TRAP_PAGE_FAULT, "%s: to kernel code", name);
    test_ok((probe_last.error & (FAULT_USER | FAULT_PRESENT)) == (FAULT_USER | FAULT_PRESENT),
            "%s: is a page fault of the program, page present", name);
}

/* An iret inside a batch takes its frame from the stack and ends the batch: what follows it must
 * not be done on behalf of whoever runs then. */
static void iret_inside(void)
{
    static guest_multicall_entry entries[3] = {
        {.op = ABI_CALL_xen_version},
        {.op = ABI_CALL_iret},
        {.op = ABI_CALL_xen_version, .result = 1234},
    };
    long ax = ABI_CALL_multicall;
    asm volatile("push $0x202; push $0xe019; push $1f; push $0x4321; int $0x82; ud2; 1:"
                 : "+a"(ax)
                 : "b"(entries), "c"(3)
                 : "edx", "esi", "edi", "memory", "cc");
    test_ok((long)entries[0].result > 0, "the entry before an iret is done");
    test_equal(ax, 0x4321, "the iret goes where its frame says");
    test_equal(entries[2].result, 1234, "and what follows in the batch is not done");
    guest_vcpu()->upcall_mask = 1;
}

int guest_main(void)
{
    test_equal(user_prepare(), 0, "pages can be given to ring 3");
    within_kernel();
    to_user(USER_BY_HYPERCALL, "hypercall");
    to_user(USER_BY_IRET, "instruction");
    iret_inside();
    return test_end();
}
