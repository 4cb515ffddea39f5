/* SPDX-License-Identifier: MIT */
/*
 * xenstore's messages between the ring and the clients. Requests wait in a queue until they are
 * written whole, then in a list until they are answered. Nothing here sleeps: what the ring holds
 * is taken when its event says so, whoever it is for, so no client can make another one wait.
 */
#include "machine/pv/xenstore.h"

#include "kernel/errno.h"
#include "kernel/kernel.h"
#include "machine/pv/store_ring.h"

#define TOKEN_PREFIX 9 /* eight digits and a colon */

/* A request; the header is as the ring has it, `asked` as the client has it. */
struct request {
    struct list node;
    struct store_client *client; /* NULL: it left */
    struct xs_header asked, header;
    char payload[]; /* right behind the header: the two go out together */
};

static struct list queued = LIST_INIT(queued), awaited = LIST_INIT(awaited);
static struct list clients = LIST_INIT(clients);
static size_t first_sent; /* bytes of the first of the queue that are in the ring */
static uint32_t last_number;

/* ---- out ------------------------------------------------------------------------------------- */

static void send_queued(void)
{
    while (!list_empty(&queued)) {
        struct request *first = list_entry(queued.next, struct request, node);
        size_t size = sizeof(first->header) + first->header.len;

        first_sent += store_ring_put((const char *)&first->header + first_sent, size - first_sent);
        if (first_sent < size)
            break;
        first_sent = 0;
        list_remove(&first->node);
        list_append(&first->node, &awaited);
    }
    store_ring_notify();
}

static bool has_token(const struct xs_header *header)
{
    return header->type == XS_WATCH || header->type == XS_UNWATCH;
}

/* Where the second of two strings begins; `size` if there is none. */
static size_t second_string(const char *payload, size_t size)
{
    size_t first = strnlen(payload, size);

    return first < size ? first + 1 : size;
}

int store_send(struct store_client *client, const struct xs_header *header, const char *payload)
{
    bool token = has_token(header);
    size_t path = token ? second_string(payload, header->len) : 0,
           prefix = token ? TOKEN_PREFIX : 0;
    struct request *request;

    if (header->len + prefix > XENSTORE_PAYLOAD_MAX)
        return -E2BIG;
    request = kmalloc(sizeof(*request) + header->len + prefix + 1);
    if (!request)
        return -ENOMEM;
    request->client = client;
    request->asked = request->header = *header;
    request->header.req_id = ++last_number;
    request->header.len += (uint32_t)prefix;
    memcpy(request->payload, payload, path);
    if (token)
        snprintf(request->payload + path, TOKEN_PREFIX + 1, "%08x:", client->name);
    memcpy(request->payload + path + prefix, payload + path, header->len - path);
    list_append(&request->node, &queued);
    client->awaited++;
    send_queued();
    return 0;
}

/* ---- in -------------------------------------------------------------------------------------- */

static struct request *request_find(uint32_t number)
{
    list_for_each (node, &awaited) {
        struct request *request = list_entry(node, struct request, node);

        if (request->header.req_id == number)
            return request;
    }
    return NULL;
}

/* A transaction that nobody waits for any more must not stay open. */
static void abandon(const struct xs_header *header, const char *payload)
{
    static struct store_client nobody;
    struct xs_header end = {.type = XS_TRANSACTION_END, .len = 2};

    nobody.receive = NULL;
    end.tx_id = parse_unsigned(&payload);
    if (header->type == XS_TRANSACTION_START && end.tx_id)
        store_send(&nobody, &end, "F");
}

static void take_answer(struct xs_header *header, char *payload)
{
    struct request *request = request_find(header->req_id);

    if (!request)
        return; /* asked by a kernel that was here before us */
    header->req_id = request->asked.req_id;
    list_remove(&request->node);
    if (request->client) {
        request->client->awaited--;
        if (request->client->receive)
            request->client->receive(request->client, header, payload);
    } else {
        abandon(header, payload);
    }
    kfree(request);
}

/* Its token says whose it is, and becomes what that client called it. */
static void take_event(struct xs_header *header, char *payload)
{
    size_t token = second_string(payload, header->len);
    char name[TOKEN_PREFIX + 1];

    if (header->len - token < TOKEN_PREFIX)
        return;
    list_for_each (node, &clients) {
        struct store_client *client = list_entry(node, struct store_client, node);

        snprintf(name, sizeof(name), "%08x:", client->name);
        if (memcmp(payload + token, name, TOKEN_PREFIX) != 0)
            continue;
        header->len -= TOKEN_PREFIX;
        memmove(payload + token, payload + token + TOKEN_PREFIX, header->len - token);
        client->receive(client, header, payload);
        return;
    }
}

/* Whatever the ring holds. Too long a message ends it: nobody knows where the next one begins. */
static void store_event(unsigned port, void *context)
{
    static struct {
        struct xs_header header;
        char payload[XENSTORE_PAYLOAD_MAX + 1];
    } in;
    static size_t have;
    size_t got;

    (void)port;
    (void)context;
    do {
        size_t wanted = sizeof(in.header) + (have < sizeof(in.header) ? 0 : in.header.len);

        got = store_ring_take((char *)&in + have, wanted - have);
        have += got;
        if (have == sizeof(in.header) && in.header.len > XENSTORE_PAYLOAD_MAX) {
            store_ring_give_up("a message that is too long");
            return;
        }
        if (have < sizeof(in.header) || have < sizeof(in.header) + in.header.len)
            continue;
        have = 0;
        in.payload[in.header.len] = '\0';
        if (in.header.type == XS_WATCH_EVENT)
            take_event(&in.header, in.payload);
        else
            take_answer(&in.header, in.payload);
        got = 1; /* an empty payload took nothing, and there may be more */
    } while (got);
    send_queued();
}

/* ---- clients --------------------------------------------------------------------------------- */

bool store_init(void)
{
    return store_ring_begin(store_event);
}

void store_join(struct store_client *client)
{
    static unsigned last_name;

    client->name = ++last_name;
    client->awaited = 0;
    list_append(&client->node, &clients);
}

static void disown(struct list *requests, const struct store_client *client)
{
    list_for_each (node, requests) {
        struct request *request = list_entry(node, struct request, node);

        if (request->client == client)
            request->client = NULL;
    }
}

void store_leave(struct store_client *client)
{
    list_remove(&client->node);
    disown(&queued, client);
    disown(&awaited, client);
}
