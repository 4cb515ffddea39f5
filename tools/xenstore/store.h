/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_STORE_H
#define XENSTORE_STORE_H
/*
 * The engine: the tree and what may be done with it, for peers that ask. No system calls, no
 * sockets, no rings; errors are errno values, 0 is success. Paths are resolved (path.h).
 *
 * A request that changes something is a `struct change`, carried out by change_apply() on a root:
 * the store's own, or a transaction's. A transaction is a list of changes and the list of what
 * they looked at; to commit is to find that nobody changed the latter, and to carry out the
 * former again, on a copy that becomes the store's root if all succeed. Watches hear of changes to
 * the store's own root alone.
 */
#include "node.h"
#include "path.h"
#include "perms.h"
#include "table.h"

/* What a domain other than the first may have: name, how many, what. */
#define QUOTAS(Q)                                                                                  \
    Q(nodes, 1000, "nodes it owns")                                                                \
    Q(node_size, 2048, "bytes of a node: its value and its children's names")                      \
    Q(node_permissions, 5, "permissions of a node")                                                \
    Q(path_length, 2048, "characters of a path")                                                   \
    Q(watches, 128, "watches")                                                                     \
    Q(transactions, 10, "transactions at a time")                                                  \
    Q(transaction_nodes, 1024, "nodes one transaction touches")                                    \
    Q(outstanding, 20, "answers it has not read yet")                                              \
    Q(events, 64, "events of one watch it has not read yet")

struct quota {
#define FIELD(name, value, what) unsigned name;
    QUOTAS(FIELD)
#undef FIELD
};

enum special { SPECIAL_INTRODUCE, SPECIAL_RELEASE, SPECIAL_COUNT };

struct owner;
struct peer;

struct store {
    struct memory memory;
    struct quota quota;
    struct node *root;
    uint64_t generation;  /* counts changes */
    struct table watches; /* by path */
    struct owner *owners; /* who owns how many nodes */
    struct perms *special[SPECIAL_COUNT];
};

struct watch {
    struct entry of_path;
    struct watch *next; /* of the same peer */
    struct peer *peer;
    const char *token; /* behind the path, in the same block */
    size_t prefix;     /* of the path, not for the peer's eyes */
    void *pending;     /* the peer's: events it has not read */
    unsigned pending_count;
    bool collapsed; /* the peer's: the last of them stands for all that follow */
    char path[];
};

/* Somebody who asks: a connection. */
struct peer {
    struct actor actor;
    struct watch *watches;
    unsigned watch_count;
    struct transaction *transactions;
    unsigned transaction_count;
    uint32_t transaction_last;
    void (*event)(struct peer *peer, struct watch *watch, const char *path);
    void (*forget)(struct peer *peer, struct watch *watch); /* it is about to go */
};

int store_begin(struct store *store, size_t memory_limit);
void store_end(struct store *store);

/* ---- nodes --------------------------------------------------------------------------------- */

/* A node the peer may read. It stays good until the next change. */
int store_read(struct store *store, struct peer *peer, struct transaction *in, const char *path,
               struct node **node);
/* bytes NULL: mkdir, which leaves a node that is there alone. */
int store_write(struct store *store, struct peer *peer, struct transaction *in, const char *path,
                const char *bytes, size_t length);
int store_rm(struct store *store, struct peer *peer, struct transaction *in, const char *path);
int store_set_perms(struct store *store, struct peer *peer, struct transaction *in,
                    const char *path, const struct perm *list, unsigned count);

/* ---- transactions -------------------------------------------------------------------------- */

int transaction_begin(struct store *store, struct peer *peer, uint32_t *id);
struct transaction *transaction_find(struct peer *peer, uint32_t id);
/* EAGAIN: others changed what it looked at. The transaction is gone in any case. */
int transaction_finish(struct store *store, struct peer *peer, struct transaction *it, bool commit);
/* For the node operations: the transaction looks at a path; at its permissions alone. */
enum look { LOOK_NODE = 1, LOOK_PERMS = 2 };
int transaction_look(struct store *store, struct peer *peer, struct transaction *it,
                     const char *path, size_t length, enum look look);
struct node *store_root(struct store *store, struct transaction *in);

/* ---- watches ------------------------------------------------------------------------------- */

int watch_add(struct store *store, struct peer *peer, const struct path *path, const char *token,
              struct watch **added);
int watch_remove(struct store *store, struct peer *peer, const char *path, const char *token);
void watch_fire(struct store *store, const char *path, struct perms *before, struct perms *after);
/* All at and below a node that is gone, but not above it. */
void watch_fire_below(struct store *store, const char *path, struct node *removed);
void watch_fire_special(struct store *store, enum special special);
/* Which special path this is; SPECIAL_COUNT: none. */
enum special special_find(const char *path);

/* ---- peers and domains --------------------------------------------------------------------- */

/* End its watches and transactions. */
void peer_reset(struct store *store, struct peer *peer);
/* The domain is gone: so are the nodes it owned, and rights it was given. */
void store_purge(struct store *store, uint16_t domid);

/* How many nodes the domain owns. */
long owner_nodes(struct store *store, uint16_t domid);

#endif
