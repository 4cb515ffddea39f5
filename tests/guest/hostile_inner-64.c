/* SPDX-License-Identifier: MIT */
/*
 * The rule: an address inside a structure is checked as one that is an argument (hostile-64.c).
 *
 * How someone would break it: structures that are all right, with lists, areas and maps in them
 * that lie in the hypervisor's part or are no addresses at all (non-canonical).
 */
#include "hypercall/grant.h"
#include "test.h"

static const uint64_t bad[] = {
    0x0000800000000000, 0x8000000000000000, 0xffff7ffffffffff0,
    0xffff810000000000, 0xffff830000000000, 0xffff87fffffffff0,
};

static long area(unsigned command, uint64_t at)
{
    return hypercall_vcpu_op(command, 0, (unsigned long)&at);
}

static long reserve(unsigned command, uint64_t at)
{
    guest_memory_reservation r = {.extent_start = at, .nr_extents = 1, .domid = ABI_DOMID_SELF};

    return hypercall_memory_op(command, (unsigned long)&r);
}

static long exchange(uint64_t in, uint64_t out)
{
    guest_memory_exchange r = {.in_start = in,
                               .in_extents = 1,
                               .in_domid = ABI_DOMID_SELF,
                               .out_start = out,
                               .out_extents = 1,
                               .out_domid = ABI_DOMID_SELF};

    return hypercall_memory_op(ABI_XENMEM_exchange, (unsigned long)&r);
}

int guest_main(void)
{
    guest_word mine = page_mfn_at(page_alloc());

    for (unsigned i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        uint64_t at = bad[i];
        guest_sched_poll poll = {.ports = at, .nr_ports = 1};
        guest_physdev_set_iobitmap bits = {.bitmap = at, .nr_ports = 64};
        guest_gnttab_setup_table table = {.dom = ABI_DOMID_SELF, .nr_frames = 1, .frame_list = at};
        guest_machphys_mfn_list list = {.max_extents = 1, .extent_start = at};
        guest_memory_map map = {.nr_entries = 8, .buffer = at};
        pte_t entry = page_entry(page_mfn_at(page_alloc()), PTE_PLAIN);
        struct {
            const char *name;
            long got, wanted;
        } answers[] = {
            {"an area of the run state", area(ABI_VCPUOP_register_runstate_memory_area, at),
             -ABI_EFAULT},
            {"an area of the time", area(ABI_VCPUOP_register_vcpu_time_memory_area, at),
             -ABI_EFAULT},
            {"frames to have", reserve(ABI_XENMEM_increase_reservation, at), 0},
            {"frames to give", reserve(ABI_XENMEM_decrease_reservation, at), 0},
            {"frames to place", reserve(ABI_XENMEM_populate_physmap, at), 0},
            {"frames to exchange", exchange(at, (unsigned long)&mine), -ABI_EFAULT},
            {"frames exchanged", exchange((unsigned long)&mine, at), -ABI_EFAULT},
            {"ports to wait for", hypercall_sched_op(ABI_SCHEDOP_poll, (unsigned long)&poll),
             -ABI_EFAULT},
            {"a map of ports",
             hypercall_physdev_op(ABI_PHYSDEVOP_set_iobitmap, (unsigned long)&bits), -ABI_EINVAL},
            {"a map of the machine",
             hypercall_memory_op(ABI_XENMEM_machine_memory_map, (unsigned long)&map), -ABI_EFAULT},
            {"whom to flush",
             hypercall_update_va_mapping(0x40000000, entry, at | ABI_UVMF_TLB_FLUSH), -ABI_EINVAL},
            {"a set to flush", page_extended(ABI_MMUEXT_TLB_FLUSH_MULTI, 0, at), -ABI_EINVAL},
        };
        for (unsigned j = 0; j < sizeof(answers) / sizeof(answers[0]); j++)
            test_equal(answers[j].got, answers[j].wanted, "%s cannot be at %016lx", answers[j].name,
                       (unsigned long)at);
        long pages = hypercall_memory_op(ABI_XENMEM_machphys_mfn_list, (unsigned long)&list);
        long grants = hypercall_grant_table_op(ABI_GNTTABOP_setup_table, (unsigned long)&table, 1);
        if (i == 0)
            console_print(
                "# = the table's pages nowhere: %ld\n# = a grant table's frames nowhere: %ld\n",
                pages, grants);
        test_ok(grants == -ABI_EFAULT || table.status != 0, "nor the frames of a grant table");
        hypercall_sched_op(ABI_SCHEDOP_yield, 0); /* areas are written then */
    }
    test_equal(hypercall_grant_table_op(0xfff, 0, 0), -ABI_ENOSYS, "the last grant operation");
    test_equal(hypercall_grant_table_op(0x1000, 0, 0), -ABI_EINVAL, "what is beyond all of them");
    test_equal(hypercall_grant_table_op(0x40000000, 0, 0), -ABI_EINVAL, "and far beyond");
    return test_end();
}
