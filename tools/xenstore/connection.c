/* SPDX-License-Identifier: MIT */
/*
 * A connection's turn: send what waits, take one request, serve it, and again, but not too often.
 */
#include "connection.h"
#include "output.h"
#include "server.h"

enum { TURN_REQUESTS = 8 }; /* so many, then it is somebody else's turn */

/* Read up to `size` of something into `bytes`, of which `offset` bytes of the request come first.
 */
static bool fill(struct connection *connection, char *bytes, size_t offset, size_t size)
{
    while (connection->filled < offset + size) {
        size_t have = connection->filled - offset;
        long moved = connection->transport->read(connection, bytes + have, size - have);

        if (moved < 0 && !connection->error)
            connection->error = XENSTORE_ERROR_COMM;
        if (moved <= 0)
            return false;
        connection->filled += (size_t)moved;
    }
    return true;
}

/* True: a whole request is there. */
static bool receive(struct connection *connection)
{
    size_t header = sizeof(connection->in.header);

    if (connection->filled < header && !fill(connection, connection->in.bytes, 0, header))
        return false;
    if (connection->in.header.len > XENSTORE_PAYLOAD_MAX) {
        connection->error = XENSTORE_ERROR_PROTO;
        return false;
    }
    return fill(connection, connection->payload, header, connection->in.header.len);
}

bool connection_has_output(const struct connection *connection)
{
    return connection->first != NULL;
}

bool connection_takes_input(const struct connection *connection)
{
    unsigned limit = output_allowance(connection, connection->server->store.quota.outstanding);

    return connection->answers < limit;
}

bool connection_turn(struct connection *connection)
{
    bool more = true;

    for (int i = 0; i < TURN_REQUESTS && more && !connection->error; i++) {
        output_flush(connection);
        more = connection_takes_input(connection) && receive(connection);
        if (more) {
            connection->filled = 0;
            connection->served++;
            request_serve(connection);
        }
    }
    output_flush(connection);
    return more && !connection->error;
}

void connection_begin(struct connection *connection, struct server *server,
                      const struct transport *transport, uint16_t domid)
{
    *connection = (struct connection){.server = server, .transport = transport};
    connection->peer.actor.domid = domid;
    connection->peer.event = output_event;
    connection->peer.forget = output_forget;
    connection->end = &connection->first;
}

/* It can begin anew afterwards. */
void connection_end(struct connection *connection)
{
    peer_reset(&connection->server->store, &connection->peer);
    output_end(connection);
    connection->filled = 0;
    connection->error = 0;
}
