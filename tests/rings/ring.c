/* SPDX-License-Identifier: MIT */
/* The guest's own end of its two rings, as simple as can be: it looks, and sleeps a moment. */
#include "rings.h"

#include "hypercall/call.h"
#include "hypercall/event.h"
#include "hypercall/guest.h"
#include "hypercall/page.h"
#include "hypercall/string.h"
#include "hypercall/time.h"

struct console_ring *console;
struct xs_ring *store;
unsigned store_events;
static uint32_t last_request;
static struct {
    struct xs_header header;
    char payload[XENSTORE_PAYLOAD_MAX + 1];
} in;

static uint32_t load(const uint32_t *index)
{
    return __atomic_load_n(index, __ATOMIC_ACQUIRE);
}

void rings_begin(void)
{
    console = page_at_mfn((unsigned long)guest_info->console_mfn);
    store = page_at_mfn((unsigned long)guest_info->store_mfn);
}

void console_notify(void)
{
    event_send(guest_info->console_evtchn);
}

void store_notify(void)
{
    event_send(guest_info->store_evtchn);
}

void wait_ms(unsigned ms)
{
    guest_sched_poll poll = {.timeout = time_now_ns() + ms * 1000000ull};

    hypercall_sched_op(ABI_SCHEDOP_poll, (unsigned long)&poll);
}

void store_put(const void *bytes, size_t size)
{
    const char *from = bytes;

    while (size) {
        if (load(&store->req_prod) - load(&store->req_cons) == XENSTORE_RING_SIZE) {
            store_notify();
            wait_ms(1);
            continue;
        }
        store->req[store->req_prod % XENSTORE_RING_SIZE] = *from++;
        __atomic_store_n(&store->req_prod, store->req_prod + 1, __ATOMIC_RELEASE);
        size--;
    }
    store_notify();
}

void store_send(uint32_t type, uint32_t tx, const void *payload, size_t size)
{
    struct xs_header header = {type, ++last_request, tx, (uint32_t)size};

    store_put(&header, sizeof(header));
    store_put(payload, size);
}

/* So many bytes, within five seconds. */
static bool take(void *bytes, size_t size)
{
    char *to = bytes;

    for (unsigned waits = 0; size && waits < 5000;) {
        if (load(&store->rsp_prod) == store->rsp_cons) {
            wait_ms(1);
            waits++;
            continue;
        }
        *to++ = store->rsp[store->rsp_cons % XENSTORE_RING_SIZE];
        __atomic_store_n(&store->rsp_cons, store->rsp_cons + 1, __ATOMIC_RELEASE);
        size--;
        if (load(&store->rsp_prod) == store->rsp_cons)
            store_notify();
    }
    return !size;
}

const char *store_answer(void)
{
    do {
        if (!take(&in.header, sizeof(in.header)) || in.header.len > XENSTORE_PAYLOAD_MAX ||
            !take(in.payload, in.header.len))
            return "?";
        store_events += in.header.type == XS_WATCH_EVENT;
    } while (in.header.type == XS_WATCH_EVENT || in.header.req_id != last_request);
    in.payload[in.header.len] = '\0';
    if (in.header.type != XS_ERROR)
        return in.payload;
    memmove(in.payload + 1, in.payload, XENSTORE_PAYLOAD_MAX);
    in.payload[0] = '!';
    return in.payload;
}

const char *store_ask(uint32_t type, uint32_t tx, const void *payload, size_t size)
{
    store_send(type, tx, payload, size);
    return store_answer();
}

bool store_reconnect(void)
{
    __atomic_store_n(&store->connection, XENSTORE_RECONNECT, __ATOMIC_RELEASE);
    store_notify();
    for (unsigned i = 0; i < 5000 && load(&store->connection) != XENSTORE_CONNECTED; i++)
        wait_ms(1);
    return load(&store->connection) == XENSTORE_CONNECTED;
}
