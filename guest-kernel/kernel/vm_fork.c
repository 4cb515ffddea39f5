/* SPDX-License-Identifier: MIT */
/*
 * The copy of a program's memory that fork makes. Nothing is copied but the tables: both sides
 * get every page read-only, and fault.c makes the copy of a page for the first that writes to it.
 */
#include "kernel/fs/fs.h"
#include "kernel/kernel.h"
#include "kernel/vm.h"
#include "machine/machine.h"

/* Map every page of the parent's area in the child too; private ones become read-only in both. */
static int area_fork_pages(struct vm *parent, struct vm *child, const struct vm_area *area)
{
    for (uintptr_t at = machine_page_skip(parent->directory, area->start); at < area->end;
         at = machine_page_skip(parent->directory, at + PAGE_SIZE)) {
        struct mapping mapping = machine_page_get(parent->directory, at);

        if (!mapping.flags)
            continue;
        if ((mapping.flags & MAP_WRITE) && !(area->flags & AREA_SHARED)) {
            mapping.flags &= ~MAP_WRITE;
            machine_page_set(parent->directory, at, mapping.frame, mapping.flags);
        }
        if (machine_page_set(child->directory, at, mapping.frame, mapping.flags) != 0)
            return -ENOMEM;
        page_get(frame_to_page(mapping.frame));
        child->resident_pages++;
    }
    return 0;
}

static int area_fork(struct vm *parent, struct vm *child, const struct vm_area *area)
{
    struct vm_area *copy = kmalloc(sizeof(*copy));

    if (!copy)
        return -ENOMEM;
    *copy = *area;
    if (copy->file)
        file_get(copy->file);
    list_append(&copy->node, &child->areas);
    child->area_pages += (copy->end - copy->start) / PAGE_SIZE;
    return area_fork_pages(parent, child, area);
}

struct vm *vm_fork(struct vm *parent)
{
    struct vm *child = vm_new();
    int error = 0;

    if (!child)
        return NULL;
    child->brk_start = parent->brk_start;
    child->brk_end = parent->brk_end;
    list_for_each (node, &parent->areas) {
        if (!(area_of(node)->flags & (AREA_DEVICE | AREA_DONTFORK)))
            error = area_fork(parent, child, area_of(node));
        if (error)
            break;
    }
    machine_page_flush();
    if (error) {
        vm_release(child);
        return NULL;
    }
    return child;
}
