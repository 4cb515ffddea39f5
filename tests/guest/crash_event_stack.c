/* SPDX-License-Identifier: MIT */
/*
 * The rule: an event's frame goes to the stack of the interrupted kernel, with the kernel's rights. If
 * that stack cannot take it, the kernel cannot be told: the domain is crashed.
 *
 * How someone would break it: open events with a pending one while the stack pointer is nowhere.
 *
 * @expect crash
 * @console the guest's stack cannot take the exception frame
 * @widths both
 */
#include "test.h"

int guest_main(void)
{
    unsigned port = (unsigned)event_bind_ipi(0);
    event_unmask(port);
    event_send(port);
    test_ok(true, "about to be crashed");
    console_print("1..1\n");
    guest_vcpu()->upcall_mask = 0; /* what is pending comes with the next call's end */
    asm volatile("mov $0x1000, %esp; mov $17, %eax; " HYPERCALL_INSTRUCTION);
    test_ok(false, "the guest should be gone by now");
    return test_end();
}
