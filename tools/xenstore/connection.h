/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_CONNECTION_H
#define XENSTORE_CONNECTION_H
/*
 * A connection: bytes come in and become requests, answers and events become bytes and go out.
 * How the bytes travel is its transport's business: a socket, a ring in a domain's memory, or a
 * test.
 *
 * Nobody can make us wait. A connection that does not read gets so many answers and no more of
 * its requests served; of the events of one watch it gets so many kept, and then a single one
 * for all that follow, which names the watched path itself and so says: look again.
 */
#include "store.h"
#include "wire.h"

struct server;
struct connection;

/* Each moves what can be moved now and says how much: 0 is nothing, less than 0 a broken peer. */
struct transport {
    long (*read)(struct connection *connection, char *bytes, size_t size);
    long (*write)(struct connection *connection, const char *bytes, size_t size);
};

struct message;

struct connection {
    struct peer peer;
    struct server *server;
    struct connection *next;
    const struct transport *transport;
    int error; /* not 0: nothing moves any more (XENSTORE_ERROR_...) */

    size_t filled; /* of the request: header, then payload */
    union {
        struct xs_header header;
        char bytes[sizeof(struct xs_header)];
    } in;
    char payload[XENSTORE_PAYLOAD_MAX];

    struct message *first, **end; /* to go out */
    size_t sent;                  /* of the first */
    unsigned answers;             /* of those that wait */
    unsigned long served;
};

void connection_begin(struct connection *connection, struct server *server,
                      const struct transport *transport, uint16_t domid);
void connection_end(struct connection *connection);
/* Serve a few requests; true: there may be more to do at once. */
bool connection_turn(struct connection *connection);
/* What it waits for: room to write; something to read, since it may have more answers. */
bool connection_has_output(const struct connection *connection);
bool connection_takes_input(const struct connection *connection);

/* Queue an answer. */
void connection_answer(struct connection *connection, const struct xs_header *header,
                       const char *payload);

/* request.c: do what connection->in says. */
void request_serve(struct connection *connection);

#endif
