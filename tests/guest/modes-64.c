/* SPDX-License-Identifier: MIT */
/*
 * The rule: a 64-bit guest's kernel and programs are both in ring 3. What keeps them apart is the
 * hypervisor: which top-level table is loaded, and what it makes of SYSCALL: a hypercall from the
 * kernel, the registered callback from a program. Exceptions show by RPL in their frame where they
 * come from.
 *
 * How someone would break it: make hypercalls from a program; reach the kernel's pages; keep
 * segment bases across the border.
 */
#include "test.h"

extern char syscall_entry[];
static volatile unsigned syscalls;
static struct trap_frame seen;

USER_TEXT static void user_syscall(void)
{
    asm volatile("mov $17, %eax; xor %edi, %edi; syscall; int $0x80");
}

USER_TEXT static void user_touch(void)
{
    asm volatile("mov (%rdi), %rax; int $0x80");
}

USER_TEXT static void user_write(void)
{
    asm volatile("movq $0, (%rdi); int $0x80");
}

USER_TEXT static void user_registers(void)
{
    asm volatile("lea 1(%r8), %r8; lea 2(%r15), %r15; int $0x80");
}

static void undefined(struct trap_frame *frame)
{
    syscalls++;
    seen = *frame;
    frame->ip += 2;
}

/* Without a callback a program's SYSCALL is an undefined instruction, and never a hypercall. */
static void no_callback(void)
{
    struct user_registers registers = user_registers_for(user_syscall);
    trap_set_handler(TRAP_UNDEFINED, 0, undefined);
    syscalls = 0;
    int vector = user_run(&registers, USER_BY_HYPERCALL);
    test_equal(vector, USER_VECTOR, "a program's SYSCALL without a callback");
    test_equal(syscalls, 1, "is an undefined instruction");
    test_ok(registers.ax != (4 << 16 | 17), "and not a hypercall");
    test_equal(seen.cs & 3, 3, "its frame shows a program");
    trap_set_handler(TRAP_UNDEFINED, 0, NULL);
}

/* With one: entered like an exception, with the flags in r11 and the address in rcx. */
asm(".text\n"
    "syscall_entry:\n" /* stack: rcx  r11  rip  cs  rflags  rsp  ss */
    "    incl syscalls\n"
    "    mov 24(%rsp), %rcx\n"
    "    mov %rcx, seen_cs\n"
    "    mov $0x1234, %eax\n"
    "    push %rax\n" /* where iret wants rax: below r11 and rcx, which stand in the wrong order */
    "    mov 8(%rsp), %rcx\n"
    "    mov 16(%rsp), %r11\n"
    "    sub $8, %rsp\n"
    "    mov %rax, (%rsp)\n"
    "    mov %r11, 8(%rsp)\n"
    "    mov %rcx, 16(%rsp)\n"
    "    movq $0, 24(%rsp)\n"
    "    mov $23, %eax\n"
    "    syscall\n");
uint64_t seen_cs;

static void callback(void)
{
    guest_callback_register request = {.type = ABI_CALLBACKTYPE_syscall,
                                       .flags = ABI_CALLBACKF_mask_events};
    request.address = guest_entry_at(syscall_entry);
    test_equal(hypercall_callback_op(ABI_CALLBACKOP_register, (unsigned long)&request), 0,
               "a callback for SYSCALL can be registered");
    struct user_registers registers = user_registers_for(user_syscall);
    syscalls = 0;
    test_equal(user_run(&registers, USER_BY_HYPERCALL), USER_VECTOR, "a program's SYSCALL returns");
    test_equal(syscalls, 1, "after the callback has been entered");
    test_equal(registers.ax, 0x1234, "with the result");
    test_equal(seen_cs & 3, 3, "whose frame shows a program");
}

static void separation(void)
{
    static const struct {
        const char *name;
        bool hypervisor;
    } kinds[] = {{"the kernel's data", false}, {"the hypervisor's part", true}};
    for (unsigned i = 0; i < 2; i++) {
        struct user_registers registers = user_registers_for(user_touch);
        registers.di = kinds[i].hypervisor ? M2P_START + 0x10000000000ul : (uintptr_t)&seen;
        test_equal(user_run(&registers, USER_BY_HYPERCALL), TRAP_PAGE_FAULT,
                   "a program cannot read %s", kinds[i].name);
        test_ok((probe_last.error & FAULT_USER) != 0, "and the fault says: user");
        test_equal(probe_last.address, registers.di, "and where");
    }
    struct user_registers registers = user_registers_for(user_touch);
    registers.di = M2P_START;
    test_equal(user_run(&registers, USER_BY_HYPERCALL), TRAP_PAGE_FAULT,
               "a program cannot read the machine-to-physical table");
    registers = user_registers_for(user_write);
    registers.di = M2P_START;
    test_equal(user_run(&registers, USER_BY_HYPERCALL), TRAP_PAGE_FAULT,
               "a program cannot write the machine-to-physical table");
    unsigned long word = 0;
    test_equal(probe_read((void *)0x1000, &word), TRAP_PAGE_FAULT, "a fault of the kernel");
    test_equal(probe_last.error & FAULT_USER, 0, "says: kernel");
    test_equal(probe_last.cs & 3, 0, "and its frame has RPL 0");
}

/* With one ring there is nothing a call gate could lead to but ours. */
static void no_gates(void)
{
    uint64_t at = page_entry(page_mfn_at(page_alloc()), 0);
    long result = hypercall_update_descriptor(at, 0x0000ec00e0331000);
    console_print("# = a call gate: %ld\n", result);
    test_ok(result == -ABI_EINVAL || !test_on_torc(), "a call gate is refused or of no use");
}

static void visits(void)
{
    struct user_registers registers = user_registers_for(user_registers);
    registers.r8 = 8;
    registers.r15 = 15;
    registers.r12 = 12;
    test_equal(user_run(&registers, USER_BY_HYPERCALL), USER_VECTOR, "a visit to user mode");
    test_ok(registers.r8 == 9 && registers.r15 == 17 && registers.r12 == 12,
            "carries the new registers both ways");
}

int guest_main(void)
{
    test_equal(user_prepare(), 0, "pages can be given to programs");
    visits();
    no_callback();
    callback();
    separation();
    no_gates();
    return test_end();
}
