/* SPDX-License-Identifier: MIT */
/*
 * The rule: a 32-bit guest's top table has four entries. The last leads to a top L2 of its own,
 * whose upper slots are the hypervisor's: it is never shared, never changed while it lives, never a
 * plain L2.
 *
 * How someone would break it: change the hypervisor's slots; put one top L2 under two top tables;
 * write to entries beyond the four, which the hypervisor's own top table knows.
 *
 * The rule is for 32-bit guests alone; the top tables of others are in hostile-64.c.
 */
#include "test.h"

static unsigned long page_frame;

static long update(uint64_t ptr, uint64_t val)
{
    return page_set_entry(ptr, val);
}

static unsigned long frame_of(void *page)
{
    return page_mfn_at(page);
}

static void top_level(void)
{
    uint64_t top = page_entry(page_base(), 0);
    pte_t third = ((pte_t *)(uintptr_t)guest_info->pt_base)[3];
    test_refused(update(top + 24, third), ABI_EINVAL, REASON_L3_SLOT3_UPDATE,
                 "slot 3 of the live top table cannot even be set to what it is");
    test_equal(update(top + 32, 0), -ABI_EINVAL, "slot 4 does not exist");
    test_equal(update(top + 4088, 0), -ABI_EINVAL, "nor does slot 511");
    uint64_t top_l2 = third & PTE_FRAME;
    test_refused(update(top_l2 + 8 * 428, 0), ABI_EPERM, REASON_TOP_L2_SLOT,
                 "the hypervisor's slots of the top L2 cannot be cleared");
    test_refused(update(top_l2 + 8 * 511, page_entry(page_frame, PTE_PLAIN)), ABI_EPERM,
                 REASON_TOP_L2_SLOT, "nor set");
    pte_t second = ((pte_t *)(uintptr_t)guest_info->pt_base)[1];
    test_equal(update(top + 8, second), 0, "slot 1 can be set to what it is");
    test_equal(update(top + 8, 0), 0, "slot 1 can be cleared");
    test_equal(update(top + 8, second), 0, "and set again");
    console_print("# = top entry with PWT: %ld\n", update(top + 8, second | 8));
    console_print("# = top entry with NX: %ld\n", update(top + 8, second | PTE_NX));
    console_print("# = top entry with RW and US: %ld\n", update(top + 8, second | 6));
    console_print("# = top entry with available bits: %ld\n", update(top + 8, second | 0xe00));
    console_print("# = top entry that is linear: %ld\n",
                  update(top + 8, page_entry(page_base(), PTE_PRESENT)));
    test_equal(update(top + 8, second), 0, "slot 1 can be set to what it was");
}

/* A second address space: a copy of the top table with a top L2 of its own. */
static void bases(void)
{
    pte_t *old = (void *)(uintptr_t)guest_info->pt_base;
    pte_t *top = page_alloc(), *top_l2 = page_alloc();
    unsigned long old_base = page_base();
    memcpy(top_l2, page_at_mfn(page_entry_mfn(old[3])), PAGE_SIZE);
    memset(top_l2 + 428, 0, (512 - 428) * 8);
    top[0] = old[0] & (PTE_FRAME | PTE_PRESENT);
    top[1] = old[1] & (PTE_FRAME | PTE_PRESENT);
    top[2] = old[2] & (PTE_FRAME | PTE_PRESENT);
    top[3] = page_entry(frame_of(top_l2), PTE_PRESENT);
    test_refused(page_extended(ABI_MMUEXT_NEW_BASEPTR, frame_of(top), 0), ABI_EINVAL,
                 REASON_FRAME_TYPE_BUSY, "a base that is mapped writable is refused");
    page_make_read_only(top);
    test_equal(page_extended(ABI_MMUEXT_NEW_BASEPTR, frame_of(top), 0), -ABI_EINVAL,
               "also while its top L2 is mapped writable");
    page_make_read_only(top_l2);
    test_equal(page_extended(ABI_MMUEXT_NEW_BASEPTR, frame_of(top), 0), 0, "then it is loaded");
    test_equal(page_extended(ABI_MMUEXT_NEW_BASEPTR, old_base, 0), 0, "and the old one again");
    test_ok(page_make_writable(top) == 0 || page_pin(frame_of(top), 3) == 0,
            "a base that is not loaded and not pinned is plain memory again");
    page_make_read_only(top);
    test_equal(page_pin(frame_of(top), 3), 0, "a top table can be pinned");
    test_equal(page_extended(ABI_MMUEXT_NEW_BASEPTR, frame_of(top), 0), 0, "loaded");
    test_equal(page_unpin(frame_of(top)), 0, "unpinned while loaded");
    test_ok(page_make_writable(top) < 0, "and still cannot be written");
    test_equal(page_extended(ABI_MMUEXT_NEW_BASEPTR, old_base, 0), 0, "the old one again");
    test_equal(page_make_writable(top), 0, "now it can");
    test_equal(page_make_writable(top_l2), 0, "and so can its top L2");
}

static void shared_top_l2(void)
{
    pte_t *old = (void *)(uintptr_t)guest_info->pt_base;
    pte_t *top = page_alloc();
    top[3] = old[3] & (PTE_FRAME | PTE_PRESENT);
    page_make_read_only(top);
    test_refused(page_pin(frame_of(top), 3), ABI_EINVAL, REASON_ENTRY_TOP_L2_SHARED,
                 "a top L2 cannot be shared by two top tables");
    page_make_writable(top);
    top[3] = 0;
    page_make_read_only(top);
    test_refused(page_pin(frame_of(top), 3), ABI_EINVAL, REASON_ENTRY_L3_SLOT3,
                 "a top table without slot 3 is refused");
    page_make_writable(top);
    top[3] = old[0] & (PTE_FRAME | PTE_PRESENT);
    page_make_read_only(top);
    test_equal(page_pin(frame_of(top), 3), -ABI_EINVAL, "one whose slot 3 is a plain L2, too");
    test_refused(page_pin(page_entry_mfn(old[3]), 2), ABI_EINVAL, REASON_ENTRY_TOP_L2_SHARED,
                 "the live top L2 cannot be pinned");
    page_make_writable(top);
}

int guest_main(void)
{
    page_frame = frame_of(page_alloc());
    top_level();
    bases();
    shared_top_l2();
    return test_end();
}
