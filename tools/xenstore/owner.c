/* SPDX-License-Identifier: MIT */
/*
 * Who owns how many nodes, for the quota: one record for each domain that owns any. The one
 * looked for last is moved to the front, since the next request is often of the same domain.
 */
#include "change.h"

struct owner *owner_find(struct store *store, uint16_t domid)
{
    struct owner **link = &store->owners;
    struct owner *owner;

    while (*link && (*link)->domid != domid)
        link = &(*link)->next;
    owner = *link;
    if (owner) {
        *link = owner->next;
        owner->next = store->owners;
        store->owners = owner;
    }
    return owner;
}

struct owner *owner_need(struct store *store, uint16_t domid)
{
    struct owner *owner = owner_find(store, domid);

    if (owner)
        return owner;
    owner = memory_get(&store->memory, sizeof(*owner));
    if (!owner)
        return NULL;
    *owner = (struct owner){.next = store->owners, .domid = domid};
    store->owners = owner;
    return owner;
}

static void close_books(struct store *store, bool count)
{
    struct owner **link = &store->owners;

    while (*link) {
        struct owner *owner = *link;

        owner->nodes += count ? owner->pending : 0;
        owner->pending = 0;
        if (owner->nodes) {
            link = &owner->next;
        } else {
            *link = owner->next;
            memory_put(&store->memory, owner);
        }
    }
}

void owners_settle(struct store *store)
{
    close_books(store, true);
}

void owners_forget(struct store *store)
{
    close_books(store, false);
}

long owner_nodes(struct store *store, uint16_t domid)
{
    struct owner *owner = owner_find(store, domid);

    return owner ? owner->nodes : 0;
}
