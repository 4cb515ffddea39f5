/* SPDX-License-Identifier: MIT */
/*
 * The page shared with xenstore: a ring of requests, which we write, and one of answers and events.
 * Each side has indices of its own and only reads the other's.
 */
#include "machine/pv/store_ring.h"

#include "tools/xenstore/wire.h"

#include "hypercall/event.h"

#include "kernel/kernel.h"

static struct xs_ring *ring;
static uint32_t written, taken;
static bool moved;

static uint32_t load(const uint32_t *index)
{
    return __atomic_load_n(index, __ATOMIC_ACQUIRE);
}

bool store_ring_begin(void (*handler)(unsigned port, void *context))
{
    if (pv_is_first_domain() || !guest_info->store_mfn)
        return false;
    ring = pv_page_of_machine(guest_info->store_mfn);
    written = ring->req_prod; /* another kernel may have used it before us */
    taken = ring->rsp_cons;
    event_set_handler(guest_info->store_evtchn, handler, NULL);
    event_unmask(guest_info->store_evtchn);
    return true;
}

void store_ring_give_up(const char *why)
{
    if (ring)
        kprintf("xenstore: %s; no more of it\n", why);
    ring = NULL;
}

size_t store_ring_put(const char *bytes, size_t size)
{
    uint32_t waits = ring ? written - load(&ring->req_cons) : XENSTORE_RING_SIZE;
    size_t count;

    if (waits > XENSTORE_RING_SIZE) {
        store_ring_give_up("its index of requests makes no sense");
        return 0;
    }
    count = MIN(size, XENSTORE_RING_SIZE - waits);
    if (!count)
        return 0;
    for (size_t i = 0; i < count; i++)
        ring->req[written++ % XENSTORE_RING_SIZE] = bytes[i];
    __atomic_store_n(&ring->req_prod, written, __ATOMIC_RELEASE);
    moved = true;
    return count;
}

size_t store_ring_take(char *bytes, size_t size)
{
    uint32_t waits = ring ? load(&ring->rsp_prod) - taken : 0;
    size_t count = MIN(size, waits);

    if (waits > XENSTORE_RING_SIZE) {
        store_ring_give_up("its index of answers makes no sense");
        return 0;
    }
    if (!count)
        return 0;
    for (size_t i = 0; i < count; i++)
        bytes[i] = ring->rsp[taken++ % XENSTORE_RING_SIZE];
    __atomic_store_n(&ring->rsp_cons, taken, __ATOMIC_RELEASE);
    moved = true;
    return count;
}

void store_ring_notify(void)
{
    if (moved)
        event_send(guest_info->store_evtchn);
    moved = false;
}
