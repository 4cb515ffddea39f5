/* SPDX-License-Identifier: MIT */
/*
 * The rule: a multicall does its entries in order, each with its own result, whatever the ones
 * before it answered; it answers 0 itself. A multicall inside is refused.
 *
 * @widths both
 */
#include "test.h"

static guest_multicall_entry entries[600];

static void fill(unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        entries[i] = (guest_multicall_entry){
            .op = ABI_CALL_xen_version, .result = 1234, .args = {ABI_XENVER_version}};
    }
}

static void in_order(void)
{
    long version = hypercall_xen_version(ABI_XENVER_version, 0);
    fill(600);
    test_equal(hypercall_multicall((unsigned long)entries, 600), 0, "a multicall of 600 entries");
    unsigned wrong = 0;
    for (unsigned i = 0; i < 600; i++) {
        wrong += (long)entries[i].result != version;
    }
    test_equal(wrong, 0, "gives each entry its result");
    test_equal(hypercall_multicall((unsigned long)entries, 0), 0, "a multicall of none");
    unsigned long *page = page_alloc();
    unsigned long mfn = page_mfn_at(page);
    page[0] = 42;
    struct batch batch = {0};
    batch_update_va_mapping(&batch, (uintptr_t)page, 0, ABI_UVMF_INVLPG);
    batch_update_va_mapping(&batch, (uintptr_t)page, page_entry(mfn, PTE_PLAIN), ABI_UVMF_INVLPG);
    test_equal(batch_flush(&batch), 0, "a batch that unmaps a page and maps it again");
    test_equal(page[0], 42, "leaves it mapped: the order is kept");
}

static void errors(void)
{
    fill(4);
    entries[1].op = 60;
    entries[2].args[0] = 99;
    test_equal(hypercall_multicall((unsigned long)entries, 4), 0, "entries may fail");
    test_equal(entries[1].result, (guest_word)-ABI_ENOSYS, "an unknown call number answers ENOSYS");
    test_equal(entries[2].result, (guest_word)-ABI_ENOSYS, "an unknown command, too");
    test_ok((long)entries[3].result > 0, "and the last was done all the same");
    entries[1] =
        (guest_multicall_entry){.op = ABI_CALL_multicall, .args = {guest_address(entries + 10), 1}};
    hypercall_multicall((unsigned long)entries, 4);
    test_equal(entries[1].result, (guest_word)-ABI_EINVAL,
               "a multicall inside a multicall is refused");
    test_ok((long)entries[3].result > 0, "and the rest is done");
}

static void wild(void)
{
    test_refused(hypercall_multicall(0x1000, 4), ABI_EFAULT, REASON_POINTER_UNREADABLE,
                 "a list nobody can read");
    char *page = page_alloc();
    guest_multicall_entry *last = (void *)(page + PAGE_SIZE - sizeof(*last));
    *last = (guest_multicall_entry){.op = ABI_CALL_xen_version};
    page_map((uintptr_t)page + PAGE_SIZE, 0);
    last->result = 1234;
    test_refused(hypercall_multicall((unsigned long)last, 2), ABI_EFAULT, REASON_POINTER_UNREADABLE,
                 "a list that runs into an unmapped page");
    test_ok((long)last->result > 0, "what came before the unmapped page was done");
    fill(2);
    page_make_read_only(page);
    test_refused(hypercall_multicall((unsigned long)last, 1), ABI_EFAULT, REASON_POINTER_UNWRITABLE,
                 "a list in read-only memory");
    test_refused(hypercall_multicall(M2P_START - 32, 2), ABI_EFAULT, REASON_POINTER_RANGE,
                 "a list that reaches into the hypervisor's part");
}

int guest_main(void)
{
    in_order();
    errors();
    wild();
    return test_end();
}
