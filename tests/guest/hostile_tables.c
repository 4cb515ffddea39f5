/* SPDX-License-Identifier: MIT */
/*
 * The rule: no sequence of calls ever leaves a page table mapped writable in a guest. A frame has
 * one type at a time; page table and writable exclude each other.
 *
 * How someone would break it: write tables directly; map them writable through each call that sets
 * entries, at each level; keep a writable mapping from before the frame became a table, in the
 * tables or in the TLB; let a table map itself; hide a table behind another level. This guest tries
 * each.
 *
 * @widths both
 */
#include "test.h"

#define WINDOW 0x30000000ul

static unsigned long table_frame; /* the L1 of WINDOW */
static pte_t *table;              /* where it is mapped, read-only */
static unsigned long *data;
static unsigned long data_frame;

static long set_by_mmu_update(uint64_t at, pte_t value)
{
    return page_set_entry(at, value);
}

/*
 * A store to an L1 may be emulated where the assist for that is on (for its first domain Xen always
 * does it): then it is checked like a call. So the stores here would each, if believed, make the
 * table itself writable, and must fault one way or the other.
 */
static void direct_writes(void)
{
    pte_t *top = (void *)(uintptr_t)guest_info->pt_base;
    uintptr_t end = guest_info->pt_base + guest_info->nr_pt_frames * PAGE_SIZE;
    unsigned written = 0;
    for (uintptr_t va = guest_info->pt_base; va < end; va += 512) {
        pte_t wish = page_entry(page_mfn_at((void *)va), PTE_PLAIN);
        written += probe_write((void *)va, (unsigned long)wish) == PROBE_NONE;
    }
    test_equal(written, 0, "no page table of the builder can be written");
    test_equal(probe_write(&table[5], (unsigned long)page_entry(table_frame, PTE_PLAIN)),
               TRAP_PAGE_FAULT, "nor one made later");
    test_equal(probe_last.error, FAULT_PRESENT | FAULT_WRITE, "the fault says: present, write");
    test_ok((top[0] & 1) != 0, "they are as they were");
}

/* The frame of the table of a level that translates an address. */
static unsigned long table_at(uintptr_t va, unsigned level)
{
    return page_entry_mfn(page_find(va, level, NULL));
}

/* Every way of setting an L1 entry, towards tables of every level. */
static void writable_entries(void)
{
    unsigned long frames[] = {table_frame, page_base(), table_at(WINDOW, 2),
                              table_at(GUEST_BASE, 2)};
    static const char *const names[] = {"an L1", "the top table", "an L2", "the kernel's L2"};
    uint64_t entry = page_find(WINDOW, 1, NULL);
    for (unsigned i = 0; i < 4; i++) {
        pte_t writable = page_entry(frames[i], PTE_PLAIN);
        test_ok(page_map(WINDOW, writable) < 0, "%s, writable, by update_va_mapping", names[i]);
        test_ok(set_by_mmu_update(entry, writable) < 0, "%s, writable, by mmu_update", names[i]);
        test_ok(set_by_mmu_update(entry | ABI_MMU_PT_UPDATE_PRESERVE_AD, writable) < 0,
                "%s, writable, by mmu_update keeping A and D", names[i]);
        test_ok(page_map(WINDOW, page_entry(frames[i], PTE_PRESENT | PTE_WRITE | PTE_USER)) < 0,
                "%s, writable for programs", names[i]);
        test_equal(page_map(WINDOW, page_entry(frames[i], PTE_READ_ONLY)), 0,
                   "%s, read-only, is allowed", names[i]);
        test_ok(set_by_mmu_update(entry, writable) < 0, "%s, from read-only to writable", names[i]);
        test_equal(probe_write((void *)(WINDOW + 0x100), (unsigned long)writable), TRAP_PAGE_FAULT,
                   "%s is not writable there", names[i]);
        page_map(WINDOW, 0);
    }
}

/* A frame becomes a table while it is mapped writable somewhere. */
static void writable_before(void)
{
    pte_t l2;
    uint64_t l2_entry = page_find(WINDOW + 0x200000, 2, &l2);
    test_equal(l2, 0, "a fresh L2 slot");
    pte_t hook = page_entry(data_frame, PTE_PLAIN);
    data[0] = data[1] = 0;
    test_equal(set_by_mmu_update(l2_entry, hook), -ABI_EINVAL,
               "a page that is mapped writable cannot be hooked in as L1");
    test_equal(page_map(WINDOW, page_entry(data_frame, PTE_PLAIN)), 0, "mapped once more");
    test_equal(page_make_read_only(data), 0, "and read-only at its first place");
    test_equal(set_by_mmu_update(l2_entry, hook), -ABI_EINVAL, "it cannot either");
    test_equal(page_map(WINDOW, 0), 0, "without that mapping");
    test_equal(set_by_mmu_update(l2_entry, hook), 0, "it can");
    test_ok(page_map(WINDOW, page_entry(data_frame, PTE_PLAIN)) < 0,
            "and then not be mapped writable");
    test_equal(set_by_mmu_update(l2_entry, 0), 0, "hooked out");
    test_equal(page_make_writable(data), 0, "it can be written again");
}

/* The entry is changed without a flush, so the TLB may still hold the writable translation. When
 * the page becomes a table, the hypervisor must have seen to that. */
static void stale_translation(void)
{
    uint64_t entry = page_find(WINDOW, 1, NULL);
    page_map(WINDOW, page_entry(data_frame, PTE_PLAIN));
    *(volatile unsigned long *)WINDOW = 0; /* now it is in the TLB, writable and dirty */
    page_make_read_only(data);
    test_equal(set_by_mmu_update(entry, page_entry(data_frame, PTE_READ_ONLY)), 0,
               "the only writable mapping goes, without a flush");
    test_equal(page_pin(data_frame, 1), 0, "the page becomes a table");
    test_equal(probe_write((void *)WINDOW, 0x1234567), TRAP_PAGE_FAULT,
               "the stale translation does not let it be written");
    test_equal(data[0], 0, "and it was not");
    page_unpin(data_frame);
    page_map(WINDOW, 0);
    page_make_writable(data);
}

/* An L1 that maps itself, an L2 that is its own L1, a top table as L2. */
static void self_reference(void)
{
    unsigned long l2_frame = table_at(WINDOW, 2);
    uint64_t l2_entry = page_find(WINDOW + 0x400000, 2, NULL);
    uint64_t l1_entry = page_find(WINDOW + 0x1000, 1, NULL);
    test_ok(set_by_mmu_update(l1_entry, page_entry(table_frame, PTE_PLAIN)) < 0,
            "an L1 cannot map itself writable");
    long result = set_by_mmu_update(l2_entry, page_entry(l2_frame, PTE_PLAIN));
    test_ok(result < 0, "an L2 cannot be its own L1, writable");
    result = set_by_mmu_update(l2_entry, page_entry(l2_frame, PTE_PRESENT));
    console_print("# an L2 as its own L1, read-only: %ld\n", result);
    if (result == 0) { /* a linear table: its window shows tables, and must be read-only */
        page_flush();
        test_ok(set_by_mmu_update(l2_entry, page_entry(l2_frame, PTE_PLAIN)) < 0,
                "a linear entry cannot be made writable");
        test_equal(probe_write((void *)(WINDOW + 0x400000), 0), TRAP_PAGE_FAULT,
                   "a linear window cannot be written");
        set_by_mmu_update(l2_entry, 0);
        page_flush();
    } else {
        test_ok(true, "a linear entry cannot be made writable");
        test_ok(true, "a linear window cannot be written");
    }
    test_ok(set_by_mmu_update(l2_entry, page_entry(page_base(), PTE_PLAIN)) < 0,
            "the top table cannot serve as L1");
    test_ok(set_by_mmu_update(l2_entry, page_entry(table_frame, PTE_PLAIN | PTE_SUPERPAGE)) < 0,
            "an L2 entry cannot be a superpage");
    test_ok(set_by_mmu_update(l2_entry, PTE_PLAIN | PTE_SUPERPAGE) < 0, "not even of frame 0");
    test_ok(
        set_by_mmu_update(page_entry(page_base(), 0) + 8, page_entry(table_frame, PTE_PRESENT)) < 0,
        "an L1 cannot serve as L2");
}

/* Changing L2's flags by stages: first a good table, then the size bit. */
static void superpage_by_stages(void)
{
    pte_t l2;
    uint64_t l2_entry = page_find(WINDOW, 2, &l2);
    test_ok(set_by_mmu_update(l2_entry, l2 | PTE_SUPERPAGE) < 0,
            "a table entry cannot be turned into a superpage");
    test_ok(set_by_mmu_update(l2_entry | ABI_MMU_PT_UPDATE_PRESERVE_AD, l2 | PTE_SUPERPAGE) < 0,
            "also keeping A and D");
    test_equal(set_by_mmu_update(l2_entry, l2 & ~PTE_WRITE), 0, "its write bit can go");
    page_flush();
    page_map(WINDOW, page_entry(data_frame, PTE_PLAIN));
    test_equal(probe_write((void *)WINDOW, 1), TRAP_PAGE_FAULT,
               "then nothing below can be written");
    test_equal(set_by_mmu_update(l2_entry, l2), 0, "and come back");
    page_flush();
    test_equal(probe_write((void *)WINDOW, 1), PROBE_NONE, "then it can");
    page_map(WINDOW, 0);
}

/* Tables cannot be the target of operations that write plain pages. */
static void other_writers(void)
{
    test_ok(page_set_entry(page_entry(data_frame, 0), 0) == 0, "plain memory takes an mmu_update");
    test_ok(page_extended(ABI_MMUEXT_CLEAR_PAGE, table_frame, 0) < 0, "clear_page of a table");
    test_ok(page_extended(ABI_MMUEXT_COPY_PAGE, table_frame, data_frame) < 0,
            "copy_page to a table");
    test_ok(hypercall_update_descriptor(page_entry(table_frame, 0), 0x00cffa000000ffffull) < 0,
            "update_descriptor of a table");
    test_ok(hypercall_update_descriptor(page_entry(page_base(), 0), 0x00cffa000000ffffull) < 0,
            "update_descriptor of the top table");
    guest_word version[1];
    test_equal(hypercall_xen_version(ABI_XENVER_platform_parameters, (unsigned long)&version), 0,
               "a call that answers into memory");
    test_refused(hypercall_xen_version(ABI_XENVER_platform_parameters, (unsigned long)table),
                 ABI_EFAULT, REASON_POINTER_UNWRITABLE, "does not answer into a table");
    test_refused(hypercall_xen_version(ABI_XENVER_platform_parameters, M2P_START), ABI_EFAULT,
                 REASON_POINTER_UNWRITABLE, "nor into the machine-to-physical table");
    guest_word set = table_frame;
    test_ok(hypercall_set_gdt((unsigned long)&set, 512) < 0, "a table cannot serve as GDT");
}

int guest_main(void)
{
    data = page_alloc();
    data_frame = page_mfn_at(data);
    test_equal(page_make_tables(WINDOW), 0, "a window with tables of its own");
    pte_t l2;
    page_find(WINDOW, 2, &l2);
    table_frame = page_entry_mfn(l2);
    table = page_at_mfn(table_frame);
    direct_writes();
    writable_entries();
    writable_before();
    stale_translation();
    self_reference();
    superpage_by_stages();
    other_writers();
    return test_end();
}
