/* SPDX-License-Identifier: MIT */
/*
 * The bytes of files in memory: pages, found through a short direct list and then a table of
 * tables. A page that was never written does not exist and reads as zeroes. When memory is short a
 * write ends early or answers ENOSPC; it never waits.
 */
#include "kernel/fs/ramfs.h"

/* The slot for a page number; NULL when its table is missing and could or should not be made. */
static void **page_slot(struct ramfs_node *node, uint32_t index, bool make)
{
    void ***table;

    if (index < DIRECT_PAGES)
        return &node->file.direct[index];
    index -= DIRECT_PAGES;
    if (!node->file.far && make)
        node->file.far = page_alloc();
    if (!node->file.far)
        return NULL;
    table = &node->file.far[index / TABLE_ENTRIES];
    if (!*table && make)
        *table = page_alloc();
    return *table ? &(*table)[index % TABLE_ENTRIES] : NULL;
}

void *ramfs_page(struct ramfs_node *node, uint32_t index, bool make)
{
    void **slot;

    if (make && !ramfs_may_grow())
        make = false;
    slot = page_slot(node, index, make);
    if (!slot)
        return NULL;
    if (!*slot && make) {
        *slot = page_alloc();
        if (*slot)
            node->file.page_count++;
    }
    return *slot;
}

uint32_t ramfs_page_count(struct inode *inode)
{
    return S_ISREG(inode->mode) ? ramfs_of(inode)->file.page_count : 0;
}

static void free_slot(struct ramfs_node *node, void **slot)
{
    if (!*slot)
        return;
    page_free(*slot);
    *slot = NULL;
    node->file.page_count--;
}

/* Free all pages numbered `first` and above, and the tables that become empty by it. */
static void free_pages_from(struct ramfs_node *node, uint32_t first)
{
    uint32_t far_first = first > DIRECT_PAGES ? first - DIRECT_PAGES : 0;
    uint32_t table = far_first / TABLE_ENTRIES;

    for (uint32_t i = first; i < DIRECT_PAGES; i++)
        free_slot(node, &node->file.direct[i]);
    if (!node->file.far)
        return;
    for (uint32_t i = far_first % TABLE_ENTRIES; table < TABLE_ENTRIES; table++, i = 0) {
        void **slots = node->file.far[table];

        if (!slots)
            continue;
        for (uint32_t j = i; j < TABLE_ENTRIES; j++)
            free_slot(node, &slots[j]);
        if (i == 0) {
            page_free(slots);
            node->file.far[table] = NULL;
        }
    }
    if (far_first == 0) {
        page_free(node->file.far);
        node->file.far = NULL;
    }
}

int ramfs_truncate(struct inode *inode, uint64_t size)
{
    struct ramfs_node *node = ramfs_of(inode);
    uint32_t in_page = size & (PAGE_SIZE - 1);
    char *last;

    if (size >> PAGE_SHIFT >= FILE_PAGES_MAX)
        return -EFBIG;
    if (size <= inode->size) {
        free_pages_from(node, (size + PAGE_SIZE - 1) >> PAGE_SHIFT);
        /* What is cut off must read as zeroes should the file grow again. */
        last = in_page ? ramfs_page(node, size >> PAGE_SHIFT, false) : NULL;
        if (last)
            memset(last + in_page, 0, PAGE_SIZE - in_page);
    }
    inode->size = size;
    inode_touch_modified(inode);
    return 0;
}

static int ramfs_read(struct file *file, struct uio *to, uint64_t *position)
{
    struct inode *inode = file->inode;
    size_t wanted = to->left;

    inode->atime_ns = clock_realtime_ns();
    while (to->left > 0 && *position < inode->size) {
        uint32_t offset = *position & (PAGE_SIZE - 1);
        size_t chunk = MIN(MIN(to->left, PAGE_SIZE - offset), inode->size - *position);
        char *page = ramfs_page(ramfs_of(inode), *position >> PAGE_SHIFT, false);
        int error = page ? uio_put(to, page + offset, chunk) : uio_put_zeroes(to, chunk);

        if (error)
            return wanted > to->left ? (int)(wanted - to->left) : error;
        *position += chunk;
    }
    return wanted - to->left;
}

/* A copy that faulted may have left bytes behind the end; they would appear when the file grows. */
static void clear_behind_end(struct inode *inode, char *page, uint32_t index)
{
    uint64_t start = (uint64_t)index << PAGE_SHIFT;
    uint32_t keep = inode->size > start ? MIN(inode->size - start, (uint64_t)PAGE_SIZE) : 0;

    memset(page + keep, 0, PAGE_SIZE - keep);
}

static int ramfs_write(struct file *file, struct uio *from, uint64_t *position)
{
    struct inode *inode = file->inode;
    size_t wanted = from->left;
    int error = 0;

    if (file->flags & O_APPEND)
        *position = inode->size;
    while (from->left > 0 && !error) {
        uint32_t offset = *position & (PAGE_SIZE - 1);
        size_t before = from->left, chunk = MIN(before, PAGE_SIZE - offset);
        char *page;

        if (*position >> PAGE_SHIFT >= FILE_PAGES_MAX) {
            error = -EFBIG;
            break;
        }
        page = ramfs_page(ramfs_of(inode), *position >> PAGE_SHIFT, true);
        error = page ? uio_get(from, page + offset, chunk) : -ENOSPC;
        *position += before - from->left;
        inode->size = MAX(inode->size, *position);
        if (error && page)
            clear_behind_end(inode, page, *position >> PAGE_SHIFT);
    }
    if (from->left < wanted)
        inode_touch_modified(inode);
    return from->left < wanted || !error ? (int)(wanted - from->left) : error;
}

static unsigned ramfs_poll(struct file *file, struct poll_table *table)
{
    (void)file;
    (void)table;
    return POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM;
}

const struct file_ops ramfs_file_ops = {
    .read = ramfs_read,
    .write = ramfs_write,
    .poll = ramfs_poll,
    .seekable = true,
};

void *file_page(struct file *file, uint64_t offset)
{
    if (file->ops != &ramfs_file_ops || (offset & (PAGE_SIZE - 1)) ||
        offset + PAGE_SIZE > file->inode->size)
        return NULL;
    return ramfs_page(ramfs_of(file->inode), offset >> PAGE_SHIFT, false);
}
