/* SPDX-License-Identifier: MIT */
/*
 * The transport over a page of the domain's memory: two rings, and an event when an index moved.
 * The domain may write all of the page at any time. So our indices are kept here and only shown
 * there, its indices are read once and checked, and bytes are copied before anybody looks at them.
 */
#include <string.h>

#include "server.h"

static struct domain *domain_of(struct connection *connection)
{
    return CONTAINER(connection, struct domain, connection);
}

static uint32_t load(const uint32_t *index)
{
    return __atomic_load_n(index, __ATOMIC_ACQUIRE);
}

static void show(uint32_t *index, uint32_t value)
{
    __atomic_store_n(index, value, __ATOMIC_RELEASE);
}

/* How much can be moved at `from` without a break, of `available` and `size`. */
static size_t span(uint32_t from, size_t available, size_t size)
{
    size_t straight = XENSTORE_RING_SIZE - from % XENSTORE_RING_SIZE;
    size_t least = available < size ? available : size;

    return least < straight ? least : straight;
}

static long ring_read(struct connection *connection, char *bytes, size_t size)
{
    struct domain *domain = domain_of(connection);
    uint32_t available = load(&domain->ring->req_prod) - domain->req_cons;
    size_t count = span(domain->req_cons, available, size);

    if (available > XENSTORE_RING_SIZE) {
        connection->error = XENSTORE_ERROR_RINGIDX;
        return -1;
    }
    if (count == 0)
        return 0;
    memcpy(bytes, &domain->ring->req[domain->req_cons % XENSTORE_RING_SIZE], count);
    domain->req_cons += (uint32_t)count;
    show(&domain->ring->req_cons, domain->req_cons);
    domain->moved = true;
    return (long)count;
}

static long ring_write(struct connection *connection, const char *bytes, size_t size)
{
    struct domain *domain = domain_of(connection);
    uint32_t used = domain->rsp_prod - load(&domain->ring->rsp_cons);
    size_t count;

    if (used > XENSTORE_RING_SIZE) {
        connection->error = XENSTORE_ERROR_RINGIDX;
        return -1;
    }
    count = span(domain->rsp_prod, XENSTORE_RING_SIZE - used, size);
    if (count == 0)
        return 0;
    memcpy(&domain->ring->rsp[domain->rsp_prod % XENSTORE_RING_SIZE], bytes, count);
    domain->rsp_prod += (uint32_t)count;
    show(&domain->ring->rsp_prod, domain->rsp_prod);
    domain->moved = true;
    return (long)count;
}

const struct transport ring_transport = {ring_read, ring_write};

/* What the ring holds when we come to it counts: another daemon may have served it before. */
void ring_begin(struct domain *domain)
{
    domain->req_cons = load(&domain->ring->req_cons);
    domain->rsp_prod = load(&domain->ring->rsp_prod);
    show(&domain->ring->server_features, XENSTORE_FEATURE_RECONNECTION | XENSTORE_FEATURE_ERROR);
    show(&domain->ring->error, XENSTORE_ERROR_NONE);
    domain->moved = true;
}

/* The domain wants to begin anew: its watches, its transactions and all that is under way end. */
static void reconnect(struct domain *domain)
{
    connection_end(&domain->connection);
    domain->broken = false;
    domain->req_cons = domain->rsp_prod = 0;
    show(&domain->ring->req_cons, 0);
    show(&domain->ring->req_prod, 0);
    show(&domain->ring->rsp_cons, 0);
    show(&domain->ring->rsp_prod, 0);
    show(&domain->ring->error, XENSTORE_ERROR_NONE);
    show(&domain->ring->connection, XENSTORE_CONNECTED);
    domain->moved = true;
}

/*
 * A ring that broke is left alone until the domain asks to reconnect. It learns what was wrong, and
 * holds nothing meanwhile.
 */
static void break_off(struct domain *domain)
{
    int error = domain->connection.error;

    if (domain->broken)
        return;
    domain->broken = true;
    connection_end(&domain->connection);
    domain->connection.error = error;
    show(&domain->ring->error, (uint32_t)error);
    domain->moved = true;
}

bool ring_turn(struct domain *domain)
{
    bool more;

    if (load(&domain->ring->connection) == XENSTORE_RECONNECT)
        reconnect(domain);
    more = connection_turn(&domain->connection);
    if (domain->connection.error)
        break_off(domain);
    if (domain->moved) {
        const struct host *host = domain->connection.server->host;

        domain->moved = false;
        host->notify(host->self, domain->port);
    }
    return more;
}
