/* SPDX-License-Identifier: MIT */
/*
 * The rule: whether a vCPU that is given registers hears events at once is what its builder wrote
 * into the shared page, whatever the interrupt flag among its registers says: that one is always set.
 *
 * How it would break: a guest with a pending event and no callback yet, as every guest begins whose
 * ring to xenstore is served before it runs, would be crashed for it.
 *
 * @widths both
 */
#include "builder.h"

/* Registers with the interrupt flag or without; what the mask is afterwards. */
static unsigned mask_after(unsigned width, bool flag, unsigned mask)
{
    struct child c;
    volatile unsigned char *shared = foreign_window();
    unsigned after = 99;

    if (!test_equal(child_make(&c, width) || child_fill(&c), 0, "a %u-bit child", width)) {
        return after;
    }
    child_ends(&c, ABI_SHUTDOWN_poweroff);
    long result = foreign_map((uintptr_t)shared, c.domid, child_info(c.domid).shared_info_frame,
                              PTE_PLAIN);
    if (test_equal(result, 0, "its shared page is seen")) {
        shared[offsetof(guest_vcpu_info, upcall_mask)] = mask;
        child_flags = flag ? 0x200 : 0;
        test_equal(child_start(&c), 0, "it gets registers");
        after = shared[offsetof(guest_vcpu_info, upcall_mask)];
        foreign_map((uintptr_t)shared, ABI_DOMID_SELF, 0, 0);
    }
    foreign_windows_free[foreign_windows_count++] = (void *)shared;
    test_equal(child_destroy(&c), 0, "and goes");
    return after;
}

int guest_main(void)
{
    for (unsigned width = 32; width <= 64; width += 32) {
        for (unsigned flag = 0; flag < 2; flag++) {
            test_equal(mask_after(width, flag, 1), 1, "%u bits, flag %u: masked it stays", width,
                       flag);
            test_equal(mask_after(width, flag, 0), 0, "%u bits, flag %u: open it stays", width,
                       flag);
        }
    }
    return test_end();
}
