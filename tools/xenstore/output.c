/* SPDX-License-Identifier: MIT */
/*
 * What goes out of a connection: a queue of messages. Its length is bounded by the quotas: answers
 * by `outstanding`, since no request is served beyond it, and events by `events` for each of
 * `watches`.
 */
#include <string.h>

#include "output.h"
#include "server.h"

enum { PRIVILEGED_FACTOR = 16 }; /* the first domain may leave so much more unread */

struct message {
    struct message *next;
    struct message *next_of_watch;
    struct watch *watch; /* of an event that has not begun to leave */
    uint32_t hash;       /* of an event's path */
    size_t size;
    char bytes[];
};

static struct connection *connection_of(struct peer *peer)
{
    return CONTAINER(peer, struct connection, peer);
}

static struct memory *memory_of(const struct connection *connection)
{
    return &connection->server->store.memory;
}

unsigned output_allowance(const struct connection *connection, unsigned quota)
{
    return actor_is_privileged(&connection->peer.actor) ? quota * PRIVILEGED_FACTOR : quota;
}

/* ---- output -------------------------------------------------------------------------------- */

/* A message with a header and room for its payload, at the end of the queue. */
static struct message *append(struct connection *connection, const struct xs_header *header)
{
    struct message *message;

    if (connection->error)
        return NULL;
    message = memory_get(memory_of(connection), sizeof(*message) + sizeof(*header) + header->len);
    if (!message) { /* rather no connection than one that misses something */
        connection->error = XENSTORE_ERROR_COMM;
        return NULL;
    }
    *message = (struct message){.size = sizeof(*header) + header->len};
    memcpy(message->bytes, header, sizeof(*header));
    *connection->end = message;
    connection->end = &message->next;
    return message;
}

void connection_answer(struct connection *connection, const struct xs_header *header,
                       const char *payload)
{
    struct message *message = append(connection, header);

    if (!message)
        return;
    memcpy(message->bytes + sizeof(*header), payload, header->len);
    connection->answers++;
}

/* The first message has begun to leave: its watch's next event is one of its own. */
static void let_go(struct message *message)
{
    struct watch *watch = message->watch;

    if (!watch)
        return;
    watch->pending = message->next_of_watch; /* they leave in the order they came */
    if (--watch->pending_count == 0)
        watch->collapsed = false;
    message->watch = NULL;
}

static bool is_event(const struct message *message)
{
    return ((const struct xs_header *)(const void *)message->bytes)->type == XS_WATCH_EVENT;
}

static void drop_first(struct connection *connection)
{
    struct message *message = connection->first;

    let_go(message);
    connection->answers -= !is_event(message);
    connection->first = message->next;
    if (!connection->first)
        connection->end = &connection->first;
    connection->sent = 0;
    memory_put(memory_of(connection), message);
}

void output_flush(struct connection *connection)
{
    while (connection->first && !connection->error) {
        struct message *message = connection->first;
        long moved = connection->transport->write(connection, message->bytes + connection->sent,
                                                  message->size - connection->sent);

        if (moved < 0 && !connection->error)
            connection->error = XENSTORE_ERROR_COMM;
        if (moved <= 0)
            return;
        let_go(message);
        connection->sent += (size_t)moved;
        if (connection->sent == message->size)
            drop_first(connection);
    }
}

void output_end(struct connection *connection)
{
    while (connection->first)
        drop_first(connection);
    connection->answers = 0;
}

/* ---- events -------------------------------------------------------------------------------- */

static size_t event_length(const struct watch *watch, const char *path)
{
    return strlen(path) - watch->prefix + 1 + strlen(watch->token) + 1;
}

static bool is_pending(const struct watch *watch, const char *path, uint32_t hash)
{
    for (const struct message *message = watch->pending; message; message = message->next_of_watch)
        if (message->hash == hash && strcmp(message->bytes + sizeof(struct xs_header), path) == 0)
            return true;
    return false;
}

static void queue_event(struct connection *connection, struct watch *watch, const char *path)
{
    const struct xs_header header = {.type = XS_WATCH_EVENT,
                                     .len = (uint32_t)event_length(watch, path)};
    const char *shown = path + watch->prefix;
    size_t size = strlen(shown) + 1;
    struct message *message = append(connection, &header), **link;
    char *at;

    if (!message)
        return;
    at = message->bytes + sizeof(header);
    memcpy(at, shown, size);
    memcpy(at + size, watch->token, header.len - size);
    message->hash = table_hash(shown, size - 1);
    message->watch = watch;
    for (link = (struct message **)&watch->pending; *link; link = &(*link)->next_of_watch)
        ;
    *link = message;
    watch->pending_count++;
}

/*
 * One that still waits will be read after this change, too, and makes a second one superfluous.
 * One too long for a message is told as the one that says: look again.
 */
void output_event(struct peer *peer, struct watch *watch, const char *path)
{
    struct connection *connection = connection_of(peer);
    const char *shown = path + watch->prefix;

    if (watch->collapsed || is_pending(watch, shown, table_hash(shown, strlen(shown))))
        return;
    if (watch->pending_count + 1 >=
        output_allowance(connection, connection->server->store.quota.events)) {
        watch->collapsed = true;
        path = watch->path;
    }
    if (event_length(watch, path) > XENSTORE_PAYLOAD_MAX)
        path = watch->path;
    queue_event(connection, watch, path);
}

/* The watch ends: what has not begun to leave stays here. */
void output_forget(struct peer *peer, struct watch *watch)
{
    struct connection *connection = connection_of(peer);
    struct message **link = &connection->first;

    while (watch->pending_count && *link) {
        struct message *message = *link;

        if (message->watch == watch) {
            *link = message->next;
            watch->pending_count--;
            memory_put(memory_of(connection), message);
        } else {
            link = &message->next;
        }
    }
    while (*link)
        link = &(*link)->next;
    connection->end = link;
    watch->pending = NULL;
}
