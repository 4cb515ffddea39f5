/* SPDX-License-Identifier: MIT */
/*
 * The one room through which guest memory is read and written: see guest.h. Copies go in
 * 8-byte steps, then in single bytes, each step an instruction that may fault and is entered in
 * the table of expected faults.
 */
#include "call/guest.h"

#include "call/extable.h"

extern const struct extable_entry _extable_start[], _extable_end[];

u64 extable_find(u64 rip)
{
    for (const struct extable_entry *e = _extable_start; e < _extable_end; e++) {
        if ((u64)&e->at + (u64)e->at == rip)
            return (u64)&e->fixup + (u64)e->fixup;
    }
    return 0;
}

bool guest_range_ok(const struct vcpu *v, gaddr_t a, u64 n)
{
    u64 end = a.va + n;

    if (end < a.va)
        return false;
    if (v->domain->width == WIDTH_32)
        return end <= v->domain->handle_max;
    /* Below the gap of non-canonical addresses, or above the hypervisor's slots. */
    return end <= 1ull << 47 || a.va >= ABI_HYPERVISOR64_END;
}

static inline bool load8(u64 *to, u64 from)
{
    u64 value;
    __asm__ goto("1: movq %1, %0\n\t" EXTABLE("1b", "%l2")
                 : "=r"(value) : "m"(*(const u64 *)from) : : fault);
    *to = value;
    return true;
fault:
    return false;
}

static inline bool load1(u8 *to, u64 from)
{
    u8 value;
    __asm__ goto("1: movb %1, %0\n\t" EXTABLE("1b", "%l2")
                 : "=q"(value) : "m"(*(const u8 *)from) : : fault);
    *to = value;
    return true;
fault:
    return false;
}

static inline bool store8(u64 to, u64 value)
{
    __asm__ goto("1: movq %0, %1\n\t" EXTABLE("1b", "%l2")
                 : : "r"(value), "m"(*(u64 *)to) : "memory" : fault);
    return true;
fault:
    return false;
}

static inline bool store1(u64 to, u8 value)
{
    __asm__ goto("1: movb %0, %1\n\t" EXTABLE("1b", "%l2")
                 : : "q"(value), "m"(*(u8 *)to) : "memory" : fault);
    return true;
fault:
    return false;
}

bool guest_copy_in(struct vcpu *v, void *to, gaddr_t from, size_t n)
{
    u8 *out = to;
    u64 at = from.va;

    if (unlikely(!guest_range_ok(v, from, n)))
        return false;
    for (; n >= 8; n -= 8, at += 8, out += 8) {
        if (unlikely(!load8((u64 *)out, at)))
            return false;
    }
    for (; n; n--, at++, out++) {
        if (unlikely(!load1(out, at)))
            return false;
    }
    return true;
}

bool guest_copy_out(struct vcpu *v, gaddr_t to, const void *from, size_t n)
{
    const u8 *in = from;
    u64 at = to.va;

    if (unlikely(!guest_range_ok(v, to, n)))
        return false;
    for (; n >= 8; n -= 8, at += 8, in += 8) {
        if (unlikely(!store8(at, *(const u64 *)in)))
            return false;
    }
    for (; n; n--, at++, in++) {
        if (unlikely(!store1(at, *in)))
            return false;
    }
    return true;
}

bool guest_read_word(struct vcpu *v, u64 *to, gaddr_t from, u64 index)
{
    u64 size = v->domain->width == WIDTH_32 ? 4 : 8;

    *to = 0;
    return guest_copy_in(v, to, gaddr_add(from, index * size), size);
}

bool guest_write_word(struct vcpu *v, gaddr_t to, u64 index, u64 value)
{
    u64 size = v->domain->width == WIDTH_32 ? 4 : 8;

    return guest_copy_out(v, gaddr_add(to, index * size), &value, size);
}

/* One pair of accessors for each structure, straight from the lists of abi/structs.h. */
#define GUEST_DEFINE_ACCESS(S) \
    bool guest_read_##S(struct vcpu *v, struct S *to, gaddr_t from) \
    { \
        if (v->domain->width == WIDTH_32) { \
            abi32_##S raw; \
            if (!guest_copy_in(v, &raw, from, sizeof(raw))) \
                return false; \
            abi32_widen_##S(to, &raw); \
        } else { \
            abi64_##S raw; \
            if (!guest_copy_in(v, &raw, from, sizeof(raw))) \
                return false; \
            abi64_widen_##S(to, &raw); \
        } \
        return true; \
    } \
    bool guest_write_##S(struct vcpu *v, gaddr_t to, const struct S *from) \
    { \
        if (v->domain->width == WIDTH_32) { \
            abi32_##S raw = {0}; \
            abi32_narrow_##S(&raw, from); \
            return guest_copy_out(v, to, &raw, sizeof(raw)); \
        } \
        abi64_##S raw = {0}; \
        abi64_narrow_##S(&raw, from); \
        return guest_copy_out(v, to, &raw, sizeof(raw)); \
    }
ABI_COPIED(GUEST_DEFINE_ACCESS)
