/* SPDX-License-Identifier: MIT */
/*
 * Page tables under a hypervisor: PAE, three levels, the very tables the CPU walks. They hold machine
 * frame numbers, nobody but the hypervisor may write to them once they are in use, and it looks at
 * every change. Three habits keep that cheap:
 *
 *   - A directory that was never in use is plain memory; it is filled like one (fork) and handed over
 *     whole, by pinning it, when it first becomes current.
 *   - Changes to one in use are queued and sent in one call, before anything depends on them.
 *   - A directory about to be freed is unpinned first, and is plain memory again.
 *
 * Every directory has a private table for the kernel's half, since the hypervisor writes its own
 * entries into it. Compare native/paging.c.
 */
#include "machine/pv/pv.h"

#include "hypercall/batch.h"

#include "kernel/kernel.h"

#define TABLE_BITS (ENTRY_PRESENT | ENTRY_WRITE | ENTRY_USER | ENTRY_ACCESSED | ENTRY_DIRTY)
#define KERNEL_BITS (ENTRY_PRESENT | ENTRY_WRITE | ENTRY_ACCESSED | ENTRY_DIRTY)
#define KERNEL_L2_ENTRIES ((MACHINE_KERNEL_END - MACHINE_KERNEL_BASE) / L2_SPAN)

struct page_directory {
    uint64_t *l3;
    bool in_use; /* the hypervisor has it: pinned */
};

static struct page_directory kernel_directory = { .in_use = true };
static struct page_directory *active = &kernel_directory;
static uint64_t no_execute;

/* Queued changes, and which translations of the active directory they make stale. */
static struct table_queue queue;
static struct batch batch;
static uintptr_t queued_address; /* of the one entry, while there is one */
static unsigned stale_count;

/* ---- numbers of pages: ours and the machine's ------------------------------------------------------------ */

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

static void *entry_page(uint64_t entry)
{
    return frame_to_page(entry_frame(entry));
}

static uint64_t make_entry(frame_t frame, uint64_t flags)
{
    return frame_to_machine(frame) | flags;
}

/* ---- the kernel's own mapping ----------------------------------------------------------------------------- */

void pv_page_protect(const void *page, bool writable)
{
    uint64_t bits = writable ? KERNEL_BITS : ENTRY_PRESENT | ENTRY_ACCESSED;

    pv_must(hypercall_update_va_mapping((unsigned long)page, make_entry(page_to_frame(page), bits),
                                        ABI_UVMF_INVLPG), "a change to the kernel's mapping");
}

/* The same, as part of the next batch. */
static void protect_later(const void *page, bool writable)
{
    uint64_t bits = writable ? KERNEL_BITS : ENTRY_PRESENT | ENTRY_ACCESSED;

    batch_update_va_mapping(&batch, (unsigned long)page, make_entry(page_to_frame(page), bits),
                            ABI_UVMF_INVLPG);
}

static void send_batch(const char *what)
{
    pv_must(batch_flush(&batch), what);
    batch_clear(&batch);
}

static bool has_no_execute(void)
{
    uint32_t a, b, c, d;

    /* The prefix asks the hypervisor, who may know better than the CPU. */
    __asm__ volatile("ud2a\n\t.ascii \"xen\"\n\tcpuid"
                     : "=a"(a), "=b"(b), "=c"(c), "=d"(d)
                     : "a"(0x80000001u), "c"(0));
    return d & 1u << 20;
}

/* Is the page at this address mapped by the builder? */
static bool is_mapped(const uint64_t *l2, uintptr_t address)
{
    uint64_t entry = l2[L2_INDEX(address)];

    return entry && ((uint64_t *)entry_page(entry))[L1_INDEX(address)] & ENTRY_PRESENT;
}

/* A table for the 2 MiB from `start`, in a page that is mapped already. Pages beyond `end` stay empty. */
static void map_span(uint64_t *l2, uint64_t *l1, uintptr_t start, uintptr_t end)
{
    guest_mmu_update update = { .ptr = pv_machine_address(&l2[L2_INDEX(start)]) };

    for (unsigned i = 0; i < L1_ENTRIES; i++) {
        uintptr_t address = start + i * PAGE_SIZE;

        l1[i] = address < end ? make_entry(page_to_frame((void *)address), KERNEL_BITS) : 0;
    }
    pv_page_protect(l1, false);
    update.val = make_entry(page_to_frame(l1), KERNEL_BITS);
    pv_must(hypercall_mmu_update((unsigned long)&update, 1, 0, ABI_DOMID_SELF), "a table of the kernel");
}

frame_t paging_init(void)
{
    uintptr_t spare = guest_info->pt_base + (guest_info->nr_pt_frames + 1) * PAGE_SIZE; /* + boot stack */
    uintptr_t end = MACHINE_KERNEL_BASE + MIN((frame_t)guest_info->nr_pages, MACHINE_FRAME_LIMIT) * PAGE_SIZE;
    uintptr_t at = spare;

    kernel_directory.l3 = (uint64_t *)(uintptr_t)guest_info->pt_base;
    no_execute = has_no_execute() ? ENTRY_NO_EXECUTE : 0;
    uint64_t *l2 = entry_page(kernel_directory.l3[3]);
    while (at < end && is_mapped(l2, at))
        at += PAGE_SIZE;
    /* The builder maps whole tables; each page it left over makes 2 MiB more. */
    for (at = (at + L2_SPAN - 1) & ~(uintptr_t)(L2_SPAN - 1); at < end; at += L2_SPAN) {
        map_span(l2, (uint64_t *)spare, at, end);
        spare += PAGE_SIZE;
    }
    return page_to_frame((void *)spare);
}

/* ---- directories -------------------------------------------------------------------------------------------- */

struct page_directory *machine_directory_new(void)
{
    struct page_directory *directory = kzalloc(sizeof(*directory));
    uint64_t *l3 = page_alloc(), *l2 = page_alloc();

    if (!directory || !l3 || !l2) {
        kfree(directory);
        if (l3)
            page_free(l3);
        if (l2)
            page_free(l2);
        return NULL;
    }
    memcpy(l2, entry_page(kernel_directory.l3[3]), KERNEL_L2_ENTRIES * sizeof(*l2));
    l3[3] = make_entry(page_to_frame(l2), ENTRY_PRESENT);
    directory->l3 = l3;
    return directory;
}

/* Do something with every table of a directory, L1 tables of programs included. */
static void for_each_table(struct page_directory *directory, void (*function)(void *table))
{
    for (unsigned i = 0; i < 4; i++) {
        uint64_t *l2 = directory->l3[i] ? entry_page(directory->l3[i]) : NULL;

        for (unsigned j = 0; l2 && i < 3 && j < L1_ENTRIES; j++)
            if (l2[j])
                function(entry_page(l2[j]));
        if (l2)
            function(l2);
    }
    function(directory->l3);
}

static void give_table(void *table)
{
    protect_later(table, false);
}

static void take_table(void *table)
{
    protect_later(table, true);
}

void machine_directory_switch(struct page_directory *directory)
{
    static guest_mmuext_op operations[2];
    unsigned count = 0;

    if (!directory)
        directory = &kernel_directory;
    if (directory == active)
        return;
    machine_page_flush();
    unsigned long base = (unsigned long)(pv_machine_address(directory->l3) >> PAGE_SHIFT);
    if (!directory->in_use) {
        for_each_table(directory, give_table);
        operations[count++] = (guest_mmuext_op){ .cmd = ABI_MMUEXT_PIN_L3_TABLE, .arg1 = base };
        directory->in_use = true;
    }
    operations[count++] = (guest_mmuext_op){ .cmd = ABI_MMUEXT_NEW_BASEPTR, .arg1 = base };
    batch_mmuext_op(&batch, (unsigned long)operations, count, 0, ABI_DOMID_SELF);
    send_batch("a page directory");
    active = directory;
}

void machine_directory_retire(struct page_directory *directory)
{
    guest_mmuext_op unpin = { .cmd = ABI_MMUEXT_UNPIN_TABLE };

    ASSERT(directory != active);
    machine_page_flush();
    if (!directory->in_use)
        return;
    unpin.arg1 = (guest_word)(pv_machine_address(directory->l3) >> PAGE_SHIFT);
    batch_mmuext_op(&batch, (unsigned long)&unpin, 1, 0, ABI_DOMID_SELF);
    for_each_table(directory, take_table);
    send_batch("the end of a page directory");
    directory->in_use = false;
}

void machine_directory_free(struct page_directory *directory)
{
    for_each_table(directory, page_free);
    kfree(directory);
}

/* ---- entries ------------------------------------------------------------------------------------------------ */

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
    guest_mmu_update update = { .ptr = pv_machine_address(slot), .val = value };
    protect_later(table, false);
    batch_mmu_update(&batch, (unsigned long)&update, 1, 0, ABI_DOMID_SELF);
    send_batch("a page table");
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

static void write_entry(struct page_directory *directory, uintptr_t address, uint64_t *entry,
                        uint64_t value)
{
    if (!directory->in_use) {
        *entry = value;
        return;
    }
    stale_count += directory == active && (*entry & ENTRY_PRESENT);
    queued_address = directory == active && queue.count == 0 ? address : 0;
    table_queue_add(&queue, pv_machine_address(entry), value);
}

int machine_page_set(struct page_directory *directory, uintptr_t address, frame_t frame, unsigned flags)
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
    struct mapping mapping = { 0, 0 };

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

/* One change of the active directory has a call of its own, which also drops the stale translation. */
void machine_page_flush(void)
{
    static guest_mmuext_op flush = { .cmd = ABI_MMUEXT_TLB_FLUSH_LOCAL };

    if (queue.count == 1 && queued_address && stale_count <= 1) {
        pv_must(hypercall_update_va_mapping(queued_address, queue.entries[0].val,
                                            stale_count ? ABI_UVMF_INVLPG : ABI_UVMF_NONE), "a mapping");
        queue.count = 0;
        stale_count = 0;
        return;
    }
    if (queue.count > 0) {
        batch_mmu_update(&batch, (unsigned long)queue.entries, queue.count, 0, ABI_DOMID_SELF);
        queue.count = 0;
    }
    if (stale_count > 0)
        batch_mmuext_op(&batch, (unsigned long)&flush, 1, 0, ABI_DOMID_SELF);
    stale_count = 0;
    if (batch.count > 0)
        send_batch("changes to page tables");
    pv_must(queue.first_error, "changes to page tables"); /* of a queue that was full and sent itself */
}
