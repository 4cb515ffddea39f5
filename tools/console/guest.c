/* SPDX-License-Identifier: MIT */
/*
 * The ring of one guest. It may write anything there at any time: our indices are kept here and
 * only shown there, its own are read once and checked, and bytes are copied before anybody looks at
 * them.
 */
#include <stdio.h>
#include <string.h>

#include "attached.h"

void guest_name_set(struct guest *guest, const char *name)
{
    size_t length = 0;

    for (; name[length] && length < GUEST_NAME_SIZE - 1; length++) {
        char c = name[length];
        bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '-' || c == '_' || (c == '.' && length > 0);

        guest->name[length] = good ? c : '_';
    }
    guest->name[length] = '\0';
}

static uint32_t load(const uint32_t *index)
{
    return __atomic_load_n(index, __ATOMIC_ACQUIRE);
}

static void show(uint32_t *index, uint32_t value)
{
    __atomic_store_n(index, value, __ATOMIC_RELEASE);
}

/* ---- coming and going ---------------------------------------------------------------------- */

/* What the ring shows of our indices counts: another daemon may have served it before us. */
bool guest_connect(struct guest *guest, unsigned long frame, unsigned port)
{
    const struct host *host = guest->host;

    guest->ring = host->map(host->self, guest->domid, frame);
    if (!guest->ring) {
        log_print(&guest->log, "consoled: the page of %s's console cannot be mapped\n",
                  guest->name);
        return false;
    }
    guest->port = host->bind(host->self, guest->domid, port);
    if (guest->port < 0) {
        log_print(&guest->log, "consoled: event channel %u of %s cannot be bound\n", port,
                  guest->name);
        host->unmap(host->self, guest->ring);
        guest->ring = NULL;
        return false;
    }
    guest->out_cons = load(&guest->ring->out_cons);
    guest->in_prod = load(&guest->ring->in_prod);
    guest->ready = true;
    return true;
}

void guest_disconnect(struct guest *guest, const char *why)
{
    char line[160];
    int length;

    if (!guest->ring)
        return;
    guest->host->unbind(guest->host->self, guest->port);
    guest->host->unmap(guest->host->self, guest->ring);
    guest->ring = NULL;
    if (!why)
        return;
    length =
        snprintf(line, sizeof(line), "\r\nconsoled: %s is disconnected: %s\r\n", guest->name, why);
    log_write(&guest->log, line, (size_t)length);
    attached_tell(guest, line, (size_t)length);
}

/* ---- bytes --------------------------------------------------------------------------------- */

/* How much can be moved at `from` without a break. */
static size_t span(uint32_t from, size_t ring_size, size_t size)
{
    size_t straight = ring_size - from % ring_size;

    return size < straight ? size : straight;
}

/* What the guest wrote, as far as everybody has room; 0: nothing, less than 0: nonsense. */
static long take(struct guest *guest, size_t room)
{
    char bytes[CONSOLE_OUT_SIZE];
    uint32_t available = load(&guest->ring->out_prod) - guest->out_cons;
    size_t size = available < room ? available : room;

    if (available > CONSOLE_OUT_SIZE)
        return -1;
    size = span(guest->out_cons, CONSOLE_OUT_SIZE, size);
    if (size == 0)
        return 0;
    memcpy(bytes, &guest->ring->out[guest->out_cons % CONSOLE_OUT_SIZE], size);
    guest->out_cons += (uint32_t)size;
    show(&guest->ring->out_cons, guest->out_cons);
    log_write(&guest->log, bytes, size);
    attached_tell(guest, bytes, size);
    return (long)size;
}

/* What was typed, as far as the guest has room. */
static long give(struct guest *guest)
{
    uint32_t waits = guest->in_prod - load(&guest->ring->in_cons);
    size_t size;

    if (waits > CONSOLE_IN_SIZE)
        return -1;
    size = CONSOLE_IN_SIZE - waits;
    size =
        span(guest->in_prod, CONSOLE_IN_SIZE, size < guest->typed_size ? size : guest->typed_size);
    if (size == 0)
        return 0;
    memcpy(&guest->ring->in[guest->in_prod % CONSOLE_IN_SIZE], guest->typed, size);
    guest->in_prod += (uint32_t)size;
    show(&guest->ring->in_prod, guest->in_prod);
    guest->typed_size -= size;
    memmove(guest->typed, guest->typed + size, guest->typed_size);
    return (long)size;
}

void guest_drain(struct guest *guest)
{
    while (guest->ring && take(guest, CONSOLE_OUT_SIZE) > 0)
        continue;
}

bool guest_turn(struct guest *guest, long now_s)
{
    size_t room = attached_flush(guest, now_s);
    long taken, given;

    guest->ready = false;
    if (!guest->ring)
        return false;
    taken = take(guest, room < CONSOLE_OUT_SIZE ? room : CONSOLE_OUT_SIZE);
    given = give(guest);
    if (taken < 0 || given < 0) {
        guest_disconnect(guest, taken < 0 ? "its index of output makes no sense"
                                          : "its index of input makes no sense");
        return false;
    }
    if (taken || given)
        guest->host->notify(guest->host->self, guest->port);
    attached_flush(guest, now_s);
    guest->ready = taken || given;
    return guest->ready;
}
