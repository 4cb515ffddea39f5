/* SPDX-License-Identifier: MIT */
/*
 * The rule: what hostile_iret.c says, of the frame of a 64-bit guest: RAX R11 RCX flags RIP CS RFLAGS
 * RSP SS. RPL 3 in its CS leads to a program, any other RPL to the kernel; the processor gets RPL 3 in
 * both cases. VGCF_in_syscall in its flags asks for a return as by SYSRET.
 *
 * How someone would break it: an address that is none (not canonical) as RIP. IRET faults on it in
 * ring 0; and SYSRET, on Intel's processors, does so with the guest's stack pointer already loaded
 * (XSA-7). Likewise addresses of the hypervisor, as RIP or RSP; selectors; privileged flags.
 */
#include "test.h"

#define IN_SYSCALL 0x100
#define CODE       ABI_FLAT64_CS64
#define DATA       ABI_FLAT64_DS

static struct user_registers registers; /* of the program, and the frame's for the kernel */
static uint64_t frame[9], saved_sp;

USER_TEXT static void user_flags(void)
{
    asm volatile("pushf; pop %rcx; int $0x80");
}

USER_TEXT static void user_nothing(void)
{
    asm volatile("int $0x80");
}

USER_TEXT static void user_pushes(void)
{
    asm volatile("push %rax; int $0x80");
}

/* The kernel's frame leads to the end of this unless its RIP was set, and to this stack unless RSP was. */
static void kernel_iret(void *unused)
{
    (void)unused;
    asm volatile("push %%rbp; mov %%rsp, %1; cmpq $0, 56(%0); jne 1f; mov %%rsp, 56(%0); 1:"
                 "cmpq $0, 32(%0); jne 2f; movq $3f, 32(%0); 2:"
                 "mov %0, %%rsp; mov $23, %%eax; syscall; ud2; 3:"
                 "mov %1, %%rsp; pop %%rbp"
                 :
                 : "b"(frame), "m"(saved_sp)
                 : "rax", "rcx", "r11", "memory", "cc");
}

static int to_kernel(uint64_t ip, uint64_t cs, uint64_t flags, uint64_t sp, uint64_t ss, uint64_t how)
{
    const uint64_t words[9] = {0, 0, 0, how, ip, cs & ~3ul, flags & ~0x200ul, sp, ss};
    memcpy(frame, words, sizeof(frame));
    return probe_call(kernel_iret, NULL);
}

static int result;

static void visit(void *unused)
{
    (void)unused;
    result = user_run(&registers, USER_BY_HYPERCALL);
}

static int to_program(void (*code)(void), uint64_t how)
{
    registers.call_flags = how;
    if (code != NULL) {
        registers.ip = (uintptr_t)code;
    }
    int vector = probe_call(visit, NULL);
    return vector == PROBE_NONE ? result : vector;
}

static const struct {
    uint64_t address;
    bool none;
    const char *name;
} addresses[] = {
    {0x0000800000000000, true, "the first that is no address"},
    {0x8000000000000000, true, "one bit that is no address"},
    {0xffff7fffffffffff, true, "the last that is no address"},
    {0x00007fffffffffff, false, "the last of the lower half"},
    {0xffff800000000000, false, "the machine-to-physical table"},
    {0xffff830000000000, false, "the hypervisor's middle"},
    {0xffff87fffffffff8, false, "the hypervisor's last word"},
};
#define ADDRESSES (sizeof(addresses) / sizeof(addresses[0]))

static const char *const ways[2] = {"plain", "as from SYSCALL"};

static void code_addresses(unsigned way)
{
    for (unsigned i = 0; i < ADDRESSES; i++) {
        const char *name = addresses[i].name;
        registers = user_registers_for(user_nothing);
        registers.ip = addresses[i].address;
        int vector = to_program(NULL, way * IN_SYSCALL);
        console_print("# = %s, program at %s: trap %d, error %lx\n", ways[way], name, vector,
                      probe_last.error);
        test_equal(vector, addresses[i].none ? TRAP_PROTECTION : TRAP_PAGE_FAULT,
                   "%s: a program at %s", ways[way], name);
        vector = to_kernel(addresses[i].address, CODE, 2, 0, DATA, way * IN_SYSCALL);
        console_print("# = %s, kernel at %s: trap %d, error %lx\n", ways[way], name, vector,
                      probe_last.error);
        if (addresses[i].address == M2P_START) {
            test_ok(vector != PROBE_NONE, "%s: the kernel in %s", ways[way], name);
        } else {
            test_equal(vector, addresses[i].none ? TRAP_PROTECTION : TRAP_PAGE_FAULT,
                       "%s: the kernel at %s", ways[way], name);
        }
    }
}

/* A stack pointer does no harm until it is used; and then to its user only. */
static void stack_addresses(unsigned way)
{
    for (unsigned i = 0; i < ADDRESSES; i++) {
        registers = user_registers_for(user_nothing);
        registers.sp = addresses[i].address;
        test_equal(to_program(user_nothing, way * IN_SYSCALL), USER_VECTOR,
                   "%s: a program with its stack at %s", ways[way], addresses[i].name);
        test_equal(registers.sp, addresses[i].address, "it keeps that");
        int vector = to_program(user_pushes, way * IN_SYSCALL);
        test_ok(vector != USER_VECTOR && vector != PROBE_NONE, "and cannot use it");
        test_equal(to_kernel(0, CODE, 2, addresses[i].address, DATA, way * IN_SYSCALL), PROBE_NONE,
                   "%s: nor does it harm to the kernel", ways[way]);
    }
}

static const struct {
    uint16_t cs, ss;
    const char *name;
} frames[] = {
    {0x0003, DATA, "a null code selector"},
    {0x102b, DATA, "a code selector of an empty entry"},
    {DATA, DATA, "a data selector as code"},
    {0xe00b, DATA, "the hypervisor's code selector"},
    {0xe043, DATA, "the task's selector as code"},
    {0x002f, DATA, "a code selector of the empty LDT"},
    {CODE, 0x0003, "a null stack selector"},
    {CODE, CODE, "a code selector as stack"},
    {CODE, 0x1033, "a stack selector of an empty entry"},
    {CODE, 0xe013, "the hypervisor's data selector as stack"},
    {CODE, 0x002f, "a stack selector of the empty LDT"},
};

static void selectors(void)
{
    for (unsigned i = 0; i < sizeof(frames) / sizeof(frames[0]); i++) {
        registers = user_registers_for(user_nothing);
        registers.cs = frames[i].cs;
        registers.ss = frames[i].ss;
        int vector = to_program(user_nothing, 0);
        console_print("# = a program with %s: trap %d, error %lx\n", frames[i].name, vector,
                      probe_last.error);
        test_ok(vector != USER_VECTOR && vector != PROBE_NONE, "a program with %s is an exception",
                frames[i].name);
        vector = to_kernel(0, frames[i].cs, 2, 0, frames[i].ss, 0);
        console_print("# = the kernel with %s: trap %d, error %lx\n", frames[i].name, vector,
                      probe_last.error);
        test_ok(vector != PROBE_NONE, "the kernel with %s is an exception", frames[i].name);
        registers = user_registers_for(user_nothing);
        registers.cs = frames[i].cs | 3;
        registers.ss = frames[i].ss;
        vector = to_program(user_nothing, IN_SYSCALL);
        console_print("# = as from SYSCALL, with %s: trap %d\n", frames[i].name, vector);
    }
    for (unsigned rpl = 0; rpl < 3; rpl++) {
        int vector = to_kernel(0, CODE, 2, 0, (DATA & ~3u) | rpl, 0);
        test_equal(vector, PROBE_NONE, "RPL %u in SS becomes 3", rpl);
        uint16_t cs, ss;
        asm volatile("mov %%cs, %0; mov %%ss, %1" : "=r"(cs), "=r"(ss));
        test_ok((cs & 3) == 3 && (ss & 3) == 3, "and in CS, too");
    }
}

static void flags(unsigned way)
{
    static const struct {
        unsigned flags;
        int vector;
        const char *name;
    } cases[] = {
        {0x4202, USER_VECTOR, "NT"},          {0x10202, USER_VECTOR, "RF"},
        {0x40202, USER_VECTOR, "AC"},         {0x302, TRAP_DEBUG, "TF"},
        {0x20202, USER_VECTOR, "VM"},         {0x180202, USER_VECTOR, "VIF and VIP"},
        {0x3202, USER_VECTOR, "IOPL 3"},      {0x002, USER_VECTOR, "IF clear"},
        {0xffc8f202, USER_VECTOR, "every reserved bit"},
    };
    for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        registers = user_registers_for(user_flags);
        registers.flags = cases[i].flags;
        test_equal(to_program(user_flags, way * IN_SYSCALL), cases[i].vector, "%s: %s", ways[way],
                   cases[i].name);
        if (cases[i].vector == USER_VECTOR) {
            test_equal(registers.cx & 0xffda3200, 0x200, "IOPL stays 0, IF 1, VM and the reserved 0");
        }
    }
}

int guest_main(void)
{
    test_equal(user_prepare(), 0, "pages can be given to programs");
    test_equal(to_kernel(0, CODE, 2, 0, DATA, 0), PROBE_NONE, "a good frame of the kernel");
    for (unsigned way = 0; way < 2; way++) {
        code_addresses(way);
        stack_addresses(way);
        flags(way);
    }
    selectors();
    return test_end();
}
