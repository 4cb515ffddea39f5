/* SPDX-License-Identifier: MIT */
/*
 * Who owns which page of memory. Free memory is kept in blocks of 2^order pages (a "buddy"
 * allocator): a block is split when only larger ones are left and merged with its other half when
 * both are free again. Each page counts its owners, since fork lets parent and child share pages
 * until one of them writes.
 */
#include "kernel/page.h"

#include "kernel/kernel.h"
#include "machine/machine.h"

#define ORDER_COUNT 11 /* blocks up to 4 MiB */
#define ORDER_NONE  0xFF

struct frame {
    uint16_t references;
    uint8_t free_order; /* ORDER_NONE unless this is the first page of a free block */
};

/* A free block holds its place in its list in its own memory. */
static struct list free_blocks[ORDER_COUNT];
static struct frame *frames;
static frame_t frame_count;
static uint32_t total_pages, unused_pages;

static struct list *block_node(frame_t frame)
{
    return frame_to_page(frame);
}

static void block_put(frame_t frame, unsigned order)
{
    frames[frame].free_order = order;
    list_prepend(block_node(frame), &free_blocks[order]);
}

static void block_take(frame_t frame)
{
    frames[frame].free_order = ORDER_NONE;
    list_remove(block_node(frame));
}

/* Return a block to the free lists, merging it upwards as far as it goes. */
static void block_release(frame_t frame, unsigned order)
{
    unused_pages += 1u << order;
    for (; order < ORDER_COUNT - 1; order++) {
        frame_t buddy = frame ^ (1u << order);

        if (buddy >= frame_count || frames[buddy].free_order != order)
            break;
        block_take(buddy);
        frame = MIN(frame, buddy);
    }
    block_put(frame, order);
}

void pages_release_range(frame_t first, frame_t count)
{
    total_pages += count;
    for (frame_t i = 0; i < count; i++)
        block_release(first + i, 0);
}

void page_init(const struct boot_info *boot)
{
    struct frame_range ranges[ARRAY_SIZE(boot->free)];
    size_t table_pages = PAGE_ALIGN_UP(boot->frame_count * sizeof(struct frame)) / PAGE_SIZE;

    for (unsigned order = 0; order < ORDER_COUNT; order++)
        list_init(&free_blocks[order]);
    memcpy(ranges, boot->free, sizeof(ranges));
    frame_count = boot->frame_count;
    for (size_t i = 0; i < ARRAY_SIZE(ranges) && !frames; i++) {
        if (ranges[i].count < table_pages)
            continue;
        frames = frame_to_page(ranges[i].first);
        ranges[i].first += table_pages;
        ranges[i].count -= table_pages;
    }
    if (!frames)
        panic("no room for the table of %u pages: give the machine more memory", frame_count);
    for (frame_t i = 0; i < frame_count; i++)
        frames[i] = (struct frame){.references = 0, .free_order = ORDER_NONE};
    for (size_t i = 0; i < ARRAY_SIZE(ranges); i++)
        pages_release_range(ranges[i].first, ranges[i].count);
}

void *pages_alloc(unsigned order)
{
    unsigned found = order;

    while (found < ORDER_COUNT && list_empty(&free_blocks[found]))
        found++;
    if (found >= ORDER_COUNT)
        return NULL;
    frame_t frame = page_to_frame(free_blocks[found].next);
    block_take(frame);
    while (found > order) {
        found--;
        block_put(frame + (1u << found), found);
    }
    for (frame_t i = 0; i < 1u << order; i++)
        frames[frame + i].references = 1;
    unused_pages -= 1u << order;
    return frame_to_page(frame);
}

void pages_free(void *pages, unsigned order)
{
    frame_t frame = page_to_frame(pages);

    ASSERT(frame < frame_count && frames[frame].references == 1);
    for (frame_t i = 0; i < 1u << order; i++)
        frames[frame + i].references = 0;
    block_release(frame, order);
}

void *page_alloc_dirty(void)
{
    return pages_alloc(0);
}

void *page_alloc(void)
{
    void *page = page_alloc_dirty();

    if (page)
        memset(page, 0, PAGE_SIZE);
    return page;
}

void page_free(void *page)
{
    frame_t frame = page_to_frame(page);

    ASSERT(frame < frame_count && frames[frame].references > 0);
    if (--frames[frame].references == 0)
        block_release(frame, 0);
}

void page_get(void *page)
{
    struct frame *frame = &frames[page_to_frame(page)];

    ASSERT(frame->references > 0 && frame->references < UINT16_MAX);
    frame->references++;
}

unsigned page_references(const void *page)
{
    return frames[page_to_frame(page)].references;
}

uint32_t pages_total(void)
{
    return total_pages;
}

uint32_t pages_unused(void)
{
    return unused_pages;
}
