/* SPDX-License-Identifier: MIT */
/*
 * The rule: a 64-bit guest can name the hypervisor's addresses and addresses that are none
 * (non-canonical). Every place that takes an address checks it before the processor sees it in ring
 * 0.
 *
 * How someone would break it: put such addresses into trap table, callbacks, segment bases, LDT,
 * breakpoint, stack, mapping, pointers of calls; and the hypervisor's slots into a top-level table.
 */
#include "test.h"

static const uint64_t bad[] = {
    0x0000800000000000, /* the first that is no address */
    0x8000000000000000, 0xffff7fffffffffff,
    0xffff800000000000, /* the hypervisor's part: first, inside, last */
    0xffff830000000000, 0xffff87fffffffff8,
};
#define BAD_COUNT    (sizeof(bad) / sizeof(bad[0]))
#define NONCANONICAL 3 /* the first three */

static void mappings(void)
{
    pte_t entry = page_entry(page_mfn_at(page_alloc()), PTE_PLAIN);
    for (unsigned i = 0; i < BAD_COUNT; i++) {
        test_ok(hypercall_update_va_mapping(bad[i], entry, ABI_UVMF_INVLPG) < 0,
                "%016lx cannot be mapped", (unsigned long)bad[i]);
    }
}

static void pointers(void)
{
    for (unsigned i = 0; i < BAD_COUNT; i++) {
        unsigned accepted = 0;
        accepted += hypercall_xen_version(ABI_XENVER_extraversion, bad[i]) >= 0;
        accepted += hypercall_xen_version(ABI_XENVER_get_features, bad[i] - 4) >= 0;
        accepted += hypercall_event_channel_op(ABI_EVTCHNOP_send, bad[i] + 0x100000000000) >= 0;
        accepted += hypercall_multicall(bad[i], 2) >= 0 && i < NONCANONICAL;
        accepted += hypercall_mmu_update(bad[i] - 8, 2, 0, ABI_DOMID_SELF) >= 0;
        accepted += hypercall_console_io(ABI_CONSOLEIO_write, 10, bad[i] - 5) >= 0 && i > 3;
        test_equal(accepted, 0, "no call follows a pointer to %016lx", (unsigned long)bad[i]);
    }
}

static void segment_bases(void)
{
    for (unsigned which = 0; which < 3; which++) {
        for (unsigned i = 0; i < NONCANONICAL; i++) {
            test_equal(hypercall_set_segment_base(which, bad[i]), -ABI_EINVAL,
                       "segment base %u cannot be %016lx", which, (unsigned long)bad[i]);
        }
        test_equal(hypercall_set_segment_base(which, 0x1234000), 0, "segment base %u can be set",
                   which);
        test_equal(hypercall_set_segment_base(which, 0), 0, "and cleared");
    }
    test_equal(hypercall_set_segment_base(3, 0x1233), 0, "a bad GS selector is no error");
    test_equal(hypercall_set_segment_base(4, 0), -ABI_EINVAL, "there is no segment base 4");
    test_equal(PROBE("wrmsr",
                     :
                     : "c"(0xc0000100), "a"(0), "d"(0x80000000)
                     : "memory"),
               TRAP_PROTECTION, "nor can the FS base be written so as an MSR");
    test_equal(PROBE("wrmsr",
                     :
                     : "c"(0xc0000100), "a"(0x5000), "d"(0)
                     : "memory"),
               PROBE_NONE, "a good one can");
    unsigned long word = 0;
    test_equal(PROBE("mov %%fs:8, %0", : "+r"(word) : : "memory"), TRAP_PAGE_FAULT, "and is used");
    test_equal(probe_last.address, 0x5008, "as the base");
    hypercall_set_segment_base(0, 0);
}

/* What is no address is refused at once. In the hypervisor's part a handler is harmless, since
 * programs and kernel cannot run there: refused or not, it says nothing. */
static void handlers(void)
{
    guest_trap_info rows[2] = {{.vector = 200, .flags = 3}, {0}};
    for (unsigned i = 0; i < NONCANONICAL; i++) {
        rows[0].address = bad[i];
        test_equal(hypercall_set_trap_table((unsigned long)rows), -ABI_EINVAL,
                   "no handler at %016lx", (unsigned long)bad[i]);
        guest_callback_register callback = {.type = ABI_CALLBACKTYPE_syscall, .address = bad[i]};
        test_equal(hypercall_callback_op(ABI_CALLBACKOP_register, (unsigned long)&callback),
                   -ABI_EINVAL, "no callback at %016lx", (unsigned long)bad[i]);
    }
}

static void others(void)
{
    for (unsigned i = 0; i < BAD_COUNT; i++) {
        test_ok(hypercall_set_debugreg(0, bad[i]) < 0, "no breakpoint at %016lx",
                (unsigned long)bad[i]);
        test_ok(page_extended(ABI_MMUEXT_SET_LDT, bad[i] & ~4095ul, 5) < 0, "no LDT at %016lx",
                (unsigned long)bad[i]);
        page_extended(ABI_MMUEXT_INVLPG_LOCAL, bad[i], 0);
    }
}

/* The hypervisor's sixteen slots of the top-level table, live or not. */
static void top_slots(void)
{
    uint64_t top = page_entry(page_base(), 0);
    pte_t other = page_entry(page_mfn_at(page_alloc()), PTE_PLAIN | PTE_USER);
    unsigned accepted = 0;
    for (unsigned slot = ABI_HYPERVISOR_SLOT_FIRST; slot <= ABI_HYPERVISOR_SLOT_LAST; slot++) {
        accepted += page_set_entry(top + slot * 8, 0) == 0;
        accepted += page_set_entry(top + slot * 8, other) == 0;
    }
    test_equal(accepted, 0, "no slot of the hypervisor's can be set or cleared");
    pte_t *fresh = page_alloc();
    fresh[ABI_HYPERVISOR_SLOT_FIRST + 4] = other;
    page_make_read_only(fresh);
    test_equal(page_pin(page_mfn_at(fresh), 4), 0, "what a page holds there does not count");
    test_ok(fresh[ABI_HYPERVISOR_SLOT_FIRST + 4] != other, "when it becomes a top table");
    test_equal(page_unpin(page_mfn_at(fresh)), 0, "it can be unpinned");
    test_equal(page_set_entry(top + 300 * 8, page_entry(page_base(), PTE_PRESENT | PTE_WRITE)),
               -ABI_EINVAL, "the top table cannot stand in itself, writable");
}

int guest_main(void)
{
    test_equal(user_prepare(), 0, "pages can be given to programs");
    mappings();
    pointers();
    segment_bases();
    handlers();
    others();
    top_slots();
    return test_end();
}
