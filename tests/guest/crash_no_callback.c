/* SPDX-License-Identifier: MIT */
/*
 * The rule: an event that is pending and let in, where the guest has named no callback for events,
 * leaves nothing that could be entered, so the domain is crashed.
 *
 * @expect crash
 * @console an event is pending and the guest has no callback for it
 * @widths both
 */
#include "test.h"

int guest_main(void)
{
    test_ok(true, "about to be crashed");
    console_print("1..1\n");
#if WORD_BITS == 64
    hypercall_set_callbacks(0, 0, 0, 0);
#else
    hypercall_set_callbacks(SELECTOR_KERNEL_CODE, 0, SELECTOR_KERNEL_CODE, 0);
#endif
    unsigned port = (unsigned)event_bind_ipi(0);
    event_unmask(port);
    guest_vcpu()->upcall_mask = 0;
    event_send(port);
    test_ok(false, "the guest should be gone by now");
    return test_end();
}
