/* SPDX-License-Identifier: MIT */
/*
 * The rule: whatever a guest passes, a hypercall answers with an error (or does what it says) and
 * the guest goes on; never does the hypervisor follow a wild pointer, count, port or frame.
 *
 * This guest calls every number there is with the same wild word in all arguments, and every
 * sub-operation with wild pointers. Calls that would legitimately end or stop the guest are left
 * out and said so.
 *
 * @widths both
 */
#include "test.h"

/* Not mapped; the end of the hypervisor's hole; odd; the wrap-around; far away. (Not the beginning
 * of the hole: the table there may be read, so pointers to it are good ones.) */
static const unsigned long wild[] = {0x00001000, 0xffe00000, 0x00000001,
                                     0xffffffff, 0xfffff000, 0x40000000};
#define WILD_COUNT (sizeof(wild) / sizeof(wild[0]))

static const struct {
    unsigned number;
    const char *name;
} calls[] = {
#define ROW(number, name, shape, who) {ABI_CALL_##name, #name},
    ABI_CALLS(ROW)
#undef ROW
};

static bool is_error(long result)
{
    return result < 0 && result >= -4095;
}

/* memory_op keeps the progress of a long call in the upper bits of its command, so its answers to
 * nonsense there say nothing: they are shown, but not compared. */

/* iret takes what is on the stack. set_callbacks believes any address below the hole, and the next
 * event would go there. */
static bool left_out(unsigned number)
{
    return number == ABI_CALL_iret || number == ABI_CALL_set_callbacks ||
           number == ABI_CALL_torc_op;
}

/* With wild words these do something harmless and answer 0: there is nothing to check. */
static bool may_succeed(unsigned number)
{
    return number == ABI_CALL_stack_switch || number == ABI_CALL_fpu_taskswitch ||
           number == ABI_CALL_set_timer_op || number == ABI_CALL_multicall ||
           number == ABI_CALL_get_debugreg || number == ABI_CALL_vcpu_op ||
           number == ABI_CALL_xen_version || number == ABI_CALL_sched_op ||
           number == ABI_CALL_console_io || number == ABI_CALL_set_debugreg ||
           number == ABI_CALL_vm_assist || number == ABI_CALL_memory_op ||
           number == ABI_CALL_nmi_op || number == ABI_CALL_set_segment_base;
}

static void every_call(void)
{
    for (unsigned c = 0; c < sizeof(calls) / sizeof(calls[0]); c++) {
        unsigned number = calls[c].number;
        if (left_out(number)) {
            continue;
        }
        unsigned accepted = 0;
        for (unsigned w = 0; w < WILD_COUNT; w++) {
            unsigned long a = wild[w];
            if (number == ABI_CALL_sched_op && a == ABI_SCHEDOP_block) {
                continue; /* would wait for an event that never comes */
            }
            long result = hypercall_by_number(number, a, a, a, a, a);
            console_print("# %s%s(%lx, ...) = %ld\n", number == ABI_CALL_memory_op ? "" : "= ",
                          calls[c].name, a, result);
            accepted += is_error(result) ? 0 : 1;
        }
        test_ok(accepted == 0 || may_succeed(number), "%s refuses wild words", calls[c].name);
    }
}

/* Numbers nobody has given a meaning, or whose meaning is not for this domain. */
static void unknown_numbers(void)
{
    static const unsigned long numbers[] = {11, 38, 56,   57,         63,
                                            64, 65, 1000, 0x7fffffff, 0xffffffff};
    for (unsigned i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        test_refused(hypercall_by_number(numbers[i], 0, 0, 0, 0, 0), ABI_ENOSYS,
                     REASON_CALL_UNKNOWN, "call number %lu is not there", numbers[i]);
    }
}

/* Every sub-operation with a pointer that leads nowhere. */
struct family {
    unsigned call, first, last;
    long answer;
    const char *name;
};

static void wild_pointers(const struct family *family)
{
    for (unsigned op = family->first; op <= family->last; op++) {
        unsigned other = 0;
        for (unsigned w = 0; w < WILD_COUNT; w++) {
            long result = hypercall_by_number(family->call, op, wild[w], 0, 0, 0);
            if (result != family->answer && result != -ABI_ENOSYS) { /* or not offered at all */
                console_print("# %s %u (%lx) = %ld\n", family->name, op, wild[w], result);
                other++;
            }
        }
        test_equal(other, 0, "%s %u answers %ld to wild pointers", family->name, op,
                   family->answer);
    }
}

/* The three operations on lists of extents answer how many they did: none. */
static void sub_operations(void)
{
    static const struct family families[] = {
        {ABI_CALL_event_channel_op, 0, 9, -ABI_EFAULT, "event_channel_op"},
        {ABI_CALL_sched_op, 2, 5, -ABI_EFAULT, "sched_op"},
        {ABI_CALL_xen_version, 1, 6, -ABI_EFAULT, "xen_version"},
        {ABI_CALL_callback_op, 0, 1, -ABI_EFAULT, "callback_op"},
        {ABI_CALL_physdev_op, 6, 7, -ABI_EFAULT, "physdev_op"},
        {ABI_CALL_memory_op, 0, 1, 0, "memory_op"},
        {ABI_CALL_memory_op, 5, 5, -ABI_EFAULT, "memory_op"},
        {ABI_CALL_memory_op, 6, 6, 0, "memory_op"},
        {ABI_CALL_memory_op, 9, 12, -ABI_EFAULT, "memory_op"},
    };
    for (unsigned i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
        wild_pointers(&families[i]);
    }
}

/* Unknown sub-operations have no meaning whatever comes with them. */
static void unknown_operations(void)
{
    guest_mmuext_op op = {.cmd = 99};
    test_refused(hypercall_event_channel_op(99, 0), ABI_ENOSYS, REASON_SUBOP_UNKNOWN,
                 "event_channel_op 99 is unknown");
    test_refused(hypercall_sched_op(99, 0), ABI_ENOSYS, REASON_SUBOP_UNKNOWN,
                 "sched_op 99 is unknown");
    test_refused(hypercall_memory_op(63, 0), ABI_ENOSYS, REASON_SUBOP_UNKNOWN,
                 "memory_op 63 is unknown");
    test_refused(hypercall_vcpu_op(99, 0, 0), ABI_ENOSYS, REASON_SUBOP_UNKNOWN,
                 "vcpu_op 99 is unknown");
    test_refused(hypercall_xen_version(99, 0), ABI_ENOSYS, REASON_VERSION_COMMAND,
                 "xen_version 99 is unknown");
    test_refused(hypercall_console_io(99, 0, 0), ABI_ENOSYS, REASON_CONSOLE_COMMAND,
                 "console_io 99 is unknown");
    test_refused(hypercall_vm_assist(99, 0), ABI_ENOSYS, REASON_ASSIST_COMMAND,
                 "vm_assist command 99 is unknown");
    test_refused(hypercall_mmuext_op((unsigned long)&op, 1, 0, ABI_DOMID_SELF), ABI_ENOSYS,
                 REASON_MMUEXT_COMMAND, "mmuext_op 99 is unknown");
    test_equal(hypercall_callback_op(99, 0), WORD_BITS == 32 ? -ABI_EINVAL : -ABI_ENOSYS,
               "callback_op 99 is unknown");
    test_refused(hypercall_physdev_op(99, 0), ABI_ENOSYS, REASON_SUBOP_UNKNOWN,
                 "physdev_op 99 is unknown");
}

int guest_main(void)
{
    every_call();
    unknown_numbers();
    sub_operations();
    unknown_operations();
    test_ok(hypercall_xen_version(ABI_XENVER_version, 0) > 0, "after all that, the guest goes on");
    return test_end();
}
