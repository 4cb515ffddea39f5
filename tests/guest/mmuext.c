/* SPDX-License-Identifier: MIT */
/*
 * The rule: mmuext_op pins and unpins page tables, loads bases, flushes, sets the LDT, clears and
 * copies pages. A pin checks the whole table once and keeps its type until unpinned.
 *
 * How someone would break it: pin what is mapped writable, pin twice, unpin what is not pinned,
 * load a base that is no top table, use a table at two levels.
 *
 * @widths both
 */
#include "test.h"

static unsigned long frame_of(void *page)
{
    return page_mfn_at(page);
}

static void pin_l1(void)
{
    pte_t *table = page_alloc();
    unsigned long data = frame_of(page_alloc());
    table[0] = page_entry(data, PTE_PLAIN);
    test_refused(page_pin(frame_of(table), 1), ABI_EINVAL, REASON_FRAME_TYPE_BUSY,
                 "a table that is mapped writable cannot be pinned");
    test_equal(page_make_read_only(table), 0, "made read-only");
    test_equal(page_pin(frame_of(table), 1), 0, "it can be pinned as L1");
    test_refused(page_pin(frame_of(table), 1), ABI_EINVAL, REASON_PIN_ALREADY, "but not twice");
    test_ok(page_make_writable(table) < 0, "it cannot be mapped writable now");
    test_refused(page_pin(frame_of(table), 2), ABI_EINVAL, REASON_FRAME_TYPE_BUSY,
                 "nor pinned as L2");
    test_equal(page_unpin(frame_of(table)), 0, "it can be unpinned");
    test_refused(page_unpin(frame_of(table)), ABI_EINVAL, REASON_PIN_NOT_PINNED, "but not twice");
    test_equal(page_make_writable(table), 0, "then it can be mapped writable");
    page_free(table);
}

static void refused_contents(void)
{
    pte_t *table = page_alloc();
    table[100] = page_entry(page_base(), PTE_PLAIN);
    page_make_read_only(table);
    test_equal(page_pin(frame_of(table), 1), -ABI_EBUSY,
               "a table with a writable mapping of a table cannot be pinned");
    page_make_writable(table);
    table[100] = page_entry(page_base(), PTE_READ_ONLY);
    page_make_read_only(table);
    test_equal(page_pin(frame_of(table), 1), 0, "with a read-only one it can");
    page_unpin(frame_of(table));
    page_make_writable(table);
    table[100] = page_entry(frame_of(table), PTE_PLAIN);
    page_make_read_only(table);
    test_equal(page_pin(frame_of(table), 1), -ABI_EBUSY,
               "a table that maps itself writable cannot");
    page_make_writable(table);
    table[100] = page_entry(0x200, PTE_READ_ONLY);
    page_make_read_only(table);
    test_equal(page_pin(frame_of(table), 1), -ABI_EBUSY, "a table with a foreign frame cannot");
    page_make_writable(table);
    table[100] = PTE_PRESENT | PTE_SUPERPAGE;
    page_make_read_only(table);
    test_equal(page_pin(frame_of(table), 2), -ABI_EINVAL, "an L2 with a superpage cannot");
    page_make_writable(table);
    memset(table, 0, PAGE_SIZE);
    page_free(table);
}

static void wrong_bases(void)
{
    static const unsigned long frames[] = {0, 0x200, 0xfffffff, 0xffffffff};
    for (unsigned i = 0; i < 4; i++) {
        test_equal(page_extended(ABI_MMUEXT_NEW_BASEPTR, frames[i], 0), -ABI_EINVAL,
                   "frame %lx is no base", frames[i]);
    }
    test_equal(page_pin(0x200, 1), -ABI_EINVAL, "a frame that is not ours cannot be pinned");
    test_equal(page_pin(0xffffffff, 1), -ABI_EINVAL, "a frame that is none cannot be pinned");
    test_equal(page_unpin(0xffffffff), -ABI_EINVAL, "nor unpinned");
    console_print("# = pinning an L4: %ld\n",
                  page_extended(ABI_MMUEXT_PIN_L4_TABLE, page_base(), 0));
    console_print("# = a user base: %ld\n",
                  page_extended(ABI_MMUEXT_NEW_USER_BASEPTR, page_base(), 0));
}

static void flushes(void)
{
    unsigned long vcpus = 1;
    unsigned long mask = (unsigned long)&vcpus;
    test_equal(page_extended(ABI_MMUEXT_TLB_FLUSH_LOCAL, 0, 0), 0, "flush local");
    test_equal(page_extended(ABI_MMUEXT_TLB_FLUSH_ALL, 0, 0), 0, "flush all");
    test_equal(page_extended(ABI_MMUEXT_INVLPG_LOCAL, GUEST_BASE, 0), 0, "flush one address");
    test_equal(page_extended(ABI_MMUEXT_INVLPG_LOCAL, M2P_START, 0), 0,
               "flush one address of the hypervisor's");
    test_equal(page_extended(ABI_MMUEXT_INVLPG_ALL, GUEST_BASE, 0), 0,
               "flush one address everywhere");
    test_equal(page_extended(ABI_MMUEXT_TLB_FLUSH_MULTI, 0, mask), 0, "flush some vCPUs");
    test_equal(page_extended(ABI_MMUEXT_INVLPG_MULTI, GUEST_BASE, mask), 0,
               "flush one address of some vCPUs");
    test_equal(page_extended(ABI_MMUEXT_TLB_FLUSH_MULTI, 0, 0x1000), -ABI_EINVAL,
               "an unreadable set of vCPUs");
    console_print("# = flush cache: %ld\n", page_extended(ABI_MMUEXT_FLUSH_CACHE, 0, 0));
    console_print("# = flush cache globally: %ld\n",
                  page_extended(ABI_MMUEXT_FLUSH_CACHE_GLOBAL, 0, 0));
    console_print("# = mark super: %ld\n", page_extended(ABI_MMUEXT_MARK_SUPER, 0, 0));
}

static void pages(void)
{
    unsigned long *a = page_alloc(), *b = page_alloc();
    a[7] = 77;
    test_equal(page_extended(ABI_MMUEXT_COPY_PAGE, frame_of(b), frame_of(a)), 0,
               "a page is copied");
    test_equal(b[7], 77, "word for word");
    test_equal(page_extended(ABI_MMUEXT_CLEAR_PAGE, frame_of(b), 0), 0, "and cleared");
    test_equal(b[7], 0, "to zero");
    test_equal(page_extended(ABI_MMUEXT_CLEAR_PAGE, page_base(), 0), -ABI_EINVAL,
               "a page table cannot be cleared");
    test_equal(page_extended(ABI_MMUEXT_COPY_PAGE, page_base(), frame_of(a)), -ABI_EINVAL,
               "nor be copied over");
    test_equal(page_extended(ABI_MMUEXT_COPY_PAGE, frame_of(b), page_base()), 0, "but copied from");
    test_equal(page_extended(ABI_MMUEXT_CLEAR_PAGE, 0x200, 0), -ABI_EINVAL,
               "a frame that is not ours cannot be cleared");
    test_equal(page_extended(ABI_MMUEXT_COPY_PAGE, frame_of(b), 0x200), -ABI_EINVAL,
               "nor be copied from");
}

static void lists(void)
{
    guest_mmuext_op ops[3] = {
        {.cmd = ABI_MMUEXT_TLB_FLUSH_LOCAL}, {.cmd = 77}, {.cmd = ABI_MMUEXT_TLB_FLUSH_LOCAL}};
    unsigned done = 9;
    test_equal(hypercall_mmuext_op((unsigned long)ops, 3, (unsigned long)&done, ABI_DOMID_SELF),
               -ABI_ENOSYS, "a list stops at its first error");
    test_equal(done, 1, "and says how many were done");
    test_refused(hypercall_mmuext_op(0x1000, 1, 0, ABI_DOMID_SELF), ABI_EFAULT,
                 REASON_POINTER_UNREADABLE, "a list nobody can read");
    test_refused(hypercall_mmuext_op((unsigned long)ops, 1, 0, 77), ABI_ESRCH,
                 REASON_DOMAIN_UNKNOWN, "a domain that is none");
    console_print("# = an LDT in the hypervisor's part: %ld\n",
                  page_extended(ABI_MMUEXT_SET_LDT, M2P_START, 5));
    unsigned selector = 0x0d;
    test_ok(PROBE("mov %0, %%es",
                  :
                  : "r"(selector)
                  : "memory") != PROBE_NONE,
            "loading a selector out of it faults");
    test_refused(page_extended(ABI_MMUEXT_SET_LDT, GUEST_BASE + 8, 5), ABI_EINVAL, REASON_LDT_RANGE,
                 "an LDT inside a page");
    test_refused(page_extended(ABI_MMUEXT_SET_LDT, GUEST_BASE, 8193), ABI_EINVAL, REASON_LDT_RANGE,
                 "an LDT that is too long");
    test_equal(page_extended(ABI_MMUEXT_SET_LDT, 0, 0), 0, "no LDT");
}

int guest_main(void)
{
    pin_l1();
    refused_contents();
    wrong_bases();
    flushes();
    pages();
    lists();
    return test_end();
}
