/* SPDX-License-Identifier: MIT */
/*
 * The rule: where the machine has no frame left, whatever would need one says ENOMEM, and nothing
 * of it is half there: when there is room again the same call succeeds.
 *
 * How someone would break it: take all there is, and then ask for domains, vCPUs, ports and maps.
 * A hypervisor that took the missing page for a page would write to address 0.
 *
 * @options --memory 64M
 * @hypervisor dom0_mem=24M
 * @peer no
 * @widths both
 */
#include "builder.h"

#define no_memory(call, ...) test_refused(call, ABI_ENOMEM, REASON_MEMORY_EXHAUSTED, __VA_ARGS__)

static guest_word spare[64];

/* All that is left of the machine becomes ours; some of it we know by name. */
static void take_everything(void)
{
    guest_domctl_max_mem limit = {1 << 20};
    guest_memory_reservation named = {.extent_start = guest_address(spare),
                                      .nr_extents = sizeof(spare) / sizeof(spare[0]),
                                      .domid = ABI_DOMID_SELF};
    guest_memory_reservation rest = {.nr_extents = 100000, .domid = ABI_DOMID_SELF};

    test_equal(CONTROL(max_mem, 0, limit), 0, "we may have more than there is");
    test_equal(hypercall_memory_op(ABI_XENMEM_increase_reservation, (unsigned long)&named),
               sizeof(spare) / sizeof(spare[0]), "some frames");
    long more = hypercall_memory_op(ABI_XENMEM_increase_reservation, (unsigned long)&rest);
    test_ok(more > 100 && more < 100000, "and all the others");
    console_print("# %ld frames\n", more);
}

static void give_back(void)
{
    guest_memory_reservation named = {.extent_start = guest_address(spare),
                                      .nr_extents = sizeof(spare) / sizeof(spare[0]),
                                      .domid = ABI_DOMID_SELF};
    test_equal(hypercall_memory_op(ABI_XENMEM_decrease_reservation, (unsigned long)&named),
               sizeof(spare) / sizeof(spare[0]), "those with names go back");
}

static unsigned make(unsigned vcpus)
{
    guest_domctl_createdomain wish = child_wish();
    unsigned domid = 0;
    wish.max_vcpus = vcpus;
    test_equal(control(ABI_XEN_DOMCTL_createdomain, &domid, &wish, sizeof(wish)), 0,
               "a child that is to have %u vCPUs", vcpus);
    return domid;
}

static long ports(void)
{
    long port = 0;
    for (unsigned i = 0; i < 300 && port >= 0; i++) {
        port = event_alloc_unbound(ABI_DOMID_SELF);
    }
    return port;
}

int guest_main(void)
{
    static unsigned char map_entries[20];
    guest_domctl_createdomain wish = child_wish();
    guest_domctl_max_vcpus one = {1}, many = {32};
    guest_domctl_address_size narrow = {32};
    struct {
        guest_word domid;
        guest_memory_map map;
    } set = {ABI_DOMID_SELF, {.nr_entries = 1, .buffer = guest_address(map_entries)}};
    unsigned wide = make(1), bare = make(32), domid = 0;

    test_equal(CONTROL(max_vcpus, wide, one), 0, "which it gets");
    take_everything();
    no_memory(control(ABI_XEN_DOMCTL_createdomain, &domid, &wish, sizeof(wish)), "no more domain");
    no_memory(CONTROL(max_vcpus, bare, many), "no vCPUs");
    no_memory(CONTROL(set_address_size, wide, narrow), "no tables for another width");
    test_equal(CONTROL(get_address_size, wide, narrow), 0, "so its width is");
    test_equal(narrow.size, 64, "as it was");
    no_memory(hypercall_memory_op(ABI_XENMEM_set_memory_map, (unsigned long)&set), "no map");
    no_memory(hypercall_torc_op(ABI_TORC_OP_audit, 0), "no audit");
    no_memory(ports(), "not more than 256 ports");
    /* The last port waits for its other end, which would need the next one. */
    guest_evtchn_bind_interdomain ends = {.remote_dom = ABI_DOMID_SELF, .remote_port = 255};
    no_memory(hypercall_event_channel_op(ABI_EVTCHNOP_bind_interdomain, (unsigned long)&ends),
              "no other end for one");
    guest_evtchn_status status = {.dom = ABI_DOMID_SELF, .port = 255};
    hypercall_event_channel_op(ABI_EVTCHNOP_status, (unsigned long)&status);
    test_equal(status.status, ABI_EVTCHNSTAT_unbound, "which waits on");
    give_back();
    test_equal(control(ABI_XEN_DOMCTL_createdomain, &domid, &wish, sizeof(wish)), 0,
               "then there is room for a domain");
    narrow.size = 32;
    test_equal(CONTROL(set_address_size, wide, narrow), 0, "for another width");
    test_equal(hypercall_memory_op(ABI_XENMEM_set_memory_map, (unsigned long)&set), 0, "for a map");
    test_ok(event_alloc_unbound(ABI_DOMID_SELF) > 0, "and for ports");
    test_equal(CONTROL_PLAIN(destroydomain, domid), 0, "the domain goes");
    test_equal(CONTROL_PLAIN(destroydomain, bare), 0, "the one without vCPUs");
    test_equal(CONTROL_PLAIN(destroydomain, wide), 0, "and the first");
    return test_end();
}
