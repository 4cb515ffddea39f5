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

/* Every call that takes the address of a list or structure: P stands for it. */
#define P 0x77
static const struct {
    const char *name;
    unsigned number;
    unsigned long arguments[4];
} takers[] = {
    {"a trap table", ABI_CALL_set_trap_table, {P}},
    {"page-table updates", ABI_CALL_mmu_update, {P, 1, 0, ABI_DOMID_SELF}},
    {"extended operations", ABI_CALL_mmuext_op, {P, 1, 0, ABI_DOMID_SELF}},
    {"frames of descriptors", ABI_CALL_set_gdt, {P, 1}},
    {"a batch of calls", ABI_CALL_multicall, {P, 1}},
    {"memory to be had", ABI_CALL_memory_op, {ABI_XENMEM_increase_reservation, P}},
    {"memory to be given", ABI_CALL_memory_op, {ABI_XENMEM_decrease_reservation, P}},
    {"memory to be had at places", ABI_CALL_memory_op, {ABI_XENMEM_populate_physmap, P}},
    {"memory to be exchanged", ABI_CALL_memory_op, {ABI_XENMEM_exchange, P}},
    {"a map of its memory", ABI_CALL_memory_op, {ABI_XENMEM_memory_map, P}},
    {"a map of the machine", ABI_CALL_memory_op, {ABI_XENMEM_machine_memory_map, P}},
    {"what the table reaches", ABI_CALL_memory_op, {ABI_XENMEM_machphys_mapping, P}},
    {"the table's pages", ABI_CALL_memory_op, {ABI_XENMEM_machphys_mfn_list, P}},
    {"whose memory it is", ABI_CALL_memory_op, {ABI_XENMEM_current_reservation, P}},
    {"version text", ABI_CALL_xen_version, {ABI_XENVER_extraversion, P}},
    {"compiler text", ABI_CALL_xen_version, {ABI_XENVER_compile_info, P}},
    {"capabilities", ABI_CALL_xen_version, {ABI_XENVER_capabilities, P}},
    {"features", ABI_CALL_xen_version, {ABI_XENVER_get_features, P}},
    {"text to print", ABI_CALL_console_io, {ABI_CONSOLEIO_write, 10, P}},
    {"grants to map", ABI_CALL_grant_table_op, {ABI_GNTTABOP_map_grant_ref, P, 1}},
    {"grants to unmap", ABI_CALL_grant_table_op, {ABI_GNTTABOP_unmap_grant_ref, P, 1}},
    {"a grant table", ABI_CALL_grant_table_op, {ABI_GNTTABOP_setup_table, P, 1}},
    {"grants to copy", ABI_CALL_grant_table_op, {ABI_GNTTABOP_copy, P, 1}},
    {"the size of grant tables", ABI_CALL_grant_table_op, {ABI_GNTTABOP_query_size, P, 1}},
    {"a place for vcpu_info", ABI_CALL_vcpu_op, {ABI_VCPUOP_register_vcpu_info, 0, P}},
    {"the run state", ABI_CALL_vcpu_op, {ABI_VCPUOP_get_runstate_info, 0, P}},
    {"an area for it", ABI_CALL_vcpu_op, {ABI_VCPUOP_register_runstate_memory_area, 0, P}},
    {"an area for the time", ABI_CALL_vcpu_op, {ABI_VCPUOP_register_vcpu_time_memory_area, 0, P}},
    {"a period", ABI_CALL_vcpu_op, {ABI_VCPUOP_set_periodic_timer, 0, P}},
    {"a moment", ABI_CALL_vcpu_op, {ABI_VCPUOP_set_singleshot_timer, 0, P}},
    {"ports to wait for", ABI_CALL_sched_op, {ABI_SCHEDOP_poll, P}},
    {"a reason to end", ABI_CALL_sched_op, {ABI_SCHEDOP_shutdown, P}},
    {"a callback", ABI_CALL_callback_op, {ABI_CALLBACKOP_register, P}},
    {"a callback to forget", ABI_CALL_callback_op, {ABI_CALLBACKOP_unregister, P}},
    {"an NMI callback", ABI_CALL_nmi_op, {ABI_XENNMI_register_callback, P}},
    {"a port to have", ABI_CALL_event_channel_op, {ABI_EVTCHNOP_alloc_unbound, P}},
    {"an event to bind", ABI_CALL_event_channel_op, {ABI_EVTCHNOP_bind_virq, P}},
    {"an event to send", ABI_CALL_event_channel_op, {ABI_EVTCHNOP_send, P}},
    {"a port to ask about", ABI_CALL_event_channel_op, {ABI_EVTCHNOP_status, P}},
    {"an I/O privilege level", ABI_CALL_physdev_op, {ABI_PHYSDEVOP_set_iopl, P}},
    {"an I/O bitmap", ABI_CALL_physdev_op, {ABI_PHYSDEVOP_set_iobitmap, P}},
};

/* These answer how many they have done, which is none. */
static bool how_many(unsigned t)
{
    unsigned long command = takers[t].arguments[0];

    return takers[t].number == ABI_CALL_memory_op &&
           (command == ABI_XENMEM_increase_reservation ||
            command == ABI_XENMEM_decrease_reservation || command == ABI_XENMEM_populate_physmap);
}

static void pointers(void)
{
    for (unsigned t = 0; t < sizeof(takers) / sizeof(takers[0]); t++) {
        for (unsigned i = 0; i < BAD_COUNT; i++) {
            const unsigned long *a = takers[t].arguments;
            unsigned long with[4];

            for (unsigned j = 0; j < 4; j++)
                with[j] = a[j] == P ? bad[i] : a[j];
            test_equal(hypercall_by_number(takers[t].number, with[0], with[1], with[2], with[3], 0),
                       how_many(t) ? 0 : -ABI_EFAULT, "%s cannot be at %016lx", takers[t].name,
                       (unsigned long)bad[i]);
        }
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
    for (unsigned msr = 0xc0000100; msr <= 0xc0000102; msr++) {
        for (unsigned i = 0; i < NONCANONICAL; i++) {
            test_equal(PROBE("wrmsr",
                             :
                             : "c"(msr), "a"((uint32_t)bad[i]), "d"((uint32_t)(bad[i] >> 32))
                             : "memory"),
                       TRAP_PROTECTION, "MSR %x cannot be %016lx either", msr,
                       (unsigned long)bad[i]);
        }
    }
    test_equal(PROBE("wrmsr",
                     :
                     : "c"(0xc0000100), "a"(0x5000), "d"(0)
                     : "memory"),
               PROBE_NONE, "an address can");
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
        static const struct {
            unsigned type;
            const char *name;
        } callbacks[] = {
            {ABI_CALLBACKTYPE_event, "event"},       {ABI_CALLBACKTYPE_failsafe, "failsafe"},
            {ABI_CALLBACKTYPE_syscall, "syscall"},   {ABI_CALLBACKTYPE_nmi, "NMI"},
            {ABI_CALLBACKTYPE_sysenter, "sysenter"}, {ABI_CALLBACKTYPE_syscall32, "syscall32"},
        };
        for (unsigned c = 0; c < sizeof(callbacks) / sizeof(callbacks[0]); c++) {
            guest_callback_register callback = {.type = callbacks[c].type, .address = bad[i]};
            test_equal(hypercall_callback_op(ABI_CALLBACKOP_register, (unsigned long)&callback),
                       -ABI_EINVAL, "no %s callback at %016lx", callbacks[c].name,
                       (unsigned long)bad[i]);
        }
        test_equal(hypercall_set_callbacks(bad[i], bad[i], bad[i], 0), -ABI_EINVAL,
                   "nor by the older call");
        guest_word nmi = bad[i];
        test_equal(hypercall_nmi_op(ABI_XENNMI_register_callback, (unsigned long)&nmi), -ABI_EINVAL,
                   "nor by that for NMIs");
        test_refused(hypercall_stack_switch(0, bad[i] + 16), ABI_EINVAL, REASON_STACK_SELECTOR,
                     "no stack at %016lx", (unsigned long)bad[i] + 16);
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
    test_equal(page_extended(ABI_MMUEXT_NEW_USER_BASEPTR, ~0ul, 0), -ABI_EINVAL,
               "programs' tables cannot be nowhere");
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
