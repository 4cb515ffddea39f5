/* SPDX-License-Identifier: MIT */
/*
 * Memory maps: the machine's, for the privileged domain, and each domain's own, which whoever
 * builds it may say. A domain that was told nothing is answered -ENOSYS and then takes its memory
 * for one region.
 */
#include "boot/multiboot.h"
#include "call/call.h"
#include "call/guest.h"
#include "mm/reserve.h"

/* Entries as BIOS INT 15h E820 lays them out: 20 bytes in both widths. */
struct e820_entry {
    u64 start, size;
    u32 type;
} __attribute__((packed));

#define OWN_MAX 200
struct own_map {
    u32 count;
    struct e820_entry entries[OWN_MAX];
};
_Static_assert(sizeof(struct own_map) <= PAGE_SIZE, "a domain's map is a page");

/* min_room: how many entries the guest must have room for; what does not fit is left out. No
 * entries: there is no map. */
static long write_map(struct vcpu *v, gaddr_t arg, const struct e820_entry *entries, u32 count,
                      u32 min_room)
{
    struct memory_map map;

    READ_OR_REFUSE(v, memory_map, &map, arg);
    if (!count)
        return refuse(v, REASON_SUBOP_UNKNOWN, 0);
    if (map.nr_entries < min_room)
        return refuse(v, REASON_MAP_ROOM, map.nr_entries);
    map.nr_entries = min(map.nr_entries, count);
    if (!guest_copy_out(v, map.buffer, entries, map.nr_entries * sizeof(*entries)))
        return refuse(v, REASON_POINTER_UNWRITABLE, map.buffer.va);
    WRITE_OR_REFUSE(v, memory_map, arg, &map);
    return 0;
}

long memmap_machine(struct vcpu *v, gaddr_t arg)
{
    struct e820_entry entries[BOOT_RANGES_MAX];

    if (!v->domain->privileged)
        return refuse(v, REASON_CALL_PRIVILEGED, 0);
    for (u32 i = 0; i < boot_info.ranges; i++) {
        const struct boot_range *r = &boot_info.range[i];
        entries[i] = (struct e820_entry){r->start, r->end - r->start, r->type};
    }
    return write_map(v, arg, entries, boot_info.ranges, boot_info.ranges + 1); /* as on Xen */
}

long memmap_own(struct vcpu *v, gaddr_t arg)
{
    const struct own_map *own = v->domain->memory_map;

    return own ? write_map(v, arg, own->entries, min(own->count, (u32)OWN_MAX), 0)
               : write_map(v, arg, NULL, 0, 0);
}

long memmap_set(struct vcpu *v, gaddr_t arg)
{
    struct memory_map map;
    u16 domid;

    /* A domain's number, and then, aligned as a pointer is, the map. */
    if (!guest_copy_in(v, &domid, arg, sizeof(domid)) ||
        !guest_read_memory_map(v, &map, gaddr_add(arg, v->domain->width == WIDTH_32 ? 4 : 8)))
        return refuse(v, REASON_POINTER_UNREADABLE, arg.va);
    struct domain *d = domain_by_id(v, domid);
    if (map.nr_entries > OWN_MAX)
        return refuse(v, REASON_MAP_TOO_LONG, map.nr_entries);
    TRY(domain_check(v, d, domid));
    LOCKED(&d->mm_lock);
    struct own_map *own = d->memory_map ? d->memory_map : mm_alloc_page();
    if (!own)
        return refuse(v, REASON_MEMORY_EXHAUSTED, 0);
    d->memory_map = own;
    if (!guest_copy_in(v, own->entries, map.buffer, map.nr_entries * sizeof(struct e820_entry)))
        return refuse(v, REASON_POINTER_UNREADABLE, map.buffer.va);
    own->count = map.nr_entries;
    return 0;
}
