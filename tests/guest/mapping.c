/* SPDX-License-Identifier: MIT */
/*
 * The rule: update_va_mapping changes the level-1 entry that translates an address, after checking
 * the new entry, and flushes as asked. What it refuses leaves the old mapping in force.
 *
 * How someone would break it: name frames of others, of the hypervisor, or that are tables; pass
 * addresses in the hypervisor's part; use flag bits that mean something to the processor.
 *
 * @widths both
 */
#include "test.h"

#define FRESH 0x10000000ul /* an address without tables */

static unsigned long *page_a, *page_b;

static void plain(void)
{
    volatile unsigned long *a = page_a;
    page_a[0] = 0xaaaa;
    page_b[0] = 0xbbbb;
    unsigned long mfn_a = page_mfn_at(page_a), mfn_b = page_mfn_at(page_b);
    test_equal(a[0], 0xaaaa, "a page reads what was written to it");
    test_equal(page_map((uintptr_t)page_a, page_entry(mfn_b, PTE_PLAIN)), 0,
               "another frame can be mapped in its place");
    test_equal(a[0], 0xbbbb, "and is what is read there now");
    a[1] = 0xcccc;
    test_equal(page_b[1], 0xcccc, "and written");
    test_equal(page_map((uintptr_t)page_a, page_entry(mfn_a, PTE_READ_ONLY)), 0,
               "the first frame can be mapped read-only");
    test_equal(a[0], 0xaaaa, "it can be read");
    test_equal(probe_write(page_a, 1), TRAP_PAGE_FAULT, "but not written");
    test_equal(page_map((uintptr_t)page_a, 0), 0, "a mapping can be removed");
    unsigned long word = 0;
    test_equal(probe_read(page_a, &word), TRAP_PAGE_FAULT, "and then faults");
    test_equal(page_map((uintptr_t)page_a, page_entry(0x12345, 0) | 0xffe), 0,
               "an entry that is not present may hold anything");
    test_equal(probe_read(page_a, &word), TRAP_PAGE_FAULT, "and faults");
    test_equal(page_map((uintptr_t)page_a, page_entry(mfn_a, PTE_PLAIN)), 0, "and mapped again");
    test_equal(a[0], 0xaaaa, "with its contents");
}

static void fresh_tables(void)
{
    unsigned long mfn = page_mfn_at(page_a);
    test_refused(page_map(FRESH, page_entry(mfn, PTE_PLAIN)), ABI_EINVAL, REASON_VA_NO_L1,
                 "an address without a table cannot be mapped");
    test_equal(page_make_tables(FRESH), 0, "tables for it can be made");
    test_equal(page_map(FRESH, page_entry(mfn, PTE_PLAIN)), 0, "then it can");
    test_equal(*(volatile unsigned long *)FRESH, 0xaaaa, "and shows the page");
    test_equal(page_map(FRESH, 0), 0, "and be unmapped");
}

static void flags(void)
{
    unsigned long mfn = page_mfn_at(page_a);
    uintptr_t va = (uintptr_t)page_a;
    pte_t entry = page_entry(mfn, PTE_PLAIN);
    test_equal(hypercall_update_va_mapping(va, entry, ABI_UVMF_TLB_FLUSH), 0, "flush all, local");
    test_equal(hypercall_update_va_mapping(va, entry, ABI_UVMF_TLB_FLUSH | ABI_UVMF_ALL), 0,
               "flush all, on all vCPUs");
    test_equal(hypercall_update_va_mapping(va, entry, ABI_UVMF_INVLPG | ABI_UVMF_ALL), 0,
               "flush one, on all vCPUs");
    unsigned long vcpus = 1;
    test_equal(hypercall_update_va_mapping(va, entry, ABI_UVMF_INVLPG | (uintptr_t)&vcpus), 0,
               "flush one, on a set of vCPUs");
    console_print("# = flush type 3: %ld\n",
                  hypercall_update_va_mapping(va, entry, ABI_UVMF_FLUSHTYPE_MASK));
    console_print("# = flush with an unreadable set: %ld\n",
                  hypercall_update_va_mapping(va, entry, ABI_UVMF_INVLPG | 0x1000));
    test_equal(*page_a, 0xaaaa, "the page is still there");
}

static void bad_bits(void)
{
    unsigned long mfn = page_mfn_at(page_a);
    uintptr_t va = (uintptr_t)page_a;
    static const struct {
        pte_t bits;
        const char *name;
    } bits[] = {
        {1ull << 52, "bit 52"},         {1ull << 58, "bit 58"},
        {1ull << 62, "bit 62"},         {PTE_NX, "no-execute"},
        {PTE_GLOBAL, "global"},         {PTE_USER, "user"},
        {PTE_SUPERPAGE, "PAT"},         {PTE_NO_CACHE, "cache disable"},
        {1ull << 9, "available bit 9"}, {1ull << 11, "available bit 11"},
    };
    for (unsigned i = 0; i < sizeof(bits) / sizeof(bits[0]); i++) {
        console_print("# = an entry with %s: %ld\n", bits[i].name,
                      page_map(va, page_entry(mfn, PTE_PLAIN | bits[i].bits)));
    }
    test_equal(page_map(va, page_entry(mfn, PTE_PLAIN)), 0, "the plain entry again");
    test_equal(*page_a, 0xaaaa, "the page is still there");
}

static void bad_addresses(void)
{
    pte_t entry = page_entry(page_mfn_at(page_a), PTE_PLAIN);
    static const uintptr_t addresses[] = {0xf5800000, 0xf5900000, 0xffe00000, 0xfffff000,
                                          0x40000000};
    for (unsigned i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
        test_equal(page_map(addresses[i], entry), -ABI_EINVAL, "address %08lx cannot be mapped",
                   (unsigned long)addresses[i]);
    }
    console_print("# = an address inside the page: %ld\n",
                  hypercall_update_va_mapping((uintptr_t)page_a + 0x123, entry, ABI_UVMF_INVLPG));
}

/* Each must leave the old mapping alone. */
static void bad_frames(void)
{
    uintptr_t va = (uintptr_t)page_a;
    static const struct {
        uint64_t mfn;
        const char *name;
    } frames[] = {
        {0xffffffffffull, "the last frame of a 52-bit address"},
        {0x7fffffff, "a frame of 8 TiB"},
        {0x1000000, "a frame of 64 GiB"},
        {0x100000, "the first frame above 4 GiB"},
    };
    for (unsigned i = 0; i < sizeof(frames) / sizeof(frames[0]); i++) {
        long result = page_map(va, (frames[i].mfn << 12 & PTE_FRAME) | PTE_PLAIN);
        console_print("# = mapping %s: %ld\n", frames[i].name, result);
        if (result == 0) {
            page_map(va, page_entry(page_mfn_at(page_a), PTE_PLAIN));
        }
        test_equal(*page_a, 0xaaaa, "the page is still there after mapping %s", frames[i].name);
    }
}

/* Every frame of RAM below the guest's own that is not ours: hypervisor, tables, free memory. */
static void other_frames(void)
{
    uintptr_t va = (uintptr_t)page_a;
    unsigned long mfn = page_mfn_at(page_a);
    unsigned mapped = 0, refused = 0, first = 0;
    for (unsigned long frame = 0x100; frame < 0x8000; frame += 7) {
        if (page_pfn(frame) != MFN_NONE) {
            continue;
        }
        if (page_map(va, page_entry(frame, PTE_PLAIN)) == 0) {
            first = mapped++ == 0 ? (unsigned)frame : first;
            page_map(va, page_entry(mfn, PTE_PLAIN));
        } else {
            refused++;
        }
    }
    test_equal(mapped, 0, "no frame of RAM that is not ours can be mapped writable");
    console_print("# %u refused; first mapped %x\n", refused, first);
    mapped = 0;
    for (unsigned long frame = 0x100; frame < 0x8000; frame += 7) {
        if (page_pfn(frame) == MFN_NONE && page_map(va, page_entry(frame, PTE_READ_ONLY)) == 0) {
            mapped++;
            page_map(va, page_entry(mfn, PTE_PLAIN));
        }
    }
    test_equal(mapped, 0, "nor read-only");
    test_equal(*page_a, 0xaaaa, "the page is still there");
}

static void other_domain(void)
{
    pte_t entry = page_entry(page_mfn_at(page_a), PTE_PLAIN);
    uintptr_t va = (uintptr_t)page_a;
    test_equal(hypercall_update_va_mapping_otherdomain(va, entry, ABI_UVMF_INVLPG, ABI_DOMID_SELF),
               0, "update_va_mapping_otherdomain of this domain works");
    test_refused(hypercall_update_va_mapping_otherdomain(va, entry, ABI_UVMF_INVLPG, 77), ABI_ESRCH,
                 REASON_DOMAIN_UNKNOWN, "but not of a domain that is none");
}

int guest_main(void)
{
    page_a = page_alloc();
    page_b = page_alloc();
    test_ok(page_a != NULL && page_b != NULL, "there are spare pages");
    plain();
    fresh_tables();
    flags();
    bad_bits();
    bad_addresses();
    bad_frames();
    other_frames();
    other_domain();
    return test_end();
}
