/* SPDX-License-Identifier: MIT */
/*
 * The rule: a top-level entry that names its own table lets a 64-bit guest look at its tables, and
 * through it the hypervisor's slots appear once more, as tables. The guest cannot read there; nor
 * does ring 0 read there on its behalf, whatever the guest says is at such an address.
 *
 * How someone would break it: let the iret hypercall take its frame from there. A page-table entry
 * of 2 MiB that maps all of the machine's memory for ring 0 then serves as one of 4 KiB, and the
 * first words of the hypervisor's image arrive in the guest's registers.
 *
 * @peer no
 * @expect crash
 * @console the guest's iret frame cannot be used
 */
#include "test.h"

#define SLOT 100ul

int guest_main(void)
{
    unsigned long base = page_base(), word = 0;
    /* Slot 262 maps all memory for ring 0; the second 2 MiB hold its image. */
    unsigned long va = SLOT << 39 | 262ul << 30 | 1ul << 12;

    test_equal(page_extended(ABI_MMUEXT_NEW_USER_BASEPTR, base, 0), 0, "programs share our tables");
    test_equal(page_set_entry(page_entry(base, 0) + 8 * SLOT,
                              page_entry(base, PTE_PRESENT | PTE_ACCESSED | PTE_USER)),
               0, "a linear entry");
    test_equal(probe_read((void *)va, &word), TRAP_PAGE_FAULT, "we cannot read there");
    test_equal(hypercall_xen_version(ABI_XENVER_get_features, va), -ABI_EFAULT,
               "nor is a structure read from there");
    console_print("1..%u\n", test_count);
    asm volatile("mov %0, %%rsp; mov $23, %%eax; syscall; ud2" : : "b"(va + 8) : "memory");
    test_ok(false, "the guest should be gone by now");
    return test_end();
}
