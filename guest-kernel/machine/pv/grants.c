/* SPDX-License-Identifier: MIT */
/*
 * The grant table of this domain, by whose entries other domains may use pages of ours. It is set
 * up and mapped when the first entry is wanted. The hypervisor marks an entry as long as somebody
 * uses it; so one is made by writing its flags last, and ended by compare-and-swap.
 */
#include "machine/pv/grants.h"
#include "machine/pv/paging.h"

#include "hypercall/call.h"

#include "kernel/kernel.h"

#define TABLE_PAGES 2
#define ENTRIES     (TABLE_PAGES * PAGE_SIZE / sizeof(guest_grant_entry))

/* Only the address: the table's frames are mapped over it. */
static volatile guest_grant_entry entries[ENTRIES] __attribute__((aligned(PAGE_SIZE)));
static bool is_mapped;

int grants_call(unsigned command, void *op)
{
    return (int)hypercall_grant_table_op(command, (unsigned long)op, 1);
}

static int table_map(void)
{
    guest_word frames[TABLE_PAGES];
    guest_gnttab_setup_table setup = {
        .dom = ABI_DOMID_SELF, .nr_frames = TABLE_PAGES, .frame_list = guest_address(frames)};
    int error = grants_call(ABI_GNTTABOP_setup_table, &setup);

    if (error || (int16_t)setup.status != ABI_GNTST_okay)
        return error ? error : -ENOMEM;
    for (unsigned i = 0; i < TABLE_PAGES; i++)
        pv_must(hypercall_update_va_mapping((unsigned long)entries + i * PAGE_SIZE,
                                            (uint64_t)frames[i] << PAGE_SHIFT | KERNEL_BITS,
                                            ABI_UVMF_INVLPG),
                "our grant table");
    is_mapped = true;
    return 0;
}

int grants_give(unsigned domain, const void *page, bool writable)
{
    int error = is_mapped ? 0 : table_map();

    for (unsigned ref = ABI_GNTTAB_NR_RESERVED_ENTRIES; ref < ENTRIES && !error; ref++) {
        volatile guest_grant_entry *entry = &entries[ref];

        if (entry->flags != ABI_GTF_invalid)
            continue;
        entry->domid = (uint16_t)domain;
        entry->frame = (uint32_t)(pv_machine_address(page) >> PAGE_SHIFT);
        __atomic_store_n(&entry->flags,
                         (uint16_t)(ABI_GTF_permit_access | (writable ? 0 : ABI_GTF_readonly)),
                         __ATOMIC_RELEASE);
        return (int)ref;
    }
    return error ? error : -ENOSPC;
}

bool grants_end(unsigned ref)
{
    uint16_t flags = entries[ref].flags;

    return !(flags & (ABI_GTF_reading | ABI_GTF_writing)) &&
           __atomic_compare_exchange_n(&entries[ref].flags, &flags, ABI_GTF_invalid, false,
                                       __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}
