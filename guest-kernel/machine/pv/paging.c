/* SPDX-License-Identifier: MIT */
/*
 * Page tables under a hypervisor: PAE, three levels, the very tables the CPU walks. They hold
 * machine frame numbers, nobody but the hypervisor may write to them once they are in use, and it
 * looks at every change. So changes are queued and sent in one call, before anything depends on
 * them. Compare native/paging.c.
 */
#include "machine/pv/paging.h"

#include "kernel/kernel.h"

#define TABLE_BITS (ENTRY_PRESENT | ENTRY_WRITE | ENTRY_USER | ENTRY_ACCESSED | ENTRY_DIRTY)

static uint64_t no_execute;

/* Queued changes, and which translations of the active directory they make stale. */
static struct table_queue queue;
struct batch pv_batch;
static uintptr_t queued_address; /* of the one entry, while there is one */
static unsigned stale_count;

/* ---- numbers of pages: ours and the machine's ------------------------------------------------ */

static uint64_t frame_to_machine(frame_t frame)
{
    return (uint64_t)((const guest_word *)(uintptr_t)guest_info->mfn_list)[frame] << PAGE_SHIFT;
}

static frame_t entry_frame(uint64_t entry)
{
    const guest_word *machine_to_frame = (const guest_word *)ABI_HOLE32_START;

    return (frame_t)machine_to_frame[(entry & ENTRY_FRAME_MASK) >> PAGE_SHIFT];
}

uint64_t pv_machine_address(const void *address)
{
    return frame_to_machine(page_to_frame(address)) + (uintptr_t)address % PAGE_SIZE;
}

void *entry_page(uint64_t entry)
{
    return frame_to_page(entry_frame(entry));
}

void *pv_page_of_machine(uint64_t machine_frame)
{
    return entry_page(machine_frame << PAGE_SHIFT);
}

uint64_t make_entry(frame_t frame, uint64_t flags)
{
    return frame_to_machine(frame) | flags;
}

/* ---- the kernel's own mapping ---------------------------------------------------------------- */

void pv_page_protect(const void *page, bool writable)
{
    uint64_t bits = writable ? KERNEL_BITS : ENTRY_PRESENT | ENTRY_ACCESSED;

    pv_must(hypercall_update_va_mapping((unsigned long)page, make_entry(page_to_frame(page), bits),
                                        ABI_UVMF_INVLPG),
            "a change to the kernel's mapping");
}

/*
 * The same, as part of the next batch. Taking the right away need not drop the translation: the
 * hypervisor does so itself before it trusts the page.
 */
void paging_protect_later(const void *page, bool writable)
{
    uint64_t bits = writable ? KERNEL_BITS : ENTRY_PRESENT | ENTRY_ACCESSED;

    batch_update_va_mapping(&pv_batch, (unsigned long)page, make_entry(page_to_frame(page), bits),
                            writable ? ABI_UVMF_INVLPG : ABI_UVMF_NONE);
}

void paging_extended_later(guest_mmuext_op *operations, unsigned count)
{
    batch_mmuext_op(&pv_batch, (unsigned long)operations, count, 0, ABI_DOMID_SELF);
}

void pv_batch_send(const char *what)
{
    pv_must(batch_flush(&pv_batch), what);
    batch_clear(&pv_batch);
}

void paging_detect_no_execute(void)
{
    uint32_t a, b, c, d;

    /* The prefix asks the hypervisor, who may know better than the CPU. */
    __asm__ volatile("ud2a\n\t.ascii \"xen\"\n\tcpuid"
                     : "=a"(a), "=b"(b), "=c"(c), "=d"(d)
                     : "a"(0x80000001u), "c"(0));
    no_execute = d & 1u << 20 ? ENTRY_NO_EXECUTE : 0;
}

/* ---- entries --------------------------------------------------------------------------------- */

/* A zeroed table put into `slot` of the level above. NULL: out of memory. */
static uint64_t *add_table(struct page_directory *directory, uint64_t *slot, uint64_t bits)
{
    uint64_t *table = page_alloc();

    if (!table)
        return NULL;
    uint64_t value = make_entry(page_to_frame(table), bits);
    if (!directory->in_use) {
        *slot = value;
        return table;
    }
    guest_mmu_update update = {.ptr = pv_machine_address(slot), .val = value};
    paging_protect_later(table, false);
    batch_mmu_update(&pv_batch, (unsigned long)&update, 1, 0, ABI_DOMID_SELF);
    pv_batch_send("a page table");
    return table;
}

/* The L1 entry for `address`, or NULL when there is no table for it. */
static uint64_t *find_entry(struct page_directory *directory, uintptr_t address)
{
    uint64_t l3 = directory->l3[L3_INDEX(address)];

    if (!l3)
        return NULL;
    uint64_t l2 = ((uint64_t *)entry_page(l3))[L2_INDEX(address)];
    return l2 ? (uint64_t *)entry_page(l2) + L1_INDEX(address) : NULL;
}

/* The same, with missing tables put in. NULL: out of memory. */
static uint64_t *make_tables(struct page_directory *directory, uintptr_t address)
{
    uint64_t *l3 = &directory->l3[L3_INDEX(address)];
    uint64_t *l2 = *l3 ? entry_page(*l3) : add_table(directory, l3, ENTRY_PRESENT);

    if (!l2)
        return NULL;
    l2 += L2_INDEX(address);
    uint64_t *l1 = *l2 ? entry_page(*l2) : add_table(directory, l2, TABLE_BITS);
    return l1 ? l1 + L1_INDEX(address) : NULL;
}

uint64_t paging_entry_address(struct page_directory *directory, uintptr_t address)
{
    uint64_t *entry = make_tables(directory, address);

    ASSERT(directory->in_use); /* or it would not be a table yet */
    return entry ? pv_machine_address(entry) : 0;
}

uint64_t paging_program_bits(bool writable)
{
    return ENTRY_PRESENT | ENTRY_USER | ENTRY_ACCESSED | ENTRY_DIRTY | no_execute |
           (writable ? ENTRY_WRITE : 0);
}

static void write_entry(struct page_directory *directory, uintptr_t address, uint64_t *entry,
                        uint64_t value)
{
    if (!directory->in_use) {
        *entry = value;
        return;
    }
    stale_count += directory == paging_active && (*entry & ENTRY_PRESENT);
    queued_address = directory == paging_active && queue.count == 0 ? address : 0;
    table_queue_add(&queue, pv_machine_address(entry), value);
}

int machine_page_set(struct page_directory *directory, uintptr_t address, frame_t frame,
                     unsigned flags)
{
    uint64_t *entry = make_tables(directory, address);
    uint64_t bits = ENTRY_PRESENT | ENTRY_ACCESSED;

    if (!entry)
        return -ENOMEM;
    bits |= flags & MAP_ACCESS ? ENTRY_USER : 0;
    bits |= flags & MAP_WRITE ? ENTRY_WRITE | ENTRY_DIRTY : 0;
    bits |= flags & MAP_EXECUTE ? 0 : no_execute;
    write_entry(directory, address, entry, make_entry(frame, bits));
    return 0;
}

void machine_page_clear(struct page_directory *directory, uintptr_t address)
{
    uint64_t *entry = find_entry(directory, address);

    if (entry && *entry)
        write_entry(directory, address, entry, 0);
}

struct mapping machine_page_get(struct page_directory *directory, uintptr_t address)
{
    uint64_t *entry = find_entry(directory, address);
    struct mapping mapping = {0, 0};

    if (!entry || !(*entry & ENTRY_PRESENT))
        return mapping;
    mapping.frame = entry_frame(*entry);
    mapping.flags = MAP_PRESENT;
    mapping.flags |= *entry & ENTRY_USER ? MAP_ACCESS : 0;
    mapping.flags |= *entry & ENTRY_WRITE ? MAP_WRITE : 0;
    mapping.flags |= *entry & ENTRY_NO_EXECUTE ? 0 : MAP_EXECUTE;
    return mapping;
}

uintptr_t machine_page_skip(struct page_directory *directory, uintptr_t address)
{
    while (address < MACHINE_KERNEL_BASE) {
        uint64_t l3 = directory->l3[L3_INDEX(address)];

        if (!l3)
            address = (address & ~(uintptr_t)(L3_SPAN - 1)) + L3_SPAN;
        else if (!((uint64_t *)entry_page(l3))[L2_INDEX(address)])
            address = (address & ~(uintptr_t)(L2_SPAN - 1)) + L2_SPAN;
        else
            break;
    }
    return address;
}

/*
 * One change of the active directory has a call of its own, which also drops the stale
 * translation.
 */
void machine_page_flush(void)
{
    static guest_mmuext_op flush = {.cmd = ABI_MMUEXT_TLB_FLUSH_LOCAL};

    if (queue.count == 0 && stale_count == 0)
        return;
    if (queue.count == 1 && queued_address && stale_count <= 1) {
        pv_must(hypercall_update_va_mapping(queued_address, queue.entries[0].val,
                                            stale_count ? ABI_UVMF_INVLPG : ABI_UVMF_NONE),
                "a mapping");
        queue.count = 0;
        stale_count = 0;
        return;
    }
    if (queue.count > 0) {
        batch_mmu_update(&pv_batch, (unsigned long)queue.entries, queue.count, 0, ABI_DOMID_SELF);
        queue.count = 0;
    }
    if (stale_count > 0)
        paging_extended_later(&flush, 1);
    stale_count = 0;
    pv_batch_send("changes to page tables");
    /* Of a queue that was full and sent itself: */
    pv_must(queue.first_error, "changes to page tables");
}
