/* SPDX-License-Identifier: MIT */
/*
 * The rule: what Xen has of grants and Torc has not says -ENOSYS, if its arguments are good
 * (grant_copy.c gives it bad ones). And whatever is done with grants, the books of frames balance:
 * a mapping holds references that the audit must find, those of a mapping removed by hand included.
 *
 * @peer no
 * @widths both
 */
#include "hypercall/grant.h"
#include "test.h"

#define WINDOW 0x20000000ul

static unsigned long *page;
static unsigned long frame;

static void absent(void)
{
    guest_gnttab_transfer transfer = {.mfn = frame, .domid = 0, .ref = 8};
    test_refused(grant_call(ABI_GNTTABOP_transfer, &transfer), ABI_ENOSYS, REASON_GRANT_OP_ABSENT,
                 "transfer");
    transfer.domid = 99;
    test_equal(grant_call(ABI_GNTTABOP_transfer, &transfer), 0, "transfer to nobody");
    test_equal((int16_t)transfer.status, ABI_GNTST_bad_domain, "a bad domain");
    guest_gnttab_swap_grant_ref swap = {.ref_a = 8, .ref_b = 9};
    test_refused(grant_call(ABI_GNTTABOP_swap_grant_ref, &swap), ABI_ENOSYS, REASON_GRANT_OP_ABSENT,
                 "swap");
    guest_gnttab_cache_flush flush = {.length = 8, .op = 1, .dev_bus_addr = page_entry(frame, 0)};
    test_refused(grant_call(ABI_GNTTABOP_cache_flush, &flush), ABI_ENOSYS, REASON_GRANT_OP_ABSENT,
                 "flush the cache");
    guest_gnttab_get_status_frames frames = {.dom = ABI_DOMID_SELF, .nr_frames = 1};
    test_refused(grant_call(ABI_GNTTABOP_get_status_frames, &frames), ABI_ENOSYS,
                 REASON_GRANT_VERSION_ABSENT, "frames of the status");
}

static void audit(const char *with)
{
    test_equal(hypercall_torc_op(ABI_TORC_OP_audit, 0), 0, "the books balance with %s", with);
}

/* More mappings than fit on one page of the hypervisor's, in both directions. */
static void many(unsigned ref)
{
    static unsigned handles[600];
    unsigned refused = 0;
    for (unsigned i = 0; i < 600; i++) {
        refused += grant_map(0, ref, WINDOW + i % 512 * PAGE_SIZE, 0, &handles[i]) != 0;
    }
    test_equal(refused, 0, "600 mappings, 88 of them over others");
    audit("600 mappings");
    for (unsigned i = 0; i < 600; i++) {
        refused += grant_unmap(WINDOW + i % 512 * PAGE_SIZE, handles[i]) != 0;
    }
    test_equal(refused, 88, "as many cannot be unmapped as have no entry");
    for (unsigned i = 0; i < 88; i++) {
        page_map(WINDOW, page_entry(frame, PTE_PLAIN));
        refused -= grant_unmap(WINDOW, handles[512 + i]) == 0;
    }
    test_equal(refused, 0, "until they get one");
    test_equal(grant_end(ref), 0, "then the grant is free");
    audit("all unmapped");
}

int guest_main(void)
{
    page = page_alloc();
    frame = page_mfn_at(page);
    page_make_tables(WINDOW);
    absent();
    unsigned ref = (unsigned)grant_page(0, frame, false), handle;
    grant_map(0, ref, WINDOW, 0, &handle);
    audit("a mapping");
    page_map(WINDOW, 0);
    audit("a mapping removed by hand");
    page_map(WINDOW, page_entry(frame, PTE_PLAIN));
    grant_unmap(WINDOW, handle);
    grant_map(0, ref, WINDOW, ABI_GNTMAP_readonly | ABI_GNTMAP_device_map, &handle);
    audit("a mapping for devices too");
    guest_gnttab_unmap_grant_ref unmap = {
        .host_addr = WINDOW, .dev_bus_addr = page_entry(frame, 0), .handle = handle};
    test_equal(grant_call(ABI_GNTTABOP_unmap_grant_ref, &unmap), 0, "which goes as a whole");
    audit("it gone");
    many(ref);
    return test_end();
}
