/* SPDX-License-Identifier: MIT */
#ifndef CALL_GUEST_H
#define CALL_GUEST_H
/*
 * The only way to a guest's memory. Guest addresses are translated by the processor itself
 * through the guest's own page tables, so what a guest may not read or write, we may not on
 * its behalf: each access is checked to lie below the hypervisor's part, may fault, and a
 * fault ends it with `false`. Read once: copy, check the copy, use the copy.
 *
 * guest_read_NAME / guest_write_NAME, one pair for each structure of abi/structs.h, translate
 * between the guest's layout and the neutral one.
 */
#include "domain/domain.h"

/*
 * Through a linear top-level entry the hypervisor's slots appear once more, as tables: the guest
 * cannot read them there, but we could for it. So whoever has read from a guest's memory asks,
 * after that, whether it was such a place (before it another vCPU might be in time to make it one).
 */
static inline bool guest_saw_ours(const struct vcpu *v, gaddr_t from, u64 n)
{
    const struct domain *d = v->domain;

    __asm__ volatile("" ::: "memory");
    if (likely(!d->has_linear_slots))
        return false;
    u32 first = (from.va >> 39) & 511, last = ((from.va + n - 1) >> 39) & 511;
    return (d->linear_slots[first / 64] >> first % 64 | d->linear_slots[last / 64] >> last % 64) &
           1;
}

/* Copies n bytes in or out; false if any byte is out of the guest's reach (some may be copied). */
bool guest_copy_in(struct vcpu *v, void *to, gaddr_t from, size_t n);
bool guest_copy_out(struct vcpu *v, gaddr_t to, const void *from, size_t n);

/* Does [address, address + n) lie within what a guest of this width may name? */
static inline bool guest_range_ok(const struct vcpu *v, gaddr_t address, u64 n)
{
    u64 end = address.va + n;

    if (v->domain->width == WIDTH_32)
        return end <= v->domain->handle_max && address.va <= end;
    /* Below the gap of non-canonical addresses, or above the hypervisor's slots. */
    return address.va <= end && (end <= 1ull << 47 || address.va >= ABI_HYPERVISOR64_END);
}

/* The address n bytes or elements further on. */
static inline gaddr_t gaddr_add(gaddr_t a, u64 n)
{
    return GADDR(a.va + n);
}

/* One word of the guest's width, n-th of an array at `from`. */
bool guest_read_word(struct vcpu *v, u64 *to, gaddr_t from, u64 index);
bool guest_write_word(struct vcpu *v, gaddr_t to, u64 index, u64 value);

#define GUEST_DECLARE_ACCESS(S)                                                                    \
    bool guest_read_##S(struct vcpu *v, struct S *to, gaddr_t from);                               \
    bool guest_write_##S(struct vcpu *v, gaddr_t to, const struct S *from);
ABI_COPIED(GUEST_DECLARE_ACCESS)

/* A handler's answer whose last step was writing to `to`. */
static inline long guest_told(struct vcpu *v, bool written, gaddr_t to)
{
    return written ? 0 : refuse(v, REASON_POINTER_UNWRITABLE, to.va);
}

/* The same in a handler, which is refused if it cannot be. */
#define READ_OR_REFUSE(v, S, to, from)                                                             \
    if (!guest_read_##S(v, to, from))                                                              \
    return refuse(v, REASON_POINTER_UNREADABLE, (from).va)
#define WRITE_OR_REFUSE(v, S, to, from)                                                            \
    if (!guest_write_##S(v, to, from))                                                             \
    return refuse(v, REASON_POINTER_UNWRITABLE, (to).va)

/* Size of a structure as this guest lays it out, for walking arrays of them. */
#define guest_sizeof(v, S) ((v)->domain->width == WIDTH_32 ? sizeof(abi32_##S) : sizeof(abi64_##S))

#endif
