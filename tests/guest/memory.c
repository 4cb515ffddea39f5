/* SPDX-License-Identifier: MIT */
/*
 * The rule: a domain gives frames back by decrease_reservation, if nothing refers to them any more,
 * and gets new ones by populate_physmap or increase_reservation up to its limit. memory_op also
 * tells the memory map and where the machine-to-physical table is.
 *
 * How someone would break it: give back a frame that is still mapped, or a page table, and keep
 * using it when it belongs to somebody else.
 *
 * @widths both
 */
#include "test.h"

static long reserve(unsigned command, unsigned long count, unsigned order, guest_word *frames)
{
    guest_memory_reservation request = {.extent_start = guest_address(frames),
                                        .nr_extents = count,
                                        .extent_order = order,
                                        .domid = ABI_DOMID_SELF};
    return hypercall_memory_op(command, (unsigned long)&request);
}

static long query(unsigned command)
{
    guest_word domid = ABI_DOMID_SELF;
    return hypercall_memory_op(command, (unsigned long)&domid);
}

static void numbers(void)
{
    long top = hypercall_memory_op(ABI_XENMEM_maximum_ram_page, 0);
    test_ok(top > 0x1000, "there is a last frame of RAM");
    test_ok(query(ABI_XENMEM_current_reservation) >= (long)guest_info->nr_pages,
            "the current reservation covers our pages");
    test_ok(query(ABI_XENMEM_maximum_reservation) >= query(ABI_XENMEM_current_reservation),
            "and does not exceed the limit");
    guest_machphys_mapping mapping;
    test_equal(hypercall_memory_op(ABI_XENMEM_machphys_mapping, (unsigned long)&mapping), 0,
               "machphys_mapping answers");
    test_equal(mapping.v_start, M2P_START, "the table begins where the hypervisor's part begins");
    test_equal(mapping.v_end, M2P_END, "and ends where it ends");
    console_print("# max_mfn %lx\n", (unsigned long)mapping.max_mfn);
}

static void give_and_take(void)
{
    unsigned long *page = page_alloc();
    guest_word frame = page_mfn_at(page), old = frame;
    long before = query(ABI_XENMEM_current_reservation);
    memset(page, 0x77, PAGE_SIZE); /* what nobody else, nor we, should see again */
    test_equal(page_map((uintptr_t)page, 0), 0, "its mapping goes");
    test_equal(reserve(ABI_XENMEM_decrease_reservation, 1, 0, &frame), 1, "then it can");
    test_equal(query(ABI_XENMEM_current_reservation), before - 1,
               "the reservation has shrunk by it");
    test_ok(page_map((uintptr_t)page, page_entry(old, PTE_PLAIN)) < 0,
            "it is no longer ours to map");
    test_equal(reserve(ABI_XENMEM_decrease_reservation, 1, 0, &frame), 0,
               "it cannot be given back twice");
    frame = ((uintptr_t)page - GUEST_BASE) >> PAGE_SHIFT;
    test_equal(reserve(ABI_XENMEM_populate_physmap, 1, 0, &frame), 1, "a new frame can be had");
    test_equal(query(ABI_XENMEM_current_reservation), before, "the reservation is as before");
    test_equal(page_map((uintptr_t)page, page_entry(frame, PTE_PLAIN)), 0, "it can be mapped");
    unsigned long used = 0;
    for (unsigned i = 0; i < PAGE_SIZE / sizeof(long); i++) {
        used |= page[i];
    }
    test_equal(used, 0, "it holds nothing of its former owner");
    test_equal(((volatile guest_word *)M2P_START)[frame],
               ((uintptr_t)page - GUEST_BASE) >> PAGE_SHIFT, "its M2P entry is what we named");
}

/*
 * Giving back a frame that is still mapped: refused, or accepted and kept until the mapping goes
 * (Xen). Either way nobody else may get it meanwhile, which shows in its contents.
 */
static void still_mapped(void)
{
    volatile unsigned long *page = page_alloc();
    guest_word frame = page_mfn_at(page), fresh = 0;
    page[5] = 0x5555;
    long result = reserve(ABI_XENMEM_decrease_reservation, 1, 0, &frame);
    console_print("# giving back a mapped frame: %ld\n", result);
    for (unsigned i = 0; i < 16; i++) {
        fresh = 0x7000 + i;
        reserve(ABI_XENMEM_populate_physmap, 1, 0, &fresh);
        test_ok(fresh != frame, "new frame %u is not the one still mapped", i);
    }
    test_equal(page[5], 0x5555, "which keeps its contents");
}

static void refusals(void)
{
    guest_word frames[2] = {0x200, 0xfffffff};
    test_equal(reserve(ABI_XENMEM_decrease_reservation, 1, 0, frames + 1), 0,
               "a frame that is none cannot be given back");
    test_equal(reserve(ABI_XENMEM_decrease_reservation, 1, 0, frames), 0,
               "nor one that is not ours");
    test_equal(reserve(ABI_XENMEM_decrease_reservation, 5, 0, (guest_word *)0x1000), 0,
               "nor a list nobody can read");
    console_print("# = giving back 2^31 extents: %ld\n",
                  reserve(ABI_XENMEM_decrease_reservation, 0x80000000, 0, frames));
    console_print("# = an extent of 2^30 pages: %ld\n",
                  reserve(ABI_XENMEM_increase_reservation, 1, 30, frames));
    console_print("# a frame above the limit: %ld\n",
                  reserve(ABI_XENMEM_increase_reservation, 1, 0, frames));
    guest_memory_reservation request = {.nr_extents = 1, .domid = ABI_DOMID_SELF};
    for (unsigned bits = 1; bits < 256; bits += bits < 11 ? 10 : bits < 16 ? 1 : 48) {
        guest_word pfn = 0x7000;
        request.extent_start = guest_address(&pfn);
        request.mem_flags = bits;
        console_print("# = populating with flags %u: %ld\n", bits,
                      hypercall_memory_op(ABI_XENMEM_populate_physmap, (unsigned long)&request));
        pfn = page_take_unmapped();
        console_print("# = giving back with flags %u: %ld\n", bits,
                      hypercall_memory_op(ABI_XENMEM_decrease_reservation, (unsigned long)&request));
    }
    for (unsigned order = 8; order < 20; order++) {
        console_print("# = giving back an extent of 2^%u pages: %ld\n", order,
                      reserve(ABI_XENMEM_decrease_reservation, 1, order, frames));
    }
    request = (guest_memory_reservation){.nr_extents = 1, .domid = 77};
    console_print("# = for a domain that is none: %ld\n",
                  hypercall_memory_op(ABI_XENMEM_increase_reservation, (unsigned long)&request));
}

static void memory_map(void)
{
    static struct {
        uint64_t start, size;
        uint32_t type;
    } __attribute__((packed)) map[64];
    guest_memory_map request = {.nr_entries = 64, .buffer = guest_address(map)};
    console_print("# = memory_map: %ld\n",
                  hypercall_memory_op(ABI_XENMEM_memory_map, (unsigned long)&request));
    request = (guest_memory_map){.nr_entries = 64, .buffer = guest_address(map)};
    test_equal(hypercall_memory_op(ABI_XENMEM_machine_memory_map, (unsigned long)&request), 0,
               "machine_memory_map answers the first domain");
    test_ok(request.nr_entries >= 2 && request.nr_entries <= 64, "with some entries");
    uint64_t ram = 0;
    for (unsigned i = 0; i < request.nr_entries; i++) {
        ram += map[i].type == 1 ? map[i].size : 0;
    }
    test_ok(ram >= (uint64_t)guest_info->nr_pages << PAGE_SHIFT, "that hold at least our memory");
    request = (guest_memory_map){.nr_entries = 1, .buffer = guest_address(map)};
    console_print("# = machine_memory_map with room for one: %ld\n",
                  hypercall_memory_op(ABI_XENMEM_machine_memory_map, (unsigned long)&request));
    console_print("# = and then says %u entries\n", (unsigned)request.nr_entries);
}

int guest_main(void)
{
    numbers();
    give_and_take();
    still_mapped();
    refusals();
    memory_map();
    console_print("# = maximum_gpfn: %ld\n", query(ABI_XENMEM_maximum_gpfn));
    guest_shared.max_pfn = 0x1234;
    console_print("# = maximum_gpfn after we said so: %ld\n", query(ABI_XENMEM_maximum_gpfn));
    guest_machphys_mfn_list list = {.max_extents = 0, .extent_start = 0};
    console_print("# = machphys_mfn_list of none: %ld, %u\n",
                  hypercall_memory_op(ABI_XENMEM_machphys_mfn_list, (unsigned long)&list),
                  (unsigned)list.nr_extents);
    static guest_word extents[4];
    list = (guest_machphys_mfn_list){.max_extents = 4, .extent_start = guest_address(extents)};
    console_print("# = machphys_mfn_list: %ld, %u\n",
                  hypercall_memory_op(ABI_XENMEM_machphys_mfn_list, (unsigned long)&list),
                  (unsigned)list.nr_extents);
    console_print("# = compat list: %ld\n",
                  hypercall_memory_op(ABI_XENMEM_machphys_compat_mfn_list, (unsigned long)&list));
    return test_end();
}
