/* SPDX-License-Identifier: MIT */
/*
 * The one room through which guest memory is read and written: see guest.h. Copies go in
 * 8-byte steps and a rest, each an instruction of access.h that may fault.
 */
#include "call/guest.h"

#include "call/access.h"

extern const struct extable_entry _extable_start[], _extable_end[];

u64 extable_find(u64 rip)
{
    for (const struct extable_entry *e = _extable_start; e < _extable_end; e++) {
        if ((u64)&e->at + (u64)e->at == rip)
            return (u64)&e->fixup + (u64)e->fixup;
    }
    return 0;
}

/* What is left below 8 bytes goes in pieces of 4, 2 and 1. */
static bool copy_in_rest(u8 *out, u64 at, size_t n)
{
    if ((n & 4) && !access_load32((u32 *)out, at))
        return false;
    if ((n & 2) && !access_load16((u16 *)(out + (n & 4)), at + (n & 4)))
        return false;
    return !(n & 1) || access_load8(out + (n & 6), at + (n & 6));
}

static bool copy_out_rest(u64 at, const u8 *in, size_t n)
{
    if ((n & 4) && !access_store32(at, *(const u32 *)in))
        return false;
    if ((n & 2) && !access_store16(at + (n & 4), *(const u16 *)(in + (n & 4))))
        return false;
    return !(n & 1) || access_store8(at + (n & 6), in[n & 6]);
}

bool guest_copy_in(struct vcpu *v, void *to, gaddr_t from, size_t n)
{
    u8 *out = to;
    u64 at = from.va;

    if (unlikely(!guest_range_ok(v, from, n)))
        return false;
    for (; n >= 8; n -= 8, at += 8, out += 8) {
        if (unlikely(!access_load64((u64 *)out, at)))
            return false;
    }
    if (n && !copy_in_rest(out, at, n))
        return false;
    return !guest_saw_ours(v, from, at + n - from.va);
}

bool guest_copy_out(struct vcpu *v, gaddr_t to, const void *from, size_t n)
{
    const u8 *in = from;
    u64 at = to.va;

    if (unlikely(!guest_range_ok(v, to, n)))
        return false;
    for (; n >= 8; n -= 8, at += 8, in += 8) {
        if (unlikely(!access_store64(at, *(const u64 *)in)))
            return false;
    }
    return !n || copy_out_rest(at, in, n);
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
#define GUEST_DEFINE_ACCESS(S)                                                                     \
    bool guest_read_##S(struct vcpu *v, struct S *to, gaddr_t from)                                \
    {                                                                                              \
        if (v->domain->width == WIDTH_32) {                                                        \
            abi32_##S raw;                                                                         \
            if (!guest_copy_in(v, &raw, from, sizeof(raw)))                                        \
                return false;                                                                      \
            abi32_widen_##S(to, &raw);                                                             \
        } else {                                                                                   \
            abi64_##S raw;                                                                         \
            if (!guest_copy_in(v, &raw, from, sizeof(raw)))                                        \
                return false;                                                                      \
            abi64_widen_##S(to, &raw);                                                             \
        }                                                                                          \
        return true;                                                                               \
    }                                                                                              \
    bool guest_write_##S(struct vcpu *v, gaddr_t to, const struct S *from)                         \
    {                                                                                              \
        if (v->domain->width == WIDTH_32) {                                                        \
            abi32_##S raw = {0};                                                                   \
            abi32_narrow_##S(&raw, from);                                                          \
            return guest_copy_out(v, to, &raw, sizeof(raw));                                       \
        }                                                                                          \
        abi64_##S raw = {0};                                                                       \
        abi64_narrow_##S(&raw, from);                                                              \
        return guest_copy_out(v, to, &raw, sizeof(raw));                                           \
    }
ABI_COPIED(GUEST_DEFINE_ACCESS)
