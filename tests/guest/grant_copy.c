/* SPDX-License-Identifier: MIT */
/*
 * The rule: a grant copy moves bytes from one frame to another, each granted or the caller's own,
 * within the page, and only as far as the grant allows. Afterwards nothing is held: no mark in the
 * entry, no reference to the frame.
 *
 * How one would break it: bytes beyond the page, frames of others by number, a page table as the
 * destination, an entry that allows reading, and long lists that are interrupted.
 *
 * @widths both
 */
#include "hypercall/grant.h"
#include "test.h"

#define SELF   ABI_DOMID_SELF
#define SOURCE ABI_GNTCOPY_source_gref
#define DEST   ABI_GNTCOPY_dest_gref

static unsigned char *from, *to;
static unsigned long from_frame, to_frame;
static unsigned from_ref, to_ref, read_only_ref;

static long copy(unsigned flags, unsigned long source, unsigned source_dom, unsigned source_offset,
                 unsigned long dest, unsigned dest_dom, unsigned dest_offset, unsigned length)
{
    guest_gnttab_copy op = {
        .source = {.frame = source,
                   .domid = (uint16_t)source_dom,
                   .offset = (uint16_t)source_offset},
        .dest = {.frame = dest, .domid = (uint16_t)dest_dom, .offset = (uint16_t)dest_offset},
        .len = (uint16_t)length,
        .flags = (uint16_t)flags};
    long result = grant_call(ABI_GNTTABOP_copy, &op);
    return result != 0 ? result : (int16_t)op.status;
}

#define test_status(call, status, reason, ...)                                                     \
    do {                                                                                           \
        if (test_equal(call, status, __VA_ARGS__)) {                                               \
            test_reason(reason, #reason);                                                          \
        }                                                                                          \
    } while (0)

/* Is `to` filled with 0xee but for length bytes at offset, which are those at `from` + source? */
static bool is_copied(unsigned source, unsigned offset, unsigned length)
{
    for (unsigned i = 0; i < PAGE_SIZE; i++) {
        bool inside = i >= offset && i < offset + length;
        if (to[i] != (inside ? from[source + i - offset] : 0xee)) {
            return false;
        }
    }
    return true;
}

static void ends(void)
{
    static const struct {
        const char *name;
        unsigned flags, source, dest, length;
    } rows[] = {
        {"from a frame to a frame", 0, 0, 0, 4096},
        {"from a grant to a frame", SOURCE, 0, 0, 4096},
        {"from a frame to a grant", DEST, 0, 0, 4096},
        {"from a grant to a grant", SOURCE | DEST, 0, 0, 4096},
        {"one byte", SOURCE, 4095, 0, 1},
        {"the last byte", DEST, 0, 4095, 1},
        {"an odd number at odd places", SOURCE | DEST, 13, 701, 1235},
        {"nothing", SOURCE | DEST, 5, 6, 0},
        {"nothing, from the end", SOURCE | DEST, 4096, 4096, 0},
    };
    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        memset(to, 0xee, PAGE_SIZE);
        test_equal(copy(rows[i].flags, rows[i].flags & SOURCE ? from_ref : from_frame, SELF,
                        rows[i].source, rows[i].flags & DEST ? to_ref : to_frame, SELF,
                        rows[i].dest, rows[i].length),
                   0, "copy %s", rows[i].name);
        test_ok(is_copied(rows[i].source, rows[i].dest, rows[i].length), "and no other byte");
    }
    test_equal(copy(SOURCE | DEST | 0xfffc, from_ref, SELF, 0, to_ref, SELF, 0, 8), 0,
               "unknown flags mean nothing");
    test_ok(grant_entries[from_ref].flags == ABI_GTF_permit_access &&
                grant_entries[to_ref].flags == ABI_GTF_permit_access,
            "no mark is left");
    test_equal(grant_copy_in(to, 0, from_ref, 8, 100), 0, "the library copies in");
    test_equal(grant_copy_out(0, to_ref, 8, from, 100), 0, "and out");
}

static void ranges(void)
{
    memset(to, 0xee, PAGE_SIZE);
    test_status(copy(SOURCE, from_ref, SELF, 1, to_frame, SELF, 0, 4096), ABI_GNTST_bad_copy_arg,
                REASON_GRANT_COPY_RANGE, "from beyond the page");
    test_status(copy(DEST, from_frame, SELF, 0, to_ref, SELF, 1, 4096), ABI_GNTST_bad_copy_arg,
                REASON_GRANT_COPY_RANGE, "to beyond the page");
    test_status(copy(0, from_frame, SELF, 0xffff, to_frame, SELF, 0, 1), ABI_GNTST_bad_copy_arg,
                REASON_GRANT_COPY_RANGE, "from far beyond");
    test_status(copy(0, from_frame, SELF, 0, to_frame, SELF, 0xffff, 0xffff),
                ABI_GNTST_bad_copy_arg, REASON_GRANT_COPY_RANGE, "as far as can be said");
    test_status(copy(0, from_frame, SELF, 4097, to_frame, SELF, 0, 0), ABI_GNTST_bad_copy_arg,
                REASON_GRANT_COPY_RANGE, "nothing from beyond the end");
    test_ok(is_copied(0, 0, 0), "copy nothing");
}

static void frames(void)
{
    test_status(copy(0, from_frame, 0, 0, to_frame, SELF, 0, 8), ABI_GNTST_permission_denied,
                REASON_GRANT_COPY_DOMAIN, "a frame by number of a domain by number");
    test_status(copy(0, from_frame, SELF, 0, to_frame, 99, 0, 8), ABI_GNTST_permission_denied,
                REASON_GRANT_COPY_DOMAIN, "the same as destination");
    test_status(copy(SOURCE, from_ref, 99, 0, to_frame, SELF, 0, 8), ABI_GNTST_bad_domain,
                REASON_DOMAIN_UNKNOWN, "a grant of a domain that is none");
    test_status(copy(DEST, from_frame, SELF, 0, to_ref, ABI_DOMID_XEN, 0, 8), ABI_GNTST_bad_domain,
                REASON_DOMAIN_UNKNOWN, "a grant of the hypervisor");
    test_status(copy(0, 0x200, SELF, 0, to_frame, SELF, 0, 8), ABI_GNTST_bad_page,
                REASON_FRAME_FOREIGN, "from a frame that is not ours");
    test_status(copy(0, from_frame, SELF, 0, 0x200, SELF, 0, 8), ABI_GNTST_bad_page,
                REASON_FRAME_FOREIGN, "to a frame that is not ours");
    test_status(copy(0, from_frame, SELF, 0, ~0ul, SELF, 0, 8), ABI_GNTST_bad_page,
                REASON_FRAME_FOREIGN, "to a frame that is none");
    test_status(copy(0, from_frame, SELF, 0, 0xb8, SELF, 0, 8), ABI_GNTST_bad_page,
                REASON_FRAME_FOREIGN, "to a frame that is no memory");
    test_equal(copy(0, page_base(), SELF, 0, to_frame, SELF, 0, 8), 0, "from a page table");
    test_status(copy(0, from_frame, SELF, 0, page_base(), SELF, 0, 8), ABI_GNTST_general_error,
                REASON_PAGE_NOT_WRITABLE, "to a page table");
    test_status(copy(SOURCE, ~0u, SELF, 0, to_frame, SELF, 0, 8), ABI_GNTST_bad_gntref,
                REASON_GRANT_REF, "from a reference that is none");
    test_status(copy(DEST, from_frame, SELF, 0, 1000, SELF, 0, 8), ABI_GNTST_general_error,
                REASON_GRANT_ENTRY, "to an entry that grants nothing");
    test_status(copy(DEST, from_frame, SELF, 0, read_only_ref, SELF, 0, 8), ABI_GNTST_general_error,
                REASON_GRANT_READ_ONLY, "to a grant for reading");
    test_equal(copy(SOURCE, read_only_ref, SELF, 0, to_frame, SELF, 0, 8), 0, "from one");
    grant_entries[to_ref].frame = (uint32_t)page_base();
    test_status(copy(DEST, from_frame, SELF, 0, to_ref, SELF, 0, 8), ABI_GNTST_general_error,
                REASON_GRANT_FRAME_TYPE, "to a granted page table");
    grant_entries[to_ref].frame = 0x200;
    test_status(copy(DEST, from_frame, SELF, 0, to_ref, SELF, 0, 8), ABI_GNTST_bad_page,
                REASON_GRANT_FRAME, "to a granted frame that is not ours");
    grant_entries[to_ref].frame = (uint32_t)to_frame;
    test_equal(grant_entries[to_ref].flags, ABI_GTF_permit_access, "no mark is left");
}

/* Longer than the hypervisor goes in one piece, with a timer that interrupts it; and cut short. */
static void lists(void)
{
    static guest_gnttab_copy list[2000];
    unsigned copied = 0;
    for (unsigned i = 0; i < 2000; i++) {
        list[i] = (guest_gnttab_copy){.source = {.frame = from_ref, .domid = SELF},
                                      .dest = {.frame = to_ref, .domid = SELF},
                                      .len = (uint16_t)(i % 10 == 9 ? 4097 : 4096),
                                      .flags = SOURCE | DEST,
                                      .status = 77};
    }
    time_set_timer(time_now_ns() + 200000);
    test_equal(hypercall_grant_table_op(ABI_GNTTABOP_copy, (unsigned long)list, 2000), 0,
               "a list of 2000");
    for (unsigned i = 0; i < 2000; i++) {
        copied +=
            (int16_t)list[i].status == (i % 10 == 9 ? ABI_GNTST_bad_copy_arg : ABI_GNTST_okay);
    }
    test_equal(copied, 2000, "each with its own status");
    test_refused(hypercall_grant_table_op(ABI_GNTTABOP_copy, 0x1000000, 1), ABI_EFAULT,
                 REASON_POINTER_UNREADABLE, "a list nobody can read");
    test_equal(hypercall_grant_table_op(ABI_GNTTABOP_copy, 0x1000000, 0), 0,
               "of which nothing is wanted");
    test_refused(hypercall_grant_table_op(ABI_GNTTABOP_copy, (unsigned long)list, 0x80000000),
                 ABI_EINVAL, REASON_GRANT_COUNT, "a negative number");
    test_refused(hypercall_grant_table_op(99, (unsigned long)list, 1), ABI_ENOSYS,
                 REASON_SUBOP_UNKNOWN, "an operation that is none");
}

/* Operations that Torc has not look at their arguments all the same (grant_absent.c has the rest).
 */
static void not_offered(void)
{
    guest_gnttab_transfer transfer = {.mfn = 0x200, .domid = 0, .ref = 8};
    test_equal(grant_call(ABI_GNTTABOP_transfer, &transfer), 0,
               "transfer a frame that is not ours");
    test_equal((int16_t)transfer.status, ABI_GNTST_bad_page, "a bad page");
    guest_gnttab_swap_grant_ref swap = {.ref_a = 8, .ref_b = ~0u};
    test_equal(grant_call(ABI_GNTTABOP_swap_grant_ref, &swap), 0, "swap with no reference");
    test_equal((int16_t)swap.status, ABI_GNTST_bad_gntref, "a bad reference");
    guest_gnttab_cache_flush flush = {.offset = 4095, .length = 2, .op = 1};
    test_refused(grant_call(ABI_GNTTABOP_cache_flush, &flush), ABI_EINVAL, REASON_GRANT_CACHE_RANGE,
                 "flush the cache beyond a page");
    flush = (guest_gnttab_cache_flush){.length = 8, .op = 4};
    test_refused(grant_call(ABI_GNTTABOP_cache_flush, &flush), ABI_EINVAL, REASON_GRANT_CACHE_RANGE,
                 "flush in an unknown way");
    flush = (guest_gnttab_cache_flush){.length = 8, .op = 1, .dev_bus_addr = 0xfffffffffffff000};
    test_refused(grant_call(ABI_GNTTABOP_cache_flush, &flush), ABI_EINVAL, REASON_FRAME_INVALID,
                 "flush what is no frame");
    flush = (guest_gnttab_cache_flush){.length = 8, .op = 1, .dev_bus_addr = 0x200000};
    test_refused(grant_call(ABI_GNTTABOP_cache_flush, &flush), ABI_EPERM, REASON_GRANT_CACHE_FRAME,
                 "flush what is not ours");
    flush.length = 0;
    test_equal(grant_call(ABI_GNTTABOP_cache_flush, &flush), 0, "flush nothing");
    test_refused(grant_call(ABI_GNTTABOP_dump_table, &flush), ABI_ENOSYS, REASON_GRANT_OP_ABSENT,
                 "dump the table");
}

int guest_main(void)
{
    from = page_alloc();
    to = page_alloc();
    from_frame = page_mfn_at(from);
    to_frame = page_mfn_at(to);
    for (unsigned i = 0; i < PAGE_SIZE; i++) {
        from[i] = (unsigned char)(i * 7 + i / 256);
    }
    from_ref = (unsigned)grant_page(0, from_frame, false);
    to_ref = (unsigned)grant_page(0, to_frame, false);
    read_only_ref = (unsigned)grant_page(0, from_frame, true);
    ends();
    ranges();
    frames();
    lists();
    not_offered();
    return test_end();
}
