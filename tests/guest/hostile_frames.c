/* SPDX-License-Identifier: MIT */
/*
 * The rule: a frame that is no memory of the machine may be a device, and the first domain may map
 * devices: but never writable those by which a guest could take the machine over behind the
 * hypervisor's back: its local interrupt controller, the timers it runs on, memory it has kept for
 * itself.
 *
 * How someone would break it: map each by its well-known address.
 *
 * @widths both
 */
#include "test.h"

static unsigned long *page;

static long map(unsigned long frame, pte_t bits)
{
    long result = page_map((uintptr_t)page, page_entry(frame, bits));
    pte_t now = page_look_up((uintptr_t)page);
    page_map((uintptr_t)page, page_entry(page_mfn_at(page), PTE_PLAIN));
    return result == 0 && (now & PTE_WRITE) != 0 ? 1 : result;
}

static void interrupt_controllers(void)
{
    test_ok(map(0xfee00, PTE_PLAIN) < 0,
            "the local interrupt controller cannot be mapped writable");
    long result = map(0xfec00, PTE_PLAIN);
    console_print("# the I/O interrupt controller, writable: %ld\n", result);
    test_ok(result <= 0, "nor the I/O interrupt controller, at least not to any effect");
    console_print("# the local interrupt controller, read-only: %ld\n",
                  map(0xfee00, PTE_READ_ONLY));
    console_print("# the HPET, writable: %ld\n", map(0xfed00, PTE_PLAIN));
    test_ok(map(0xfeeff, PTE_PLAIN) < 0, "nor the rest of the range where writes are interrupts");
}

/* Below 1 MiB: what is RAM there is nobody's or the hypervisor's; the video memory is a device. */
static void low_memory(void)
{
    unsigned writable = 0, readable = 0;
    for (unsigned long frame = 0; frame < 0xa0; frame++) {
        if (page_pfn(frame) == MFN_NONE) {
            writable += map(frame, PTE_PLAIN) == 1;
            readable += map(frame, PTE_READ_ONLY) == 0;
        }
    }
    console_print("# of the first 640 KiB, %u pages writable, %u readable\n", writable, readable);
    console_print("# video memory, writable: %ld\n", map(0xb8, PTE_PLAIN));
    console_print("# firmware, writable: %ld\n", map(0xf0, PTE_PLAIN));
    console_print("# the top of the first 4 GiB, writable: %ld\n", map(0xfffff, PTE_PLAIN));
}

int guest_main(void)
{
    page = page_alloc();
    page[0] = 42;
    interrupt_controllers();
    low_memory();
    test_equal(page[0], 42, "our own page is as it was");
    return test_end();
}
