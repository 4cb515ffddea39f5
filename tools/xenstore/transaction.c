/* SPDX-License-Identifier: MIT */
/*
 * Transactions. One holds the tree as it was when it began (`base`) and as it has made it since
 * (`root`); both are references, and what they share is there once. One that changed nothing saw
 * a tree that existed, and always succeeds.
 *
 * Looking at a node means its value, its permissions and its children's names; making a node
 * below another means only that one's existence and permissions. So two transactions that make
 * different nodes at the same place do not disturb each other.
 */
#include <errno.h>
#include <string.h>

#include "change.h"

struct transaction {
    struct transaction *next;
    uint32_t id;
    struct actor actor;
    struct node *base, *root;
    struct table looks; /* by path */
    struct change *changes, **end;
    unsigned change_count;
    long pending; /* nodes that its domain owns more because of it */
};

struct look_at {
    struct entry of_path;
    unsigned look;
    char path[];
};

int transaction_begin(struct store *store, struct peer *peer, uint32_t *id)
{
    struct transaction *it;

    if (!actor_is_privileged(&peer->actor) && peer->transaction_count >= store->quota.transactions)
        return ENOSPC;
    it = memory_get(&store->memory, sizeof(*it));
    if (!it)
        return ENOMEM;
    do
        peer->transaction_last++;
    while (peer->transaction_last == 0 || transaction_find(peer, peer->transaction_last));
    *it = (struct transaction){.next = peer->transactions,
                               .id = peer->transaction_last,
                               .actor = peer->actor,
                               .base = node_get(store->root),
                               .root = node_get(store->root)};
    it->end = &it->changes;
    peer->transactions = it;
    peer->transaction_count++;
    *id = it->id;
    return 0;
}

struct transaction *transaction_find(struct peer *peer, uint32_t id)
{
    struct transaction *it = peer->transactions;

    while (it && it->id != id)
        it = it->next;
    return it;
}

struct node *store_root(struct store *store, struct transaction *in)
{
    return in ? in->root : store->root;
}

int transaction_look(struct store *store, struct peer *peer, struct transaction *it,
                     const char *path, size_t length, enum look look)
{
    struct entry *entry = table_find(&it->looks, path, length);
    struct look_at *at;

    if (entry) {
        CONTAINER(entry, struct look_at, of_path)->look |= look;
        return 0;
    }
    if (!actor_is_privileged(&peer->actor) && it->looks.count >= store->quota.transaction_nodes)
        return ENOSPC;
    at = memory_get(&store->memory, sizeof(*at) + length + 1);
    if (!at)
        return ENOMEM;
    at->look = look;
    memcpy(at->path, path, length);
    at->path[length] = '\0';
    if (table_add(&store->memory, &it->looks, &at->of_path, at->path)) {
        memory_put(&store->memory, at);
        return ENOMEM;
    }
    return 0;
}

/* The change is the transaction's if it could be made, and else gone. */
int transaction_apply(struct store *store, struct transaction *in, struct change *change)
{
    struct owner *owner = owner_need(store, in->actor.domid);
    int error = owner ? 0 : ENOMEM;

    if (!error && !actor_is_privileged(&in->actor) &&
        in->change_count >= store->quota.transaction_nodes)
        error = ENOSPC;
    if (!error) {
        owner->pending = in->pending;
        error = change_apply(store, &in->root, change);
    }
    if (!error) {
        in->pending = owner->pending;
        in->change_count++;
        *in->end = change;
        in->end = &change->next;
    } else {
        change_free(store, change);
    }
    owners_forget(store);
    return error;
}

/* ---- the end ------------------------------------------------------------------------------- */

static bool disturbed(const struct store *store, const struct transaction *it,
                      const struct look_at *at)
{
    struct node *then = tree_find(it->base, at->path), *now = tree_find(store->root, at->path);

    if (!then || !now)
        return then != now;
    return (at->look & LOOK_NODE) ? then->generation != now->generation : then->perms != now->perms;
}

static bool conflict(const struct store *store, const struct transaction *it)
{
    if (it->base == store->root)
        return false;
    for (unsigned i = 0; i < it->looks.row_count; i++) {
        for (struct entry *entry = it->looks.rows[i]; entry; entry = entry->next) {
            if (disturbed(store, it, CONTAINER(entry, struct look_at, of_path)))
                return true;
        }
    }
    return false;
}

static int commit(struct store *store, struct transaction *it)
{
    struct node *root;
    int error = 0;

    if (!it->changes)
        return 0;
    if (conflict(store, it))
        return EAGAIN;
    root = node_get(store->root);
    for (struct change *change = it->changes; change && !error; change = change->next)
        error = change_apply(store, &root, change);
    if (error) {
        owners_forget(store);
        node_put(&store->memory, root);
        return error;
    }
    /* ---- point of no return ---- */
    owners_settle(store);
    node_put(&store->memory, store->root);
    store->root = root;
    for (const struct change *change = it->changes; change; change = change->next)
        change_tell(store, change);
    return 0;
}

static void discard(struct store *store, struct transaction *it)
{
    for (unsigned i = 0; i < it->looks.row_count; i++) {
        for (struct entry *entry = it->looks.rows[i], *next; entry; entry = next) {
            next = entry->next;
            memory_put(&store->memory, CONTAINER(entry, struct look_at, of_path));
        }
    }
    table_end(&store->memory, &it->looks);
    for (struct change *change = it->changes, *next; change; change = next) {
        next = change->next;
        change_free(store, change);
    }
    node_put(&store->memory, it->base);
    node_put(&store->memory, it->root);
    memory_put(&store->memory, it);
}

int transaction_finish(struct store *store, struct peer *peer, struct transaction *it, bool keep)
{
    struct transaction **link = &peer->transactions;
    int error = keep ? commit(store, it) : 0;

    while (*link != it)
        link = &(*link)->next;
    *link = it->next;
    peer->transaction_count--;
    discard(store, it);
    return error;
}
