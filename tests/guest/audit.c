/* SPDX-License-Identifier: MIT */
/*
 * The rule: what a frame says of its own uses is what can be counted: entries of page tables, pins,
 * bases, descriptor tables, shared pages, memory of domains. The audit counts anew and compares; it
 * also looks whether both ends of event channels and of grants know each other.
 *
 * How someone would break it: a reference lost or left behind on one of the many ways on which
 * frames change their use. Each of these ways is taken here, and after it the books must balance.
 *
 * @peer no
 * @widths both
 */
#include "test.h"
#include "hypercall/grant.h"

#define WINDOW 0x20000000ul

static void audit(const char *after)
{
    test_equal(hypercall_torc_op(ABI_TORC_OP_audit, 0), 0, "the books balance after %s", after);
}

static unsigned long read_only(pte_t *table)
{
    page_make_read_only(table);
    return page_mfn_at(table);
}

static void tables(void)
{
    pte_t *l1 = page_alloc(), *l2 = page_alloc();
    unsigned long data = page_mfn_at(page_alloc());
    l1[0] = l1[511] = page_entry(data, PTE_PLAIN);
    l1[1] = page_entry(data, PTE_READ_ONLY);
    l2[0] = l2[1] = page_entry(read_only(l1), PTE_PLAIN | PTE_USER);
    l2[2] = page_entry(page_mfn_at(l2), PTE_PRESENT | PTE_USER);
    read_only(l2);
    test_equal(page_pin(page_mfn_at(l2), 2), 0, "an L2, an L1 in it twice, and itself");
    test_equal(page_pin(page_mfn_at(l1), 1), 0, "the L1 is pinned as well");
    audit("pins");
    test_equal(page_set_entry((uint64_t)page_mfn_at(l2) << PAGE_SHIFT, 0), 0, "one entry goes");
    audit("an update");
    l1 = page_alloc();
    l1[5] = page_entry(page_base(), PTE_PLAIN); /* a table, writable: refused */
    l1[3] = page_entry(data, PTE_PLAIN);
    test_ok(page_pin(read_only(l1), 1) < 0, "a table that cannot be");
    audit("a refusal half way");
    test_equal(page_unpin(page_mfn_at(l2)), 0, "the L2 goes");
    audit("a release");
}

static void memory(void)
{
    guest_word in[4], out[2];
    for (unsigned i = 0; i < 4; i++) {
        in[i] = page_take_unmapped();
        out[i / 2] = page_pfn(in[i]);
    }
    guest_memory_exchange x = {.in_start = guest_address(in),
                               .in_extents = 4,
                               .in_domid = ABI_DOMID_SELF,
                               .out_start = guest_address(out),
                               .out_extents = 2,
                               .out_order = 1,
                               .out_domid = ABI_DOMID_SELF};
    test_equal(hypercall_memory_op(ABI_XENMEM_exchange, (unsigned long)&x), 0,
               "frames are exchanged");
    audit("an exchange");
    guest_memory_reservation r = {.extent_start = guest_address(out),
                                  .nr_extents = 2,
                                  .extent_order = 1,
                                  .domid = ABI_DOMID_SELF};
    test_equal(hypercall_memory_op(ABI_XENMEM_decrease_reservation, (unsigned long)&r), 2,
               "and given back");
    audit("giving back");
}

static void rest(void)
{
    test_equal(page_make_tables(WINDOW), 0, "tables in use");
    test_equal(page_map(WINDOW, page_entry(page_mfn_at(page_alloc()), PTE_PLAIN)), 0,
               "and an entry");
    unsigned long gdt = read_only(page_alloc());
    test_equal(page_map(WINDOW, page_entry(gdt, PTE_READ_ONLY)), 0, "a page of descriptors");
    test_equal(page_extended(ABI_MMUEXT_SET_LDT, WINDOW, 16), 0, "as LDT");
    unsigned long limit = 0;
    PROBE("lsl %1, %0", : "+r"(limit) : "r"(7ul)); /* shows the page in the window */
    audit("an LDT");
    test_equal(page_extended(ABI_MMUEXT_SET_LDT, 0, 0), 0, "no LDT");
    guest_vcpu_register_vcpu_info info = {.mfn = page_mfn_at(page_alloc())};
    test_equal(hypercall_vcpu_op(ABI_VCPUOP_register_vcpu_info, 0, (unsigned long)&info), 0,
               "vcpu_info moves");
    audit("everything");
}

static void channels(void)
{
    guest_evtchn_alloc_unbound far = {.dom = ABI_DOMID_SELF, .remote_dom = ABI_DOMID_SELF};
    guest_evtchn_bind_virq virq = {.virq = ABI_VIRQ_DEBUG};
    guest_evtchn_bind_ipi ipi = {.vcpu = 0};
    hypercall_event_channel_op(ABI_EVTCHNOP_alloc_unbound, (unsigned long)&far);
    guest_evtchn_bind_interdomain near = {.remote_dom = ABI_DOMID_SELF, .remote_port = far.port};
    test_equal(hypercall_event_channel_op(ABI_EVTCHNOP_bind_interdomain, (unsigned long)&near), 0,
               "a channel");
    test_equal(hypercall_event_channel_op(ABI_EVTCHNOP_bind_virq, (unsigned long)&virq), 0,
               "a virtual interrupt");
    test_equal(hypercall_event_channel_op(ABI_EVTCHNOP_bind_ipi, (unsigned long)&ipi), 0, "an IPI");
    audit("three kinds of ports");
    guest_evtchn_close ends[] = {{far.port}, {virq.port}};
    for (unsigned i = 0; i < 2; i++) {
        test_equal(hypercall_event_channel_op(ABI_EVTCHNOP_close, (unsigned long)&ends[i]), 0,
                   "port %u is closed", ends[i].port);
        audit("a closing");
    }
}

static void grants(void)
{
    unsigned handle[2];
    long ref = grant_page(0, page_mfn_at(page_alloc()), false);
    test_equal(grant_map(0, (unsigned)ref, WINDOW + PAGE_SIZE, 0, &handle[0]), 0,
               "a grant, mapped");
    test_equal(grant_map(0, (unsigned)ref, WINDOW + 2 * PAGE_SIZE, ABI_GNTMAP_readonly, &handle[1]),
               0, "and once more, to be read");
    audit("mapping");
    test_equal(grant_unmap(WINDOW + PAGE_SIZE, handle[0]), 0, "the first goes");
    audit("unmapping");
    test_equal(page_map(WINDOW + 2 * PAGE_SIZE, 0), 0, "the entry of the other is cleared");
    audit("clearing a mapping's entry");
}

int guest_main(void)
{
    audit("the start");
    tables();
    memory();
    rest();
    channels();
    grants();
    return test_end();
}
