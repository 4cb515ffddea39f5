/* SPDX-License-Identifier: MIT */
/*
 * The rule: mmu_update writes page-table entries by machine address, any level, checked like every
 * other way of writing them; it stops at the first refusal and says how many it did. Its other
 * commands set the machine-to-physical table, for own frames, and keep accessed and dirty bits.
 *
 * @widths both
 */
#include "test.h"

#define WINDOW 0x20000000ul

static unsigned long *page;
static unsigned long page_frame;
static uint64_t window_entry; /* machine address of the L1 entry of WINDOW */

static long update(uint64_t ptr, uint64_t val)
{
    guest_mmu_update request = {.ptr = ptr, .val = val};
    return hypercall_mmu_update((unsigned long)&request, 1, 0, ABI_DOMID_SELF);
}

static void entries(void)
{
    pte_t entry;
    page[0] = 0x1111;
    test_equal(update(window_entry, page_entry(page_frame, PTE_PLAIN)), 0,
               "an L1 entry can be set");
    test_equal(*(volatile unsigned long *)WINDOW, 0x1111, "and translates");
    test_equal(update(window_entry, 0), 0, "and cleared");
    page_flush();
    test_equal(probe_write((void *)WINDOW, 0), TRAP_PAGE_FAULT, "and does not after a flush");
    test_equal(update(window_entry | ABI_MMU_PT_UPDATE_PRESERVE_AD,
                      page_entry(page_frame, PTE_PRESENT | PTE_WRITE)),
               0, "an entry can be set with A and D kept");
    *(volatile unsigned long *)WINDOW = 5;
    test_equal(update(window_entry | ABI_MMU_PT_UPDATE_PRESERVE_AD,
                      page_entry(page_frame, PTE_PRESENT | PTE_WRITE)),
               0, "and again");
    entry = page_look_up(WINDOW);
    test_equal(entry & (PTE_ACCESSED | PTE_DIRTY), PTE_ACCESSED | PTE_DIRTY, "they are kept");
    test_equal(update(window_entry, page_entry(page_frame, PTE_PRESENT | PTE_WRITE)), 0,
               "a plain update");
    entry = page_look_up(WINDOW);
    test_equal(entry & (PTE_ACCESSED | PTE_DIRTY), 0, "drops them");
    update(window_entry, 0);
    page_flush();
}

static void upper_entries(void)
{
    pte_t l2;
    uint64_t l2_entry = page_find(WINDOW, 2, &l2);
    update(window_entry, page_entry(page_frame, PTE_PLAIN));
    test_equal(update(l2_entry, 0), 0, "an L2 entry can be cleared");
    page_flush();
    unsigned long word = 0;
    test_equal(probe_read((void *)WINDOW, &word), TRAP_PAGE_FAULT, "what it mapped is gone");
    test_equal(update(l2_entry, l2), 0, "and set again");
    test_equal(*(volatile unsigned long *)WINDOW, page[0], "what it maps is back");
    update(window_entry, 0);
    page_flush();
}

static void batches(void)
{
    static guest_mmu_update requests[5];
    unsigned done = 99;
    for (unsigned i = 0; i < 5; i++) {
        requests[i] = (guest_mmu_update){.ptr = window_entry + 8 * i,
                                         .val = page_entry(page_frame, PTE_READ_ONLY)};
    }
    test_equal(
        hypercall_mmu_update((unsigned long)requests, 5, (unsigned long)&done, ABI_DOMID_SELF), 0,
        "a batch of five");
    test_equal(done, 5, "counts five done");
    requests[3].val = page_entry(0x200, PTE_PLAIN);
    test_ok(hypercall_mmu_update((unsigned long)requests, 5, (unsigned long)&done, ABI_DOMID_SELF) <
                0,
            "a batch with a bad fourth entry fails");
    test_equal(done, 3, "counts three done");
    test_equal(
        hypercall_mmu_update((unsigned long)requests, 0, (unsigned long)&done, ABI_DOMID_SELF), 0,
        "a batch of none");
    test_equal(done, 0, "counts none done");
    test_refused(hypercall_mmu_update(0x1000, 1, 0, ABI_DOMID_SELF), ABI_EFAULT,
                 REASON_POINTER_UNREADABLE, "a batch nobody can read");
    for (unsigned i = 0; i < 5; i++) {
        update(window_entry + 8 * i, 0);
    }
}

static void commands(void)
{
    test_refused(update(window_entry | 4, 0), ABI_ENOSYS, REASON_MMU_COMMAND,
                 "command 4 is unknown");
    test_refused(update(window_entry | 7, 0), ABI_ENOSYS, REASON_MMU_COMMAND,
                 "command 7 is unknown");
    console_print("# = no-translate update of an own entry: %ld\n",
                  update(window_entry | ABI_MMU_PT_UPDATE_NO_TRANSLATE, 0));
    const volatile guest_word *m2p = (void *)M2P_START;
    unsigned long pfn = m2p[page_frame];
    test_equal(update((uint64_t)page_frame << 12 | ABI_MMU_MACHPHYS_UPDATE, 0x54321), 0,
               "the machine-to-physical entry of an own frame can be set");
    test_equal(m2p[page_frame], 0x54321, "and reads back");
    test_equal(update((uint64_t)page_frame << 12 | ABI_MMU_MACHPHYS_UPDATE, pfn), 0,
               "and restored");
    unsigned long foreign = m2p[0x200];
    test_equal(update((uint64_t)0x200 << 12 | ABI_MMU_MACHPHYS_UPDATE, 1), -ABI_EINVAL,
               "that of a frame that is not ours cannot");
    test_equal(m2p[0x200], foreign, "and is as it was");
    console_print("# = the M2P entry of a frame that is none: %ld\n",
                  update((uint64_t)0xfffffff << 12 | ABI_MMU_MACHPHYS_UPDATE, 1));
}

/* What is no table can be written, as 8 bytes of data, if it is plain memory of ours. */
static void plain_memory(void)
{
    volatile uint64_t *value = (uint64_t *)page + 1;
    *value = 0;
    test_equal(update(((uint64_t)page_frame << 12) + 8, 0x1122334455667788ull), 0,
               "plain memory of ours can be written by machine address");
    test_ok(*value == 0x1122334455667788ull, "and holds the value");
    test_ok(update((uint64_t)0x200 << 12, 0) < 0, "memory that is not ours cannot");
    test_ok(update((uint64_t)0xfffffff << 12, 0) < 0, "memory that is none cannot");
    test_ok(update(0xfffffffffffff000ull, 0) < 0, "the last address cannot");
}

static void domains(void)
{
    guest_mmu_update request = {.ptr = window_entry, .val = 0};
    unsigned long request_at = (unsigned long)&request;
    test_refused(hypercall_mmu_update(request_at, 1, 0, 77), ABI_ESRCH, REASON_DOMAIN_UNKNOWN,
                 "pages of a domain that is none");
    console_print("# = pages of DOMID_XEN: %ld\n",
                  hypercall_mmu_update(request_at, 1, 0, ABI_DOMID_XEN));
    console_print("# = pages of DOMID_IO: %ld\n",
                  hypercall_mmu_update(request_at, 1, 0, ABI_DOMID_IO));
    console_print("# = tables of domain 77: %ld\n",
                  hypercall_mmu_update(request_at, 1, 0, ABI_DOMID_SELF | 78 << 16));
}

int guest_main(void)
{
    page = page_alloc();
    page_frame = page_mfn_at(page);
    test_equal(page_make_tables(WINDOW), 0, "a window with tables of its own");
    window_entry = page_find(WINDOW, 1, NULL);
    test_ok(window_entry != 0, "whose entry has a machine address");
    entries();
    upper_entries();
    batches();
    commands();
    plain_memory();
    domains();
    return test_end();
}
