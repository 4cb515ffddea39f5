/* SPDX-License-Identifier: MIT */
/*
 * See guest_shim.h. Locks are real (lib/lock.h) but must never be contended: one thread runs.
 */
#include "guest_shim.h"

#include <stdlib.h>
#include <string.h>

#include "boot/options.h"
#include "mm/frame.h"
#include "sched/sched.h"

u8 guest_memory[GUEST_SIZE] __attribute__((aligned(4096)));
bool guest_read_only;
struct domain shim_domain[SHIM_DOMAINS];
struct vcpu shim_vcpu[SHIM_DOMAINS][SHIM_VCPUS];
u32 shim_wakes[SHIM_DOMAINS][SHIM_VCPUS];
u32 shim_pages_left, shim_pages_used;
enum reason shim_reason;
struct options options __attribute__((weak));

static u8 shared_pages[SHIM_DOMAINS][4096] __attribute__((aligned(4096)));

void shim_begin(enum width width0, enum width width1)
{
    memset(shim_domain, 0, sizeof(shim_domain));
    memset(shim_vcpu, 0, sizeof(shim_vcpu));
    memset(shim_wakes, 0, sizeof(shim_wakes));
    memset(shared_pages, 0, sizeof(shared_pages));
    memset(guest_memory, 0, sizeof(guest_memory));
    guest_read_only = false;
    shim_pages_left = 1000;
    shim_reason = REASON_NONE;
    for (u16 i = 0; i < SHIM_DOMAINS; i++) {
        struct domain *d = &shim_domain[i];
        d->id = i;
        d->width = i ? width1 : width0;
        d->privileged = i == 0;
        d->shared = shared_pages[i];
        d->vcpus = SHIM_VCPUS;
        for (u32 n = 0; n < SHIM_VCPUS; n++) {
            struct vcpu *v = &shim_vcpu[i][n];
            v->domain = d;
            v->id = n;
            v->info = shared_pages[i] + n * 64;
            d->vcpu[n] = v;
        }
    }
}

#define REASON_ERROR(id, name, error, text) \
    case id: \
        return -ABI_##error;

long shim_error(enum reason reason)
{
    switch ((int)reason) {
        ABI_REASONS(REASON_ERROR)
    }
    return 0;
}

long refuse(struct vcpu *v, enum reason reason, u64 value)
{
    shim_reason = reason;
    v->last_refusal = reason;
    return shim_error(reason);
}

struct domain *domain_by_id(struct vcpu *v, u32 domid)
{
    if (domid == ABI_DOMID_SELF)
        return v->domain;
    return domid < SHIM_DOMAINS ? &shim_domain[domid] : NULL;
}

void sched_wake(struct vcpu *v)
{
    shim_wakes[v->domain->id][v->id]++;
}

void lock_wait(struct lock *l, u32 ticket)
{
    abort(); /* one thread waits for itself */
}

void *mm_alloc_page(void)
{
    if (!shim_pages_left)
        return NULL;
    shim_pages_left--;
    shim_pages_used++;
    void *page = aligned_alloc(4096, 4096);
    memset(page, 0, 4096);
    return page;
}

void mm_free_page(void *page)
{
    shim_pages_used--;
    free(page);
}

bool frame_get(struct domain *d, mfn_t m)
{
    return m.n == SHIM_GOOD_FRAME || m.n == SHIM_GOOD_FRAME + 1;
}

void frame_put(mfn_t m)
{
}

bool frame_get_writable(mfn_t m)
{
    return m.n == SHIM_GOOD_FRAME;
}

void frame_put_writable(mfn_t m)
{
}

static u8 *reach(gaddr_t at, size_t n)
{
    bool inside = at.va >= GUEST_BASE && at.va < GUEST_BASE + GUEST_SIZE &&
                  n <= GUEST_BASE + GUEST_SIZE - at.va;

    return inside ? guest_memory + (at.va - GUEST_BASE) : NULL;
}

bool guest_copy_in(struct vcpu *v, void *to, gaddr_t from, size_t n)
{
    u8 *p = reach(from, n);

    if (p)
        memcpy(to, p, n);
    return p != NULL;
}

bool guest_copy_out(struct vcpu *v, gaddr_t to, const void *from, size_t n)
{
    u8 *p = guest_read_only ? NULL : reach(to, n);

    if (p)
        memcpy(p, from, n);
    return p != NULL;
}

#define SHIM_ACCESS(S) \
    bool guest_read_##S(struct vcpu *v, struct S *to, gaddr_t from) \
    { \
        abi32_##S narrow; \
        abi64_##S wide; \
        if (v->domain->width == WIDTH_64) { \
            if (!guest_copy_in(v, &wide, from, sizeof(wide))) \
                return false; \
            abi64_widen_##S(to, &wide); \
            return true; \
        } \
        if (!guest_copy_in(v, &narrow, from, sizeof(narrow))) \
            return false; \
        abi32_widen_##S(to, &narrow); \
        return true; \
    } \
    bool guest_write_##S(struct vcpu *v, gaddr_t to, const struct S *from) \
    { \
        abi32_##S narrow; \
        abi64_##S wide; \
        memset(&narrow, 0, sizeof(narrow)); \
        memset(&wide, 0, sizeof(wide)); \
        abi32_narrow_##S(&narrow, from); \
        abi64_narrow_##S(&wide, from); \
        return v->domain->width == WIDTH_64 ? guest_copy_out(v, to, &wide, sizeof(wide)) \
                                            : guest_copy_out(v, to, &narrow, sizeof(narrow)); \
    }
ABI_COPIED(SHIM_ACCESS)
