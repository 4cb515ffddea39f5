/* SPDX-License-Identifier: MIT */
/*
 * Grants of the guest to itself: some entries that grant its frames for play, which change while
 * they may be in use, and a list of the mappings that calls have made. A mapping's page-table entry may
 * be overwritten by any other call, as a guest may do; whoever lets go puts it back first, because
 * that is what unmapping asks for.
 */
#include "fuzz.h"

#include "hypercall/grant.h"

#define REFS         16
#define FIRST_REF    ABI_GNTTAB_NR_RESERVED_ENTRIES
#define MAPPINGS_MAX 128
#define PARTS        (ABI_GNTMAP_host_map | ABI_GNTMAP_device_map)

static struct mapping {
    uint64_t at, bus;
    uint32_t handle, flags; /* flags: the parts that are still there, and what they are like */
} mappings[MAPPINGS_MAX];
static unsigned count;
static struct mapping chosen; /* what the other fields of this call are about */

static void write_entry(unsigned ref)
{
    volatile guest_grant_entry *e = &grant_entries[ref];

    e->domid = chance(16) ? 0 : 1;
    e->frame = (uint32_t)(chance(8) ? world_frame(ROLE_DATA, false) : world_any_frame());
    e->flags = (uint16_t)(ABI_GTF_permit_access | (chance(8) ? 0 : ABI_GTF_readonly));
}

uint64_t grants_pick(uint32_t kind)
{
    switch (kind) {
    case ABI_KIND_REF: {
        unsigned ref = FIRST_REF + chance(REFS);
        if (chance(8) == 0) {
            write_entry(ref);
        }
        return ref;
    }
    case ABI_KIND_MAPPED: /* the first of a call's fields, which the others then go with */
        chosen = count ? mappings[chance(count)] : (struct mapping){0};
        return chosen.at;
    case ABI_KIND_BUS:
        return chance(2) && chosen.flags & ABI_GNTMAP_device_map ? chosen.bus : 0;
    default:
        return chosen.handle;
    }
}

/* One end of a copy: a grant, or a frame of ours. */
void grants_copy_end(void *to, bool is_grant, bool is_wrong)
{
    HYPERCALL_OWN(copy_end) end = {.domid = is_grant ? 0 : ABI_DOMID_SELF,
                                   .offset = (uint16_t)chance(PAGE_SIZE / 2)};

    end.frame = (guest_word)(is_wrong   ? world_wild_frame()
                             : is_grant ? grants_pick(ABI_KIND_REF)
                                        : world_frame(ROLE_DATA, false));
    memcpy(to, &end, sizeof(end));
}

static void note_map(const guest_gnttab_map_grant_ref *op)
{
    if (op->status == 0 && count < MAPPINGS_MAX) {
        mappings[count++] = (struct mapping){op->host_addr, op->dev_bus_addr, op->handle, op->flags};
    } else if (op->status == 0) {
        contradiction("more grants are mapped than were meant");
    }
}

static void note_unmap(const guest_gnttab_unmap_grant_ref *op, bool is_replaced)
{
    for (unsigned i = 0; op->status == 0 && i < count; i++) {
        struct mapping *m = &mappings[i];
        if (m->handle != op->handle) {
            continue;
        }
        if (op->host_addr) {
            m->flags &= ~(unsigned)ABI_GNTMAP_host_map;
        }
        if (op->dev_bus_addr && !is_replaced) {
            m->flags &= ~(unsigned)ABI_GNTMAP_device_map;
        }
        if (!(m->flags & PARTS)) {
            *m = mappings[--count];
        }
        return;
    }
}

/*
 * These calls answer 0, and each of their structures says how it went: all of them well? A call that
 * is refused half way has done the first ones; where it never came, the status is what was drawn.
 */
bool grants_note(const struct draft *d, long result)
{
    bool good = result == 0;

    for (unsigned i = 0; d->in != NULL && i < d->in_count; i++) {
        uint8_t *in = d->in + i * draw_size(d->form);
        switch (d->words[0]) {
        case ABI_GNTTABOP_map_grant_ref:
            note_map((void *)in);
            good &= ((guest_gnttab_map_grant_ref *)in)->status == 0;
            break;
        case ABI_GNTTABOP_unmap_grant_ref:
        case ABI_GNTTABOP_unmap_and_replace:
            note_unmap((void *)in, d->words[0] == ABI_GNTTABOP_unmap_and_replace);
            good &= ((guest_gnttab_unmap_grant_ref *)in)->status == 0;
            break;
        case ABI_GNTTABOP_copy:
            good &= ((guest_gnttab_copy *)in)->status == 0;
            break;
        case ABI_GNTTABOP_setup_table:
            good &= ((guest_gnttab_setup_table *)in)->status == 0;
            break;
        case ABI_GNTTABOP_query_size:
            good &= ((guest_gnttab_query_size *)in)->status == 0;
            break;
        }
    }
    return good;
}

/*
 * A mapping can only be unmapped where an entry is like the one that was put in: so one is put in
 * again, anywhere. Returns what the call wants to know of it.
 */
static uint64_t restore_entry(const struct mapping *m)
{
    unsigned long va = world_window();

    page_map(va, page_entry((unsigned long)(m->bus >> PAGE_SHIFT),
                            m->flags & ABI_GNTMAP_readonly ? PTE_READ_ONLY : PTE_PLAIN));
    return m->flags & ABI_GNTMAP_contains_pte ? page_find(va, 1, NULL) : va;
}

void grants_let_go(void)
{
    while (count > 0) {
        struct mapping *m = &mappings[count - 1];
        guest_gnttab_unmap_grant_ref op = {.handle = m->handle};
        if (m->flags & ABI_GNTMAP_host_map) {
            op.host_addr = restore_entry(m);
        }
        if (m->flags & ABI_GNTMAP_device_map) {
            op.dev_bus_addr = m->bus;
        }
        long result = hypercall_grant_table_op(ABI_GNTTABOP_unmap_grant_ref, (unsigned long)&op, 1);
        if (result != 0 || op.status != 0) {
            contradiction("mapping %u of a grant cannot be taken away: %ld, status %d", m->handle,
                          result, (int16_t)op.status);
        }
        count--;
    }
}

void grants_renew(void)
{
    if (grant_begin() != 0) {
        contradiction("there is no grant table");
    }
    for (unsigned i = 0; i < REFS; i++) {
        if (grant_entries[FIRST_REF + i].flags & (ABI_GTF_reading | ABI_GTF_writing)) {
            contradiction("grant %u is in use, and nobody uses it", FIRST_REF + i);
        }
        write_entry(FIRST_REF + i);
    }
}
