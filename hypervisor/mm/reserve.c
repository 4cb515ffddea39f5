/* SPDX-License-Identifier: MIT */
/*
 * A domain's memory: memory_op. Frames come from the heap one by one (or in small blocks), get
 * an owner, a place in its list and the reference of belonging, and go back when the domain
 * gives that up and nothing else refers to them.
 */
#include "boot/multiboot.h"
#include "call/call.h"
#include "call/guest.h"
#include "lib/string.h"
#include "mm/boot.h"
#include "mm/reserve.h"

static void list_add(struct domain *d, mfn_t m)
{
    frame_link(&d->frames_first, m);
    d->frames++;
}

static void list_remove(struct domain *d, mfn_t m)
{
    frame_unlink(&d->frames_first, m);
    d->frames--;
}

mfn_t reserve_find(struct domain *d, u32 order, u64 limit)
{
    /* The 32-bit machine-to-physical table ends somewhere: no frame beyond it for 32-bit guests. */
    if (d->width == WIDTH_32 && mm_frames_end > M2P32_ENTRIES)
        limit = min(limit - 1, ((u64)M2P32_ENTRIES << PAGE_SHIFT) - 1) + 1;
    return heap_alloc(order, limit);
}

void reserve_own(struct domain *d, mfn_t m)
{
    struct frame *f = frame_at(m);

    f->type = type_word(TYPE_NONE);
    f->owner = d->id;
    list_add(d, m);
    m2p_set(m, M2P_INVALID);
    __atomic_store_n(&f->refs, REF_ALLOCATED | 1, __ATOMIC_SEQ_CST);
}

void reserve_return(struct domain *d, mfn_t m)
{
    list_add(d, m);
    __atomic_or_fetch(&frame_at(m)->refs, REF_ALLOCATED, __ATOMIC_SEQ_CST);
}

/* mm_lock held: 2^order contiguous frames for d, with whatever is in them. */
static mfn_t reserve_block(struct domain *d, u32 order, u64 limit)
{
    mfn_t m = MFN_NONE;

    if (!d->is_dying && d->frames + (1ull << order) <= d->frames_max)
        m = reserve_find(d, order, limit);
    for (u64 i = 0; m.n != MFN_NONE.n && i < 1ull << order; i++)
        reserve_own(d, MFN(m.n + i));
    return m;
}

mfn_t reserve_frame(struct domain *d, u64 limit)
{
    LOCKED(&d->mm_lock);
    return reserve_block(d, 0, limit);
}

void *mm_alloc_shared(struct domain *d)
{
    mfn_t m = heap_alloc(0, 1ull << 32);

    if (m.n == MFN_NONE.n)
        return NULL;
    struct frame *f = frame_at(m);
    f->owner = d->id;
    f->type = type_word(TYPE_WRITABLE) | 1;
    m2p_set(m, M2P_INVALID);
    memset(mm_pointer(m), 0, PAGE_SIZE);
    __atomic_store_n(&f->refs, 1, __ATOMIC_SEQ_CST);
    return mm_pointer(m);
}

void mm_free_shared(void *page)
{
    mfn_t m = mm_frame_of(page);

    frame_put_writable(m);
    frame_let_go(domain_from(frame_at(m)->owner), m);
}

bool reserve_give_up(struct domain *d)
{
    LOCKED(&d->mm_lock);
    for (u32 n = 1; d->frames_first; n++) {
        mfn_t m = MFN(d->frames_first);
        list_remove(d, m);
        m2p_set(m, M2P_INVALID);
        frame_let_go(d, m);
        if (n % 16 == 0 && call_should_stop())
            return false;
    }
    return releases_done(d);
}

/* For guests: what others left in the frames is gone. mm_lock held. */
static mfn_t reserve_zeroed(struct domain *d, const struct memory_reservation *r)
{
    mfn_t m = reserve_block(d, r->extent_order, reserve_limit(r->mem_flags));

    if (m.n != MFN_NONE.n)
        memset(mm_pointer(m), 0, PAGE_SIZE << r->extent_order);
    return m;
}

long reserve_take(struct vcpu *v, struct domain *d, mfn_t m)
{

    TRY(frame_get_own(v, d, m));
    struct frame *f = frame_at(m);
    u64 sole = REF_ALLOCATED | 2; /* belonging to the domain, and ours of just now */
    if (!__atomic_compare_exchange_n(&f->refs, &sole, 1, false, __ATOMIC_SEQ_CST,
                                     __ATOMIC_SEQ_CST)) {
        frame_put(m);
        return refuse(v, REASON_FRAME_BUSY, m.n);
    }
    list_remove(d, m);
    return 0;
}

static long give_back(struct vcpu *v, struct domain *d, mfn_t m)
{

    TRY(reserve_take(v, d, m));
    m2p_set(m, M2P_INVALID);
    frame_put(m);
    return 0;
}

static long extent_increase(struct vcpu *v, struct domain *d, const struct memory_reservation *r,
                            u64 i)
{
    mfn_t m = reserve_zeroed(d, r);

    if (m.n == MFN_NONE.n)
        return refuse(v, REASON_RESERVATION_FULL, i);
    if (r->extent_start.va && !guest_write_word(v, r->extent_start, i, m.n))
        return refuse(v, REASON_POINTER_UNWRITABLE, r->extent_start.va);
    return 0;
}

static long extent_decrease(struct vcpu *v, struct domain *d, const struct memory_reservation *r,
                            u64 i)
{
    u64 n;

    if (!guest_read_word(v, &n, r->extent_start, i))
        return refuse(v, REASON_POINTER_UNREADABLE, r->extent_start.va);
    for (u64 k = 0; k < 1ull << r->extent_order; k++) {
        TRY(give_back(v, d, MFN(n + k)));
    }
    return 0;
}

static long extent_populate(struct vcpu *v, struct domain *d, const struct memory_reservation *r,
                            u64 i)
{
    u64 pfn;

    if (!guest_read_word(v, &pfn, r->extent_start, i))
        return refuse(v, REASON_POINTER_UNREADABLE, r->extent_start.va);
    mfn_t m = reserve_zeroed(d, r);
    if (m.n == MFN_NONE.n)
        return refuse(v, REASON_RESERVATION_FULL, i);
    for (u64 k = 0; k < 1ull << r->extent_order; k++)
        m2p_set(MFN(m.n + k), pfn + k);
    if (!guest_write_word(v, r->extent_start, i, m.n))
        return refuse(v, REASON_POINTER_UNWRITABLE, r->extent_start.va);
    return 0;
}

/* What all extents have in common, from the i-th on. */
static long check_reservation(struct vcpu *v, u64 arg, u64 i, struct memory_reservation *r,
                              struct domain **d)
{
    READ_OR_REFUSE(v, memory_reservation, r, GADDR(arg));
    if (r->nr_extents > (u32)~0u >> MEMORY_START_SHIFT || i > r->nr_extents)
        return -ABI_EINVAL;
    if (r->extent_order > reserve_order_max(v->domain))
        return refuse(v, REASON_EXTENT_ORDER, r->extent_order);
    if ((r->mem_flags & 0xff) && (r->mem_flags & 0xff) <= PAGE_SHIFT)
        return refuse(v, REASON_ADDRESS_WIDTH, r->mem_flags);
    *d = domain_by_id(v, r->domid);
    return domain_check(v, *d, r->domid);
}

/* All three answer with the number of extents done, however they end: memory.h. */
static long change_reservation(struct vcpu *v, u64 command, u64 arg,
                               long (*one)(struct vcpu *, struct domain *,
                                           const struct memory_reservation *, u64))
{
    struct memory_reservation r;
    struct domain *d = NULL;
    u64 i = command >> MEMORY_START_SHIFT;
    u64 what = command & ((1u << MEMORY_START_SHIFT) - 1);

    if (check_reservation(v, arg, i, &r, &d))
        return (long)i; /* none done: also this is said by the number */

    LOCKED(&d->mm_lock);
    for (u64 first = i; i < r.nr_extents; i++) {
        if (!releases_done(d) || (i > first && call_should_stop()))
            return call_restart(v, what | i << MEMORY_START_SHIFT, arg, 0, 0, 0);
        if (one(v, d, &r, i))
            break;
    }
    return (long)i;
}

static long about_domain(struct vcpu *v, u64 arg, u64 command)
{
    u16 domid;

    if (!guest_copy_in(v, &domid, GADDR(arg), sizeof(domid)))
        return refuse(v, REASON_POINTER_UNREADABLE, arg);
    struct domain *d = domain_by_id(v, domid);
    TRY(domain_check(v, d, domid));
    if (command == ABI_XENMEM_current_reservation)
        return d->frames;
    if (command == ABI_XENMEM_maximum_reservation)
        return d->frames_max;
    if (!d->shared)
        return refuse(v, REASON_DOMAIN_DYING, domid);
    /* maximum_gpfn: what the guest itself has written into shared_info, whose words we do not trust
     */
    u64 pfns = d->width == WIDTH_32 ? ((volatile abi32_shared_info *)d->shared)->max_pfn
                                    : ((volatile abi64_shared_info *)d->shared)->max_pfn;
    return (long)(pfns ? pfns - 1 : 0);
}

static long machphys_mapping(struct vcpu *v, u64 arg)
{
    struct machphys_mapping map = {ABI_M2P64_START, ABI_M2P64_END,
                                   (ABI_M2P64_END - ABI_M2P64_START) / 8 - 1};

    if (v->domain->width == WIDTH_32)
        map = (struct machphys_mapping){ABI_HOLE32_START, ABI_M2P32_END, M2P32_ENTRIES - 1};
    WRITE_OR_REFUSE(v, machphys_mapping, GADDR(arg), &map);
    return 0;
}

/* Extents of 2 MiB that the table is made of: it is made of single pages, so none. */
static long machphys_list(struct vcpu *v, u64 arg)
{
    struct machphys_mfn_list list;

    READ_OR_REFUSE(v, machphys_mfn_list, &list, GADDR(arg));
    list.nr_extents = 0;
    WRITE_OR_REFUSE(v, machphys_mfn_list, GADDR(arg), &list);
    return 0;
}

/* memory_op(command, arg). */
long call_memory_op(struct vcpu *v, u64 command, u64 arg)
{
    command = (u32)command;
    switch (command & ((1u << MEMORY_START_SHIFT) - 1)) {
    case ABI_XENMEM_increase_reservation:
        return change_reservation(v, command, arg, extent_increase);
    case ABI_XENMEM_decrease_reservation:
        return change_reservation(v, command, arg, extent_decrease);
    case ABI_XENMEM_populate_physmap:
        return change_reservation(v, command, arg, extent_populate);
    case ABI_XENMEM_maximum_ram_page:
        return (long)mm_frames_end - 1;
    case ABI_XENMEM_current_reservation:
    case ABI_XENMEM_maximum_reservation:
    case ABI_XENMEM_maximum_gpfn:
        return about_domain(v, arg, command & ((1u << MEMORY_START_SHIFT) - 1));
    case ABI_XENMEM_exchange:
        return reserve_exchange(v, command, arg);
    case ABI_XENMEM_machphys_mapping:
        return machphys_mapping(v, arg);
    case ABI_XENMEM_machphys_mfn_list:
    case ABI_XENMEM_machphys_compat_mfn_list:
        return machphys_list(v, arg);
    case ABI_XENMEM_machine_memory_map:
        return memmap_machine(v, GADDR(arg));
    case ABI_XENMEM_memory_map:
        return memmap_own(v, GADDR(arg));
    case ABI_XENMEM_set_memory_map:
        return memmap_set(v, GADDR(arg));
    }
    return refuse(v, REASON_SUBOP_UNKNOWN, command);
}
