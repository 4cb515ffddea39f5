/* SPDX-License-Identifier: MIT */
/*
 * From the loader's memory map to a working heap. start.S left page tables that show the first
 * 4 GiB; here ring 0 gets its own: text that cannot be written, data that cannot be executed,
 * all RAM in the direct map, one struct frame for each frame. What that takes is cut from
 * the top of the largest free piece of RAM below 4 GiB; everything else then becomes heap.
 */
#include "mm/boot.h"

#include "boot/multiboot.h"
#include "cpu/cpu.h"
#include "lib/string.h"
#include "mm/frame.h"
#include "mm/tlb.h"
#include "plat/plat.h"
#include "watch/watch.h"

#define SUPERPAGE 0x200000ull

extern char _image_start[], _text_end[], _rodata_end[], _image_end[];

u64 mm_frames_end;
static u64 *hv_l4;
static mfn_t zero_page;
static struct {
    u64 start, end;
} arena; /* taken by boot_page: from end downwards */
static u64 arena_floor;
static bool modules_are_free;
static u64 device_next = HV_DEVICES;

/* The n-th stretch of memory that must not become heap; false after the last. */
static bool reserved_range(u32 n, u64 *start, u64 *end)
{
    if (n == 0) { /* what the firmware and start-up of other CPUs use */
        *start = 0;
        *end = 0x100000;
    } else if (n == 1) {
        *start = (u64)_image_start - HV_IMAGE;
        *end = (u64)_image_end - HV_IMAGE;
    } else if (n == 2) {
        *start = arena.start;
        *end = arena.end;
    } else if (n - 3 < boot_info.modules) {
        *start = boot_info.module[n - 3].start;
        *end = modules_are_free ? *start : boot_info.module[n - 3].end;
    } else {
        return false;
    }
    *start = round_down(*start, PAGE_SIZE);
    *end = round_up(*end, PAGE_SIZE);
    return true;
}

/* Calls fn for each piece of RAM within [from, to) that is not reserved. */
static void for_each_free(u64 from, u64 to, void (*fn)(u64 start, u64 end))
{
    u64 at = from;

    while (at < to) {
        u64 stop = to, next = to, start, end;
        for (u32 n = 0; reserved_range(n, &start, &end); n++) {
            if (start <= at && at < end) { /* inside: go on behind it */
                stop = at;
                next = end;
                break;
            }
            if (start > at && start < stop && end > start)
                stop = next = start;
        }
        if (stop > at)
            fn(at, stop);
        at = max(next, stop);
    }
}

static void for_each_free_ram(void (*fn)(u64 start, u64 end))
{
    for (u32 i = 0; i < boot_info.ranges; i++) {
        if (boot_info.range[i].type == 1)
            for_each_free(round_up(boot_info.range[i].start, PAGE_SIZE),
                          round_down(boot_info.range[i].end, PAGE_SIZE), fn);
    }
}

static void pick_arena(u64 start, u64 end)
{
    end = min(end, 1ull << 32);
    if (start < end && end - start > arena.end - arena_floor) {
        arena_floor = start;
        arena.start = arena.end = end;
    }
}

u64 boot_page(void)
{
    if (arena.start - arena_floor < 2 * PAGE_SIZE)
        panic("the machine has too little memory for the hypervisor's own tables");
    arena.start -= PAGE_SIZE;
    memset((void *)(HV_DIRECT + arena.start), 0, PAGE_SIZE);
    return arena.start;
}

/* The entry of va at a level of ring 0's tables; tables above it are made when missing. */
static u64 *hv_entry(u64 va, u32 level, u64 (*new_page)(void))
{
    u64 *table = hv_l4;

    for (u32 l = 4; l > level; l--) {
        u64 *e = &table[(va >> (12 + 9 * (l - 1))) & 511];
        if (!*e)
            *e = new_page() | PTE_P | PTE_RW | PTE_US;
        table = (u64 *)(HV_DIRECT + (*e & PTE_FRAME));
    }
    return &table[(va >> (12 + 9 * (level - 1))) & 511];
}

static u64 heap_page(void)
{
    void *p = mm_alloc_page();

    must(p);
    return mm_frame_of(p).n << PAGE_SHIFT;
}

void boot_map(u64 va, u64 maddr, u64 bytes, u64 flags)
{
    for (u64 i = 0; i < bytes; i += PAGE_SIZE)
        *hv_entry(va + i, 1, boot_page) = (maddr + i) | flags;
}

u64 *mm_hypervisor_entry(u64 address)
{
    return hv_entry(address, 1, heap_page);
}

/* Every 2 MiB that holds some RAM or firmware table; device memory never gets in here. */
static void map_direct(void)
{
    for (u32 i = 0; i < boot_info.ranges; i++) {
        u64 end = round_up(boot_info.range[i].end, SUPERPAGE);
        if (boot_info.range[i].type != 1)
            continue;
        for (u64 a = round_down(boot_info.range[i].start, SUPERPAGE); a < end; a += SUPERPAGE)
            *hv_entry(HV_DIRECT + a, 2, boot_page) = a | PTE_P | PTE_RW | PTE_PSE | PTE_NX;
    }
}

static void map_image(void)
{
    u64 text = (u64)_image_start, rodata = (u64)_text_end, data = (u64)_rodata_end;

    boot_map(text, text - HV_IMAGE, rodata - text, PTE_P);
    boot_map(rodata, rodata - HV_IMAGE, data - rodata, PTE_P | PTE_NX);
    boot_map(data, data - HV_IMAGE, (u64)_image_end - data, PTE_P | PTE_RW | PTE_NX);
}

static void map_frame_table(void)
{
    u64 bytes = mm_frames_end * sizeof(struct frame);

    for (u64 at = 0; at < bytes; at += PAGE_SIZE)
        boot_map(HV_FRAMES + at, boot_page(), PAGE_SIZE, PTE_P | PTE_RW | PTE_NX);
}

static void add_to_heap(u64 start, u64 end)
{
    for (u64 a = start; a < end; a += PAGE_SIZE)
        heap_free(MFN(a >> PAGE_SHIFT), 0);
}

static void find_frames_end(u64 start, u64 end)
{
    mm_frames_end = max(mm_frames_end, end >> PAGE_SHIFT);
}

void mm_load_own_root(void)
{
    cpu_this()->cr3 = (u64)hv_l4 - HV_DIRECT;
    tlb_flush_own();
    __atomic_store_n(&cpu_this()->is_empty, true, __ATOMIC_SEQ_CST); /* when nothing is left */
}

void mm_init(void)
{
    for_each_free_ram(find_frames_end);
    for_each_free_ram(pick_arena);

    hv_l4 = (u64 *)(HV_DIRECT + boot_page());
    for (u32 slot = HV_SLOT_FIRST; slot <= HV_SLOT_LAST; slot++)
        hv_l4[slot] = boot_page() | PTE_P | PTE_RW | (slot == HV_SLOT_FIRST ? PTE_US : 0);
    map_direct();
    map_image();
    map_frame_table();
    m2p_init();
    zero_page = MFN(boot_page() >> PAGE_SHIFT);

    cpu_this()->current = NULL;
    mm_load_own_root();
    for (u64 n = 0; n < mm_frames_end; n++)
        frame_table[n] = (struct frame){.owner = OWNER_IO};
    for (u32 i = 0; i < boot_info.ranges; i++) {
        u64 end = min(boot_info.range[i].end >> PAGE_SHIFT, mm_frames_end);
        for (u64 n = max(boot_info.range[i].start >> PAGE_SHIFT, 0x100ull); n < end; n++) {
            if (boot_info.range[i].type == 1)
                frame_table[n].owner = OWNER_HV;
        }
    }
    for_each_free_ram(add_to_heap);
}

/* Modules lie in pages of their own (we asked the loader for that), so whole pages are freed. */
void mm_free_boot_modules(void)
{
    for (u32 i = 0; i < boot_info.modules; i++) {
        u64 start = round_up(boot_info.module[i].start, PAGE_SIZE);
        u64 end = round_down(boot_info.module[i].end, PAGE_SIZE);
        for (u64 a = max(start, 0x100000ull); a < end; a += PAGE_SIZE) {
            struct frame *f = &frame_table[a >> PAGE_SHIFT];
            if ((a >> PAGE_SHIFT) < mm_frames_end && f->owner == OWNER_HV && !f->refs)
                heap_free(MFN(a >> PAGE_SHIFT), 0);
        }
    }
    modules_are_free = true;
}

bool frame_io_allowed(mfn_t m)
{
    u32 out[4];

    cpuid(0x80000008, 0, out); /* width of machine addresses */
    /* The local APICs' megabyte is also where devices send their interrupts to. */
    return frame_is_io(m) && m.n < 1ull << ((out[0] & 0xff) - PAGE_SHIFT) &&
           m.n >> 8 != plat.lapic_base >> 20 && m.n != plat.ioapic_base >> PAGE_SHIFT;
}

void mm_show_m2p(u64 *l4, bool shown)
{
    l4[HV_SLOT_FIRST] = shown ? hv_l4[HV_SLOT_FIRST] : 0;
}

void mm_fill_hypervisor_slots(u64 *l4)
{
    for (u32 slot = HV_SLOT_FIRST; slot <= HV_SLOT_LAST; slot++)
        l4[slot] = slot == HV_SLOT_FIRST ? 0 : hv_l4[slot];
}

mfn_t mm_zero_page(void)
{
    return zero_page;
}

static void *map_device_range(u64 maddr, u64 bytes, u64 flags)
{
    u64 offset = maddr & ~PAGE_MASK, va = device_next;

    for (u64 i = 0; i < round_up(offset + bytes, PAGE_SIZE); i += PAGE_SIZE) {
        *mm_hypervisor_entry(device_next) = ((maddr & PAGE_MASK) + i) | flags;
        tlb_flush_own_page(device_next);
        device_next += PAGE_SIZE;
    }
    return (void *)(va + offset);
}

void *mm_map_firmware(u64 maddr, u64 bytes)
{
    return map_device_range(maddr, bytes, PTE_P | PTE_NX);
}

void *mm_map_device(u64 maddr, u64 bytes)
{
    return map_device_range(maddr, bytes, PTE_P | PTE_RW | PTE_PCD | PTE_PWT | PTE_NX);
}
