/* SPDX-License-Identifier: MIT */
/*
 * The rule: an exception of the guest's kernel reaches the handler in its trap table, with the
 * right vector, error code and instruction pointer, on the stack it happened on, and iret resumes
 * it.
 *
 * How it breaks: an error code too many or too few shifts the whole frame; a hypervisor that
 * confuses its own exceptions with the guest's dies of the guest's mistakes. This guest makes every
 * mistake a kernel can make.
 *
 * @widths both
 */
#include "test.h"

extern char traps_after_int3[], traps_after_into[];

/* Label of the instruction in front of which the probe stands. */
static unsigned long handler_ip, handler_flags;
static unsigned handler_calls;
static uint8_t handler_mask, handler_saved_mask;

static void simple_faults(void)
{
    unsigned long zero = 0, value = 0, high = 0;
    test_equal(PROBE("div %2",
                     : "+a"(value), "+d"(high)
                     : "r"(zero)
                     : "memory"),
               TRAP_DIVIDE, "division by zero is trap 0");
    test_equal(probe_last.error, 0, "without an error code");
    test_equal(PROBE("ud2", : : : "memory"), TRAP_UNDEFINED, "UD2 is trap 6");
    test_equal(probe_last.cs, SELECTOR_KERNEL_FRAME, "and came from the kernel's code selector");
}

static void note_handler(struct trap_frame *frame)
{
    handler_calls++;
    handler_ip = frame->ip;
    handler_flags = frame->flags;
    handler_saved_mask = frame->saved_mask;
    handler_mask = guest_vcpu()->upcall_mask;
}

/* Traps report the address behind themselves, and so simply continue. */
static void software_traps(void)
{
    trap_set_handler(TRAP_BREAKPOINT, 0, note_handler);
    handler_calls = 0;
    asm volatile("int3\n.globl traps_after_int3\ntraps_after_int3:" : : : "memory");
    test_equal(handler_calls, 1, "int3 calls its handler even with DPL 0");
    test_equal(handler_ip, (uintptr_t)traps_after_int3, "with the address behind the instruction");
    trap_set_handler(TRAP_BREAKPOINT, 0, NULL);
}

/* Two instructions that 64-bit mode has not. */
#if WORD_BITS == 32
static void old_instructions(void)
{
    static const struct {
        uint32_t low, high;
    } bounds = {10, 20};
    test_equal(PROBE("bound %0, %1",
                     :
                     : "r"(5), "m"(bounds)
                     : "memory"),
               TRAP_BOUND, "BOUND out of range is trap 5");
    trap_set_handler(TRAP_OVERFLOW, 0, note_handler);
    handler_calls = 0;
    asm volatile("mov $0x7fffffff, %%eax; add $1, %%eax; into\n"
                 ".globl traps_after_into\ntraps_after_into:"
                 :
                 :
                 : "eax", "memory", "cc");
    test_equal(handler_calls, 1, "INTO after an overflow calls its handler even with DPL 0");
    test_equal(handler_ip, (uintptr_t)traps_after_into, "with the address behind the instruction");
    trap_set_handler(TRAP_OVERFLOW, 0, NULL);
}
#else
static void old_instructions(void)
{
    test_equal(PROBE(".byte 0xce", : : : "memory"), TRAP_UNDEFINED, "INTO is trap 6");
}
#endif

/* The event mask while a handler runs, and the one it came from. */
static void masks(void)
{
    trap_set_handler(TRAP_BREAKPOINT, 0, note_handler);
    guest_vcpu()->upcall_mask = 1;
    asm volatile("int3" : : : "memory");
    test_equal(handler_saved_mask, 1, "the frame holds the event mask: closed");
    test_equal(handler_flags & 0x200, 0, "the flags in the frame say so, too");
    test_equal(guest_vcpu()->upcall_mask, 1, "and it is closed again afterwards");
    guest_vcpu()->upcall_mask = 0;
    asm volatile("int3" : : : "memory");
    test_equal(handler_saved_mask, 0, "the frame holds the event mask: open");
    test_equal(handler_flags & 0x200, 0x200, "the flags in the frame say so, too");
    test_equal(handler_mask, 1, "a handler that asked for it runs with events masked");
    test_equal(guest_vcpu()->upcall_mask, 0, "and they are open again afterwards");
    guest_vcpu()->upcall_mask = 1;
    trap_set_handler(TRAP_BREAKPOINT, 0, NULL);
}

/* Protection faults: error code 0 for instructions, the selector for selectors. */
static void protection(void)
{
    test_equal(PROBE("hlt", : : : "memory"), TRAP_PROTECTION, "HLT is trap 13");
    test_equal(probe_last.error, 0, "with error code 0");
    unsigned selector = 0x28; /* an entry of the guest's part of the GDT: empty */
    test_equal(PROBE("mov %0, %%es",
                     :
                     : "r"(selector)
                     : "memory"),
               TRAP_PROTECTION, "loading an empty descriptor is trap 13");
    test_equal(probe_last.error, 0x28, "and the error code is its selector");
    selector = 0x2c;
    test_equal(PROBE("mov %0, %%es",
                     :
                     : "r"(selector)
                     : "memory"),
               TRAP_PROTECTION, "loading a selector of the empty LDT is trap 13");
    test_equal(probe_last.error, 0x2c, "and the error code is its selector");
}

/* Page faults: which access, where, and what of it is in vcpu_info. */
static void page_faults(void)
{
    unsigned long word = 0;
    volatile unsigned char *nowhere = (void *)0x00001234;
    test_equal(probe_read(nowhere, &word), TRAP_PAGE_FAULT, "reading an unmapped page is trap 14");
    test_equal(probe_last.error, 0, "error code: not present, read, kernel");
    test_equal(probe_last.address, 0x1234, "the address is in vcpu_info");
    test_equal(probe_write(nowhere + 1, 0), TRAP_PAGE_FAULT, "writing an unmapped page is trap 14");
    test_equal(probe_last.error, FAULT_WRITE, "error code: not present, write, kernel");
    test_equal(probe_last.address, 0x1235, "the address is in vcpu_info");
    test_equal(probe_exec(nowhere), TRAP_PAGE_FAULT, "executing an unmapped page is trap 14");
    test_equal(probe_last.error & ~FAULT_FETCH, 0, "error code: not present, kernel");
    test_equal(probe_last.address, 0x1234, "the address is that of the instruction");
    test_equal(probe_last.ip, 0x1234, "and so is the instruction pointer");
    test_equal(probe_write((void *)M2P_START, 0), TRAP_PAGE_FAULT,
               "writing the hypervisor's hole is trap 14");
    const unsigned long last = 0ul - 4096;
    test_equal(probe_read((void *)last, &word), TRAP_PAGE_FAULT,
               "reading the end of the address space is trap 14");
    test_equal(probe_last.address, last, "at that address");
    test_equal(guest_vcpu()->cr2, last, "vcpu_info keeps the last fault address");
}

/* What is no address cannot be mapped, so that is no page fault. 32 bits have no such thing. */
static void no_addresses(void)
{
#if WORD_BITS == 64
    static const unsigned long none[] = {0x0000800000000000, 0x8000000000000000, 0xffff7fffffffff00};
    unsigned long word = 0;
    for (unsigned i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
        test_equal(probe_read((void *)none[i], &word), TRAP_PROTECTION,
                   "reading %016lx, no address, is trap 13", none[i]);
        test_equal(probe_last.error, 0, "with error code 0");
        test_equal(probe_write((void *)none[i], 0), TRAP_PROTECTION, "and so is writing");
    }
#endif
}

/* TF traps after one instruction, and the handler must not be stepped itself. */
static void step_handler(struct trap_frame *frame)
{
    unsigned long flags;
    asm volatile("pushf; pop %0" : "=r"(flags));
    handler_calls++;
    handler_flags = flags;
    if (handler_calls >= 3) {
        frame->flags &= ~0x100u;
    }
}

static void single_step(void)
{
    trap_set_handler(TRAP_DEBUG, 0, step_handler);
    handler_calls = 0;
    asm volatile("pushf; orl $0x100, (" WORD_REGISTER(sp) "); popf; nop; nop; nop; nop" : : : "memory", "cc");
    test_equal(handler_calls, 3, "TF traps after every instruction until it is cleared");
    test_equal(handler_flags & 0x100, 0, "and is clear in the handler");
    trap_set_handler(TRAP_DEBUG, 0, NULL);
}

/* Flags that would follow into the handler are cleared on the way. */
static void nested_task(void)
{
    unsigned long flags = 0;
    trap_set_handler(TRAP_BREAKPOINT, 0, step_handler);
    handler_calls = 0;
    asm volatile("pushf; orl $0x4000, (" WORD_REGISTER(sp) "); popf; int3; pushf; pop %0; push $2; popf"
                 : "=r"(flags)
                 :
                 : "memory", "cc");
    test_equal(handler_calls, 1, "a trap with NT set reaches its handler");
    test_equal(handler_flags & 0x4000, 0, "NT is clear in the handler");
    trap_set_handler(TRAP_BREAKPOINT, 0, NULL);
}

static void nested_handler(struct trap_frame *frame)
{
    unsigned long word = 0;
    handler_calls++;
    if (handler_calls < 5) {
        asm volatile("int3" : : : "memory");
    }
    handler_calls += probe_read((void *)0x2000, &word) == TRAP_PAGE_FAULT ? 10 : 0;
}

static void nesting(void)
{
    trap_set_handler(TRAP_BREAKPOINT, 0, nested_handler);
    handler_calls = 0;
    asm volatile("int3" : : : "memory");
    test_equal(handler_calls, 55, "handlers may themselves trap and fault, several deep");
    trap_set_handler(TRAP_BREAKPOINT, 0, NULL);
}

static void registers_survive(void)
{
    unsigned long ok = 0;
    trap_set_handler(TRAP_BREAKPOINT, 0, note_handler);
    asm volatile("push " WORD_REGISTER(bp) "; mov $1, %%ebx; mov $2, %%ecx; mov $3, %%edx; mov $4, %%esi;"
                 "mov $5, %%edi; mov $6, %%ebp; mov $7, %%eax; int3;"
                 "cmp $6, %%ebp; pop " WORD_REGISTER(bp) "; jne 1f; cmp $1, %%ebx; jne 1f; cmp $2, %%ecx; jne 1f;"
                 "cmp $3, %%edx; jne 1f; cmp $4, %%esi; jne 1f; cmp $5, %%edi; jne 1f;"
                 "sub $6, %%eax; jmp 2f; 1: xor %%eax, %%eax; 2:"
                 : "=a"(ok)
                 :
                 : "ebx", "ecx", "edx", "esi", "edi", "memory", "cc");
    test_equal(ok, 1, "a trap leaves every register as it was");
    trap_set_handler(TRAP_BREAKPOINT, 0, NULL);
}

/* set_trap_table: NULL clears all, so a fault would be the end; here only that it is accepted. */
static void table_calls(void)
{
    guest_trap_info rows[3] = {{.vector = 200, .flags = 3, .cs = SELECTOR_KERNEL_CODE, .address = M2P_START + 0x800000},
                               {0}};
    long result = hypercall_set_trap_table((unsigned long)rows);
    console_print("# = a handler inside the hypervisor's hole: %ld\n", result);
    rows[0].cs = 0xe008;
    rows[0].address = guest_address(trap_entry(200));
    result = hypercall_set_trap_table((unsigned long)rows);
    console_print("# = a handler with the hypervisor's selector: %ld\n", result);
    rows[0].cs = 0;
    console_print("# = a handler with selector 0: %ld\n",
                  hypercall_set_trap_table((unsigned long)rows));
    test_equal(trap_set_handler(TRAP_UNDEFINED, 0, NULL), 0, "entries can be set one by one");
}

int guest_main(void)
{
    simple_faults();
    software_traps();
    old_instructions();
    masks();
    protection();
    page_faults();
    no_addresses();
    single_step();
    nested_task();
    nesting();
    registers_survive();
    table_calls();
    return test_end();
}
