/* SPDX-License-Identifier: MIT */
/*
 * The rule: the floating-point unit belongs to the guest whole; only TS is virtual: set by
 * fpu_taskswitch or CR0, it makes the next use a trap 7, and the hypervisor clears it on delivery.
 * Its state survives every visit to the hypervisor.
 *
 * @widths both
 */
#include "test.h"

static unsigned calls;
static unsigned long ts_in_handler;

static void no_device(struct trap_frame *frame)
{
    calls++;
    asm volatile("mov %%cr0, %0" : "=r"(ts_in_handler));
    ts_in_handler &= 8;
    asm volatile("clts");
}

static void use_fpu(void)
{
    asm volatile("fld1; fstp %st");
}

static void task_switched(void)
{
    trap_set_handler(TRAP_NO_DEVICE, 0, no_device);
    asm volatile("fninit");
    calls = 0;
    use_fpu();
    test_equal(calls, 0, "the FPU can be used from the start");
    test_equal(hypercall_fpu_taskswitch(1), 0, "TS can be set by hypercall");
    use_fpu();
    test_equal(calls, 1, "the next use is trap 7");
    console_print("# = TS while its handler runs: %lu\n", ts_in_handler);
    use_fpu();
    test_equal(calls, 1, "the one after is not");
    hypercall_fpu_taskswitch(1);
    test_equal(hypercall_fpu_taskswitch(0), 0, "TS can be cleared by hypercall");
    use_fpu();
    test_equal(calls, 1, "and then nothing traps");
    hypercall_fpu_taskswitch(1);
    asm volatile("movups %xmm0, %xmm1");
    test_equal(calls, 2, "SSE traps as well");
}

static void state_survives(void)
{
    static uint32_t in[4] __attribute__((aligned(16))) = {1, 2, 3, 4};
    static uint32_t out[4] __attribute__((aligned(16)));
    uint16_t control = 0x27f, control_after = 0;
    asm volatile("movaps %0, %%xmm5; fldcw %1; fldpi" : : "m"(in), "m"(control));
    hypercall_xen_version(ABI_XENVER_version, 0);
    hypercall_sched_op(ABI_SCHEDOP_yield, 0);
    page_flush();
    asm volatile("movaps %%xmm5, %0; fnstcw %1; fstp %%st" : "=m"(out), "=m"(control_after));
    test_equal(memcmp(in, out, sizeof(in)), 0, "an SSE register survives hypercalls");
    test_equal(control_after, control, "and the control word");
}

/* An unmasked exception, reported by the next instruction that waits. (SSE exceptions: the emulator
 * raises none, so they cannot be tried.) */
static void exceptions(void)
{
    static uint16_t unmasked = 0x37b;
    asm volatile("fninit; fldcw %0; fld1; fldz; fdivrp" : : "m"(unmasked));
    test_equal(PROBE("fwait", : : : "memory"), TRAP_FPU, "an unmasked x87 exception is trap 16");
    asm volatile("fninit");
}

int guest_main(void)
{
    task_switched();
    state_survives();
    exceptions();
    return test_end();
}
