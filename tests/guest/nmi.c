/* SPDX-License-Identifier: MIT */
/*
 * The rule: a guest has one handler for NMIs, which is row 2 of its trap table by whichever call it
 * was set. VCPUOP_send_nmi raises one; events do not hold it back, and no second one comes in until
 * the first has returned by the iret call. Without a handler it is forgotten.
 *
 * How someone would break it: a handler that raises the next NMI itself would otherwise be entered
 * again and again, below itself, until its stack is full.
 *
 * @widths both
 */
#include "test.h"

static volatile unsigned taken, depth, deepest, saved_mask;

static void on_nmi(struct trap_frame *frame)
{
    taken++;
    depth++;
    deepest = depth > deepest ? depth : deepest;
    saved_mask = frame->saved_mask;
    if (taken % 3 != 0) {
        hypercall_vcpu_op(ABI_VCPUOP_send_nmi, 0, 0);
    }
    hypercall_xen_version(0, 0);
    depth--;
}

static long send(void)
{
    taken = depth = deepest = 0;
    return hypercall_vcpu_op(ABI_VCPUOP_send_nmi, 0, 0);
}

static long set_callback(unsigned type)
{
    guest_callback_register callback = {.type = (uint16_t)type};
    callback.address = guest_entry_at(trap_entry(TRAP_NMI));
    return hypercall_callback_op(ABI_CALLBACKOP_register, (unsigned long)&callback);
}

int guest_main(void)
{
    guest_word handler[2] = {guest_address(trap_entry(TRAP_NMI)), 0};
    guest_callback_unregister callback = {.type = ABI_CALLBACKTYPE_nmi};

    trap_return_by_hypercall = 1;
    test_equal(trap_set_handler(TRAP_NMI, 0, on_nmi), 0, "a handler in the trap table");
    test_equal(send(), 0, "an NMI to oneself");
    test_equal(taken, 3, "three came, each raised by the last");
    test_equal(deepest, 1, "one after the other");
    test_equal(saved_mask, 1, "although events are masked");

    test_equal(hypercall_set_trap_table(0), 0, "a trap table without it");
    test_equal(send(), 0, "then an NMI");
    test_equal(taken, 0, "is forgotten");
    test_equal(set_callback(ABI_CALLBACKTYPE_nmi), 0, "set as a callback");
    send();
    test_equal(taken, 3, "it comes");
    test_equal(hypercall_callback_op(ABI_CALLBACKOP_unregister, (unsigned long)&callback), 0,
               "the callback is taken away");
    send();
    test_equal(taken, 0, "and does not come");
    test_equal(hypercall_nmi_op(ABI_XENNMI_register_callback, (unsigned long)handler), 0,
               "set by the older call");
    send();
    test_equal(taken, 3, "it comes");
    test_equal(hypercall_nmi_op(ABI_XENNMI_unregister_callback, 0), 0, "taken away by that call");
    send();
    test_equal(taken, 0, "it does not come");
    test_refused(hypercall_nmi_op(ABI_XENNMI_register_callback, 8), ABI_EFAULT,
                 REASON_POINTER_UNREADABLE, "an address that cannot be read");
    test_refused(hypercall_nmi_op(99, 0), ABI_ENOSYS, REASON_SUBOP_UNKNOWN, "an unknown command");
    test_refused(hypercall_vcpu_op(ABI_VCPUOP_send_nmi, 31, 0), ABI_ENOENT, REASON_VCPU_UNKNOWN,
                 "an NMI to a vCPU that is not there");
    return test_end();
}
