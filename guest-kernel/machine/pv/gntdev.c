/* SPDX-License-Identifier: MIT */
/*
 * /dev/xen/gntdev: pages that other domains grant, in a program's memory. The program first names
 * the grants and gets an offset, at which it then maps the device. The hypervisor writes the
 * page-table entries itself and counts each as a use of the grant, so they are unmapped by it, page
 * by page, and never by clearing them.
 */
#include "machine/pv/gntdev.h"
#include "machine/pv/grants.h"

#include "hypercall/event.h"

#define GRANTS_MAX 4096u /* in one mapping */

static struct list *maps_of(const struct file *file)
{
    return file->data;
}

static struct grant_map *map_of(struct list *node)
{
    return list_entry(node, struct grant_map, node);
}

static struct grant_map *map_find(struct file *file, uint64_t offset, unsigned count)
{
    list_for_each (node, maps_of(file))
        if (map_of(node)->first == offset >> PAGE_SHIFT && map_of(node)->count == count &&
            !map_of(node)->removed)
            return map_of(node);
    return NULL;
}

static void map_free(struct grant_map *map)
{
    list_remove(&map->node);
    kfree(map);
}

/* ---- mapping --------------------------------------------------------------------------------- */

static int page_map_grant(struct vm *vm, uintptr_t at, struct granted_page *page, bool writable)
{
    guest_gnttab_map_grant_ref op = {.flags = ABI_GNTMAP_host_map | ABI_GNTMAP_application_map |
                                              ABI_GNTMAP_contains_pte |
                                              (writable ? 0 : ABI_GNTMAP_readonly),
                                     .ref = page->ref,
                                     .dom = page->domid};

    op.host_addr = foreign_entry(vm, at);
    if (!op.host_addr)
        return -ENOMEM;
    int error = grants_call(ABI_GNTTABOP_map_grant_ref, &op);
    if (error || (int16_t)op.status != ABI_GNTST_okay)
        return error ? error : -EINVAL;
    page->handle = op.handle;
    page->mapped = true;
    return 0;
}

/* The other side's sign that we are gone, if the page is the one that it is in. */
static void page_notify(struct grant_map *map, unsigned index)
{
    if (!map->notify_action || map->notify_byte / PAGE_SIZE != index)
        return;
    if (map->notify_action & UNMAP_NOTIFY_CLEAR_BYTE)
        gntdev_clear_byte(&map->pages[index], map->notify_byte % PAGE_SIZE);
    if (map->notify_action & UNMAP_NOTIFY_SEND_EVENT)
        event_send(map->notify_port);
    map->notify_action = 0;
}

static void page_unmap_grant(struct grant_map *map, struct vm *vm, uintptr_t at, unsigned index)
{
    guest_gnttab_unmap_grant_ref op = {.handle = map->pages[index].handle};

    if (!map->pages[index].mapped)
        return;
    page_notify(map, index);
    op.host_addr = foreign_entry(vm, at);
    int error = grants_call(ABI_GNTTABOP_unmap_grant_ref, &op);
    if (error || (int16_t)op.status != ABI_GNTST_okay)
        kprintf("gntdev: a page of domain %u stays mapped: %s\n", map->pages[index].domid,
                pv_last_refusal());
    map->pages[index].mapped = false;
    map->mapped_count--;
}

static void gntdev_munmap(struct file *file, struct vm *vm, uintptr_t start, uintptr_t end)
{
    machine_page_flush();
    list_for_each_safe (node, maps_of(file)) {
        struct grant_map *map = map_of(node);

        if (map->vm != vm)
            continue;
        for (unsigned i = 0; i < map->count; i++) {
            uintptr_t at = map->start + i * PAGE_SIZE;

            if (at >= start && at < end)
                page_unmap_grant(map, vm, at, i);
        }
        if (map->mapped_count > 0)
            continue;
        map->vm = NULL;
        if (map->removed)
            map_free(map);
    }
}

static int gntdev_mmap(struct file *file, struct vm *vm, uintptr_t start, uintptr_t end,
                       unsigned prot, uint64_t offset)
{
    struct grant_map *map = map_find(file, offset, (end - start) / PAGE_SIZE);
    int error = 0;

    if (!map || map->vm)
        return -EINVAL;
    machine_page_flush();
    map->vm = vm;
    map->start = start;
    for (unsigned i = 0; i < map->count && !error; i++) {
        error = page_map_grant(vm, start + i * PAGE_SIZE, &map->pages[i], prot & PROT_WRITE);
        map->mapped_count += !error;
    }
    return error; /* then the area goes, and what was mapped with it */
}

/* ---- ioctls ---------------------------------------------------------------------------------- */

static int name_grants(struct file *file, uintptr_t user)
{
    struct ioctl_gntdev_map_grant_ref head;
    struct ioctl_gntdev_grant_ref ref;
    struct list *last = maps_of(file)->prev;
    struct grant_map *map;

    if (copy_from_user(&head, user, offsetof(struct ioctl_gntdev_map_grant_ref, refs)))
        return -EFAULT;
    if (head.count == 0 || head.count > GRANTS_MAX)
        return -EINVAL;
    map = kzalloc(sizeof(*map) + head.count * sizeof(map->pages[0]));
    if (!map)
        return -ENOMEM;
    map->first = last == maps_of(file) ? 0 : map_of(last)->first + map_of(last)->count;
    map->count = head.count;
    list_append(&map->node, maps_of(file));
    head.index = (uint64_t)map->first << PAGE_SHIFT;
    for (unsigned i = 0; i < head.count; i++) {
        if (copy_from_user(&ref, user + offsetof(struct ioctl_gntdev_map_grant_ref, refs[i]),
                           sizeof(ref)))
            goto fault;
        map->pages[i] = (struct granted_page){.domid = (uint16_t)ref.domid, .ref = ref.ref};
    }
    if (!copy_to_user(user, &head, offsetof(struct ioctl_gntdev_map_grant_ref, refs)))
        return 0;
fault:
    map_free(map);
    return -EFAULT;
}

/* What is mapped stays so until it is unmapped. */
static int forget_grants(struct file *file, uintptr_t user)
{
    struct ioctl_gntdev_unmap_grant_ref op;
    struct grant_map *map;

    if (copy_from_user(&op, user, sizeof(op)))
        return -EFAULT;
    map = map_find(file, op.index, op.count);
    if (!map)
        return -ENOENT;
    map->removed = true;
    if (!map->vm)
        map_free(map);
    return 0;
}

static int tell_offset(struct file *file, uintptr_t user)
{
    struct ioctl_gntdev_get_offset_for_vaddr op;

    if (copy_from_user(&op, user, sizeof(op)))
        return -EFAULT;
    list_for_each (node, maps_of(file)) {
        struct grant_map *map = map_of(node);

        if (map->vm != current->vm || map->start != op.vaddr)
            continue;
        op.offset = (uint64_t)map->first << PAGE_SHIFT;
        op.count = map->count;
        return copy_to_user(user, &op, sizeof(op));
    }
    return -EINVAL;
}

static int set_notify(struct file *file, uintptr_t user)
{
    struct ioctl_gntdev_unmap_notify op;

    if (copy_from_user(&op, user, sizeof(op)))
        return -EFAULT;
    if (op.action & ~(UNMAP_NOTIFY_CLEAR_BYTE | UNMAP_NOTIFY_SEND_EVENT))
        return -EINVAL;
    list_for_each (node, maps_of(file)) {
        struct grant_map *map = map_of(node);
        uint64_t begin = (uint64_t)map->first << PAGE_SHIFT;

        if (op.index < begin || op.index >= begin + map->count * PAGE_SIZE)
            continue;
        map->notify_byte = (unsigned)(op.index - begin);
        map->notify_action = op.action;
        map->notify_port = op.event_channel_port;
        return 0;
    }
    return -ENOENT;
}

static int gntdev_ioctl(struct file *file, unsigned command, uintptr_t argument)
{
    switch (command) {
    case IOCTL_GNTDEV_MAP_GRANT_REF:
        return name_grants(file, argument);
    case IOCTL_GNTDEV_UNMAP_GRANT_REF:
        return forget_grants(file, argument);
    case IOCTL_GNTDEV_GET_OFFSET_FOR_VADDR:
        return tell_offset(file, argument);
    case IOCTL_GNTDEV_SET_MAX_GRANTS:
        return 0; /* the limit is ours */
    case IOCTL_GNTDEV_SET_UNMAP_NOTIFY:
        return set_notify(file, argument);
    case IOCTL_GNTDEV_GRANT_COPY:
        return gntdev_copy(argument);
    default:
        return -ENOTTY;
    }
}

static int gntdev_open(struct file *file)
{
    struct list *maps = kmalloc(sizeof(*maps));

    if (!maps)
        return -ENOMEM;
    list_init(maps);
    file->data = maps;
    return 0;
}

/* Areas hold the file: when it is closed, nothing of it is mapped. */
static void gntdev_close(struct file *file)
{
    list_for_each_safe (node, maps_of(file))
        map_free(map_of(node));
    kfree(file->data);
}

const struct file_ops gntdev_ops = {
    .open = gntdev_open,
    .close = gntdev_close,
    .ioctl = gntdev_ioctl,
    .mmap = gntdev_mmap,
    .munmap = gntdev_munmap,
};
