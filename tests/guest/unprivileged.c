/* SPDX-License-Identifier: MIT */
/*
 * The rule: what reaches beyond a domain, to the machine or to what others see of it, is for the
 * privileged domain alone.
 *
 * How someone would break it: a domain without privilege asks for all of it. Here the whole guest
 * is one, made from a boot module (children of the first domain, which try the same and more, are
 * in tests/guest/control.c and tests/guest/child.c).
 *
 * @hypervisor domain=
 * @peer no
 * @widths both
 */
#include "test.h"

int guest_main(void)
{
    static unsigned char page[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
    guest_memory_map map = {.nr_entries = 100, .buffer = guest_address(page)};
    unsigned long frame = page_mfn_at(page);
    char byte;

    test_equal(console_write("# as lines\n", 11), 0, "its console may be written");
    test_refused(console_read(&byte, 1), ABI_EPERM, REASON_CONSOLE_DENIED, "but not read");
    test_refused(hypercall_torc_op(ABI_TORC_OP_audit, 0), ABI_EPERM, REASON_CALL_PRIVILEGED,
                 "no audit of the whole machine");
    test_refused(hypercall_physdev_op(ABI_PHYSDEVOP_pci_device_add, (unsigned long)page), ABI_EPERM,
                 REASON_CALL_PRIVILEGED, "no devices");
    test_refused(hypercall_domctl((unsigned long)page), ABI_EPERM, REASON_CALL_PRIVILEGED,
                 "no control of domains");
    test_refused(hypercall_sysctl((unsigned long)page), ABI_EPERM, REASON_CALL_PRIVILEGED,
                 "nor of the machine");
    test_refused(hypercall_memory_op(ABI_XENMEM_machine_memory_map, (unsigned long)&map), ABI_EPERM,
                 REASON_CALL_PRIVILEGED, "no map of the machine");
    test_refused(hypercall_xen_version(ABI_XENVER_build_id, (unsigned long)page), ABI_EPERM,
                 REASON_VERSION_DENIED, "no build id");
    test_refused(page_extended(ABI_MMUEXT_FLUSH_CACHE, 0, 0), ABI_EACCES, REASON_CACHE_NO_RIGHTS,
                 "no flush of the caches");
    test_equal(page_map((uintptr_t)page, page_entry(frame, PTE_PLAIN | PTE_NO_CACHE)), -ABI_EINVAL,
               "no mapping without the cache");
    test_reason(REASON_ENTRY_CACHE_BITS, "ENTRY_CACHE_BITS");
    test_equal(page_map((uintptr_t)page, page_entry(0xfee00, PTE_PLAIN)), -ABI_EPERM,
               "nor of a device");
    test_reason(REASON_ENTRY_MMIO, "ENTRY_MMIO");
    page[0] = 1;
    test_equal(page[0], 1, "the page is mapped as before");
    return test_end();
}
