/* SPDX-License-Identifier: MIT */
/*
 * Lays out a new domain's first address space: kernel, initrd, the list of its frames,
 * start_info, page tables, boot stack, in the order that guests rely on (mini-os takes the page
 * after the stack as free). The tables must map everything, themselves included, so their
 * number depends on the size and the size on their number: the plan grows until both agree.
 *
 * The tables of a level lie side by side in the order of what they map, the top level first. So
 * where an entry stands is arithmetic, and whoever builds needs no table to find another.
 */
#include "abi/layout.h"
#include "domain/image.h"

#define PLAN_ROUNDING (4ull << 20)   /* the mapping ends on such a boundary ... */
#define PLAN_SPARE    (512ull << 10) /* ... and at least this much after the stack */

/* How many tables whose entries each cover 2^shift bytes are touched by [start, end). */
static u32 tables_for(u64 start, u64 end, u32 shift)
{
    return (u32)(((end - 1) >> shift) - (start >> shift) + 1);
}

/* Hands out the next n bytes, page aligned; once past the end of the space it stays there. */
static u64 place(u64 *at, u64 n)
{
    u64 start = *at, end;

    if (__builtin_add_overflow(start, n, &end) || end > ~PAGE_SIZE) {
        *at = PAGE_MASK;
        return start;
    }
    *at = round_up(end, PAGE_SIZE);
    return start;
}

/* Stack and end of the mapping, and the tables it then needs. False if it wraps around. */
static bool fit(struct plan *p, bool is_64)
{
    u64 at = p->tables;

    place(&at, p->tables_count * PAGE_SIZE);
    p->stack = place(&at, PAGE_SIZE);
    p->stack_top = at;
    if (at > ~(2 * PLAN_ROUNDING))
        return false;
    p->end = round_up(at, PLAN_ROUNDING);
    if (p->end - at < PLAN_SPARE)
        p->end += PLAN_ROUNDING;

    p->tables_per_level[0] = tables_for(p->virt_base, p->end, 21);
    p->tables_per_level[1] = is_64 ? tables_for(p->virt_base, p->end, 30) : 4;
    p->tables_per_level[2] = is_64 ? tables_for(p->virt_base, p->end, 39) : 1;
    p->tables_per_level[3] = is_64 ? 1 : 0;
    return true;
}

static bool is_in_reach(const struct plan *p, bool is_64)
{
    if (!is_64)
        return p->end <= ABI_HOLE32_START;
    return p->end <= 1ull << 47 || p->virt_base >= ABI_HYPERVISOR64_END;
}

enum reason plan_make(struct plan *out, const struct image *image, u64 initrd_size, u64 pages,
                      u32 shared)
{
    u64 at = image->start, needed = 0;

    if (pages > 1ull << 40 || initrd_size > pages * PAGE_SIZE)
        return REASON_IMAGE_TOO_BIG;
    *out = (struct plan){.virt_base = image->virt_base, .initrd_size = initrd_size};
    place(&at, image->end - image->start);
    out->initrd_is_unmapped = image->mod_start_pfn && initrd_size;
    if (!out->initrd_is_unmapped)
        out->initrd = place(&at, initrd_size);
    out->p2m_size = pages * (image->is_64 ? 8 : 4);
    out->p2m = place(&at, out->p2m_size);
    out->start_info = place(&at, PAGE_SIZE);
    out->shared = place(&at, shared * PAGE_SIZE);
    out->tables = at;

    /* Each round asks for no more tables than the last plan needs: it ends at the smallest. */
    do {
        out->tables_count = (u32)needed;
        if (!fit(out, image->is_64))
            return REASON_IMAGE_TOO_BIG;
        if (!is_in_reach(out, image->is_64))
            return REASON_IMAGE_ADDRESSES;
        needed = (u64)out->tables_per_level[0] + out->tables_per_level[1] +
                 out->tables_per_level[2] + out->tables_per_level[3];
    } while (needed > out->tables_count);

    u64 size = out->end - out->virt_base;
    if (out->initrd_is_unmapped) { /* in the memory behind the mapping; the guest maps it itself */
        out->initrd = out->end;
        size += round_up(initrd_size, PAGE_SIZE);
    }
    return size > pages * PAGE_SIZE ? REASON_IMAGE_TOO_BIG : REASON_NONE;
}

/* The table that maps va at a level. */
static u64 table_at(const struct plan *p, u32 top, u32 level, u64 va)
{
    u32 shift = PAGE_SHIFT + 9 * level;
    u64 before = 0, first = top == 3 && level == 2 ? 0 : p->virt_base >> shift;

    for (u32 l = level; l < top; l++)
        before += p->tables_per_level[l];
    return p->tables + (before + (va >> shift) - first) * PAGE_SIZE;
}

void plan_tables(const struct plan *p, plan_put *put, void *self)
{
    u32 top = p->tables_per_level[3] ? 4 : 3;
    u64 tables_end = p->tables + p->tables_count * PAGE_SIZE;

    for (u32 level = top; level > 0; level--) {
        u32 shift = PAGE_SHIFT + 9 * (level - 1);
        /* All four L2 tables of 32 bits are there from the start: pv-abi 1.2. */
        bool all = top == 3 && level == 3;
        u64 start = all ? 0 : p->virt_base, n = all ? 4 : tables_for(start, p->end, shift);
        for (u64 i = 0; i < n; i++) {
            u64 va = start + (i << shift);
            struct plan_entry e = {.level = level,
                                   .table = table_at(p, top, level, va),
                                   .slot = (va >> shift) & 511,
                                   .to = level > 1 ? table_at(p, top, level - 1, va) : va};
            e.is_writable = level > 1 || e.to < p->tables || e.to >= tables_end;
            put(self, &e);
        }
    }
}
