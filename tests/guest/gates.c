/* SPDX-License-Identifier: MIT */
/*
 * The rule: a 32-bit guest may have call gates, and a far call or jump through one does what the
 * processor of a 32-bit machine would do: from ring 3 to ring 1 on the kernel's stack, parameters
 * copied; from ring 1 on the same stack. The gate's level, its target and its limits count.
 *
 * A 64-bit guest may have none (modes-64.c).
 *
 * How someone would break it: in long mode such a gate would be twice as long, so it is disabled
 * and every use emulated: that must not lead to a ring 0 selector, to a gate above the caller's
 * rights, or behind the end of a table or a segment (XSA-298).
 */
#include "test.h"

enum { OPEN = 1, KERNEL, ABSENT, BEYOND, SHORT, TO_DATA, TO_SHORT, PLAIN, TO_NOTHING, SAME, ENTRIES };
#define SELECTOR(entry, rpl) ((entry) * 8 + (rpl))

volatile unsigned long gate_seen[8];
unsigned long gate_calls;

asm(".text\n"
    "gate_inward:\n" /* stack: eip  cs  two parameters  esp  ss */
    "    pop %ds:gate_seen\n"
    "    pop %ds:gate_seen + 4\n"
    "    pop %ds:gate_seen + 8\n"
    "    pop %ds:gate_seen + 12\n"
    "    pop %ds:gate_seen + 16\n"
    "    pop %ds:gate_seen + 20\n"
    "    sub $24, %esp\n"
    "    mov %cs, %ds:gate_seen + 24\n"
    "    mov %ss, %ds:gate_seen + 28\n"
    "    lret $8\n"
    "gate_level:\n"
    "    incl %ds:gate_calls\n"
    "    lret\n");
extern char gate_inward[], gate_level[], gate_landing[];

USER_TEXT static void user_calls(void)
{
    asm volatile("push $0x2222; push $0x1111; lcall $0x0b, $0; int $0x80");
}
USER_TEXT static void user_calls_kernels(void)
{
    asm volatile("lcall $0x13, $0; int $0x80");
}
USER_TEXT static void user_calls_absent(void)
{
    asm volatile("lcall $0x1b, $0; int $0x80");
}
USER_TEXT static void user_jumps(void)
{
    asm volatile("ljmp $0x0b, $0; int $0x80");
}

static uint64_t gate(uint32_t offset, unsigned selector, unsigned parameters, unsigned access)
{
    return (offset & 0xffff) | (uint64_t)selector << 16 | (uint64_t)parameters << 32 |
           (uint64_t)access << 40 | (uint64_t)(offset >> 16) << 48;
}

static void make_gdt(void)
{
    uint64_t *gdt = page_alloc();
    guest_word frame = page_mfn_at(gdt);
    uint32_t inward = guest_address(gate_inward), level = guest_address(gate_level);

    gdt[OPEN] = gate(inward, SELECTOR_KERNEL_CODE, 2, 0xec);
    gdt[KERNEL] = gate(level, SELECTOR_KERNEL_CODE, 0, 0xac);
    gdt[ABSENT] = gate(level, SELECTOR_KERNEL_CODE, 0, 0x6c);
    gdt[BEYOND] = gate(level, SELECTOR(SHORT, 1), 0, 0xec);
    gdt[SHORT] = 0x0040bb0000000fffull; /* code of ring 1, 4 KiB */
    gdt[TO_DATA] = gate(level, SELECTOR_KERNEL_DATA & 0, 0, 0xec);
    gdt[TO_SHORT] = gate(0x1000, SELECTOR(SHORT, 1), 0, 0xec);
    gdt[PLAIN] = 0x00cfb3000000ffffull;
    gdt[TO_NOTHING] = gate(level, SELECTOR(PLAIN, 1), 0, 0xec);
    gdt[SAME] = gate(guest_address(gate_landing), SELECTOR_KERNEL_CODE, 0, 0xac);
    page_make_read_only(gdt);
    test_equal(hypercall_set_gdt((unsigned long)&frame, ENTRIES), 0, "a GDT with gates");
}

static void from_ring3(void)
{
    struct user_registers registers = user_registers_for(user_calls);
    test_equal(user_run(&registers, USER_BY_HYPERCALL), USER_VECTOR,
               "a program calls the kernel through a gate and goes on");
    test_equal(gate_seen[2], 0x1111, "its first parameter was copied");
    test_equal(gate_seen[3], 0x2222, "and its second");
    test_equal(gate_seen[1], SELECTOR_USER_CODE, "its code selector was saved");
    test_equal(gate_seen[5], SELECTOR_USER_DATA, "and its stack's");
    test_equal(gate_seen[4], (uintptr_t)user_stack_top - 8, "with the stack pointer");
    test_equal(gate_seen[6] & 0xffff, SELECTOR_KERNEL_CODE, "the kernel ran with its own code");
    test_equal(gate_seen[7] & 0xffff, SELECTOR_KERNEL_DATA, "on its own stack");
    test_equal(registers.sp, (uintptr_t)user_stack_top, "a far return took the parameters away");

    registers = user_registers_for(user_calls_kernels);
    test_equal(user_run(&registers, USER_BY_HYPERCALL), TRAP_PROTECTION,
               "a gate for ring 1 is closed to a program");
    test_equal(probe_last.error, SELECTOR(KERNEL, 0), "and named in the error code");
    registers = user_registers_for(user_calls_absent);
    test_equal(user_run(&registers, USER_BY_HYPERCALL), TRAP_NOT_PRESENT, "an absent gate is absent");
    registers = user_registers_for(user_jumps);
    test_equal(user_run(&registers, USER_BY_HYPERCALL), TRAP_PROTECTION,
               "a jump does not lead inward");
}

static void from_ring1(void)
{
    struct {
        uint32_t offset;
        uint16_t selector;
    } __attribute__((packed)) target = {0, SELECTOR(KERNEL, 1)};

    gate_calls = 0;
    test_equal(PROBE("lcall $0x11, $0", : : : "memory"), PROBE_NONE, "the kernel calls itself");
    test_equal(PROBE("lcall *%0", : : "m"(target) : "memory"), PROBE_NONE, "by a pointer in memory");
    test_equal(gate_calls, 2, "both arrived");
    unsigned long jumped = 0;
    asm volatile("ljmp $0x51, $0; movl $2, %0\n.globl gate_landing\ngate_landing: incl %0"
                 : "+m"(jumped));
    test_equal(jumped, 1, "a far jump through a gate arrives");
    test_equal(PROBE("lcall $0x19, $0", : : : "memory"), TRAP_NOT_PRESENT, "an absent gate");
    test_equal(probe_last.error, SELECTOR(ABSENT, 0), "is named");
    test_equal(PROBE("lcall $0x21, $0", : : : "memory"), TRAP_PROTECTION,
               "a target behind the end of its segment");
    test_equal(probe_last.error, 0, "names nobody");
    test_equal(PROBE("lcall $0x31, $0", : : : "memory"), TRAP_PROTECTION, "a null target");
    test_equal(probe_last.error, 0, "is null in the error code, too");
    test_equal(PROBE("lcall $0x39, $0", : : : "memory"), TRAP_PROTECTION, "one byte too far");
    test_equal(PROBE("lcall $0x49, $0", : : : "memory"), TRAP_PROTECTION, "data is no target");
    test_equal(probe_last.error, SELECTOR(PLAIN, 0), "and is named");
    test_equal(PROBE("lcall $0x13, $0", : : : "memory"), TRAP_PROTECTION,
               "a selector of less privilege than the gate allows");
    test_equal(PROBE("lcall $0x0f, $0", : : : "memory"), TRAP_PROTECTION, "an LDT that is not there");
    test_equal(PROBE("lcall $0xe009, $0", : : : "memory"), TRAP_PROTECTION, "the hypervisor's code");
}

static void descriptors(void)
{
    uint64_t *page = page_alloc();
    uint64_t at = page_entry(page_mfn_at(page), 0);
    test_equal(hypercall_update_descriptor(at, gate(0, 0xe008, 0, 0xec)), -ABI_EINVAL,
               "a gate to the hypervisor's code is refused");
    test_equal(hypercall_update_descriptor(at, gate(0, 0xe02b, 0, 0xec)), -ABI_EINVAL,
               "and one to the programs' flat code");
    test_equal(hypercall_update_descriptor(at, gate(0, SELECTOR_KERNEL_CODE, 0, 0xec)), 0,
               "one to the kernel's is taken");
    test_equal(page[0] >> 45 & 3, 0, "with its level at 0");
    test_equal(page[0] >> 16 & 3, 3, "and kept in the selector");
}

int guest_main(void)
{
    test_equal(user_prepare(), 0, "pages can be given to ring 3");
    make_gdt();
    from_ring3();
    from_ring1();
    descriptors();
    return test_end();
}
