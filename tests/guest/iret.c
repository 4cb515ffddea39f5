/* SPDX-License-Identifier: MIT */
/*
 * The rule: the iret hypercall takes EAX, EIP, CS, EFLAGS and, for rings 2 and 3, ESP and SS from
 * the kernel stack (of a 64-bit kernel always all of RAX R11 RCX flags RIP CS RFLAGS RSP SS); it loads the event mask from IF. The iret instruction works as well, but leaves
 * the event mask alone: a guest sets that itself.
 *
 * How someone would break it: return with IOPL 3, virtual-8086 mode or a privileged selector in the
 * frame. The processor's I/O privilege must stay what it is whatever a frame says.
 *
 * @widths both
 */
#include "test.h"

USER_TEXT static void user_returns(void)
{
    asm volatile("pushf; pop " WORD_REGISTER(cx) "; int $0x80" : :);
}

static unsigned long return_to_self(unsigned long flags, unsigned long *flags_after)
{
    return trap_iret_here(0x1234, SELECTOR_KERNEL_FRAME, flags, flags_after);
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
    /* In a 64-bit program's tables the kernel is not there at all. */
    unsigned long wanted = WORD_BITS == 32 ? FAULT_USER | FAULT_PRESENT : FAULT_USER;
    test_equal(probe_last.error & (FAULT_USER | FAULT_PRESENT), wanted,
               "%s: is a page fault of the program", name);
}

/* A multicall with an iret's frame below it on the stack, which leads right behind. Returns the accumulator. */
#if WORD_BITS == 32
static long multicall_on_frame(guest_multicall_entry *entries, unsigned long count)
{
    long ax = ABI_CALL_multicall;
    asm volatile("push $0x202; push $0xe019; push $1f; push $0x4321; int $0x82; ud2; 1:"
                 : "+a"(ax), "+b"(entries), "+c"(count)
                 :
                 : "edx", "esi", "edi", "memory", "cc");
    return ax;
}
#else
static long multicall_on_frame(guest_multicall_entry *entries, unsigned long count)
{
    long ax = ABI_CALL_multicall;
    asm volatile("mov %%rsp, %%rcx; push $0xe02b; push %%rcx; push $0x202; push $0xe030; push $1f;"
                 "push $0; push $0; push $0; push $0x4321; syscall; ud2; 1:"
                 : "+a"(ax), "+D"(entries), "+S"(count)
                 :
                 : "rcx", "rdx", "r8", "r10", "r11", "memory", "cc");
    return ax;
}
#endif

/* An iret inside a batch takes its frame from the stack and ends the batch: what follows it must
 * not be done on behalf of whoever runs then. */
static void iret_inside(void)
{
    static guest_multicall_entry entries[3] = {
        {.op = ABI_CALL_xen_version},
        {.op = ABI_CALL_iret},
        {.op = ABI_CALL_xen_version, .result = 1234},
    };
    long ax = multicall_on_frame(entries, 3);
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
    if (KERNEL_RING != 3) { /* else the instruction changes nothing that would be a program's */
        to_user(USER_BY_IRET, "instruction");
    }
    iret_inside();
    return test_end();
}
