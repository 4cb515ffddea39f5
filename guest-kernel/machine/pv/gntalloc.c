/* SPDX-License-Identifier: MIT */
/*
 * /dev/xen/gntalloc: pages of ours that a program shares with another domain. The pages are the
 * kernel's, granted for as long as the file keeps them, and mapped into the program. A grant that
 * is still in use when it should end is kept aside with its page, and tried again later: the page
 * must not become anything else as long as somebody can see it.
 */
#include "machine/pv/devices.h"
#include "machine/pv/grants.h"

#define PAGES_MAX 1024u
#define RETRY_NS  NS_PER_SECOND

struct shared_page {
    struct list node; /* in its file's list, or in the list of those still in use */
    unsigned number;  /* page number in the device */
    int ref;
    unsigned maps; /* places in programs */
    bool removed;  /* no longer to be found; ends when it is unmapped */
    void *page;    /* a reference */
};

static struct list in_use = LIST_INIT(in_use);
static struct timer retry = {.node = LIST_INIT(retry.node)};
static unsigned page_total;

static void try_again(struct timer *timer);

static struct shared_page *page_of(struct list *node)
{
    return list_entry(node, struct shared_page, node);
}

static struct list *pages_of(const struct file *file)
{
    return file->data;
}

static void page_end(struct shared_page *shared)
{
    list_remove(&shared->node);
    if (shared->ref >= 0 && !grants_end((unsigned)shared->ref)) {
        list_append(&shared->node, &in_use);
        retry.handler = try_again;
        timer_start(&retry, clock_now_ns() + RETRY_NS);
        return;
    }
    page_free(shared->page);
    kfree(shared);
    page_total--;
}

/* Called by the clock, while nothing else runs. */
static void try_again(struct timer *timer)
{
    struct list again = LIST_INIT(again);

    (void)timer;
    while (!list_empty(&in_use)) {
        struct list *node = in_use.next;

        list_remove(node);
        list_append(node, &again);
    }
    while (!list_empty(&again))
        page_end(page_of(again.next));
}

static struct shared_page *page_find(struct file *file, unsigned number)
{
    list_for_each (node, pages_of(file))
        if (page_of(node)->number == number && !page_of(node)->removed)
            return page_of(node);
    return NULL;
}

static int page_new(struct file *file, unsigned number, unsigned domid, bool writable)
{
    struct shared_page *shared = kzalloc(sizeof(*shared));

    if (!shared)
        return -ENOMEM;
    shared->page = page_alloc();
    if (!shared->page) {
        kfree(shared);
        return -ENOMEM;
    }
    shared->number = number;
    page_total++;
    list_append(&shared->node, pages_of(file));
    shared->ref = grants_give(domid, shared->page, writable);
    return shared->ref < 0 ? shared->ref : 0;
}

static int pages_end(struct file *file, unsigned first, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (!page_find(file, first + i))
            return -EINVAL;
    for (unsigned i = 0; i < count; i++) {
        struct shared_page *shared = page_find(file, first + i);

        shared->removed = true;
        if (shared->maps == 0)
            page_end(shared);
    }
    return 0;
}

/* ---- the file -------------------------------------------------------------------------------- */

static int pages_new(struct file *file, uintptr_t user)
{
    struct ioctl_gntalloc_alloc_gref op;
    struct list *last = pages_of(file)->prev;
    unsigned first = last == pages_of(file) ? 0 : page_of(last)->number + 1, made = 0;
    int error = 0;

    if (copy_from_user(&op, user, sizeof(op)))
        return -EFAULT;
    if (op.count == 0 || op.count > PAGES_MAX - MIN(page_total, PAGES_MAX))
        return op.count ? -ENOSPC : -EINVAL;
    while (made < op.count && !error) {
        error = page_new(file, first + made, op.domid, op.flags & GNTALLOC_FLAG_WRITABLE);
        struct shared_page *shared = page_find(file, first + made);
        made += shared != NULL;
        if (!error) {
            uint32_t ref = (uint32_t)shared->ref;

            error = copy_to_user(user + offsetof(struct ioctl_gntalloc_alloc_gref, gref_ids) +
                                     (made - 1) * sizeof(ref),
                                 &ref, sizeof(ref));
        }
    }
    op.index = (uint64_t)first << PAGE_SHIFT;
    if (!error)
        error = copy_to_user(user, &op, offsetof(struct ioctl_gntalloc_alloc_gref, gref_ids));
    if (error)
        pages_end(file, first, made);
    return error;
}

static int gntalloc_ioctl(struct file *file, unsigned command, uintptr_t argument)
{
    struct ioctl_gntalloc_dealloc_gref op;

    if (command == IOCTL_GNTALLOC_ALLOC_GREF)
        return pages_new(file, argument);
    if (command != IOCTL_GNTALLOC_DEALLOC_GREF)
        return -ENOTTY;
    if (copy_from_user(&op, argument, sizeof(op)))
        return -EFAULT;
    if (op.count > PAGES_MAX)
        return -EINVAL;
    return pages_end(file, (unsigned)(op.index >> PAGE_SHIFT), op.count);
}

static void page_unmapped(struct file *file, const void *page)
{
    list_for_each_safe (node, pages_of(file)) {
        struct shared_page *shared = page_of(node);

        if (shared->page == page && --shared->maps == 0 && shared->removed)
            page_end(shared);
    }
}

static void gntalloc_munmap(struct file *file, struct vm *vm, uintptr_t start, uintptr_t end)
{
    for (uintptr_t at = start; at < end; at += PAGE_SIZE) {
        struct mapping mapping = machine_page_get(vm->directory, at);

        if (!mapping.flags)
            continue;
        machine_page_clear(vm->directory, at);
        machine_page_flush();
        page_unmapped(file, frame_to_page(mapping.frame));
    }
}

static int gntalloc_mmap(struct file *file, struct vm *vm, uintptr_t start, uintptr_t end,
                         unsigned prot, uint64_t offset)
{
    unsigned first = (unsigned)(offset >> PAGE_SHIFT);
    int error = 0;

    for (uintptr_t at = start; at < end && !error; at += PAGE_SIZE) {
        struct shared_page *shared = page_find(file, first + (at - start) / PAGE_SIZE);

        if (!shared)
            error = -ENOENT;
        else
            error =
                machine_page_set(vm->directory, at, page_to_frame(shared->page),
                                 MAP_PRESENT | MAP_ACCESS | (prot & PROT_WRITE ? MAP_WRITE : 0));
        if (!error)
            shared->maps++;
    }
    machine_page_flush(); /* after an error too: what is there will be looked for */
    return error;
}

static int gntalloc_open(struct file *file)
{
    struct list *pages = kmalloc(sizeof(*pages));

    if (!pages)
        return -ENOMEM;
    list_init(pages);
    file->data = pages;
    return 0;
}

static void gntalloc_close(struct file *file)
{
    while (!list_empty(pages_of(file)))
        page_end(page_of(pages_of(file)->next));
    kfree(file->data);
}

const struct file_ops gntalloc_ops = {
    .open = gntalloc_open,
    .close = gntalloc_close,
    .ioctl = gntalloc_ioctl,
    .mmap = gntalloc_mmap,
    .munmap = gntalloc_munmap,
};
