/* SPDX-License-Identifier: MIT */
/*
 * Grants. The hypervisor sets GTF_reading and GTF_writing in our entries while they are in use, so
 * we make an entry by writing its flags last, and end it by compare-and-swap.
 */
#include "hypercall/grant.h"
#include "hypercall/call.h"
#include "hypercall/page.h"

/* Only the address: the table's pages are mapped over it. */
volatile guest_grant_entry grant_entries[GRANT_ENTRIES] __attribute__((aligned(PAGE_SIZE)));
static bool is_mapped;

long grant_call(unsigned command, void *op)
{
    return hypercall_grant_table_op(command, (unsigned long)op, 1);
}

long grant_begin(void)
{
    guest_word frames[GRANT_TABLE_PAGES];
    guest_gnttab_setup_table setup = {
        .dom = ABI_DOMID_SELF, .nr_frames = GRANT_TABLE_PAGES, .frame_list = guest_address(frames)};
    if (is_mapped) {
        return 0;
    }
    long result = grant_call(ABI_GNTTABOP_setup_table, &setup);
    if (result != 0 || setup.status != ABI_GNTST_okay) {
        return result != 0 ? result : -ABI_ENOMEM;
    }
    for (unsigned i = 0; i < GRANT_TABLE_PAGES && result == 0; i++) {
        result = page_map((uintptr_t)grant_entries + i * PAGE_SIZE,
                          page_entry((unsigned long)frames[i], PTE_PLAIN));
    }
    is_mapped = result == 0;
    return result;
}

long grant_page(unsigned domain, unsigned long mfn, bool read_only)
{
    long result = grant_begin();
    if (result != 0) {
        return result;
    }
    for (unsigned ref = ABI_GNTTAB_NR_RESERVED_ENTRIES; ref < GRANT_ENTRIES; ref++) {
        volatile guest_grant_entry *entry = &grant_entries[ref];
        if (entry->flags != ABI_GTF_invalid) {
            continue;
        }
        entry->domid = (uint16_t)domain;
        entry->frame = (uint32_t)mfn;
        __atomic_store_n(&entry->flags,
                         (uint16_t)(ABI_GTF_permit_access | (read_only ? ABI_GTF_readonly : 0)),
                         __ATOMIC_RELEASE);
        return (long)ref;
    }
    return -ABI_ENOSPC;
}

long grant_end(unsigned ref)
{
    if (!is_mapped || ref >= GRANT_ENTRIES) {
        return -ABI_EINVAL;
    }
    uint16_t flags = grant_entries[ref].flags;
    if ((flags & (ABI_GTF_reading | ABI_GTF_writing)) != 0 ||
        !__atomic_compare_exchange_n(&grant_entries[ref].flags, &flags, ABI_GTF_invalid, false,
                                     __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
        return -ABI_EBUSY;
    }
    return 0;
}

long grant_map(unsigned domain, unsigned ref, uintptr_t va, unsigned flags, unsigned *handle)
{
    guest_gnttab_map_grant_ref map = {
        .host_addr = va, .flags = flags | ABI_GNTMAP_host_map, .ref = ref, .dom = (uint16_t)domain};
    long result = grant_call(ABI_GNTTABOP_map_grant_ref, &map);
    *handle = map.handle;
    return result != 0 ? result : (int16_t)map.status;
}

long grant_unmap(uintptr_t va, unsigned handle)
{
    guest_gnttab_unmap_grant_ref unmap = {.host_addr = va, .handle = handle};
    long result = grant_call(ABI_GNTTABOP_unmap_grant_ref, &unmap);
    return result != 0 ? result : (int16_t)unmap.status;
}

/* The end of a copy that is ours: the frame behind an address. */
static guest_copy_end own_end(const void *at)
{
    return (guest_copy_end){.frame = page_mfn_at(at),
                            .domid = ABI_DOMID_SELF,
                            .offset = (uint16_t)((uintptr_t)at % PAGE_SIZE)};
}

static long copy(guest_copy_end source, guest_copy_end dest, unsigned length, unsigned flags)
{
    guest_gnttab_copy op = {
        .source = source, .dest = dest, .len = (uint16_t)length, .flags = (uint16_t)flags};
    long result = grant_call(ABI_GNTTABOP_copy, &op);
    return result != 0 ? result : (int16_t)op.status;
}

long grant_copy_in(void *to, unsigned domain, unsigned ref, unsigned offset, unsigned length)
{
    guest_copy_end granted = {.frame = ref, .domid = (uint16_t)domain, .offset = (uint16_t)offset};
    return copy(granted, own_end(to), length, ABI_GNTCOPY_source_gref);
}

long grant_copy_out(unsigned domain, unsigned ref, unsigned offset, const void *from,
                    unsigned length)
{
    guest_copy_end granted = {.frame = ref, .domid = (uint16_t)domain, .offset = (uint16_t)offset};
    return copy(own_end(from), granted, length, ABI_GNTCOPY_dest_gref);
}
