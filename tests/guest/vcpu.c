/* SPDX-License-Identifier: MIT */
/*
 * The rule: a guest may have its vcpu_info moved into a page of its own, once, and have its run
 * state written into its memory. The hypervisor then holds that page as writable memory.
 *
 * How someone would break it: name a page table, a frame of others, or a place that crosses into
 * the next frame. A hypervisor that does not offer this answers ENOSYS, and nothing is tested.
 *
 * @widths both
 */
#include "test.h"

static void run_state(void)
{
    static guest_vcpu_runstate_info area;
    guest_word pointer = guest_address(&area);
    test_equal(
        hypercall_vcpu_op(ABI_VCPUOP_register_runstate_memory_area, 0, (unsigned long)&pointer), 0,
        "an area for it can be registered");
    hypercall_sched_op(ABI_SCHEDOP_yield, 0);
    test_equal(area.state, ABI_RUNSTATE_running, "and is filled in");
    test_ok(area.state_entry_time > 0, "with the time it began");
}

static void moved_vcpu_info(void)
{
    unsigned char *page = page_alloc();
    guest_vcpu_register_vcpu_info place = {.mfn = page_mfn_at(page), .offset = 4090};
    test_refused(hypercall_vcpu_op(ABI_VCPUOP_register_vcpu_info, 0, (unsigned long)&place),
                 ABI_ENXIO, REASON_VCPU_INFO_PLACE, "vcpu_info cannot cross a page");
    place = (guest_vcpu_register_vcpu_info){.mfn = page_mfn_at(page), .offset = sizeof(long) / 2};
    test_refused(hypercall_vcpu_op(ABI_VCPUOP_register_vcpu_info, 0, (unsigned long)&place),
                 ABI_ENXIO, REASON_VCPU_INFO_PLACE, "nor begin inside a word");
    place = (guest_vcpu_register_vcpu_info){.mfn = 0xfffffff, .offset = 0};
    test_equal(hypercall_vcpu_op(ABI_VCPUOP_register_vcpu_info, 0, (unsigned long)&place),
               -ABI_EINVAL, "nor lie in a frame that is none");
    place = (guest_vcpu_register_vcpu_info){.mfn = page_base(), .offset = 0};
    test_equal(hypercall_vcpu_op(ABI_VCPUOP_register_vcpu_info, 0, (unsigned long)&place),
               -ABI_EINVAL, "nor in a page table");
    place = (guest_vcpu_register_vcpu_info){.mfn = page_mfn_at(page), .offset = 64};
    volatile guest_vcpu_info *moved = (void *)(page + 64);
    moved->upcall_mask = 1;
    test_equal(hypercall_vcpu_op(ABI_VCPUOP_register_vcpu_info, 0, (unsigned long)&place), 0,
               "it can be moved into a page of ours");
    test_equal(moved->upcall_mask, 1, "with its mask as it was");
    test_equal(moved->upcall_pending, 1, "and everything pending, so that nothing is lost");
    test_ok(moved->time.tsc_to_system_mul != 0, "and the time");
    test_refused(hypercall_vcpu_op(ABI_VCPUOP_register_vcpu_info, 0, (unsigned long)&place),
                 ABI_EINVAL, REASON_VCPU_INFO_TWICE, "but not twice");
    test_ok(page_make_read_only(page) == 0 && page_pin(page_mfn_at(page), 1) < 0,
            "its page cannot become a page table");
}

int guest_main(void)
{
    if (hypercall_vcpu_op(ABI_VCPUOP_register_vcpu_info, 0, 0x1000) == -ABI_ENOSYS) {
        test_skip("vcpu_info and run state in own memory", "not offered");
        return test_end();
    }
    run_state();
    moved_vcpu_info();
    return test_end();
}
