/* SPDX-License-Identifier: MIT */
/*
 * The rule: a page that has been writable becomes a page table only when no processor can still
 * write it through an old translation, whatever happened to the page in between.
 *
 * How someone would break it: map a page, take the mapping away without a flush, and offer the page
 * to XENMEM_exchange together with one that must be refused. The refusal gives the page back, and
 * if it then looked like one that was never in use, the flush would be left out.
 *
 * The second way: while a refused exchange gives pages back, another vCPU asks about the same
 * pages. A count that is set instead of being added to would forget that.
 *
 * @options --vcpus 2
 * @limit 120
 * @peer no
 * @widths both
 */
#include "test.h"

#define WINDOW 0x30000000ul
#define ROUNDS 4000
#define ORDER  6
#define COUNT  (1u << ORDER)

typedef HYPERCALL_OWN(vcpu_guest_context) guest_context;

static guest_word in[COUNT], out[1];
static guest_memory_exchange request;
static volatile unsigned running, stop, asked;
static unsigned char stack[8192] __attribute__((aligned(16)));
static guest_context context __attribute__((aligned(4096)));

/* Single pages for a block; the last of them is mapped at first, so that nothing comes of it. */
static long exchange(void)
{
    request = (guest_memory_exchange){.in_start = guest_address(in),
                                      .in_extents = COUNT,
                                      .in_domid = ABI_DOMID_SELF,
                                      .out_start = guest_address(out),
                                      .out_extents = 1,
                                      .out_order = ORDER,
                                      .out_domid = ABI_DOMID_SELF};
    return hypercall_memory_op(ABI_XENMEM_exchange, (unsigned long)&request);
}

static void old_translation(void)
{
    volatile pte_t *old = (volatile pte_t *)WINDOW, *view = (volatile pte_t *)(WINDOW + PAGE_SIZE);

    page_make_tables(WINDOW);
    page_map(WINDOW, page_entry(in[0], PTE_PLAIN));
    memset((void *)WINDOW, 0, PAGE_SIZE);
    long unmapped = hypercall_update_va_mapping(WINDOW, 0, 0), refused = exchange(),
         pinned = page_pin(in[0], 1);
    int vector = PROBE("movl $0x1000, (%0)",
                       :
                       : "r"(&old[5])
                       : "memory"); /* not present: harmless */

    test_equal(unmapped, 0, "a page's mapping goes, and nothing is flushed");
    test_equal(refused, -ABI_EINVAL, "an exchange with another page in use is refused");
    test_equal(pinned, 0, "the page can become a table");
    test_equal(page_map((uintptr_t)view, page_entry(in[0], PTE_READ_ONLY)), 0, "(we look at it)");
    test_equal(view[5], 0, "the old translation does not write it");
    test_equal(vector, TRAP_PAGE_FAULT, "but faults");
    page_map((uintptr_t)view, 0);
    test_equal(page_unpin(in[0]), 0, "and is a page again");
}

/* Each question takes a reference to the page for a moment, without a lock. */
static void worker(void)
{
    guest_evtchn_init_control question = {.control_gfn = in[0]};

    running = 1;
    while (!stop) {
        hypercall_event_channel_op(ABI_EVTCHNOP_init_control, (unsigned long)&question);
        asked++;
    }
    running = 0;
    while (1) {
        hypercall_vcpu_op(ABI_VCPUOP_down, 1, 0);
    }
}

static bool bring_up(void)
{
    unsigned long cr3, *top = (unsigned long *)(stack + sizeof(stack) - 16);

    asm volatile("mov %%cr3, %0" : "=r"(cr3));
    context.user_regs.ip = guest_address((const void *)worker);
    context.user_regs.sp = guest_address(top);
    context.user_regs.cs = SELECTOR_KERNEL_CODE;
    context.user_regs.ss = context.user_regs.ds = context.user_regs.es = SELECTOR_KERNEL_DATA;
    context.kernel_ss = SELECTOR_KERNEL_DATA;
    context.kernel_sp = guest_address(top);
    context.ctrlreg[3] = cr3;
    context.flags = ABI_VGCF_IN_KERNEL;
    return hypercall_vcpu_op(ABI_VCPUOP_initialise, 1, (unsigned long)&context) == 0 &&
           hypercall_vcpu_op(ABI_VCPUOP_up, 1, 0) == 0;
}

static void race(void)
{
    unsigned refused = 0, rounds = 0;

    if (!test_ok(bring_up(), "another vCPU runs")) {
        return;
    }
    while (!running) {
        asm volatile("pause");
    }
    for (; rounds < ROUNDS || (asked < ROUNDS && rounds < 10 * ROUNDS); rounds++) {
        refused += exchange() == -ABI_EINVAL;
    }
    stop = 1;
    for (unsigned long i = 0; running && i < 1000000; i++) {
        hypercall_sched_op(ABI_SCHEDOP_yield, 0);
    }
    console_print("# %u exchanges, %u questions meanwhile\n", rounds, asked);
    test_equal(refused, rounds, "every exchange was refused while the other asked about the page");
    test_ok(asked > 0 && !running, "which it did, and has ended");
    in[COUNT - 1] = page_take_unmapped();
    test_equal(exchange(), 0, "the page is as it was: it can be exchanged");
    test_equal(hypercall_torc_op(ABI_TORC_OP_audit, 0), 0, "all frames are accounted for");
}

int guest_main(void)
{
    for (unsigned i = 0; i < COUNT - 1; i++) {
        in[i] = page_take_unmapped();
    }
    in[COUNT - 1] = page_mfn_at(page_alloc());
    old_translation();
    race();
    return test_end();
}
