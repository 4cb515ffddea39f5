/* SPDX-License-Identifier: MIT */
/*
 * The only code that knows where the event words of each width are. x86 is little-endian, so a
 * bit array looks the same in words of either size; what differs is where it begins, how many
 * bits there are, and how many ports one bit of the selector stands for.
 */
#include "evtchn/shared.h"

static const struct {
    u32 pending, mask; /* places in shared_info */
    u32 selector;      /* place in vcpu_info */
    u32 ports;
    u32 word_shift; /* log2 of the ports per bit of the selector */
} layout[] = {
    [WIDTH_32] = {offsetof(abi32_shared_info, evtchn_pending),
                  offsetof(abi32_shared_info, evtchn_mask), offsetof(abi32_vcpu_info, pending_sel),
                  32 * 32, 5},
    [WIDTH_64] = {offsetof(abi64_shared_info, evtchn_pending),
                  offsetof(abi64_shared_info, evtchn_mask), offsetof(abi64_vcpu_info, pending_sel),
                  64 * 64, 6},
};

static u32 *word(void *base, u32 place, u32 bit)
{
    return (u32 *)((u8 *)base + place) + bit / 32;
}

static bool set_bit(void *base, u32 place, u32 bit)
{
    u32 m = 1u << bit % 32;

    return __atomic_fetch_or(word(base, place, bit), m, __ATOMIC_SEQ_CST) & m;
}

static bool clear_bit(void *base, u32 place, u32 bit)
{
    u32 m = 1u << bit % 32;

    return __atomic_fetch_and(word(base, place, bit), ~m, __ATOMIC_SEQ_CST) & m;
}

static bool test_bit(void *base, u32 place, u32 bit)
{
    return __atomic_load_n(word(base, place, bit), __ATOMIC_ACQUIRE) >> bit % 32 & 1;
}

u32 shared_ports(const struct domain *d)
{
    return layout[d->width].ports;
}

bool shared_set_pending(struct domain *d, port_t port)
{
    return set_bit(d->shared, layout[d->width].pending, port.n);
}

void shared_clear_pending(struct domain *d, port_t port)
{
    clear_bit(d->shared, layout[d->width].pending, port.n);
}

bool shared_unmask(struct domain *d, port_t port)
{
    return clear_bit(d->shared, layout[d->width].mask, port.n);
}

bool shared_set_selector(struct vcpu *v, port_t port)
{
    enum width w = v->domain->width;

    return set_bit(v->info, layout[w].selector, port.n >> layout[w].word_shift);
}

bool shared_set_upcall(struct vcpu *v)
{
    return __atomic_exchange_n(vcpu_upcall_pending(v), 1, __ATOMIC_SEQ_CST);
}

bool shared_is_pending(const struct domain *d, port_t port)
{
    return test_bit(d->shared, layout[d->width].pending, port.n);
}

bool shared_is_masked(const struct domain *d, port_t port)
{
    return test_bit(d->shared, layout[d->width].mask, port.n);
}
