/* SPDX-License-Identifier: MIT */
/*
 * The audit's part of grants: which frames tables and mappings hold, and whether the pins of each
 * entry are those that mappings stand for. For that, every mapping takes its pins back; then no
 * entry may have any; then they are put in again. Nobody else runs meanwhile.
 */
#include "grant/table.h"

static void each_part(const struct domain *d,
                      void (*see)(const struct grant_mapping *g, enum pin kind, void *what),
                      void *what)
{
    const struct grant_table *t = d->grants;

    for (u32 i = 0; t && i < t->mapping_pages * MAPPINGS_PER_PAGE; i++) {
        const struct grant_mapping *g = mapping_at(t, i);
        for (u32 part = ABI_GNTMAP_device_map; g->from && part <= ABI_GNTMAP_host_map; part <<= 1) {
            if (g->flags & part)
                see(g, pin_for(part, g->flags), what);
        }
    }
}

static void use_frame(const struct grant_mapping *g, enum pin kind, void *use)
{
    ((struct audit_uses *)use)->frame(MFN(g->frame), kind & PIN_WRITE ? TYPE_WRITABLE : TYPE_NONE);
}

void grant_audit(const struct domain *d, struct audit_uses *use)
{
    for (u32 i = 0; d->grants && i < d->grants->frames; i++)
        use->frame(mm_frame_of(d->grants->shared[i]), TYPE_WRITABLE);
    each_part(d, use_frame, use);
}

static void add_pin(const struct grant_mapping *g, enum pin kind, void *number)
{
    struct grant_pins *page = g->from->grants->pins[g->ref / PINS_PER_PAGE];

    page[g->ref % PINS_PER_PAGE].count[kind] += *(u16 *)number;
}

static void add_pins(u16 number)
{
    for (const struct domain *d = domain_from(0); d; d = domain_from(d->id + 1u))
        each_part(d, add_pin, &number);
}

void grant_audit_pins(struct audit_uses *use)
{
    add_pins((u16)-1);
    for (const struct domain *d = domain_from(0); d; d = domain_from(d->id + 1u)) {
        for (u32 ref = 0; d->grants && ref < GRANT_ENTRIES_MAX; ref++) {
            const struct grant_pins *page = d->grants->pins[ref / PINS_PER_PAGE];
            if (page && page[ref % PINS_PER_PAGE].any)
                use->wrong(d, "grant with pins that no mapping stands for:", ref);
        }
    }
    add_pins(1);
}
