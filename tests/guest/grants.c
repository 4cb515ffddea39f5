/* SPDX-License-Identifier: MIT */
/*
 * The rule: an entry of the grant table lets one domain map one frame, as far as the entry says.
 * While it is mapped the entry says so (GTF_reading, GTF_writing), and from the last unmapping on
 * it does not. A domain may grant to itself, which is what this guest does.
 *
 * How one would break it: map more than was granted, unmap what is not mapped, or twice, or
 * something else than was mapped.
 *
 * @widths both
 */
#include "hypercall/grant.h"
#include "test.h"

#define WINDOW 0x20000000ul
#define NO_L1  0x30000000ul

#define HOST   ABI_GNTMAP_host_map
#define DEVICE ABI_GNTMAP_device_map
#define RO     ABI_GNTMAP_readonly
#define PTE    ABI_GNTMAP_contains_pte

static volatile unsigned long *page;
static unsigned long frame;
static unsigned self; /* our own domain number: mapping wants it, and not DOMID_SELF */
static uint64_t window_entry;

static guest_gnttab_map_grant_ref mapped;

static long map(unsigned dom, unsigned ref, uint64_t at, unsigned flags)
{
    mapped = (guest_gnttab_map_grant_ref){
        .host_addr = at, .flags = flags, .ref = ref, .dom = (uint16_t)dom, .handle = 0xabcd};
    long result = grant_call(ABI_GNTTABOP_map_grant_ref, &mapped);
    return result != 0 ? result : (int16_t)mapped.status;
}

static long unmap(uint64_t at, uint64_t bus, unsigned handle)
{
    guest_gnttab_unmap_grant_ref op = {.host_addr = at, .dev_bus_addr = bus, .handle = handle};
    long result = grant_call(ABI_GNTTABOP_unmap_grant_ref, &op);
    return result != 0 ? result : (int16_t)op.status;
}

static long replace(uint64_t at, uint64_t new_at, unsigned handle)
{
    guest_gnttab_unmap_and_replace op = {.host_addr = at, .new_addr = new_at, .handle = handle};
    long result = grant_call(ABI_GNTTABOP_unmap_and_replace, &op);
    return result != 0 ? result : (int16_t)op.status;
}

/* A status, and on Torc the reason for it. */
#define test_status(call, status, reason, ...)                                                     \
    do {                                                                                           \
        if (test_equal(call, status, __VA_ARGS__)) {                                               \
            test_reason(reason, #reason);                                                          \
        }                                                                                          \
    } while (0)

static unsigned marks(unsigned ref)
{
    return grant_entries[ref].flags & (ABI_GTF_reading | ABI_GTF_writing);
}

static void learn_own_number(void)
{
    unsigned port = (unsigned)event_alloc_unbound(ABI_DOMID_SELF);
    guest_evtchn_status status = {.dom = ABI_DOMID_SELF, .port = port};
    hypercall_event_channel_op(ABI_EVTCHNOP_status, (unsigned long)&status);
    self = status.detail;
    event_close(port);
}

static long query(unsigned dom, guest_gnttab_query_size *size)
{
    *size = (guest_gnttab_query_size){.dom = (uint16_t)dom};
    long result = grant_call(ABI_GNTTABOP_query_size, size);
    return result != 0 ? result : (int16_t)size->status;
}

static long setup(unsigned dom, unsigned frames, guest_addr list)
{
    guest_gnttab_setup_table op = {.dom = (uint16_t)dom, .nr_frames = frames, .frame_list = list};
    long result = grant_call(ABI_GNTTABOP_setup_table, &op);
    return result != 0 ? result : (int16_t)op.status;
}

static void tables(void)
{
    static guest_word frames[64];
    guest_gnttab_query_size size;
    test_equal(query(ABI_DOMID_SELF, &size), 0, "the size of the table can be asked for");
    console_print("# = %u of %u frames\n", size.nr_frames, size.max_nr_frames);
    test_equal(setup(ABI_DOMID_SELF, 3, guest_address(frames)), 0, "a table of three frames");
    test_ok(frames[0] != 0 && frames[2] != 0 && frames[3] == 0, "has three frames");
    test_equal(page_map(WINDOW, page_entry((unsigned long)frames[2], PTE_PLAIN)), 0,
               "which can be mapped");
    test_equal(*(volatile uint64_t *)WINDOW, 0, "are clear");
    page_map(WINDOW, 0);
    guest_word first = frames[0];
    test_equal(setup(self, 1, guest_address(frames)), 0, "a smaller one by our own number");
    test_ok(frames[0] == first, "has the same frames");
    query(ABI_DOMID_SELF, &size);
    test_equal(size.nr_frames, 3, "and the table does not shrink");
    test_equal(setup(ABI_DOMID_SELF, 0, 0), 0, "a table of no frames is no error");
    test_equal(setup(ABI_DOMID_SELF, 64, guest_address(frames)), 0, "64 frames are the most");
    test_status(setup(ABI_DOMID_SELF, 65, guest_address(frames)), ABI_GNTST_general_error,
                REASON_GRANT_TABLE_LIMIT, "65 are too many");
    test_status(setup(99, 1, guest_address(frames)), ABI_GNTST_bad_domain, REASON_DOMAIN_UNKNOWN,
                "a domain that is none has no table");
    test_status(query(99, &size), ABI_GNTST_bad_domain, REASON_DOMAIN_UNKNOWN, "and no size");
    test_status(setup(ABI_DOMID_SELF, 1, 0x40000000), ABI_GNTST_bad_virt_addr,
                REASON_POINTER_UNWRITABLE, "a list that cannot be written");
    test_refused(hypercall_grant_table_op(ABI_GNTTABOP_setup_table, (unsigned long)&size, 2),
                 ABI_EINVAL, REASON_GRANT_COUNT, "two tables at once");
    test_refused(hypercall_grant_table_op(ABI_GNTTABOP_query_size, (unsigned long)&size, 0),
                 ABI_EINVAL, REASON_GRANT_COUNT, "no size at all");
    test_equal(grant_begin(), 0, "the table can be mapped");
}

static void versions(void)
{
    guest_gnttab_set_version set = {.version = 1};
    test_equal(grant_call(ABI_GNTTABOP_set_version, &set), 0, "version 1 can be chosen");
    set.version = 2;
    test_refused(grant_call(ABI_GNTTABOP_set_version, &set), ABI_ENOSYS,
                 REASON_GRANT_VERSION_ABSENT, "version 2 is not offered");
    test_equal(set.version, 1, "the version in use comes back");
    set.version = 3;
    test_refused(grant_call(ABI_GNTTABOP_set_version, &set), ABI_EINVAL, REASON_GRANT_VERSION,
                 "version 3 is none");
    guest_gnttab_get_version get = {.dom = ABI_DOMID_SELF, .version = 77};
    test_equal(grant_call(ABI_GNTTABOP_get_version, &get), 0, "the version can be asked for");
    test_equal(get.version, 1, "and is 1");
    get.dom = 99;
    test_refused(grant_call(ABI_GNTTABOP_get_version, &get), ABI_ESRCH, REASON_DOMAIN_UNKNOWN,
                 "that of a domain that is none");
}

/* What each set of flags puts into the page-table entry and into the grant entry. */
static void kinds(unsigned ref)
{
    static const struct {
        const char *name;
        unsigned flags, marks;
        pte_t bits, absent;
    } rows[] = {
        {"for writing", HOST, ABI_GTF_reading | ABI_GTF_writing,
         PTE_PRESENT | PTE_WRITE | PTE_NX | PTE_ACCESSED | PTE_DIRTY, 0xe00},
        {"for reading", HOST | RO, ABI_GTF_reading, PTE_PRESENT, PTE_WRITE},
        {"for programs", HOST | ABI_GNTMAP_application_map, ABI_GTF_reading | ABI_GTF_writing,
         PTE_PRESENT | PTE_WRITE | PTE_USER, 0},
        {"with bits of our own", HOST | 5 << 16, ABI_GTF_reading | ABI_GTF_writing,
         PTE_PRESENT | PTE_WRITE | 0xa00, 0x400},
        {"with all of them", HOST | 0xffff0000, ABI_GTF_reading | ABI_GTF_writing, 0xe00, 0},
        {"for devices too", HOST | DEVICE, ABI_GTF_reading | ABI_GTF_writing, PTE_WRITE, 0},
    };
    for (unsigned by_entry = 0; by_entry < 2; by_entry++) {
        for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
            uint64_t at = by_entry ? window_entry : WINDOW;
            test_equal(map(self, ref, at, rows[i].flags | (by_entry ? PTE : 0)), 0, "map %s%s",
                       rows[i].name, by_entry ? ", by the entry's address" : "");
            pte_t entry = page_look_up(WINDOW);
            test_ok(page_entry_mfn(entry) == frame &&
                        (entry & (rows[i].bits | rows[i].absent)) == rows[i].bits,
                    "the entry has the frame and the bits");
            console_print("# = entry flags %llx\n", (unsigned long long)(entry & ~PTE_FRAME));
            test_equal(marks(ref), rows[i].marks, "the grant is marked");
            test_ok(mapped.dev_bus_addr == page_entry(frame, 0), "the bus address is the frame's");
            test_equal(*(volatile unsigned long *)WINDOW, *page, "the memory is there");
            test_equal(grant_end(ref), -ABI_EBUSY, "the grant cannot be taken back");
            test_equal(unmap(at, rows[i].flags & DEVICE ? mapped.dev_bus_addr : 0, mapped.handle),
                       0, "unmap");
            test_equal(page_look_up(WINDOW), 0, "the entry is empty");
            test_equal(marks(ref), 0, "and the marks are gone");
            unsigned long word;
            test_equal(probe_read((void *)WINDOW, &word), TRAP_PAGE_FAULT,
                       "and so is the translation");
        }
    }
}

static void refusals(unsigned ref)
{
    static const struct {
        const char *name;
        uint64_t at;
        unsigned flags;
    } addresses[] = {
        {"without an L1", NO_L1, HOST},
        {"in the hypervisor's part", M2P_START, HOST},
        {"at the very end", (unsigned long)-4096, HOST},
        {"that is not canonical", 0x0008000000000000, HOST},
        {"0", 0, HOST},
        {"of an entry at an odd place", 1, HOST | PTE},
        {"of half an entry", 4, HOST | PTE},
        {"of an entry in the hypervisor's memory", 0x200000, HOST | PTE},
        {"of an entry nowhere", 0xfffffffffffff000, HOST | PTE},
        {"of an entry in the low memory", 0xb8000, HOST | PTE},
    };
    for (unsigned i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
        uint64_t at = addresses[i].at < 8 && addresses[i].at ? window_entry + addresses[i].at
                                                             : addresses[i].at;
        test_status(map(self, ref, at, addresses[i].flags), ABI_GNTST_general_error,
                    REASON_GRANT_ADDRESS, "map at an address %s", addresses[i].name);
    }
    test_status(map(self, ref, page_entry(frame, 0), HOST | PTE), ABI_GNTST_general_error,
                REASON_GRANT_ADDRESS, "map at an entry of what is no table");
    test_status(map(self, ref, page_find(WINDOW, 2, NULL), HOST | PTE), ABI_GNTST_general_error,
                REASON_GRANT_ADDRESS, "map at an entry of an L2");
    test_status(map(self, ref, WINDOW, 0), ABI_GNTST_bad_gntref, REASON_GRANT_FLAGS,
                "map for nobody");
    test_status(map(self, ref, WINDOW, RO), ABI_GNTST_bad_gntref, REASON_GRANT_FLAGS,
                "map for nobody to read");
    test_status(map(99, ref, WINDOW, HOST), ABI_GNTST_bad_domain, REASON_DOMAIN_UNKNOWN,
                "map of a domain that is none");
    test_status(map(ABI_DOMID_SELF, ref, WINDOW, HOST), ABI_GNTST_bad_domain, REASON_DOMAIN_UNKNOWN,
                "map of DOMID_SELF");
    test_status(map(ABI_DOMID_XEN, ref, WINDOW, HOST), ABI_GNTST_bad_domain, REASON_DOMAIN_UNKNOWN,
                "map of the hypervisor");
    test_status(map(self, 64 * 512, WINDOW, HOST), ABI_GNTST_bad_gntref, REASON_GRANT_REF,
                "map a reference beyond the table");
    test_status(map(self, ~0u, WINDOW, HOST), ABI_GNTST_bad_gntref, REASON_GRANT_REF,
                "map the last reference there could be");
    test_equal(mapped.handle, 0xabcd, "what was refused has no handle");
    test_equal(marks(ref), 0, "none of them left a mark");
    test_equal(page_look_up(WINDOW), 0, "or an entry");
}

/* What the entry may be: changed under the hypervisor's eyes by whoever owns it. */
static void entries(unsigned ref)
{
    static const struct {
        const char *name;
        unsigned flags;
        long status, read_only;
        unsigned reason;
    } rows[] = {
        {"an entry without a type", 0, -1, -1, REASON_GRANT_ENTRY},
        {"an entry to transfer", 2, -1, -1, REASON_GRANT_ENTRY},
        {"a transitive entry", 3, -1, -1, REASON_GRANT_ENTRY},
        {"an entry of a part of a page", 0x101, -1, -1, REASON_GRANT_ENTRY},
        {"an entry for reading", 5, -1, 0, REASON_GRANT_READ_ONLY},
        {"an entry marked by its owner", 0x19, 0, 0, 0},
        {"an entry with cache bits", 0xe1, 0, 0, 0},
        {"an entry with bits nobody knows", 0xfe01, 0, 0, 0},
    };
    volatile guest_grant_entry *entry = &grant_entries[ref];
    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        entry->flags = (uint16_t)rows[i].flags;
        test_equal(map(self, ref, WINDOW, HOST), rows[i].status, "%s, mapped for writing",
                   rows[i].name);
        if (mapped.status == 0) {
            unmap(WINDOW, 0, mapped.handle);
        } else {
            test_reason(rows[i].reason, rows[i].name);
        }
        test_equal(map(self, ref, WINDOW, HOST | RO), rows[i].read_only, "and for reading");
        if (mapped.status == 0) {
            test_equal(page_look_up(WINDOW) & (PTE_NO_CACHE | 8 | 0x80), 0,
                       "is mapped as all memory");
            unmap(WINDOW, 0, mapped.handle);
        }
        test_equal(entry->flags,
                   rows[i].status && rows[i].read_only ? rows[i].flags : rows[i].flags & ~0x18u,
                   "and is as it was");
    }
    entry->flags = ABI_GTF_permit_access;
    entry->domid = 5;
    test_status(map(self, ref, WINDOW, HOST), ABI_GNTST_general_error, REASON_GRANT_ENTRY,
                "an entry for another domain");
    entry->domid = ABI_DOMID_SELF;
    test_status(map(self, ref, WINDOW, HOST), ABI_GNTST_general_error, REASON_GRANT_ENTRY,
                "an entry for DOMID_SELF");
    entry->domid = (uint16_t)self;
    entry->frame = 0x200;
    test_status(map(self, ref, WINDOW, HOST), ABI_GNTST_bad_page, REASON_GRANT_FRAME,
                "an entry with a frame of the hypervisor");
    entry->frame = 0xb8;
    test_status(map(self, ref, WINDOW, HOST), ABI_GNTST_bad_page, REASON_GRANT_FRAME,
                "an entry with a frame that is no memory");
    entry->frame = ~0u;
    test_status(map(self, ref, WINDOW, HOST), ABI_GNTST_bad_page, REASON_GRANT_FRAME,
                "an entry with a frame that is none");
    entry->frame = (uint32_t)page_base();
    test_status(map(self, ref, WINDOW, HOST), ABI_GNTST_general_error, REASON_GRANT_FRAME_TYPE,
                "a page table, for writing");
    test_status(map(self, ref, 0, DEVICE), ABI_GNTST_general_error, REASON_GRANT_FRAME_TYPE,
                "a page table, for devices to write");
    test_equal(entry->flags, ABI_GTF_permit_access, "leave no mark");
    test_equal(map(self, ref, WINDOW, HOST | RO), 0, "a page table, for reading");
    unmap(WINDOW, 0, mapped.handle);
    entry->frame = (uint32_t)page_entry_mfn(guest_info->shared_info);
    test_equal(map(self, ref, WINDOW, HOST), 0, "the page shared with the hypervisor");
    unmap(WINDOW, 0, mapped.handle);
    entry->frame = (uint32_t)frame;
}

/* Several mappings of one grant: the marks go with the last that needs them. */
static void several(unsigned ref)
{
    guest_gnttab_map_grant_ref write, read;
    map(self, ref, WINDOW, HOST);
    write = mapped;
    map(self, ref, WINDOW + PAGE_SIZE, HOST | RO);
    read = mapped;
    test_ok(write.handle != read.handle, "two mappings have two handles");
    test_status(unmap(WINDOW + PAGE_SIZE, 0, write.handle), ABI_GNTST_general_error,
                REASON_GRANT_MAPPING, "the one for writing is not where the other one is");
    test_status(unmap(WINDOW, 0, read.handle), ABI_GNTST_general_error, REASON_GRANT_MAPPING,
                "nor that for reading");
    test_equal(marks(ref), ABI_GTF_reading | ABI_GTF_writing, "both marks are there");
    test_equal(unmap(WINDOW, 0, write.handle), 0, "that for writing is unmapped");
    test_equal(marks(ref), ABI_GTF_reading, "its mark is gone, the other one not");
    grant_entries[ref].flags |= ABI_GTF_readonly;
    test_status(map(self, ref, WINDOW, HOST), ABI_GNTST_general_error, REASON_GRANT_READ_ONLY,
                "the grant can be reduced to reading meanwhile");
    grant_entries[ref].flags = 0;
    grant_entries[ref].frame = 0x200;
    test_equal(map(self, ref, WINDOW, HOST | RO), 0, "but not be taken back, whatever is written");
    test_equal(page_entry_mfn(page_look_up(WINDOW)), frame, "and the frame is what it was");
    test_equal(unmap(WINDOW, 0, mapped.handle), 0, "it is unmapped");
    test_equal(unmap(WINDOW + PAGE_SIZE, 0, read.handle), 0, "and the last one");
    test_status(map(self, ref, WINDOW, HOST | RO), ABI_GNTST_general_error, REASON_GRANT_ENTRY,
                "now the entry counts again");
    grant_entries[ref].frame = (uint32_t)frame;
    grant_entries[ref].flags = ABI_GTF_permit_access;
}

static void unmapping(unsigned ref)
{
    test_status(unmap(WINDOW, 0, 12345), ABI_GNTST_bad_handle, REASON_GRANT_HANDLE,
                "a handle nobody got");
    test_status(unmap(WINDOW, 0, ~0u), ABI_GNTST_bad_handle, REASON_GRANT_HANDLE,
                "a handle that is none");
    map(self, ref, WINDOW, HOST);
    test_status(unmap(WINDOW + PAGE_SIZE, 0, mapped.handle), ABI_GNTST_general_error,
                REASON_GRANT_MAPPING, "unmap at an empty entry");
    test_status(unmap(NO_L1, 0, mapped.handle), ABI_GNTST_general_error, REASON_GRANT_ADDRESS,
                "unmap where there is no entry");
    test_status(unmap(M2P_START, 0, mapped.handle), ABI_GNTST_general_error, REASON_GRANT_ADDRESS,
                "unmap in the hypervisor's part");
    test_status(unmap(window_entry, 0, mapped.handle), ABI_GNTST_general_error,
                REASON_GRANT_ADDRESS, "unmap by the entry what was mapped by address");
    test_equal(unmap(0, mapped.dev_bus_addr, mapped.handle), 0,
               "a bus address where no device has it means nothing");
    test_equal(unmap(0, 0, mapped.handle), 0, "nothing to unmap is no error");
    test_equal(marks(ref), ABI_GTF_reading | ABI_GTF_writing, "and does nothing");
    test_equal(unmap(WINDOW + 123, 0, mapped.handle), 0, "the offset into the page is ignored");
    test_status(unmap(WINDOW, 0, mapped.handle), ABI_GNTST_bad_handle, REASON_GRANT_HANDLE,
                "what is unmapped cannot be unmapped");

    map(self, ref, WINDOW, HOST | DEVICE);
    test_status(unmap(WINDOW, 0x5000, mapped.handle), ABI_GNTST_bad_dev_addr,
                REASON_GRANT_BUS_ADDRESS, "unmap with another bus address");
    test_ok(page_look_up(WINDOW) != 0, "leaves the entry");
    test_equal(unmap(WINDOW, 0, mapped.handle), 0, "unmap the processor's part");
    test_equal(marks(ref), ABI_GTF_reading | ABI_GTF_writing, "the device's keeps the marks");
    test_equal(unmap(WINDOW, 0, mapped.handle), 0, "again means nothing");
    test_equal(unmap(0, mapped.dev_bus_addr, mapped.handle), 0, "then the device's");
    test_equal(marks(ref), 0, "which takes them away");
    map(self, ref, WINDOW, HOST | DEVICE);
    unmap(0, mapped.dev_bus_addr, mapped.handle);
    test_equal(unmap(WINDOW, 0, mapped.handle), 0, "or the other way round");
    map(self, ref, 0, DEVICE | RO);
    test_equal(marks(ref), ABI_GTF_reading, "devices can have it for reading");
    test_equal(unmap(0, mapped.dev_bus_addr, mapped.handle), 0, "and give it back");
    test_equal(marks(ref), 0, "whole");
}

/* An entry that is no longer what was put in. */
static void changed_entries(unsigned ref)
{
    map(self, ref, WINDOW, HOST);
    page_map(WINDOW, page_entry(frame, PTE_READ_ONLY));
    test_status(unmap(WINDOW, 0, mapped.handle), ABI_GNTST_general_error, REASON_GRANT_MAPPING,
                "unmap an entry made read-only");
    page_map(WINDOW, page_entry(frame, PTE_PLAIN));
    test_equal(unmap(WINDOW, 0, mapped.handle), 0, "and made writable again");
    map(self, ref, WINDOW, HOST | RO);
    page_map(WINDOW, page_entry(frame, PTE_PLAIN));
    test_status(unmap(WINDOW, 0, mapped.handle), ABI_GNTST_general_error, REASON_GRANT_MAPPING,
                "unmap an entry made writable");
    page_map(WINDOW, page_entry(frame, PTE_PRESENT | 0xe00));
    test_equal(unmap(WINDOW, 0, mapped.handle), 0, "other bits do not matter");
    map(self, ref, WINDOW, HOST);
    test_equal(page_map(WINDOW, 0), 0, "an entry removed by hand");
    test_equal(marks(ref), ABI_GTF_reading | ABI_GTF_writing, "keeps the grant in use");
    test_status(unmap(WINDOW, 0, mapped.handle), ABI_GNTST_general_error, REASON_GRANT_MAPPING,
                "and cannot be unmapped");
    page_map(WINDOW, page_entry(frame, PTE_PLAIN));
    test_equal(unmap(WINDOW, 0, mapped.handle), 0, "until it is there again");
    test_equal(marks(ref), 0, "which ends it");
}

static void replacing(unsigned ref)
{
    pte_t other = page_entry(page_mfn_at(&ref), PTE_READ_ONLY | 0x200);
    page_map(WINDOW + PAGE_SIZE, other);
    other = page_look_up(WINDOW + PAGE_SIZE);
    map(self, ref, WINDOW, HOST);
    test_equal(replace(WINDOW, WINDOW + PAGE_SIZE, mapped.handle), 0, "unmap and replace");
    test_ok(page_look_up(WINDOW) == other, "puts in the other entry");
    test_equal(page_look_up(WINDOW + PAGE_SIZE), 0, "and takes it from where it was");
    test_equal(marks(ref), 0, "the grant is no longer in use");
    test_status(replace(WINDOW, WINDOW + PAGE_SIZE, mapped.handle), ABI_GNTST_bad_handle,
                REASON_GRANT_HANDLE, "nor can it be replaced again");
    page_map(WINDOW, 0);
    map(self, ref, WINDOW, HOST);
    test_equal(replace(WINDOW, WINDOW + PAGE_SIZE, mapped.handle), 0, "replace by an empty entry");
    test_equal(page_look_up(WINDOW), 0, "which is empty then");
    map(self, ref, WINDOW, HOST);
    test_status(replace(WINDOW, NO_L1, mapped.handle), ABI_GNTST_general_error,
                REASON_GRANT_ADDRESS, "replace by no entry");
    test_status(replace(WINDOW, M2P_START, mapped.handle), ABI_GNTST_general_error,
                REASON_GRANT_ADDRESS, "replace by an entry of the hypervisor's");
    test_ok(page_entry_mfn(page_look_up(WINDOW)) == frame, "leaves the mapping");
    test_equal(replace(WINDOW, 0, mapped.handle), 0, "replace by nothing is to unmap");
    test_equal(page_look_up(WINDOW), 0, "and does");
    map(self, ref, window_entry, HOST | PTE);
    test_status(replace(window_entry, WINDOW + PAGE_SIZE, mapped.handle), ABI_GNTST_general_error,
                REASON_GRANT_ADDRESS, "what was mapped by entry cannot be replaced");
    test_equal(replace(window_entry, 0, mapped.handle), 0, "but unmapped");
    map(self, ref, 0, DEVICE);
    test_equal(replace(WINDOW, WINDOW + PAGE_SIZE, mapped.handle), 0,
               "a device's mapping has nothing to replace");
    test_equal(unmap(0, mapped.dev_bus_addr, mapped.handle), 0, "and is still there");
    guest_gnttab_map_grant_ref first;
    map(self, ref, WINDOW, HOST);
    first = mapped;
    map(self, ref, WINDOW + PAGE_SIZE, HOST);
    test_equal(replace(WINDOW, WINDOW + PAGE_SIZE, first.handle), 0,
               "a mapping can be replaced by another one");
    test_equal(marks(ref), ABI_GTF_reading | ABI_GTF_writing, "which keeps its marks");
    test_equal(unmap(WINDOW, 0, mapped.handle), 0, "and has moved");
    test_equal(marks(ref), 0, "to its end");
}

/* Each mapping holds what it maps: the frame cannot become a table, and what it covered is free. */
static void references(unsigned ref)
{
    unsigned long *other = page_alloc();
    page_map(WINDOW, page_entry(page_mfn_at(other), PTE_PLAIN));
    test_ok(page_make_read_only(other) == 0 && page_pin(page_mfn_at(other), 1) < 0,
            "a page mapped writable cannot be a table");
    map(self, ref, WINDOW, HOST);
    test_equal(page_pin(page_mfn_at(other), 1), 0, "until a grant is mapped over it");
    page_unpin(page_mfn_at(other));
    page_make_writable(other);
    page_free(other);

    memset((void *)page, 0, PAGE_SIZE);
    page_make_read_only(page);
    test_ok(page_pin(frame, 1) < 0, "nor can the granted page be one");
    unmap(WINDOW, 0, mapped.handle);
    test_equal(page_pin(frame, 1), 0, "until it is unmapped");
    test_status(map(self, ref, WINDOW, HOST), ABI_GNTST_general_error, REASON_GRANT_FRAME_TYPE,
                "and then it cannot be mapped for writing");
    page_unpin(frame);
    page_make_writable(page);
    map(self, ref, 0, DEVICE);
    page_make_read_only(page);
    test_ok(page_pin(frame, 1) < 0, "devices that may write it count as well");
    unmap(0, mapped.dev_bus_addr, mapped.handle);
    page_make_writable(page);
}

int guest_main(void)
{
    page = page_alloc();
    frame = page_mfn_at(page);
    *page = 0x1234;
    learn_own_number();
    page_make_tables(WINDOW);
    window_entry = page_find(WINDOW, 1, NULL);
    tables();
    versions();
    unsigned ref = (unsigned)grant_page(self, frame, false);
    test_ok(ref >= ABI_GNTTAB_NR_RESERVED_ENTRIES, "a page can be granted");
    kinds(ref);
    refusals(ref);
    entries(ref);
    several(ref);
    unmapping(ref);
    changed_entries(ref);
    replacing(ref);
    references(ref);
    test_equal(grant_end(ref), 0, "and the grant be taken back");
    return test_end();
}
