/* SPDX-License-Identifier: MIT */
/*
 * The table of a domain's event ports: finding, taking and closing them. Ports come in buckets
 * of one page, added when the lower ones are used up, because a domain may have 4096 ports and
 * most use ten.
 */
#include "evtchn/port.h"
#include "mm/mm.h"

struct evtchn *port_find(const struct domain *d, u32 port)
{
    if (port >= shared_ports(d))
        return NULL;
    struct evtchn *bucket = __atomic_load_n(&d->evtchn[port / BUCKET_PORTS], __ATOMIC_ACQUIRE);
    return bucket ? &bucket[port % BUCKET_PORTS] : NULL;
}

bool virq_is_global(u32 virq)
{
    return virq != ABI_VIRQ_TIMER && virq != ABI_VIRQ_DEBUG && virq != ABI_VIRQ_XENOPROF &&
           virq != ABI_VIRQ_XENPMU;
}

void port_lock_pair(struct domain *a, struct domain *b)
{
    struct domain *first = a->id < b->id ? a : b, *second = a->id < b->id ? b : a;

    lock_take(&first->evtchn_lock);
    if (second != first)
        lock_take(&second->evtchn_lock);
}

void port_unlock_pair(struct domain *a, struct domain *b)
{
    if (a != b)
        lock_give(&a->evtchn_lock);
    lock_give(&b->evtchn_lock);
}

static bool add_bucket(struct domain *d, u32 i)
{
    struct evtchn *bucket = mm_alloc_page();

    if (bucket && i == 0)
        bucket[0].state = PORT_RESERVED;
    __atomic_store_n(&d->evtchn[i], bucket, __ATOMIC_RELEASE);
    return bucket != NULL;
}

int evtchn_domain_init(struct domain *d)
{
    d->evtchn_lock = LOCK_INIT(LOCK_EVTCHN);
    return add_bucket(d, 0) ? 0 : -ABI_ENOMEM;
}

bool evtchn_set_width(struct domain *d, enum width w)
{
    LOCKED(&d->evtchn_lock);
    u32 beyond = shared_layout[w].ports / BUCKET_PORTS; /* buckets come in rising order */
    bool fits = beyond >= EVTCHN_BUCKETS || !d->evtchn[beyond];
    if (fits)
        d->width = w;
    return fits;
}

long port_alloc(struct vcpu *v, struct domain *d, struct evtchn as, u32 *port)
{
    if (d->is_dying)
        return refuse(v, REASON_DOMAIN_DYING, d->id);
    for (u32 n = 1; n < shared_ports(d); n++) {
        if (!d->evtchn[n / BUCKET_PORTS] && !add_bucket(d, n / BUCKET_PORTS))
            return refuse(v, REASON_MEMORY_EXHAUSTED, n);
        struct evtchn *e = port_find(d, n);
        if (e->state != PORT_FREE)
            continue;
        *e = as;
        *port = n;
        return 0;
    }
    return refuse(v, REASON_PORT_NONE_FREE, shared_ports(d));
}

static void port_free(struct domain *d, u32 port, struct evtchn *e)
{
    /* So that whoever gets this number next does not find an old event. */
    if (d->shared)
        shared_clear_pending(d, PORT(port));
    *e = (struct evtchn){.state = PORT_FREE};
}

/* Frees the port; the far end of a connection waits for us to connect again. Locks held. */
static void disconnect(struct domain *d, u32 port, struct evtchn *e)
{
    if (e->state == PORT_VIRQ)
        __atomic_store_n(&d->vcpu[virq_is_global(e->detail) ? 0 : e->vcpu]->virq_port[e->detail], 0,
                         __ATOMIC_RELEASE);
    if (e->state == PORT_INTERDOMAIN) {
        struct evtchn *far = port_find(e->remote, e->detail);
        far->state = PORT_UNBOUND; /* its remote_dom is d's id, as when it was made */
        far->remote = NULL;
    }
    port_free(d, port, e);
}

/* The domain at the other end, or d itself if there is none: whose locks a close takes. */
static struct domain *far_end(struct domain *d, const struct evtchn *e)
{
    return e->state == PORT_INTERDOMAIN ? e->remote : d;
}

enum reason port_close(struct domain *d, u32 port)
{
    struct evtchn *e = port_find(d, port);

    if (!e)
        return REASON_PORT_INVALID;
    lock_take(&d->evtchn_lock);
    struct domain *far = far_end(d, e);
    lock_give(&d->evtchn_lock);

    /* The right order of locks is known only now; meanwhile the port may have changed. */
    port_lock_pair(d, far);
    bool closable = port_is_open(e->state) && far_end(d, e) == far;
    if (closable)
        disconnect(d, port, e);
    port_unlock_pair(d, far);
    return closable ? REASON_NONE : REASON_PORT_STATE;
}

void evtchn_close_all(struct domain *d)
{
    for (u32 n = 1; n < shared_ports(d); n++)
        port_close(d, n);
}

void evtchn_domain_destroy(struct domain *d)
{
    for (u32 i = 0; i < EVTCHN_BUCKETS; i++) {
        if (d->evtchn[i])
            mm_free_page(d->evtchn[i]);
        d->evtchn[i] = NULL;
    }
}
