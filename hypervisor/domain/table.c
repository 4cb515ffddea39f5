/* SPDX-License-Identifier: MIT */
/*
 * The table of domains: a list by rising number. It changes under domains_lock; looking something
 * up takes no lock, because a domain that has left the list is freed only after every CPU has
 * come round the way out to guests, where no handler holds a pointer any more.
 */
#include "domain/domain.h"

#include "cpu/cpu.h"
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

    LOCKED(&domains_lock);
    while (*at && (*at)->id < d->id)
        at = &(*at)->next;
    if (*at && (*at)->id == d->id)
        return false;
    d->next = *at;
    __atomic_store_n(at, d, __ATOMIC_RELEASE);
    return true;
}

static void free_domain(struct domain *d)
{
    domain_each_vcpu (v, d)
        vcpu_free(v);
    evtchn_domain_destroy(d);
    grant_domain_destroy(d);
    if (d->memory_map)
        mm_free_page(d->memory_map);
    mm_free_page(d);
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
    d->awaited = 1;
    d->mm_lock = LOCK_INIT(LOCK_DOMAIN_MM);
    grant_domain_init(d);
    d->shared = mm_alloc_shared(d);
    if (!d->shared || evtchn_domain_init(d) || !link_domain(d)) {
        if (d->shared)
            frame_put_mapped(mm_frame_of(d->shared), true);
        d->shared = NULL;
        free_domain(d);
        return NULL;
    }
    d->shared_mfn = mm_frame_of(d->shared);
    for (u32 i = 0; i < ABI_LEGACY_VCPUS; i++)
        ((u8 *)d->shared)[i * sizeof(abi64_vcpu_info) + 1] = 1; /* upcalls masked */
    return d;
}

void domain_round(struct domain *d)
{
    d->cpus_to_pass = (1u << cpus_online) - 1;
    for (u32 i = 0; i < cpus_online; i++)
        cpu_add_work(cpus[i], WORK_DOMAINS);
}

void domain_came_home(struct domain *d)
{
    if (!__atomic_sub_fetch(&d->awaited, 1, __ATOMIC_SEQ_CST))
        cpu_add_work(cpu_this(), WORK_DOMAINS);
}

void domain_go_round(void)
{
    static struct domain *graves;
    u32 others = ~(1u << cpu_this()->id);
    struct domain *d, *forgotten = NULL;
    bool told = false;

    lock_take(&domains_lock);
    for (struct domain **at = &domains; (d = *at);) {
        __atomic_and_fetch(&d->cpus_to_pass, others, __ATOMIC_SEQ_CST);
        if (__atomic_load_n(&d->awaited, __ATOMIC_SEQ_CST)) {
            at = &d->next;
            continue;
        }
        __atomic_store_n(at, d->next, __ATOMIC_RELEASE);
        d->grave = graves;
        graves = d;
        domain_round(d);
        told = true;
    }
    for (struct domain **at = &graves; (d = *at);) {
        if (__atomic_and_fetch(&d->cpus_to_pass, others, __ATOMIC_SEQ_CST)) {
            at = &d->grave;
            continue;
        }
        *at = d->grave;
        d->grave = forgotten;
        forgotten = d;
    }
    lock_give(&domains_lock);
    while ((d = forgotten)) {
        forgotten = d->grave;
        free_domain(d);
    }
    if (told && domain_first)
        evtchn_raise_global_virq(domain_first, ABI_VIRQ_DOM_EXC);
}
