/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_SERVER_H
#define XENSTORE_SERVER_H
/*
 * The server: one store, the connections to it, and the domains that were introduced. What it
 * needs of the machine to reach a domain's ring stands in struct host; the daemon has one that
 * asks the hypervisor, tests have one of memory.
 */
#include "connection.h"
#include "store.h"

enum domain_state { DOMAIN_RUNS, DOMAIN_STOPPED, DOMAIN_GONE };

struct host {
    void *self;
    int fd;                        /* readable when next_event() has something */
    int domains_port;              /* the event channel that says: a domain stopped or is gone */
    int (*next_event)(void *self); /* an event channel; less than 0: none is left */
    /* The domain's ring, and the number of our end of its event channel; NULL, less than 0: no. */
    struct xs_ring *(*map)(void *self, unsigned domid, uint64_t gfn);
    void (*unmap)(void *self, unsigned domid, struct xs_ring *ring);
    int (*bind)(void *self, unsigned domid, uint32_t port);
    void (*unbind)(void *self, int port);
    void (*notify)(void *self, int port);
    enum domain_state (*state)(void *self, unsigned domid);
};

struct domain {
    struct connection connection; /* over its ring */
    struct domain *next;
    struct xs_ring *ring;
    int port;
    bool moved; /* the ring, since it was last notified */
    bool ready; /* something may be to do */
    bool stop_told;
    bool broken;                 /* it has been told what is wrong with its ring */
    uint32_t req_cons, rsp_prod; /* ours; the ring shows copies */
};

struct server {
    struct store store;
    const struct host *host; /* NULL: no domains */
    struct domain *domains;
};

int server_begin(struct server *server, const struct host *host, size_t memory_limit);
void server_end(struct server *server);

/* Something happened at this event channel; domains may have stopped or gone. */
void server_event(struct server *server, int port);
void server_domains_check(struct server *server);
/* Serve every ready domain a little; true: some are ready still. */
bool server_turn(struct server *server);

struct domain *domain_find(struct server *server, unsigned domid);
/* Errors as on the wire. */
int domain_introduce(struct server *server, unsigned domid, uint64_t gfn, uint32_t port);
int domain_release(struct server *server, unsigned domid);
int domain_resume(struct server *server, unsigned domid);
int domain_set_target(struct server *server, unsigned domid, unsigned target);

/* ring.c */
extern const struct transport ring_transport;
void ring_begin(struct domain *domain);
bool ring_turn(struct domain *domain);

#endif
