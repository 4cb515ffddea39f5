/* SPDX-License-Identifier: MIT */
/*
 * The rule: with VMASST_TYPE_m2p_strict a table of programs loses the slot that shows the
 * machine-to-physical table. The kernel, which needs it, has another table.
 *
 * How someone would break it: make the kernel's own table that of programs, too. The slot goes from
 * under the kernel; that must cost nobody but the guest something, and the next base brings it
 * back.
 */
#include "test.h"

/* What a look at the table gives, and not what the TLB still says. */
static long sees_m2p(void)
{
    unsigned long word;

    page_extended(ABI_MMUEXT_TLB_FLUSH_LOCAL, 0, 0);
    return probe_read((void *)(M2P_START + 0x1000), &word);
}

/* A copy of the table in use, to go to and come back from. */
static unsigned long second_base(void)
{
    pte_t *copy = page_alloc();

    memcpy(copy, (void *)(uintptr_t)guest_info->pt_base, 4096);
    page_make_read_only(copy);
    return page_mfn_at(copy);
}

int guest_main(void)
{
    unsigned long first = page_base(), second = second_base();

    test_equal(sees_m2p(), PROBE_NONE, "the kernel sees the table");
    test_equal(page_extended(ABI_MMUEXT_NEW_USER_BASEPTR, first, 0), 0,
               "its base is also that of programs");
    test_equal(sees_m2p(), PROBE_NONE, "it still does");
    test_equal(page_extended(ABI_MMUEXT_NEW_USER_BASEPTR, 0, 0), 0, "that is taken back");
    test_equal(hypercall_vm_assist(ABI_VMASST_CMD_enable, ABI_VMASST_TYPE_m2p_strict), 0, "strict");
    test_equal(page_extended(ABI_MMUEXT_NEW_USER_BASEPTR, first, 0), 0,
               "its base is also that of programs");
    console_print("# = with the kernel's base for programs: %ld\n", sees_m2p());
    test_equal(page_extended(ABI_MMUEXT_NEW_BASEPTR, second, 0), 0, "another base");
    test_equal(sees_m2p(), PROBE_NONE, "has it");
    test_equal(page_extended(ABI_MMUEXT_NEW_BASEPTR, first, 0), 0, "the first again");
    console_print("# = and back again: %ld\n", sees_m2p());
    return test_end();
}
