/* SPDX-License-Identifier: MIT */
/*
 * The rule: a vCPU begins as a context in guest memory says, once all of it has been checked: the
 * page tables, the frames of descriptors, every address that the processor or ring 0 will use.
 *
 * How someone would break it: give each field in turn a value that the call which sets it alone
 * would refuse. A context goes in whole, so this is a second way to all of them.
 *
 * @widths both
 * @options --hypervisor-append dom0_max_vcpus=32
 */
#include "smp.h"

#define GOOD ((unsigned long)&context)

static smp_context context __attribute__((aligned(4096)));
static unsigned next = 1; /* the vCPU that is tried on */

static void smp_worker(unsigned number)
{
    (void)number;
}

/* A context that is all right. */
static void fill(void)
{
    smp_fill(&context, next);
}

/* One with something changed: must be refused so. Where it is not, that vCPU is used up. */
static void refused(long error, unsigned reason, const char *what)
{
    long rc = hypercall_vcpu_op(ABI_VCPUOP_initialise, next, GOOD);

    test_refused(rc, error, reason, "no vCPU with %s", what);
    if (rc == 0)
        next++;
    fill();
}

/* One that is all right, or in which what is wrong does nothing. */
static void accepted(const char *what)
{
    test_equal(hypercall_vcpu_op(ABI_VCPUOP_initialise, next++, GOOD), 0, "a vCPU with %s", what);
    fill();
}

static void numbers(void)
{
    test_refused(hypercall_vcpu_op(ABI_VCPUOP_initialise, 32, GOOD), ABI_ENOENT,
                 REASON_VCPU_UNKNOWN, "no vCPU beyond those of the domain");
    test_equal(hypercall_vcpu_op(ABI_VCPUOP_initialise, next, 0x1000), -ABI_EFAULT,
               "nor from nowhere");
    test_refused(hypercall_vcpu_op(ABI_VCPUOP_initialise, 0, GOOD), ABI_EEXIST, REASON_VCPU_EXISTS,
                 "nor one that is there");
    test_refused(hypercall_vcpu_op(ABI_VCPUOP_up, next, 0), ABI_EINVAL, REASON_VCPU_STATE,
                 "and it cannot come up before");
}

static void tables(void)
{
    context.gdt_ents = ABI_GDT_GUEST_ENTRIES + 1;
    refused(ABI_EINVAL, REASON_GDT_TOO_MANY, "too many descriptors");
    context.gdt_ents = 512;
    context.gdt_frames[0] = 0xfffffff;
    refused(ABI_EINVAL, REASON_FRAME_INVALID, "descriptors in a frame that is none");
    context.gdt_ents = 512;
    context.gdt_frames[0] = page_base();
    refused(ABI_EINVAL, REASON_FRAME_TYPE_BUSY, "descriptors in a page table");
    context.ldt_base = guest_address(&context) + 8;
    context.ldt_ents = 1;
    refused(ABI_EINVAL, REASON_LDT_RANGE, "an LDT that begins inside a page");
    context.ldt_base = guest_address(&context);
    context.ldt_ents = ABI_LDT_ENTRIES_MAX + 1;
    refused(ABI_EINVAL, REASON_LDT_RANGE, "too large an LDT");
    context.ctrlreg[3] = 0;
    refused(ABI_EINVAL, REASON_FRAME_FOREIGN, "page tables in frame 0");
    context.ctrlreg[3] = (guest_word)page_mfn_at(&context) << PAGE_SHIFT;
    refused(ABI_EINVAL, REASON_FRAME_TYPE_BUSY, "page tables in memory that is written");
    context.debugreg[0] = M2P_START;
    context.debugreg[7] = 3;
    accepted("a breakpoint on what is not its own, which is not taken over");
}

/* Where only one width has addresses that are none. */
#if WORD_BITS == 64
static const uint64_t nowhere[] = {0x0000800000000000, 0x8000000000000000, 0xffff7fffffffffff};

/* A program that says what is at its GS base. */
static volatile unsigned long at_gs = 0x1234, told;

__attribute__((naked)) static void program(void)
{
    asm volatile("mov %gs:0, %rax\n\tmov %rax, told(%rip)\n1:\tpause\n\tjmp 1b");
}

/* Its tables are the kernel's here. */
static void as_program(void)
{
    context.flags = 0;
    refused(ABI_EINVAL, REASON_USER_BASE_MISSING, "a beginning as a program without its tables");
    context.flags = 0;
    context.ctrlreg[1] = context.ctrlreg[3];
    context.user_regs.ip = guest_address((const void *)program);
    context.bases.gs_user = guest_address(&at_gs);
    accepted("a beginning as a program");
    test_equal(hypercall_vcpu_op(ABI_VCPUOP_up, next - 1, 0), 0, "it comes up");
    for (unsigned i = 0; i < 10000 && !told; i++)
        hypercall_sched_op(ABI_SCHEDOP_yield, 0);
    test_equal(told, at_gs, "and runs with the GS base of programs");
    test_equal(hypercall_vcpu_op(ABI_VCPUOP_down, next - 1, 0), 0, "until it is taken down");
}

static void addresses(void)
{
    for (unsigned i = 0; i < 3; i++) {
        guest_word bad = nowhere[i];

        context.user_regs.ip = bad;
        refused(ABI_EINVAL, REASON_TRAP_ADDRESS, "a beginning that is no address");
        context.callbacks.event = bad;
        refused(ABI_EINVAL, REASON_TRAP_ADDRESS, "an event callback that is none");
        context.callbacks.failsafe = bad;
        refused(ABI_EINVAL, REASON_TRAP_ADDRESS, "a failsafe callback that is none");
        context.callbacks.syscall = bad;
        refused(ABI_EINVAL, REASON_TRAP_ADDRESS, "a system call callback that is none");
        context.kernel_sp = bad + 16; /* a stack may end where addresses end */
        refused(ABI_EINVAL, REASON_STACK_SELECTOR, "a kernel stack that is none");
        context.ldt_base = bad & ~4095ull;
        context.ldt_ents = 1;
        refused(ABI_EINVAL, REASON_LDT_RANGE, "an LDT that is nowhere");
        context.bases.fs = bad;
        refused(ABI_EINVAL, REASON_SEGMENT_BASE, "an FS base that is none");
        context.bases.gs_kernel = bad;
        refused(ABI_EINVAL, REASON_SEGMENT_BASE, "a GS base that is none");
        context.bases.gs_user = bad;
        refused(ABI_EINVAL, REASON_SEGMENT_BASE, "a GS base for programs that is none");
        context.trap_ctxt[14].address = bad;
        refused(ABI_EINVAL, REASON_TRAP_ADDRESS, "a handler that is nowhere");
        context.debugreg[1] = bad;
        context.debugreg[7] = 12;
        accepted("a breakpoint nowhere, which is not taken over");
    }
    context.ldt_base = 0xffff800000000000;
    context.ldt_ents = 1;
    refused(ABI_EINVAL, REASON_LDT_RANGE, "an LDT among the hypervisor's");
    context.kernel_sp = 0xffff830000000000;
    refused(ABI_EINVAL, REASON_STACK_SELECTOR, "a kernel stack among the hypervisor's");
    as_program();
}
#else
static void addresses(void)
{
    context.ldt_base = ABI_HOLE32_START;
    context.ldt_ents = 1;
    refused(ABI_EINVAL, REASON_LDT_RANGE, "an LDT among the hypervisor's");
    context.ldt_base = ABI_HOLE32_START - 4096;
    context.ldt_ents = 513;
    refused(ABI_EINVAL, REASON_LDT_RANGE, "an LDT that reaches there");
    context.flags = 0;
    accepted("a beginning that is not said to be the kernel's, which its selector says");
}
#endif

int guest_main(void)
{
    fill();
    numbers();
    tables();
    addresses();
    accepted("nothing wrong");
    return test_end();
}
