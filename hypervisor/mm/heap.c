/* SPDX-License-Identifier: MIT */
/*
 * Free frames of the machine, as a buddy system: blocks of 2^order frames, aligned to their
 * size, split when a smaller one is wanted and joined again when both halves are free. A zone
 * for each power of two of frame numbers, since guests and devices ask for frames below one: blocks
 * never straddle such a border. High frames are given first. The links live in the frame table;
 * frame 0 is never free, so 0 ends a list. A free block's first frame is marked by REF_ALLOCATED
 * without a count.
 */
#include "lib/string.h"
#include "mm/frame.h"
#include "mm/tlb.h"
#include "watch/watch.h"

#define ORDERS 19
#define ZONES  32 /* zone z: frames 2^z to 2^(z+1) - 1 */

static struct lock heap_lock = LOCK_INIT(LOCK_HEAP);
static u32 free_first[ZONES][ORDERS];
static u64 free_total;

/* The zone of a frame (not 0); also the number of zones that lie wholly below it. */
static u32 zone_of(u64 n)
{
    return 63 - (u32)__builtin_clzll(n);
}

static bool is_free_block(u64 n, u32 order)
{
    return n < mm_frames_end && frame_table[n].owner == OWNER_FREE &&
           frame_table[n].refs == REF_ALLOCATED && frame_table[n].done == order;
}

static void link_block(u64 n, u32 order)
{
    frame_table[n].refs = REF_ALLOCATED;
    frame_table[n].done = (u16)order;
    frame_link(&free_first[zone_of(n)][order], MFN(n));
}

static void unlink_block(u64 n, u32 order)
{
    frame_unlink(&free_first[zone_of(n)][order], MFN(n));
    frame_table[n].refs = 0;
    frame_table[n].done = 0;
}

static mfn_t take_from_zone(u32 zone, u32 order)
{
    u32 have = order;

    while (have < ORDERS && !free_first[zone][have])
        have++;
    if (have == ORDERS)
        return MFN_NONE;
    u64 n = free_first[zone][have];
    unlink_block(n, have);
    while (have > order) { /* give back the upper halves */
        have--;
        link_block(n + (1ull << have), have);
    }
    free_total -= 1ull << order;
    return MFN(n);
}

mfn_t heap_alloc(u32 order, u64 limit)
{
    mfn_t m = MFN_NONE;
    u32 zones = zone_of(mm_frames_end) + 1;

    if (order >= ORDERS)
        return m;
    if (limit && limit >> PAGE_SHIFT < mm_frames_end)
        zones = limit < PAGE_SIZE ? 0 : zone_of(limit >> PAGE_SHIFT);
    lock_take(&heap_lock);
    for (u32 zone = zones; zone-- && m.n == MFN_NONE.n;)
        m = take_from_zone(zone, order);
    lock_give(&heap_lock);
    if (m.n == MFN_NONE.n)
        return m;
    for (u64 i = 0; i < 1ull << order; i++) {
        struct frame *f = &frame_table[m.n + i];
        tlb_flush_since(f->stamp); /* nobody may still see it under its old owner */
        f->owner = OWNER_HV;
        f->type = 0;
    }
    return m;
}

void heap_free(mfn_t m, u32 order)
{
    u64 n = m.n;

    must(order < ORDERS && n && !(n & ((1ull << order) - 1)));
    for (u64 i = 0; i < 1ull << order; i++) {
        struct frame *f = &frame_table[n + i];
        must(f->owner != OWNER_FREE && !(f->refs & REF_COUNT) && !(f->type & TYPE_COUNT));
        f->owner = OWNER_FREE;
        f->refs = 0;
        f->stamp = tlb_epoch;
    }
    LOCKED(&heap_lock);
    free_total += 1ull << order;
    while (order < ORDERS - 1 && is_free_block(n ^ (1ull << order), order)) {
        unlink_block(n ^ (1ull << order), order);
        n &= ~(1ull << order);
        order++;
    }
    link_block(n, order);
}

u64 heap_free_frames(void)
{
    return free_total;
}

void *mm_alloc_pages(u32 order)
{
    mfn_t m = heap_alloc(order, 0);

    return m.n == MFN_NONE.n ? NULL : memset(mm_pointer(m), 0, PAGE_SIZE << order);
}

void *mm_alloc_page(void)
{
    return mm_alloc_pages(0);
}

void mm_free_pages(void *pages, u32 order)
{
    heap_free(mm_frame_of(pages), order);
}

void mm_free_page(void *page)
{
    mm_free_pages(page, 0);
}
