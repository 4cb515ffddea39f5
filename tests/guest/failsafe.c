/* SPDX-License-Identifier: MIT */
/*
 * The rule: when a vCPU goes on after another had its processor, its segment registers are loaded
 * anew. If one cannot be, because the guest has changed the descriptor meanwhile, the register is
 * null and the failsafe callback is entered, with what the registers should have held.
 *
 * How someone would break it: a load that faults in ring 0 would take the hypervisor down. Here two
 * vCPUs share a processor, and one of them takes away the descriptor it uses.
 *
 * @widths both
 * @options --hypervisor-append dom0_max_vcpus=2
 */
#include "test.h"

#define SELECTOR 0x000b /* the first entry, RPL 3 */
#define PRESENT  0x00cff3000000ffffull

typedef HYPERCALL_OWN(vcpu_guest_context) guest_context;

/* ds, es, fs, gs as the frame has them; `failsafe_own` looks before the library's entry does. */
guest_word failsafe_seen[6];
extern char failsafe_own[];
#if WORD_BITS == 32
#define FIRST 0
asm(".text\nfailsafe_own:\n"
    "    pop failsafe_seen\n    pop failsafe_seen + 4\n    pop failsafe_seen + 8\n"
    "    pop failsafe_seen + 12\n    sub $16, %esp\n    jmp failsafe_entry\n");
#else
#define FIRST 2 /* behind rcx and r11 */
asm(".text\nfailsafe_own:\n"
    "    pop failsafe_seen\n    pop failsafe_seen + 8\n    pop failsafe_seen + 16\n"
    "    pop failsafe_seen + 24\n    pop failsafe_seen + 32\n    pop failsafe_seen + 40\n"
    "    sub $48, %rsp\n    jmp failsafe_entry\n");
#endif

static guest_context context __attribute__((aligned(4096)));
static unsigned char stack[8192] __attribute__((aligned(16)));
static volatile unsigned turns;

static void other(void)
{
    for (;;) {
        turns++;
        hypercall_sched_op(ABI_SCHEDOP_yield, 0);
    }
}

static long bring_up_other(void)
{
    unsigned long cr3;

    asm volatile("mov %%cr3, %0" : "=r"(cr3));
    context.user_regs.ip = guest_address((const void *)other);
    context.user_regs.sp = guest_address(stack + sizeof(stack) - 24);
    context.user_regs.cs = SELECTOR_KERNEL_CODE;
    context.user_regs.ss = SELECTOR_KERNEL_DATA;
    context.user_regs.ds = context.user_regs.es = SELECTOR_KERNEL_DATA;
    context.flags = ABI_VGCF_IN_KERNEL;
    context.kernel_ss = SELECTOR_KERNEL_DATA;
    context.kernel_sp = context.user_regs.sp;
    context.ctrlreg[3] = cr3;
    long result = hypercall_vcpu_op(ABI_VCPUOP_initialise, 1, (unsigned long)&context);
    return result != 0 ? result : hypercall_vcpu_op(ABI_VCPUOP_up, 1, 0);
}

static void wait_for_turn(void *unused)
{
    unsigned before = turns;
    (void)unused;
    for (unsigned i = 0; turns < before + 3 && i < 1000; i++) {
        hypercall_sched_op(ABI_SCHEDOP_yield, 0);
    }
}

/* Watched from the first step on: the other's turn may come at once. */
static uint64_t entry;
static long result = -1;
static void take_away(void *unused)
{
    result = hypercall_update_descriptor(entry, 0);
    wait_for_turn(unused);
}

static unsigned selector_in_gs(void)
{
    unsigned selector;
    asm volatile("mov %%gs, %0" : "=r"(selector));
    return selector & 0xffff;
}

int guest_main(void)
{
    uint64_t *gdt = page_alloc();
    guest_word frame = page_mfn_at(gdt);
    guest_callback_register callback = {.type = ABI_CALLBACKTYPE_failsafe};

    entry = page_entry(frame, 0) + 8;
    gdt[1] = PRESENT;
    page_make_read_only(gdt);
    test_equal(hypercall_set_gdt((unsigned long)&frame, 512), 0, "a GDT with a data segment");
    callback.address = guest_entry_at(failsafe_own);
    test_equal(hypercall_callback_op(ABI_CALLBACKOP_register, (unsigned long)&callback), 0,
               "the failsafe callback");
    test_equal(bring_up_other(), 0, "a second vCPU on the same processor");

    asm volatile("mov %0, %%gs" : : "r"(SELECTOR));
    test_equal(probe_call(wait_for_turn, NULL), PROBE_NONE, "a segment that stays does no harm");
    test_equal(selector_in_gs(), SELECTOR, "and stays loaded");
    test_equal(probe_call(take_away, NULL), TRAP_FAILSAFE, "the failsafe callback comes");
    test_equal(result, 0, "when its descriptor was taken away");
    test_equal(failsafe_seen[FIRST + 3] & 0xffff, SELECTOR, "and tells what GS should have held");
    test_equal(selector_in_gs(), 0, "which is null");
    test_equal(probe_call(wait_for_turn, NULL), PROBE_NONE, "once, for a null segment is good");
    return test_end();
}
