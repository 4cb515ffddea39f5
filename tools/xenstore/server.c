/* SPDX-License-Identifier: MIT */
/*
 * Domains as xenstore knows them: introduced, stopped, released; and whose turn it is.
 */
#include <errno.h>

#include "server.h"

int server_begin(struct server *server, const struct host *host, size_t memory_limit)
{
    *server = (struct server){.host = host};
    return store_begin(&server->store, memory_limit);
}

struct domain *domain_find(struct server *server, unsigned domid)
{
    struct domain *domain = server->domains;

    while (domain && domain->connection.peer.actor.domid != domid)
        domain = domain->next;
    return domain;
}

/* ---- turns --------------------------------------------------------------------------------- */

void server_event(struct server *server, int port)
{
    for (struct domain *domain = server->domains; domain; domain = domain->next)
        domain->ready |= domain->port == port;
}

/* A domain has output, too, that somebody else's request made. */
bool server_turn(struct server *server)
{
    bool more = false;

    for (struct domain *domain = server->domains; domain; domain = domain->next) {
        if (domain->ready || connection_has_output(&domain->connection))
            domain->ready = ring_turn(domain);
        more |= domain->ready;
    }
    return more;
}

/* ---- coming and going ---------------------------------------------------------------------- */

static void domain_end(struct server *server, struct domain *domain)
{
    const struct host *host = server->host;
    uint16_t domid = domain->connection.peer.actor.domid;
    struct domain **link = &server->domains;

    while (*link != domain)
        link = &(*link)->next;
    *link = domain->next;
    connection_end(&domain->connection);
    host->unbind(host->self, domain->port);
    host->unmap(host->self, domid, domain->ring);
    memory_put(&server->store.memory, domain);
    for (domain = server->domains; domain; domain = domain->next) {
        struct actor *actor = &domain->connection.peer.actor;

        actor->has_target = actor->has_target && actor->target != domid;
    }
}

void server_end(struct server *server)
{
    while (server->domains)
        domain_end(server, server->domains);
    store_end(&server->store);
}

/* Its ring and our end of its event channel. */
static bool attach(struct domain *domain, const struct host *host, uint64_t gfn, uint32_t port)
{
    unsigned domid = domain->connection.peer.actor.domid;

    domain->ring = host->map(host->self, domid, gfn);
    if (!domain->ring)
        return false;
    domain->port = host->bind(host->self, domid, port);
    if (domain->port < 0)
        host->unmap(host->self, domid, domain->ring);
    return domain->port >= 0;
}

/* One that is introduced once more begins anew: its event channel cannot be bound twice. */
int domain_introduce(struct server *server, unsigned domid, uint64_t gfn, uint32_t port)
{
    struct domain *domain = domain_find(server, domid);

    if (!server->host)
        return EINVAL;
    if (domain)
        domain_end(server, domain);
    domain = memory_get(&server->store.memory, sizeof(*domain));
    if (!domain)
        return ENOMEM;
    *domain = (struct domain){.ready = true};
    connection_begin(&domain->connection, server, &ring_transport, (uint16_t)domid);
    if (!attach(domain, server->host, gfn, port)) {
        memory_put(&server->store.memory, domain);
        return EINVAL;
    }
    domain->next = server->domains;
    server->domains = domain;
    ring_begin(domain);
    watch_fire_special(&server->store, SPECIAL_INTRODUCE);
    return 0;
}

int domain_release(struct server *server, unsigned domid)
{
    struct domain *domain = domain_find(server, domid);

    if (domid == 0)
        return EINVAL;
    if (!domain)
        return ENOENT;
    domain_end(server, domain);
    store_purge(&server->store, (uint16_t)domid);
    watch_fire_special(&server->store, SPECIAL_RELEASE);
    return 0;
}

/* It was stopped, and is not any more: its next end will be told again. */
int domain_resume(struct server *server, unsigned domid)
{
    struct domain *domain = domain_find(server, domid);

    if (!domain)
        return ENOENT;
    domain->stop_told = false;
    return 0;
}

int domain_set_target(struct server *server, unsigned domid, unsigned target)
{
    struct domain *domain = domain_find(server, domid);

    if (!domain || !domain_find(server, target))
        return ENOENT;
    domain->connection.peer.actor.has_target = true;
    domain->connection.peer.actor.target = (uint16_t)target;
    return 0;
}

void server_domains_check(struct server *server)
{
    bool stopped = false;

    for (struct domain *domain = server->domains, *next; domain; domain = next) {
        unsigned domid = domain->connection.peer.actor.domid;
        enum domain_state state = server->host->state(server->host->self, domid);

        next = domain->next;
        if (state == DOMAIN_GONE && domid) {
            domain_release(server, domid);
        } else if (state == DOMAIN_STOPPED && !domain->stop_told) {
            domain->stop_told = true;
            stopped = true;
        }
    }
    if (stopped)
        watch_fire_special(&server->store, SPECIAL_RELEASE);
}
