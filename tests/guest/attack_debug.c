/* SPDX-License-Identifier: MIT */
/*
 * The rule: breakpoints and single steps are the guest's among itself; what the hypervisor does on
 * its behalf they may hit, and then nothing comes of it.
 *
 * How someone would break it: watch the memory that a call reads and writes, the stack that
 * exception frames go to, a page-table entry; step through calls and through returns; put a
 * breakpoint off by MOV SS until the first instruction of the hypervisor.
 *
 * @peer no
 * @widths both
 */
#include "test.h"

static volatile unsigned traps;

static void on_debug(struct trap_frame *frame)
{
    traps++;
    frame->flags &= ~0x100u; /* no more steps */
}

static uint32_t area[64] __attribute__((aligned(64)));

/* Watches n bytes (1, 2 or 4) for reads and writes with register 0. */
static void watch(const volatile void *address, unsigned n)
{
    test_equal(hypercall_set_debugreg(0, (unsigned long)address), 0, "an address of ours is taken");
    test_equal(hypercall_set_debugreg(7, 0x400 | 1 | 3u << 16 | (n - 1) << 18), 0, "and watched");
}

static void stop_watching(void)
{
    hypercall_set_debugreg(7, 0x400);
}

static void watched_arguments(void)
{
    watch(&area[0], 4);
    test_equal(hypercall_xen_version(ABI_XENVER_extraversion, (unsigned long)area), 0,
               "a call that answers into watched memory");
    guest_mmuext_op *op = (void *)area;
    stop_watching();
    op->cmd = ABI_MMUEXT_TLB_FLUSH_LOCAL;
    watch(&area[0], 4);
    test_equal(hypercall_mmuext_op((unsigned long)op, 1, 0, ABI_DOMID_SELF), 0,
               "a call that reads watched memory");
    stop_watching();
}

static void watched_stack(void)
{
    unsigned long here;
    asm volatile("mov " WORD_REGISTER(sp) ", %0" : "=r"(here));
    for (unsigned below = sizeof(long); below <= 32 * sizeof(long); below += sizeof(long)) {
        hypercall_set_debugreg(0, here - below);
        hypercall_set_debugreg(7, 0x400 | 1 | 1u << 16 | 3u << 18); /* writes: reads would go on */
        PROBE("cli; hlt");
        PROBE("ud2");
    }
    stop_watching();
    test_ok(true, "exception frames onto watched words");
}

/* Sets the trap flag; the handler clears it after a few steps. */
#if WORD_BITS == 32
#define CALL_CLOBBERS
#else
#define CALL_CLOBBERS , "r11"
#endif
#define STEP_ON "pushf; orl $0x100, (" WORD_REGISTER(sp) "); popf"

static void steps(void)
{
    unsigned long flags, a = ABI_CALL_xen_version, b = 0, c = 0;
    traps = 0;
    asm volatile(STEP_ON "; " HYPERCALL_INSTRUCTION "; nop; nop"
                 : "+a"(a), "+b"(b), "+c"(c)
                 : "D"(0), "S"(0)
                 : "memory", "cc" CALL_CLOBBERS);
    test_ok(traps > 0, "a step behind a call");
    test_ok((a >> 16) == 4, "which answers nevertheless");
    traps = 0;
    trap_iret_here(7, SELECTOR_KERNEL_FRAME, 0x302, &flags);
    test_ok(traps > 0, "a step behind the iret hypercall");
    traps = 0;
    unsigned long cr0;
    asm volatile(STEP_ON "; mov %%cr0, %0; nop" : "=r"(cr0) : : "memory", "cc");
    test_ok(traps > 0, "a step behind an emulated instruction");
}

static void put_off(void)
{
    static uint16_t selector;
    unsigned long a = ABI_CALL_xen_version, b = 0, c = 0;
    selector = SELECTOR_KERNEL_DATA;
    watch(&selector, 2);
    asm volatile("mov %3, %%ss; " HYPERCALL_INSTRUCTION
                 : "+a"(a), "+b"(b), "+c"(c)
                 : "m"(selector), "D"(0), "S"(0)
                 : "memory", "cc" CALL_CLOBBERS);
    test_ok((a >> 16) == 4, "a breakpoint put off until a call's first instruction");
    asm volatile("mov %0, %%ss; int $3" : : "m"(selector) : "memory", "cc");
    stop_watching();
    test_ok(true, "and until that of an exception");
}

static void on_breakpoint(struct trap_frame *frame)
{
}

/* Three that are not the guest's, and its last. */
#if WORD_BITS == 32
static const unsigned long odd[] = {0xf5800000, 0xffffffff, 0xfffff000, 0xf57ffffd};
#else
static const unsigned long odd[] = {0xffff800000000000, 0xffff87fffffffff8, 0x0000800000000000,
                                    0x00007ffffffffff8};
#endif

static void odd_values(void)
{
    for (unsigned i = 0; i < 4; i++) {
        test_equal(hypercall_set_debugreg(i, odd[i]), i < 3 ? -ABI_EPERM : 0, "address %lx",
                   odd[i]);
    }
    test_ok(hypercall_set_debugreg(7, 0x2400) < 0, "general detect");
    test_ok(hypercall_set_debugreg(7, 0x20401) < 0, "a port's breakpoint");
    hypercall_set_debugreg(7, 0x20400);
    test_ok(hypercall_set_debugreg(7, 0x20402) < 0, "also in two steps");
    test_equal(hypercall_set_debugreg(6, 0xffffffff), 0, "any DR6");
    test_equal(hypercall_set_debugreg(7, 0x400), 0, "and all off");
}

int guest_main(void)
{
    trap_set_handler(TRAP_DEBUG, 0, on_debug);
    trap_set_handler(TRAP_BREAKPOINT, 1, on_breakpoint);
    watched_arguments();
    watched_stack();
    steps();
    put_off();
    odd_values();
    return test_end();
}
