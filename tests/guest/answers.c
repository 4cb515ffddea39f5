/* SPDX-License-Identifier: MIT */
/*
 * The rule: a call that cannot read what a guest passes by address, or cannot write its answer
 * there, says EFAULT; and it says so for every structure it goes to, not only for the first.
 *
 * How someone would break it: structures and lists in pages that may be read only, that end at an
 * unmapped page, or that lead to others that are nowhere. A hypervisor that went on would work with
 * what happened to lie on its stack, or would let the guest believe in an answer it never got.
 *
 * @widths both
 */
#include "builder.h"
#include "hypercall/grant.h"

#define NOWHERE 0x1000ul

static unsigned char *page;
#define AT ((unsigned long)page)

/* The value of a call with `structure` at AT, where nobody can write. */
#define READ_ONLY(structure, call)                                                                 \
    ({                                                                                             \
        memcpy(page, &(structure), sizeof(structure));                                             \
        page_make_read_only(page);                                                                 \
        long result_ = (call);                                                                     \
        page_make_writable(page);                                                                  \
        result_;                                                                                   \
    })

#define UNREADABLE(call, ...) test_refused(call, ABI_EFAULT, REASON_POINTER_UNREADABLE, __VA_ARGS__)
#define UNWRITABLE(structure, call, ...)                                                           \
    test_refused(READ_ONLY(structure, call), ABI_EFAULT, REASON_POINTER_UNWRITABLE, __VA_ARGS__)

/* Some calls answer with how far they came; which refusal it was shows whether they looked. */
#define STOPPED(call, number, reason, ...)                                                         \
    do {                                                                                           \
        hypercall_by_number(60, 0, 0, 0, 0, 0); /* refused for another reason */                   \
        if (test_equal(call, number, __VA_ARGS__)) {                                               \
            test_reason(reason, #reason);                                                          \
        }                                                                                          \
    } while (0)

static void small_calls(void)
{
    guest_feature_info features = {0};
    UNWRITABLE(features, hypercall_xen_version(ABI_XENVER_get_features, AT), "get_features");
    UNREADABLE(hypercall_update_va_mapping(AT, page_entry(page_mfn_at(page), PTE_PLAIN),
                                           NOWHERE | ABI_UVMF_TLB_FLUSH),
               "update_va_mapping: whom to flush");
    UNREADABLE(hypercall_set_gdt(NOWHERE, 1), "set_gdt: its frames");
}

static void vcpu_calls(void)
{
    static const struct {
        unsigned command;
        const char *name;
    } reads[] = {
        {ABI_VCPUOP_set_periodic_timer, "set_periodic_timer"},
        {ABI_VCPUOP_set_singleshot_timer, "set_singleshot_timer"},
        {ABI_VCPUOP_register_vcpu_info, "register_vcpu_info"},
        {ABI_VCPUOP_register_runstate_memory_area, "register_runstate_memory_area"},
        {ABI_VCPUOP_register_vcpu_time_memory_area, "register_vcpu_time_memory_area"},
    };
    for (unsigned i = 0; i < sizeof(reads) / sizeof(reads[0]); i++) {
        UNREADABLE(hypercall_vcpu_op(reads[i].command, 0, NOWHERE), "%s", reads[i].name);
    }
    guest_word area = M2P_END - 8; /* nobody may write there */
    test_refused(
        hypercall_vcpu_op(ABI_VCPUOP_register_runstate_memory_area, 0, (unsigned long)&area),
        ABI_EFAULT, REASON_POINTER_RANGE, "a run state among the hypervisor's");
}

static void event_calls(void)
{
    guest_evtchn_bind_ipi ipi = {.vcpu = 0};
    guest_evtchn_alloc_unbound unbound = {.dom = ABI_DOMID_SELF, .remote_dom = ABI_DOMID_SELF};
    UNREADABLE(hypercall_event_channel_op(ABI_EVTCHNOP_set_priority, NOWHERE), "set_priority");
    UNWRITABLE(ipi, hypercall_event_channel_op(ABI_EVTCHNOP_bind_ipi, AT), "bind_ipi");
    UNWRITABLE(unbound, hypercall_event_channel_op(ABI_EVTCHNOP_alloc_unbound, AT),
               "alloc_unbound");
}

/* ---- Memory. ------------------------------------------------------------------------------ */

static guest_word pfns[2] = {0x7000, 0x7001};

static long reserve(unsigned command, unsigned long list, unsigned count)
{
    guest_memory_reservation request = {
        .extent_start = list, .nr_extents = count, .domid = ABI_DOMID_SELF};
    return hypercall_memory_op(command, (unsigned long)&request);
}

static void reservations(void)
{
    STOPPED(hypercall_memory_op(ABI_XENMEM_populate_physmap, NOWHERE), 0, REASON_POINTER_UNREADABLE,
            "populate_physmap");
    STOPPED(reserve(ABI_XENMEM_populate_physmap, NOWHERE, 1), 0, REASON_POINTER_UNREADABLE,
            "populate_physmap: its list");
    STOPPED(reserve(ABI_XENMEM_decrease_reservation, NOWHERE, 1), 0, REASON_POINTER_UNREADABLE,
            "decrease_reservation: its list");
    guest_word given = page_take_unmapped();
    test_equal(reserve(ABI_XENMEM_decrease_reservation, (unsigned long)&given, 1), 1,
               "(room for a frame)");
    STOPPED(READ_ONLY(pfns, reserve(ABI_XENMEM_populate_physmap, AT, 1)), 0,
            REASON_POINTER_UNWRITABLE, "populate_physmap: its answers");
    given = page_take_unmapped();
    test_equal(reserve(ABI_XENMEM_decrease_reservation, (unsigned long)&given, 1), 1,
               "(room for another)");
    STOPPED(READ_ONLY(pfns, reserve(ABI_XENMEM_increase_reservation, AT, 1)), 0,
            REASON_POINTER_UNWRITABLE, "increase_reservation: its answers");
}

static void memory_calls(void)
{
    guest_machphys_mfn_list list = {.max_extents = 0};
    guest_memory_map map = {.nr_entries = 200, .buffer = NOWHERE};
    struct {
        guest_word domid;
        guest_memory_map map;
    } set = {ABI_DOMID_SELF, {.nr_entries = 1, .buffer = NOWHERE}};
    static unsigned char room[200 * 20];

    UNREADABLE(hypercall_memory_op(ABI_XENMEM_current_reservation, NOWHERE), "current_reservation");
    UNREADABLE(hypercall_memory_op(ABI_XENMEM_machphys_mfn_list, NOWHERE), "machphys_mfn_list");
    UNWRITABLE(list, hypercall_memory_op(ABI_XENMEM_machphys_mfn_list, AT), "its answer");
    test_refused(hypercall_memory_op(ABI_XENMEM_machine_memory_map, (unsigned long)&map),
                 ABI_EFAULT, REASON_POINTER_UNWRITABLE, "machine_memory_map: its list");
    test_refused(hypercall_memory_op(ABI_XENMEM_memory_map, (unsigned long)&map), ABI_ENOSYS,
                 REASON_SUBOP_UNKNOWN, "memory_map: nobody has given us one");
    map.buffer = guest_address(room);
    UNWRITABLE(map, hypercall_memory_op(ABI_XENMEM_machine_memory_map, AT), "its answer");
    map.nr_entries = 2;
    test_refused(hypercall_memory_op(ABI_XENMEM_machine_memory_map, (unsigned long)&map),
                 ABI_EINVAL, REASON_MAP_ROOM, "a list with too little room");
    UNREADABLE(hypercall_memory_op(ABI_XENMEM_set_memory_map, NOWHERE), "set_memory_map");
    UNREADABLE(hypercall_memory_op(ABI_XENMEM_set_memory_map, (unsigned long)&set), "its list");
    map = (guest_memory_map){.nr_entries = 200, .buffer = NOWHERE};
    set.map.buffer = guest_address(room);
    test_equal(hypercall_memory_op(ABI_XENMEM_set_memory_map, (unsigned long)&set), 0,
               "a map of our own");
    test_refused(hypercall_memory_op(ABI_XENMEM_memory_map, (unsigned long)&map), ABI_EFAULT,
                 REASON_POINTER_UNWRITABLE, "memory_map: its list");
}

/* ---- Grants. ------------------------------------------------------------------------------ */

#define GRANT(command, count) hypercall_grant_table_op(ABI_GNTTABOP_##command, AT, count)

static void grants(void)
{
    guest_gnttab_get_version version = {.dom = ABI_DOMID_SELF};
    guest_gnttab_map_grant_ref map = {.dom = ABI_DOMID_SELF, .ref = 0x7fffffff};
    guest_gnttab_unmap_grant_ref unmap = {.handle = 0x7fffffff};
    guest_gnttab_setup_table setup = {.dom = ABI_DOMID_SELF};
    guest_gnttab_query_size size = {.dom = ABI_DOMID_SELF};
    guest_gnttab_set_version set = {.version = 1};
    guest_gnttab_copy copy = {.len = 0};
    static const struct {
        unsigned command;
        const char *name;
    } reads[] = {
        {ABI_GNTTABOP_setup_table, "setup_table"},
        {ABI_GNTTABOP_query_size, "query_size"},
        {ABI_GNTTABOP_set_version, "set_version"},
        {ABI_GNTTABOP_get_version, "get_version"},
        {ABI_GNTTABOP_cache_flush, "cache_flush"},
        {ABI_GNTTABOP_swap_grant_ref, "swap_grant_ref"},
        {ABI_GNTTABOP_get_status_frames, "get_status_frames"},
    };

    for (unsigned i = 0; i < sizeof(reads) / sizeof(reads[0]); i++) {
        UNREADABLE(hypercall_grant_table_op(reads[i].command, NOWHERE, 1), "%s", reads[i].name);
    }
    UNWRITABLE(setup, GRANT(setup_table, 1), "setup_table");
    UNWRITABLE(size, GRANT(query_size, 1), "query_size");
    UNWRITABLE(set, GRANT(set_version, 1), "set_version");
    UNWRITABLE(copy, GRANT(copy, 1), "copy");
    UNWRITABLE(version, GRANT(get_version, 1), "get_version");
    UNWRITABLE(map, GRANT(map_grant_ref, 1), "map_grant_ref");
    UNWRITABLE(unmap, GRANT(unmap_grant_ref, 1), "unmap_grant_ref");
    UNREADABLE(hypercall_grant_table_op(ABI_GNTTABOP_map_grant_ref, NOWHERE, 1),
               "map_grant_ref: its list");
    UNREADABLE(hypercall_grant_table_op(ABI_GNTTABOP_unmap_grant_ref, NOWHERE, 1),
               "unmap_grant_ref: its list");
}

/* ---- Control calls. ----------------------------------------------------------------------- */

static long machine(unsigned command, const void *body, unsigned long size)
{
    static guest_sysctl call;
    memset(&call, 0, sizeof(call));
    call.cmd = command;
    call.version = ABI_XEN_SYSCTL_INTERFACE_VERSION;
    memcpy(call.body, body, size);
    return hypercall_sysctl((unsigned long)&call);
}

static void control_calls(void)
{
    guest_domctl one = {.cmd = ABI_XEN_DOMCTL_getdomaininfo,
                        .version = ABI_XEN_DOMCTL_INTERFACE_VERSION};
    guest_sysctl other = {.cmd = ABI_XEN_SYSCTL_physinfo,
                          .version = ABI_XEN_SYSCTL_INTERFACE_VERSION};
    guest_sysctl_readconsole text = {.buffer = NOWHERE, .count = 10};
    guest_sysctl_getdomaininfolist list = {.max_domains = 1, .buffer = NOWHERE};
    guest_word frame = 0;
    guest_domctl_getpageframeinfo3 frames = {.num = 1, .array = NOWHERE};
    struct child c;

    UNWRITABLE(one, hypercall_domctl(AT), "getdomaininfo");
    UNWRITABLE(other, hypercall_sysctl(AT), "physinfo");
    test_refused(machine(ABI_XEN_SYSCTL_readconsole, &text, sizeof(text)), ABI_EFAULT,
                 REASON_POINTER_UNWRITABLE, "readconsole: its text");
    test_refused(machine(ABI_XEN_SYSCTL_getdomaininfolist, &list, sizeof(list)), ABI_EFAULT,
                 REASON_POINTER_UNWRITABLE, "getdomaininfolist: its list");
    test_equal(child_make(&c, WORD_BITS), 0, "(a child)");
    UNREADABLE(CONTROL(getpageframeinfo3, c.domid, frames), "getpageframeinfo3: its frames");
    frames.array = AT;
    UNWRITABLE(frame, CONTROL(getpageframeinfo3, c.domid, frames), "its answers");
    test_equal(child_destroy(&c), 0, "(the child goes)");
}

int guest_main(void)
{
    page = page_alloc();
    test_ok(page_map(NOWHERE, 0) == -ABI_EINVAL || page_look_up(NOWHERE) == 0,
            "there is nothing at our address nowhere");
    small_calls();
    vcpu_calls();
    event_calls();
    reservations();
    memory_calls();
    grants();
    control_calls();
    return test_end();
}
