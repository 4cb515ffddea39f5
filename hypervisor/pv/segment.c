/* SPDX-License-Identifier: MIT */
/*
 * Guest segments in software: where a selector of a 32-bit guest points, what it may reach,
 * and which selectors we accept where the processor will load them in ring 0's name. 64-bit
 * guests have flat segments only.
 */
#include "call/guest.h"
#include "cpu/tables.h"
#include "pv/pv.h"

#define DESC_PRESENT   (1ull << 47)
#define DESC_CODE_DATA (1ull << 44)
#define DESC_CODE      (1ull << 43)
#define DESC_DOWN      (1ull << 42) /* data: expands down; code: conforming */
#define DESC_WRITE     (1ull << 41) /* data: writable; code: readable */
#define DESC_BIG       (1ull << 54)
#define DESC_PAGES     (1ull << 55)

static u64 descriptor_base(u64 d)
{
    return ((d >> 16) & 0xffffff) | ((d >> 56) & 0xff) << 24;
}

static u64 descriptor_limit(u64 d)
{
    u64 limit = (d & 0xffff) | ((d >> 48) & 0xf) << 16;

    return d & DESC_PAGES ? limit << 12 | 0xfff : limit;
}

static bool limit_allows(u64 d, u64 offset, u32 n)
{
    u64 limit = descriptor_limit(d), last = offset + n - 1;

    if (last > 0xffffffff)
        return false;
    if (!(d & DESC_CODE) && (d & DESC_DOWN))
        return offset > limit && last <= (d & DESC_BIG ? 0xffffffff : 0xffff);
    return last <= limit;
}

bool pv_segment_lookup(struct vcpu *v, u16 selector, u64 offset, u32 n, bool write, gaddr_t *out)
{
    u64 d;

    if (!(selector & ~3u) || !tables_descriptor(v, selector, &d))
        return false;
    if (!(d & DESC_PRESENT) || !(d & DESC_CODE_DATA))
        return false;
    if (write && ((d & DESC_CODE) || !(d & DESC_WRITE)))
        return false;
    if (!limit_allows(d, offset, n))
        return false;
    *out = GADDR((u32)(descriptor_base(d) + offset));
    return true;
}

/* Entries a guest may name: its own (GDT below our part, or LDT), and the flat ones given to it. */
static bool is_guests_own(u16 selector)
{
    return (selector & 4) || (selector & ~7u) < ABI_GDT_RESERVED_START;
}

u16 pv_fix_code_selector(const struct vcpu *v, u16 selector)
{
    if (v->domain->width == WIDTH_64)
        return ABI_FLAT64_CS64;
    if ((selector & 3) == 0)
        selector |= 1;
    return is_guests_own(selector) ? selector : ABI_FLAT_RING1_CS32;
}

u16 pv_fix_stack_selector(const struct vcpu *v, u16 selector)
{
    if (v->domain->width == WIDTH_64)
        return ABI_FLAT64_DS;
    if ((selector & 3) == 0)
        selector |= 1;
    return is_guests_own(selector) ? selector : ABI_FLAT_RING1_DS32;
}
