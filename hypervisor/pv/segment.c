/* SPDX-License-Identifier: MIT */
/*
 * Guest segments in software: where a selector of a 32-bit guest points, what it may reach,
 * and which selectors we accept where the processor will load them in ring 0's name. 64-bit
 * guests have flat segments only.
 */
#include "call/guest.h"
#include "cpu/tables.h"
#include "pv/segment.h"

static u64 descriptor_base(u64 d)
{
    return ((d >> 16) & 0xffffff) | ((d >> 56) & 0xff) << 24;
}

u64 descriptor_limit(u64 d)
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

static u16 segment_register(const struct regs *r, u8 prefix)
{
    u16 selector;

    switch (prefix) { /* ring 0 leaves the guest's data segments where they are */
    case 0x26:
        __asm__("mov %%es, %0" : "=r"(selector));
        return selector;
    case 0x2e:
        return r->cs;
    case 0x36:
        return r->ss;
    case 0x64:
        __asm__("mov %%fs, %0" : "=r"(selector));
        return selector;
    case 0x65:
        __asm__("mov %%gs, %0" : "=r"(selector));
        return selector;
    }
    __asm__("mov %%ds, %0" : "=r"(selector));
    return selector;
}

bool pv_operand(struct vcpu *v, const struct regs *r, u8 prefix, u64 offset, u32 n, bool write,
                gaddr_t *out)
{
    if (v->domain->width == WIDTH_32)
        return pv_segment_linear(v, segment_register(r, prefix), (u32)offset, n, write, out);
    *out = GADDR(offset);
    if (prefix == 0x64 || prefix == 0x65)
        out->va += msr_read(prefix == 0x64 ? MSR_FS_BASE : MSR_GS_BASE);
    return true;
}

/* Entries a guest may name: its own (GDT below our part, or LDT), and the flat ones given to it. */
static bool is_guests_own(u16 selector)
{
    return (selector & 4) || (selector & ~7u) < ABI_GDT_RESERVED_START;
}

static u16 fix_selector(const struct vcpu *v, u16 selector, u16 flat32, u16 flat64)
{
    if (v->domain->width == WIDTH_64)
        return flat64;
    if ((selector & 3) == 0)
        selector |= 1;
    return is_guests_own(selector) ? selector : flat32;
}

u16 pv_fix_code_selector(const struct vcpu *v, u16 selector)
{
    return fix_selector(v, selector, ABI_FLAT_RING1_CS32, ABI_FLAT64_CS64);
}

u16 pv_fix_stack_selector(const struct vcpu *v, u16 selector)
{
    return fix_selector(v, selector, ABI_FLAT_RING1_DS32, ABI_FLAT64_DS);
}
