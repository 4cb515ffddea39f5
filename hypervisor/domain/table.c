/* SPDX-License-Identifier: MIT */
/*
 * The table of domains: a list by rising number. It changes under domains_lock; looking something
 * up takes no lock, because a domain that has left the list is freed only after every CPU has
 * come round the way out to guests, where no handler holds a pointer any more.
 */
#include "domain/domain.h"

#include "domain/vcpu.h"
#include "evtchn/evtchn.h"
#include "grant/grant.h"
#include "mm/frame.h"
#include "mm/geometry.h"

struct domain *domain_first;

static struct lock domains_lock = LOCK_INIT(LOCK_DOMAINS);
static struct domain *domains;

struct domain *domain_from(u32 id)
{
    struct domain *d = __atomic_load_n(&domains, __ATOMIC_ACQUIRE);

    while (d && d->id < id)
        d = __atomic_load_n(&d->next, __ATOMIC_ACQUIRE);
    return d;
}

struct domain *domain_by_id(struct vcpu *v, u32 domid)
{
    if (likely(domid == ABI_DOMID_SELF || domid == v->domain->id))
        return v->domain;
    struct domain *d = domain_from(domid);
    return d && d->id == domid ? d : NULL;
}

/* A place in the list of its own: false if there is a domain with that number already. */
static bool link_domain(struct domain *d)
{
    struct domain **at = &domains;

    lock_take(&domains_lock);
    while (*at && (*at)->id < d->id)
        at = &(*at)->next;
    bool is_new = !*at || (*at)->id != d->id;
    if (is_new) {
        d->next = *at;
        __atomic_store_n(at, d, __ATOMIC_RELEASE);
    }
    lock_give(&domains_lock);
    return is_new;
}

static bool make_shared_info(struct domain *d)
{
    d->shared = mm_alloc_shared(d);
    if (!d->shared)
        return false;
    d->shared_mfn = mm_frame_of(d->shared);
    for (u32 i = 0; i < ABI_LEGACY_VCPUS; i++)
        ((u8 *)d->shared)[i * sizeof(abi64_vcpu_info) + 1] = 1; /* upcalls masked */
    return true;
}

struct domain *domain_create(u32 id, enum width width, u32 vcpus_max)
{
    struct domain *d = mm_alloc_page();

    _Static_assert(sizeof(struct domain) <= PAGE_SIZE, "a domain is one page");
    if (!d)
        return NULL;
    d->id = (u16)id;
    d->width = width;
    d->geo = &geometries[width];
    d->handle_max = ABI_HOLE32_START;
    d->vcpus_max = vcpus_max;
    d->mm_lock = LOCK_INIT(LOCK_DOMAIN_MM);
    grant_domain_init(d);
    if (make_shared_info(d) && evtchn_domain_init(d) == 0 && link_domain(d))
        return d;
    evtchn_domain_destroy(d);
    if (d->shared)
        mm_free_shared(d->shared);
    mm_free_page(d);
    return NULL;
}
