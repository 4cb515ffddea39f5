/* SPDX-License-Identifier: MIT */
#ifndef EVTCHN_SHARED_H
#define EVTCHN_SHARED_H
/*
 * The event words that a domain and the hypervisor share: pending and mask bits, one for each
 * port, in shared_info, and the selector in each vcpu_info. Private to the evtchn room.
 *
 * The guest may change any of them at any moment, so each is accessed once and atomically, and
 * whatever is found there decides only what the guest gets to see. An atomic read-modify-write
 * is a full barrier, on which the order pending, mask, selector, upcall relies.
 */
#include "domain/domain.h"

/*
 * x86 is little-endian, so a bit array looks the same in words of either size; what differs is
 * where it begins, how many bits there are, and how many ports one bit of the selector stands for.
 */
extern const struct shared_layout {
    u16 pending, mask; /* places in shared_info */
    u16 selector;      /* place in vcpu_info */
    u16 ports;
    u64 word_shift; /* log2 of the ports per bit of the selector */
} shared_layout[2];

static inline u32 *shared_word(void *base, u32 place, u32 bit)
{
    return (u32 *)((u8 *)base + place) + bit / 32;
}

static inline bool shared_set_bit(void *base, u32 place, u32 bit)
{
    u32 m = 1u << bit % 32;

    return __atomic_fetch_or(shared_word(base, place, bit), m, __ATOMIC_SEQ_CST) & m;
}

static inline bool shared_clear_bit(void *base, u32 place, u32 bit)
{
    u32 m = 1u << bit % 32;

    return __atomic_fetch_and(shared_word(base, place, bit), ~m, __ATOMIC_SEQ_CST) & m;
}

static inline bool shared_test_bit(void *base, u32 place, u32 bit)
{
    return __atomic_load_n(shared_word(base, place, bit), __ATOMIC_ACQUIRE) >> bit % 32 & 1;
}

/* How many ports the shared page of d has bits for, port 0 included. */
static inline u32 shared_ports(const struct domain *d)
{
    return shared_layout[d->width].ports;
}

/* These set or clear a bit and return what it was. */
static inline bool shared_set_pending(struct domain *d, port_t port)
{
    return shared_set_bit(d->shared, shared_layout[d->width].pending, port.n);
}

static inline void shared_clear_pending(struct domain *d, port_t port)
{
    shared_clear_bit(d->shared, shared_layout[d->width].pending, port.n);
}

static inline bool shared_unmask(struct domain *d, port_t port)
{
    return shared_clear_bit(d->shared, shared_layout[d->width].mask, port.n);
}

static inline bool shared_set_selector(struct vcpu *v, port_t port)
{
    enum width w = v->domain->width;

    return shared_set_bit(v->info, shared_layout[w].selector,
                          port.n >> shared_layout[w].word_shift);
}

static inline bool shared_set_upcall(struct vcpu *v)
{
    return __atomic_exchange_n(vcpu_upcall_pending(v), 1, __ATOMIC_SEQ_CST);
}

static inline bool shared_is_pending(const struct domain *d, port_t port)
{
    return shared_test_bit(d->shared, shared_layout[d->width].pending, port.n);
}

static inline bool shared_is_masked(const struct domain *d, port_t port)
{
    return shared_test_bit(d->shared, shared_layout[d->width].mask, port.n);
}

#endif
