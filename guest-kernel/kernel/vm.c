/* SPDX-License-Identifier: MIT */
/*
 * Areas of a program's memory: finding, splitting, mapping, unmapping. fault.c fills them with
 * pages, vm_fork.c copies them.
 */
#include "kernel/vm.h"

#include "kernel/fs/fs.h"
#include "kernel/kernel.h"
#include "machine/machine.h"

#define BATCH 64 /* pages unmapped before stale translations are flushed and the pages freed */

struct vm *vm_new(void)
{
    struct vm *vm = kzalloc(sizeof(*vm));

    if (!vm)
        return NULL;
    vm->references = 1;
    list_init(&vm->areas);
    vm->directory = machine_directory_new();
    if (!vm->directory) {
        kfree(vm);
        return NULL;
    }
    return vm;
}

struct vm *vm_share(struct vm *vm)
{
    vm->references++;
    return vm;
}

void vm_activate(struct vm *vm)
{
    machine_directory_switch(vm->directory);
}

/* The first area that ends above `address`, or NULL. */
static struct vm_area *area_from(struct vm *vm, uintptr_t address)
{
    list_for_each (node, &vm->areas)
        if (area_of(node)->end > address)
            return area_of(node);
    return NULL;
}

struct vm_area *vm_find(struct vm *vm, uintptr_t address)
{
    struct vm_area *area = area_from(vm, address);

    return area && area->start <= address ? area : NULL;
}

static void area_insert(struct vm *vm, struct vm_area *area)
{
    struct vm_area *next = area_from(vm, area->start);

    list_insert_before(&area->node, next ? &next->node : &vm->areas);
    vm->area_pages += (area->end - area->start) / PAGE_SIZE;
}

static void area_delete(struct vm *vm, struct vm_area *area)
{
    vm->area_pages -= (area->end - area->start) / PAGE_SIZE;
    list_remove(&area->node);
    if (area->file)
        file_put(area->file);
    kfree(area);
}

/* Make `address` a border: an area it lies inside of becomes two. */
static int area_split(struct vm *vm, uintptr_t address)
{
    struct vm_area *area = vm_find(vm, address);

    if (!area || area->start == address)
        return 0;
    struct vm_area *upper = kmalloc(sizeof(*upper));
    if (!upper)
        return -ENOMEM;
    *upper = *area;
    upper->start = address;
    upper->file_offset += address - area->start;
    if (upper->file)
        file_get(upper->file);
    area->end = address;
    list_insert_before(&upper->node, area->node.next);
    return 0;
}

/* Pages taken out of the directory, kept until no stale translation can lead to them. */
struct batch {
    unsigned count;
    frame_t frames[BATCH];
};

static void batch_free(struct batch *batch)
{
    machine_page_flush();
    for (unsigned i = 0; i < batch->count; i++)
        page_free(frame_to_page(batch->frames[i]));
    batch->count = 0;
}

void vm_discard(struct vm *vm, uintptr_t start, uintptr_t end)
{
    struct batch batch = {.count = 0};

    for (uintptr_t at = machine_page_skip(vm->directory, start); at < end;
         at = machine_page_skip(vm->directory, at + PAGE_SIZE)) {
        struct mapping mapping = machine_page_get(vm->directory, at);

        if (!mapping.flags)
            continue;
        machine_page_clear(vm->directory, at);
        vm->resident_pages--;
        batch.frames[batch.count++] = mapping.frame;
        if (batch.count == BATCH)
            batch_free(&batch);
    }
    batch_free(&batch);
}

/* What a device put there, it takes away itself. */
static void area_drop(struct vm *vm, struct vm_area *area)
{
    if (area->flags & AREA_DEVICE)
        file_device_unmap(area->file, vm, area->start, area->end);
    else
        vm_discard(vm, area->start, area->end);
    area_delete(vm, area);
}

int vm_unmap(struct vm *vm, uintptr_t start, uintptr_t end)
{
    if (area_split(vm, start) != 0 || area_split(vm, end) != 0)
        return -ENOMEM;
    list_for_each_safe (node, &vm->areas) {
        struct vm_area *area = area_of(node);

        if (area->start < start || area->end > end)
            continue;
        area_drop(vm, area);
    }
    return 0;
}

/* Can `lower` be extended by an area that begins where it ends? Keeps the list short under brk. */
static bool area_extends(const struct vm_area *lower, uintptr_t start, unsigned prot,
                         unsigned flags, const struct file *file)
{
    return lower->end == start && lower->prot == prot && lower->flags == flags && !lower->file &&
           !file && !(flags & AREA_GROWS_DOWN);
}

int vm_map(struct vm *vm, uintptr_t start, uintptr_t end, unsigned prot, unsigned flags,
           struct file *file, uint64_t file_offset)
{
    struct vm_area *area;
    int error = vm_unmap(vm, start, end);

    if (error)
        return error;
    area = vm_find(vm, start - 1);
    if (area && area_extends(area, start, prot, flags, file)) {
        area->end = end;
        vm->area_pages += (end - start) / PAGE_SIZE;
        return 0;
    }
    area = kzalloc(sizeof(*area));
    if (!area)
        return -ENOMEM;
    area->start = start;
    area->end = end;
    area->prot = prot;
    area->flags = flags;
    area->file = file;
    area->file_offset = file_offset;
    area_insert(vm, area);
    return 0;
}

/* Is every page of the range in some area? */
static bool range_mapped(struct vm *vm, uintptr_t start, uintptr_t end)
{
    while (start < end) {
        struct vm_area *area = vm_find(vm, start);

        if (!area)
            return false;
        start = area->end;
    }
    return true;
}

bool vm_range_free(struct vm *vm, uintptr_t start, uintptr_t end)
{
    struct vm_area *area = area_from(vm, start);

    return !area || area->start >= end;
}

/*
 * Take rights away from pages that are there; rights that were added are found by the next fault.
 */
static void area_restrict_pages(struct vm *vm, const struct vm_area *area)
{
    for (uintptr_t at = machine_page_skip(vm->directory, area->start); at < area->end;
         at = machine_page_skip(vm->directory, at + PAGE_SIZE)) {
        struct mapping mapping = machine_page_get(vm->directory, at);
        unsigned flags = mapping.flags & ~(MAP_EXECUTE | MAP_ACCESS);

        if (!mapping.flags)
            continue;
        flags |= area->prot & PROT_EXEC ? MAP_EXECUTE : 0;
        flags |= area->prot & PROT_ALL ? MAP_ACCESS : 0;
        if (!(area->prot & PROT_WRITE))
            flags &= ~MAP_WRITE;
        if (flags != mapping.flags)
            machine_page_set(vm->directory, at, mapping.frame, flags);
    }
}

int vm_protect(struct vm *vm, uintptr_t start, uintptr_t end, unsigned prot)
{
    if (!range_mapped(vm, start, end))
        return -ENOMEM;
    if (area_split(vm, start) != 0 || area_split(vm, end) != 0)
        return -ENOMEM;
    list_for_each (node, &vm->areas) {
        struct vm_area *area = area_of(node);

        if (area->start < start || area->end > end || area->prot == prot)
            continue;
        area->prot = prot;
        area_restrict_pages(vm, area);
    }
    machine_page_flush();
    return 0;
}

int vm_mark(struct vm *vm, uintptr_t start, uintptr_t end, unsigned set, unsigned clear)
{
    if (!range_mapped(vm, start, end))
        return -ENOMEM;
    if (area_split(vm, start) != 0 || area_split(vm, end) != 0)
        return -ENOMEM;
    list_for_each (node, &vm->areas)
        if (area_of(node)->start >= start && area_of(node)->end <= end)
            area_of(node)->flags = (area_of(node)->flags | set) & ~clear;
    return 0;
}

bool vm_has_device(struct vm *vm, uintptr_t start, uintptr_t end)
{
    list_for_each (node, &vm->areas)
        if (area_of(node)->start < end && area_of(node)->end > start &&
            (area_of(node)->flags & AREA_DEVICE))
            return true;
    return false;
}

uintptr_t vm_find_gap(struct vm *vm, size_t size)
{
    uintptr_t end = MMAP_TOP;

    for (struct list *node = vm->areas.prev; node != &vm->areas; node = node->prev) {
        struct vm_area *area = area_of(node);

        if (area->end <= end && end - area->end >= size)
            return end - size;
        end = MIN(end, area->start);
    }
    return end >= size && end - size >= USER_START ? end - size : 0;
}

bool vm_too_much(uint32_t pages)
{
    return pages > pages_total() - pages_total() / 16;
}

void vm_release(struct vm *vm)
{
    if (--vm->references > 0)
        return;
    list_for_each_safe (node, &vm->areas)
        if (area_of(node)->flags & AREA_DEVICE)
            area_drop(vm, area_of(node));
    machine_directory_retire(vm->directory);
    while (!list_empty(&vm->areas))
        area_drop(vm, area_of(vm->areas.next));
    machine_directory_free(vm->directory);
    kfree(vm);
}
