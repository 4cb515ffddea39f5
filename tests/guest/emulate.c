/* SPDX-License-Identifier: MIT */
/*
 * The rule: of the privileged instructions a kernel executes, the hypervisor emulates a short list
 * (control registers, CLTS, MSRs, port input and output under the virtual I/O privilege, CPUID
 * behind its prefix) and turns the others into the general protection fault that the processor
 * raised.
 *
 * How someone would break it: change CR0 or CR4 bits that hold for the whole machine, load CR3 with
 * any frame, reach MSRs or ports, clear the interrupt flag. From ring 3 nothing is emulated.
 *
 * @widths both
 */
#include "test.h"

USER_TEXT static void user_reads_cr0(void)
{
    asm volatile("mov %%cr0, " WORD_REGISTER(ax) "; int $0x80" : :);
}

USER_TEXT static void user_rdmsr(void)
{
    asm volatile("mov $0xc0000080, %ecx; rdmsr; int $0x80");
}

USER_TEXT static void user_out(void)
{
    asm volatile("mov $0x80, %dx; outb %al, %dx; int $0x80");
}

USER_TEXT static void user_cli(void)
{
    asm volatile("cli; int $0x80");
}

USER_TEXT static void user_cpuid(void)
{
    asm volatile("mov $0x40000000, %eax; .byte 0x0f, 0x0b, 0x78, 0x65, 0x6e; cpuid; int $0x80");
}

static void control_registers(void)
{
    unsigned long cr0 = 0, cr2 = 0, cr3 = 0, cr4 = 0, again = 0;
    test_equal(PROBE("mov %%cr0, %0", : "+r"(cr0) : : "memory"), PROBE_NONE, "CR0 can be read");
    test_equal(cr0 & 0x80010001, 0x80010001, "paging, write protection and protected mode are on");
    test_equal(cr0 & 8, 0, "TS is clear");
    test_equal(PROBE("mov %0, %%cr0",
                     :
                     : "r"(cr0 | 8)
                     : "memory"),
               PROBE_NONE, "TS can be set in CR0");
    asm volatile("mov %%cr0, %0" : "=r"(again));
    test_equal(again, cr0 | 8, "and reads back");
    test_equal(PROBE("clts", : : : "memory"), PROBE_NONE, "CLTS is emulated");
    asm volatile("mov %%cr0, %0" : "=r"(again));
    test_equal(again, cr0, "and clears it");
    test_equal(PROBE("mov %0, %%cr0",
                     :
                     : "r"(cr0 & ~0x10000ul)
                     : "memory"),
               TRAP_PROTECTION, "write protection cannot be switched off");
    test_equal(PROBE("mov %0, %%cr0",
                     :
                     : "r"(cr0 & 0x7ffffffful)
                     : "memory"),
               TRAP_PROTECTION, "nor paging");
    test_equal(PROBE("mov %%cr2, %0", : "+r"(cr2) : : "memory"), PROBE_NONE, "CR2 can be read");
    test_equal(cr2, guest_vcpu()->cr2, "and is what vcpu_info says");
    test_equal(PROBE("mov %0, %%cr2", : : "r"(0x1234ul) : "memory"), PROBE_NONE, "and written");
    asm volatile("mov %%cr2, %0" : "=r"(cr2));
    test_equal(cr2, 0x1234, "and reads back");
    test_equal(PROBE("mov %%cr3, %0", : "+r"(cr3) : : "memory"), PROBE_NONE, "CR3 can be read");
    test_equal(cr3, page_base() << 12 | (WORD_BITS == 32 ? page_base() >> 20 : 0),
               "and names the top table, folded if it has 32 bits");
    test_equal(PROBE("mov %0, %%cr3",
                     :
                     : "r"(cr3)
                     : "memory"),
               PROBE_NONE, "and be loaded with that");
    test_equal(PROBE("mov %0, %%cr3",
                     :
                     : "r"(0x200000ul)
                     : "memory"),
               TRAP_PROTECTION, "but not with a frame that is not ours");
    test_equal(PROBE("mov %0, %%cr3",
                     :
                     : "r"(0xfffff000ul)
                     : "memory"),
               TRAP_PROTECTION, "nor with one that is none");
    test_equal(PROBE("mov %%cr4, %0", : "+r"(cr4) : : "memory"), PROBE_NONE, "CR4 can be read");
    test_equal(cr4 & 0x620, 0x620, "PAE, OSFXSR and OSXMMEXCPT are on");
    test_equal(PROBE("mov %0, %%cr4", : : "r"(cr4) : "memory"), PROBE_NONE, "CR4 can be written");
    test_equal(PROBE("mov %0, %%cr4",
                     :
                     : "r"(cr4 & ~0x20ul)
                     : "memory"),
               PROBE_NONE, "switching off PAE is accepted");
    asm volatile("mov %%cr4, %0" : "=r"(again));
    test_equal(again & 0x20, 0x20, "and ignored");
}

static void refused(void)
{
    static uint64_t memory[2];
    test_equal(PROBE("hlt", : : : "memory"), TRAP_PROTECTION, "HLT faults");
    test_equal(PROBE("lgdt %0", : : "m"(memory) : "memory"), TRAP_PROTECTION, "LGDT faults");
    test_equal(PROBE("lidt %0", : : "m"(memory) : "memory"), TRAP_PROTECTION, "LIDT faults");
    test_equal(PROBE("lldt %0", : : "r"((uint16_t)0) : "memory"), TRAP_PROTECTION, "LLDT faults");
    test_equal(PROBE("ltr %0",
                     :
                     : "r"((uint16_t)0xe040)
                     : "memory"),
               TRAP_PROTECTION, "LTR faults");
    test_equal(PROBE("invlpg %0", : : "m"(memory) : "memory"), TRAP_PROTECTION, "INVLPG faults");
    test_equal(PROBE("lmsw %0",
                     :
                     : "r"((uint16_t)0x31)
                     : "memory"),
               TRAP_PROTECTION, "LMSW faults");
    test_equal(PROBE("invd", : : : "memory"), TRAP_PROTECTION, "INVD faults");
    test_equal(PROBE("wbinvd", : : : "memory"), PROBE_NONE, "WBINVD is accepted");
    test_equal(PROBE("sgdt %0", : "=m"(memory) : : "memory"), PROBE_NONE, "SGDT is not privileged");
    test_equal(PROBE("sidt %0", : "=m"(memory) : : "memory"), PROBE_NONE, "nor SIDT");
    unsigned long word = 0;
    test_equal(PROBE("smsw %0", : "+r"(word) : : "memory"), PROBE_NONE, "nor SMSW");
    test_ok(PROBE("sysretl", : : : "memory") != PROBE_NONE, "SYSRET faults");
    test_ok(PROBE(".byte 0x0f, 0x01, 0xf8", : : : "memory") != PROBE_NONE, "SWAPGS faults");
}

static int read_msr(uint32_t number, uint64_t *value)
{
    uint32_t low = 0xdeadbeef, high = 0xdeadbeef;
    int vector = PROBE("rdmsr", : "+a"(low), "+d"(high) : "c"(number) : "memory");
    *value = (uint64_t)high << 32 | low;
    return vector;
}

static int write_msr(uint32_t number, uint64_t value)
{
    return PROBE("wrmsr",
                 :
                 : "c"(number), "a"((uint32_t)value), "d"((uint32_t)(value >> 32))
                 : "memory");
}

static void msrs(void)
{
    uint64_t value = 0;
    test_equal(read_msr(0x277, &value), PROBE_NONE, "the PAT can be read");
    test_ok(value == ABI_PAT_VALUE, "and is the one of the contract");
    test_equal(read_msr(0xc0000080, &value), PROBE_NONE, "EFER can be read");
    test_equal(value & 0x500, WORD_BITS == 32 ? 0 : 0x500, "and shows long mode to 64 bits only");
    test_equal(value & 0x800, 0x800, "but no-execute");
    test_equal(write_msr(0xc0000080, value), PROBE_NONE, "EFER can be written as it is");
    test_equal(write_msr(0xc0000080, value ^ 0x100), TRAP_PROTECTION, "but not changed");
    test_equal(read_msr(0x1b, &value), PROBE_NONE, "APIC_BASE can be read");
    test_equal(value & 0xfffff900, 0xfee00900, "with its customary value");
    test_equal(read_msr(0xdeadbeef, &value), TRAP_PROTECTION, "an MSR that is none faults");
    test_equal(write_msr(0xdeadbeef, 0), TRAP_PROTECTION, "also to write");
    test_equal(write_msr(0xc0000082, 0), TRAP_PROTECTION, "LSTAR cannot be written");
    test_equal(write_msr(0x176, 0), TRAP_PROTECTION, "SYSENTER_EIP cannot be written");
    test_equal(write_msr(0x277, 0), TRAP_PROTECTION, "the PAT cannot be written");
    test_equal(write_msr(0x1b, 0xfee00000), TRAP_PROTECTION, "nor APIC_BASE");
    test_equal(read_msr(0x10, &value), PROBE_NONE, "the time-stamp counter can be read as an MSR");
}

static int out_port(uint16_t port, uint8_t value)
{
    return PROBE("outb %0, %1", : : "a"(value), "d"(port) : "memory");
}

static void ports(void)
{
    uint8_t value = 0;
    test_equal(out_port(0x80, 0), TRAP_PROTECTION, "OUT faults while the I/O privilege is 0");
    test_equal(PROBE("inb %1, %0",
                     : "+a"(value)
                     : "d"((uint16_t)0x80)
                     : "memory"),
               TRAP_PROTECTION, "IN, too");
    test_equal(PROBE("cli", : : : "memory"), TRAP_PROTECTION, "and CLI");
    test_equal(PROBE("sti", : : : "memory"), TRAP_PROTECTION, "and STI");
    guest_physdev_set_iopl iopl = {.iopl = 4};
    test_refused(hypercall_physdev_op(ABI_PHYSDEVOP_set_iopl, (unsigned long)&iopl), ABI_EINVAL,
                 REASON_IOPL_VALUE, "an I/O privilege of 4 is none");
    iopl.iopl = 1;
    test_equal(hypercall_physdev_op(ABI_PHYSDEVOP_set_iopl, (unsigned long)&iopl), 0,
               "the kernel can have I/O privilege 1");
    test_equal(out_port(0x80, 0), PROBE_NONE, "then OUT is emulated");
    test_equal(PROBE("inb %1, %0",
                     : "+a"(value)
                     : "d"((uint16_t)0x80)
                     : "memory"),
               PROBE_NONE, "and IN");
    unsigned long flags = 0;
    test_equal(PROBE("cli", : : : "memory"), PROBE_NONE, "CLI does nothing");
    asm volatile("pushf; pop %0" : "=r"(flags));
    test_equal(flags & 0x200, 0x200, "really nothing");
    test_equal(PROBE("sti", : : : "memory"), PROBE_NONE, "and STI neither");
    struct user_registers registers = user_registers_for(user_out);
    test_equal(user_run(&registers, USER_BY_HYPERCALL), TRAP_PROTECTION,
               "a program still cannot use ports");
    registers = user_registers_for(user_cli);
    test_equal(user_run(&registers, USER_BY_HYPERCALL), TRAP_PROTECTION, "nor CLI");
    iopl.iopl = 0;
    hypercall_physdev_op(ABI_PHYSDEVOP_set_iopl, (unsigned long)&iopl);
    test_equal(out_port(0x80, 0), TRAP_PROTECTION, "given back, OUT faults again");
}

static void flags_word(void)
{
    unsigned long flags = 0;
    asm volatile("push $0x3000; popf; pushf; pop %0" : "=r"(flags) : : "cc", "memory");
    test_equal(flags & 0x3200, 0x200, "POPF changes neither IF nor IOPL");
    asm volatile("push $2; popf" : : : "cc", "memory");
}

static int forced_cpuid(uint32_t leaf, uint32_t *a, uint32_t *b, uint32_t *c, uint32_t *d)
{
    *a = leaf;
    *c = 0;
    return PROBE(".byte 0x0f, 0x0b, 0x78, 0x65, 0x6e, 0x0f, 0xa2",
                 : "+a"(*a), "+b"(*b), "+c"(*c), "+d"(*d)
                 :
                 : "memory");
}

static void cpuid(void)
{
    uint32_t a, b = 0, c, d = 0;
    test_equal(forced_cpuid(0x40000000, &a, &b, &c, &d), PROBE_NONE, "forced CPUID is emulated");
    test_ok(b == 0x566e6558 && c == 0x65584d4d && d == 0x4d4d566e, "and says XenVMMXenVMM");
    test_ok(a >= 0x40000002, "with at least two more leaves");
    forced_cpuid(0x40000001, &a, &b, &c, &d);
    test_equal(a, hypercall_xen_version(ABI_XENVER_version, 0), "the next one is the version");
    forced_cpuid(0x40000002, &a, &b, &c, &d);
    test_ok(a == 1 && b == 0x40000000, "then one hypercall page and its MSR");
    forced_cpuid(1, &a, &b, &c, &d);
    test_equal(d & (1u << 6), 1u << 6, "leaf 1 shows PAE");
    console_print("# = leaf 1 shows PSE %u, MTRR %u, VME %u\n", d >> 3 & 1, d >> 12 & 1,
                  d >> 1 & 1);
    test_equal(c >> 31, 1, "and that there is a hypervisor");
    forced_cpuid(0x80000001, &a, &b, &c, &d);
    test_equal(d >> 29 & 1, WORD_BITS == 64, "leaf 80000001 shows long mode to 64 bits only");
    console_print("# = leaf 80000001 shows SYSCALL %u, NX %u\n", d >> 11 & 1, d >> 20 & 1);
    struct user_registers registers = user_registers_for(user_cpuid);
    test_equal(user_run(&registers, USER_BY_HYPERCALL), USER_VECTOR, "a program can use it, too");
    test_equal(registers.bx, 0x566e6558, "and gets the same answer");
    test_equal(PROBE(".byte 0x0f, 0x0b, 0x78, 0x65, 0x6e, 0x90, 0x90",
                     :
                     :
                     : "memory"),
               TRAP_UNDEFINED, "the prefix before anything else is UD2");
}

static void user_level(void)
{
    static const struct {
        void (*code)(void);
        const char *name;
    } tries[] = {{user_reads_cr0, "reading CR0"},
                 {user_rdmsr, "RDMSR"},
                 {user_out, "OUT"},
                 {user_cli, "CLI"}};
    for (unsigned i = 0; i < 4; i++) {
        struct user_registers registers = user_registers_for(tries[i].code);
        test_equal(user_run(&registers, USER_BY_HYPERCALL), TRAP_PROTECTION,
                   "%s from ring 3 is a protection fault", tries[i].name);
    }
}

int guest_main(void)
{
    test_equal(user_prepare(), 0, "pages can be given to ring 3");
    control_registers();
    refused();
    msrs();
    ports();
    flags_word();
    cpuid();
    user_level();
    return test_end();
}
