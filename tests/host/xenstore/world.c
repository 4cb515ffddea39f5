/* SPDX-License-Identifier: MIT */
/*
 * The world: rings of memory, and what moves bytes through them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "world.h"

struct server server;
struct guest guests[GUESTS];

enum { PORT_FIRST = 100 };

/* ---- the host ------------------------------------------------------------------------------ */

static struct xs_ring *map(void *self, unsigned domid, uint64_t gfn)
{
    if (domid >= GUESTS || gfn != domid || guests[domid].mapped)
        return NULL;
    guests[domid].mapped = true;
    return &guests[domid].ring;
}

static void unmap(void *self, unsigned domid, struct xs_ring *ring)
{
    ck_assert(guests[domid].mapped && ring == &guests[domid].ring);
    guests[domid].mapped = false;
}

static int bind_port(void *self, unsigned domid, uint32_t port)
{
    if (port != 7 || guests[domid].bound)
        return -1;
    guests[domid].bound = true;
    return (int)(PORT_FIRST + domid);
}

static void unbind(void *self, int port)
{
    ck_assert(guests[port - PORT_FIRST].bound);
    guests[port - PORT_FIRST].bound = false;
}

static void notify(void *self, int port)
{
    guests[port - PORT_FIRST].notified++;
}

static enum domain_state state(void *self, unsigned domid)
{
    return guests[domid].state;
}

static const struct host host = {.map = map,
                                 .unmap = unmap,
                                 .bind = bind_port,
                                 .unbind = unbind,
                                 .notify = notify,
                                 .state = state};

void world_begin(void)
{
    memset(guests, 0, sizeof(guests));
    ck_assert_int_eq(server_begin(&server, &host, 0), 0);
    ck_assert_int_eq(domain_introduce(&server, 0, 0, 7), 0);
}

void world_end(void)
{
    server_end(&server);
    ck_assert_uint_eq(server.store.memory.blocks, 0);
    ck_assert_uint_eq(server.store.memory.used, 0);
    for (unsigned i = 0; i < GUESTS; i++)
        ck_assert(!guests[i].mapped && !guests[i].bound);
}

struct guest *guest_begin(unsigned domid)
{
    char text[64];
    struct guest *guest = &guests[domid];
    int size;

    memset(guest, 0, sizeof(*guest));
    size = snprintf(text, sizeof(text), "%u%c%u%c7", domid, 0, domid, 0);
    ck_assert_str_eq(say(&guests[0], XS_INTRODUCE, text, (size_t)size + 1), "OK|");
    snprintf(text, sizeof(text), "/local/domain/%u", domid);
    ck_assert_str_eq(say_write(&guests[0], text, ""), "OK|");
    size = snprintf(text, sizeof(text), "/local/domain/%u%cn%u", domid, 0, domid);
    ck_assert_str_eq(say(&guests[0], XS_SET_PERMS, text, (size_t)size + 1), "OK|");
    return guest;
}

/* ---- bytes --------------------------------------------------------------------------------- */

size_t push(struct guest *guest, const void *bytes, size_t size)
{
    struct xs_ring *ring = &guest->ring;
    size_t done = 0;

    for (; done < size && ring->req_prod - ring->req_cons < XENSTORE_RING_SIZE; done++)
        ring->req[ring->req_prod++ % XENSTORE_RING_SIZE] = ((const char *)bytes)[done];
    server_event(&server, (int)(PORT_FIRST + (guest - guests)));
    return done;
}

/* Bytes out of the ring, with the server's help if there are not enough yet. */
static void take(struct guest *guest, void *bytes, size_t size)
{
    struct xs_ring *ring = &guest->ring;

    for (size_t done = 0; done < size;) {
        if (ring->rsp_cons == ring->rsp_prod)
            settle();
        MUST(ring->rsp_cons != ring->rsp_prod);
        while (done < size && ring->rsp_cons != ring->rsp_prod)
            ((char *)bytes)[done++] = ring->rsp[ring->rsp_cons++ % XENSTORE_RING_SIZE];
    }
    server_event(&server, (int)(PORT_FIRST + (guest - guests)));
}

bool pull(struct guest *guest, struct xs_header *header, char *payload)
{
    settle();
    if (guest->ring.rsp_cons == guest->ring.rsp_prod)
        return false;
    take(guest, header, sizeof(*header));
    MUST(header->len <= XENSTORE_PAYLOAD_MAX);
    take(guest, payload, header->len);
    return true;
}

void settle(void)
{
    while (server_turn(&server))
        ;
}

/* ---- messages ------------------------------------------------------------------------------ */

static void note_event(struct guest *guest, const char *payload)
{
    size_t used = strlen(guest->events);

    snprintf(guest->events + used, sizeof(guest->events) - used, "%s=%s ", payload,
             payload + strlen(payload) + 1);
}

static const char *show(struct guest *guest, const struct xs_header *header, const char *payload)
{
    char *to = guest->answer;

    if (header->type == XS_ERROR)
        *to++ = '!';
    for (size_t i = 0; i < header->len; i++)
        *to++ = payload[i] ? payload[i] : '|';
    *to = '\0';
    if (header->type == XS_ERROR)
        to[-1] = '\0'; /* its NUL */
    return guest->answer;
}

const char *say(struct guest *guest, uint32_t type, const void *payload, size_t size)
{
    struct xs_header header = {type, ++guest->last_request, guest->tx, (uint32_t)size};
    char message[sizeof(header) + XENSTORE_PAYLOAD_MAX], answer[XENSTORE_PAYLOAD_MAX];
    size_t sent = 0;

    MUST(size <= XENSTORE_PAYLOAD_MAX);
    memcpy(message, &header, sizeof(header));
    memcpy(message + sizeof(header), payload, size);
    while (sent < sizeof(header) + size) {
        sent += push(guest, message + sent, sizeof(header) + size - sent);
        settle();
    }
    while (pull(guest, &header, answer) && header.type == XS_WATCH_EVENT)
        note_event(guest, answer);
    MUST(header.req_id == guest->last_request);
    MUST(header.tx_id == guest->tx);
    MUST(header.type == type || header.type == XS_ERROR);
    return show(guest, &header, answer);
}

const char *say_write(struct guest *guest, const char *path, const char *value)
{
    char payload[XENSTORE_PAYLOAD_MAX];
    size_t head = strlen(path) + 1, size = strlen(value);

    MUST(head + size <= sizeof(payload));
    memcpy(payload, path, head);
    memcpy(payload + head, value, size);
    return say(guest, XS_WRITE, payload, head + size);
}

const char *say_string(struct guest *guest, uint32_t type, const char *text)
{
    return say(guest, type, text, strlen(text) + 1);
}

uint32_t begin(struct guest *guest)
{
    uint32_t tx = (uint32_t)strtoul(SAY(guest, XS_TRANSACTION_START, ""), NULL, 10);

    MUST(tx != 0);
    return tx;
}

const char *finish(struct guest *guest, uint32_t tx, bool commit)
{
    const char *answer;

    guest->tx = tx;
    answer = commit ? SAY(guest, XS_TRANSACTION_END, "T") : SAY(guest, XS_TRANSACTION_END, "F");
    guest->tx = 0;
    return answer;
}

const char *events(struct guest *guest)
{
    static char text[TEXT_ROOM];
    struct xs_header header;
    char payload[XENSTORE_PAYLOAD_MAX];

    while (pull(guest, &header, payload)) {
        MUST(header.type == XS_WATCH_EVENT);
        note_event(guest, payload);
    }
    strcpy(text, guest->events);
    guest->events[0] = '\0';
    return text;
}
