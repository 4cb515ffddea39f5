/* SPDX-License-Identifier: MIT */
/*
 * The rule: torc_op, Torc's own call, tells a guest what it has cost so far and why its last call
 * was refused. Other hypervisors answer ENOSYS, and a guest goes on without.
 *
 * How someone would break it: ask for more bytes than the structure has, or into memory that cannot
 * be written.
 * @peer no
 * @widths both
 */
#include "test.h"

static guest_torc_counters before, after;

static long read_counters(guest_torc_counters *to, unsigned size)
{
    memset(to, 0, sizeof(*to));
    to->size = size;
    return hypercall_torc_op(ABI_TORC_OP_counters, (unsigned long)to);
}

static void counts(void)
{
    unsigned long word = 0;
    test_equal(read_counters(&before, sizeof(before)), 0, "the counters can be read");
    test_equal(before.size, sizeof(before), "all of them");
    read_counters(&before, sizeof(before));
    for (unsigned i = 0; i < 10; i++) {
        hypercall_xen_version(ABI_XENVER_version, 0);
    }
    for (unsigned i = 0; i < 5; i++) {
        hypercall_xen_version(99, 0);
    }
    for (unsigned i = 0; i < 3; i++) {
        probe_read((void *)0x1000, &word);
    }
    read_counters(&after, sizeof(after));
    test_equal(after.calls[ABI_CALL_xen_version] - before.calls[ABI_CALL_xen_version], 15,
               "15 calls of xen_version are counted");
    test_equal(after.calls_total - before.calls_total, 16, "and the one that asks");
    test_equal(after.refusals_total - before.refusals_total, 5, "5 refusals");
    test_equal(after.refusals[6] - before.refusals[6], 5, "of the class of versions");
    test_equal(after.last_refusal, REASON_VERSION_COMMAND, "the last one's reason is known");
    test_ok(after.page_faults - before.page_faults >= 3, "3 page faults");
    test_ok(after.exceptions - before.exceptions >= 3, "which are exceptions");
    read_counters(&before, sizeof(before));
    page_flush();
    read_counters(&after, sizeof(after));
    test_ok(after.tlb_flushes > before.tlb_flushes, "a flush is counted");
    unsigned long cr0;
    asm volatile("mov %%cr0, %0" : "=r"(cr0));
    read_counters(&before, sizeof(before));
    test_equal(before.emulated - after.emulated, 1, "an emulated instruction is counted");
}

static void sizes(void)
{
    memset(&after, 0x5a, sizeof(after));
    after.size = 8;
    test_equal(hypercall_torc_op(ABI_TORC_OP_counters, (unsigned long)&after), 0,
               "room for 8 bytes");
    test_equal(after.size, 8, "gets 8 bytes");
    test_equal(((unsigned char *)&after)[8], 0x5a, "and no more");
    after.size = 100000;
    test_equal(hypercall_torc_op(ABI_TORC_OP_counters, (unsigned long)&after), 0,
               "room for more than there is");
    test_equal(after.size, sizeof(after), "gets what there is");
    after.size = 0;
    long result = hypercall_torc_op(ABI_TORC_OP_counters, (unsigned long)&after);
    console_print("# room for nothing: %ld\n", result);
}

static void refusals(void)
{
    test_refused(hypercall_torc_op(99, 0), ABI_ENOSYS, REASON_TORC_COMMAND,
                 "command 99 is unknown");
    test_refused(hypercall_torc_op(ABI_TORC_OP_counters, 0x1000), ABI_EFAULT,
                 REASON_POINTER_UNREADABLE, "an unreadable structure");
    test_equal(hypercall_torc_op(ABI_TORC_OP_counters, ABI_HOLE32_START), -ABI_EFAULT,
               "a structure in the hypervisor's part");
    void *table = page_at_mfn(page_entry_mfn(page_find(GUEST_BASE, 1, NULL)));
    test_equal(hypercall_torc_op(ABI_TORC_OP_counters, (unsigned long)table), -ABI_EFAULT,
               "a structure in a page table");
    hypercall_event_channel_op(ABI_EVTCHNOP_close, 0x1000);
    test_equal(hypercall_torc_op(ABI_TORC_OP_last_refusal, 0), REASON_POINTER_UNREADABLE,
               "last_refusal answers with the reason");
    hypercall_xen_version(ABI_XENVER_version, 0);
    test_equal(hypercall_torc_op(ABI_TORC_OP_last_refusal, 0), REASON_POINTER_UNREADABLE,
               "which a call that succeeds does not change");
}

int guest_main(void)
{
    counts();
    sizes();
    refusals();
    return test_end();
}
