/* SPDX-License-Identifier: MIT */
/*
 * Small memory for the kernel. Sizes are rounded up to powers of two; a page holds objects of one
 * size, and knows which in its first words. Larger wishes get whole pages, with their order in
 * front. A page of small objects goes back to the page allocator when its last object is freed.
 */
#include "kernel/kernel.h"

#include "machine/machine.h"

#define SIZE_MIN_SHIFT 4  /* 16 bytes */
#define SIZE_MAX_SHIFT 10 /* 1 KiB; above this, whole pages */
#define CLASS_COUNT    (SIZE_MAX_SHIFT - SIZE_MIN_SHIFT + 1)
#define CLASS_PAGES    0xFFu

/* At the start of every page kmalloc got. Objects follow, aligned to 16. */
struct heap_page {
    struct list node; /* in the list of pages of this class with room */
    uint8_t class;    /* CLASS_PAGES: one large object */
    uint8_t order;
    uint16_t used;
    void *free; /* chain of free objects, linked through their first word */
} __attribute__((aligned(16)));

static struct list partial[CLASS_COUNT] = {
    LIST_INIT(partial[0]), LIST_INIT(partial[1]), LIST_INIT(partial[2]), LIST_INIT(partial[3]),
    LIST_INIT(partial[4]), LIST_INIT(partial[5]), LIST_INIT(partial[6]),
};

static struct heap_page *class_page_new(unsigned class)
{
    size_t size = (size_t)1 << (class + SIZE_MIN_SHIFT);
    struct heap_page *page = page_alloc_dirty();

    if (!page)
        return NULL;
    *page = (struct heap_page){.class = class};
    for (char *object = (char *)page + PAGE_SIZE - size; object >= (char *)(page + 1);
         object -= size) {
        *(void **)object = page->free;
        page->free = object;
    }
    list_prepend(&page->node, &partial[class]);
    return page;
}

static void *large_alloc(size_t size)
{
    unsigned order = 0;

    while (order < 11 && ((size_t)PAGE_SIZE << order) < size + sizeof(struct heap_page))
        order++;
    struct heap_page *page = order < 11 ? pages_alloc(order) : NULL;
    if (!page)
        return NULL;
    *page = (struct heap_page){.class = CLASS_PAGES, .order = order};
    return page + 1;
}

void *kmalloc(size_t size)
{
    unsigned class = 0;

    if (size > (1u << SIZE_MAX_SHIFT))
        return large_alloc(size);
    while (((size_t)1 << (class + SIZE_MIN_SHIFT)) < size)
        class ++;
    struct heap_page *page = list_empty(&partial[class])
                                 ? class_page_new(class)
                                 : list_entry(partial[class].next, struct heap_page, node);
    if (!page)
        return NULL;
    void *object = page->free;
    page->free = *(void **)object;
    page->used++;
    if (!page->free)
        list_remove(&page->node);
    return object;
}

void *kzalloc(size_t size)
{
    void *object = kmalloc(size);

    if (object)
        memset(object, 0, size);
    return object;
}

void kfree(void *memory)
{
    if (!memory)
        return;
    struct heap_page *page = (struct heap_page *)PAGE_ALIGN_DOWN(memory);
    if (page->class == CLASS_PAGES) {
        pages_free(page, page->order);
        return;
    }
    ASSERT(page->class < CLASS_COUNT && page->used > 0);
    if (!page->free)
        list_prepend(&page->node, &partial[page->class]);
    *(void **)memory = page->free;
    page->free = memory;
    if (--page->used == 0) {
        list_remove(&page->node);
        page_free(page);
    }
}

char *kstrdup(const char *string)
{
    size_t size = strlen(string) + 1;
    char *copy = kmalloc(size);

    if (copy)
        memcpy(copy, string, size);
    return copy;
}
