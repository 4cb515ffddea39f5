/* SPDX-License-Identifier: MIT */
/*
 * What may be asked of the tree, and who may: the rules of permission and quota stand here, the
 * change itself in change.c.
 */
#include <errno.h>
#include <string.h>

#include "change.h"

int store_begin(struct store *store, size_t memory_limit)
{
    static const struct perm first = {.domid = 0};
    struct perms *perms;

    *store = (struct store){.memory.limit = memory_limit};
#define DEFAULT(name, value, what) store->quota.name = value;
    QUOTAS(DEFAULT)
#undef DEFAULT
    perms = perms_make(&store->memory, &first, 1);
    if (!perms)
        return ENOMEM;
    store->root = node_make(&store->memory, "", 0, perms);
    if (store->root && owner_need(store, 0)) {
        store->owners->nodes = 1;
        for (int i = 0; i < SPECIAL_COUNT; i++)
            store->special[i] = perms_get(perms);
    }
    perms_put(&store->memory, perms);
    return store->root && store->owners ? 0 : ENOMEM;
}

void store_end(struct store *store)
{
    node_put(&store->memory, store->root);
    for (int i = 0; i < SPECIAL_COUNT; i++)
        perms_put(&store->memory, store->special[i]);
    while (store->owners) {
        struct owner *owner = store->owners;

        store->owners = owner->next;
        memory_put(&store->memory, owner);
    }
    table_end(&store->memory, &store->watches);
}

/* ---- finding ------------------------------------------------------------------------------- */

struct found {
    struct node *nearest; /* the node, or the last one above it that is there */
    const char *rest;     /* of the path; empty: the node is there */
};

/*
 * Look, and note that the transaction looked: at the node, or at where it begins to be missing and
 * at the permissions above, on which the answer depends.
 */
static int find(struct store *store, struct peer *peer, struct transaction *in, const char *path,
                struct found *found)
{
    size_t length;
    int error = 0;

    found->nearest = tree_nearest(store_root(store, in), path, &found->rest);
    if (!in)
        return 0;
    length = (size_t)(found->rest - path);
    if (*found->rest)
        error = transaction_look(store, peer, in, path, length > 1 ? length - 1 : 1, LOOK_PERMS);
    length += path_name_length(found->rest);
    return error ? error : transaction_look(store, peer, in, path, length, LOOK_NODE);
}

/* Whether something is missing is told only to those who may read what is above it. */
static int missing(const struct found *found, const struct peer *peer)
{
    return perms_allow(found->nearest->perms, &peer->actor, RIGHT_READ) ? ENOENT : EACCES;
}

/* ---- the operations ------------------------------------------------------------------------ */

int store_read(struct store *store, struct peer *peer, struct transaction *in, const char *path,
               struct node **node)
{
    struct found found;
    int error = find(store, peer, in, path, &found);

    if (error)
        return error;
    if (*found.rest)
        return missing(&found, peer);
    *node = found.nearest;
    return perms_allow(found.nearest->perms, &peer->actor, RIGHT_READ) ? 0 : EACCES;
}

/* What the quota says of the sizes this write would lead to. */
static int check_sizes(const struct store *store, const struct found *found, size_t length)
{
    const struct node *node = found->nearest;
    size_t value = node->value ? node->value->length : 0, names = node->names_size;

    if (length > store->quota.node_size)
        return ENOSPC;
    if (*found->rest)
        names += path_name_length(found->rest) + 1;
    else
        value = length;
    return value + names > store->quota.node_size ? ENOSPC : 0;
}

int store_write(struct store *store, struct peer *peer, struct transaction *in, const char *path,
                const char *bytes, size_t length)
{
    struct found found;
    struct change *change;
    int error = find(store, peer, in, path, &found);

    if (error)
        return error;
    if (!perms_allow(found.nearest->perms, &peer->actor, RIGHT_WRITE))
        return EACCES;
    if (!bytes && !*found.rest)
        return 0;
    if (!actor_is_privileged(&peer->actor))
        error = check_sizes(store, &found, length);
    if (error)
        return error;
    change = change_make(store, CHANGE_WRITE, peer->actor.domid, path);
    if (change && bytes)
        change->value = text_make(&store->memory, bytes, length);
    if (!change || (bytes && !change->value)) {
        if (change)
            change_free(store, change);
        return ENOMEM;
    }
    return change_carry_out(store, in, change);
}

/* No error if it is not there, but one if there is nothing above it either. */
int store_rm(struct store *store, struct peer *peer, struct transaction *in, const char *path)
{
    struct found found;
    struct change *change;
    int error = find(store, peer, in, path, &found);

    if (error)
        return error;
    if (*found.rest) {
        error = missing(&found, peer);
        return error == ENOENT && !*path_next(found.rest) ? 0 : error;
    }
    if (path[1] == '\0')
        return EINVAL;
    if (!perms_allow(found.nearest->perms, &peer->actor, RIGHT_WRITE))
        return EACCES;
    change = change_make(store, CHANGE_RM, peer->actor.domid, path);
    return change ? change_carry_out(store, in, change) : ENOMEM;
}

static int check_owner(const struct store *store, const struct perms *perms,
                       const struct actor *actor, const struct perm *list, unsigned count)
{
    uint16_t owner = perms->of[0].domid;

    if (actor_is_privileged(actor))
        return 0;
    if (owner != actor->domid && !(actor->has_target && owner == actor->target))
        return EACCES;
    if (owner != list[0].domid)
        return EPERM;
    return count > store->quota.node_permissions ? ENOSPC : 0;
}

static int set_special(struct store *store, struct peer *peer, enum special special,
                       const struct perm *list, unsigned count)
{
    struct perms *perms;
    int error = check_owner(store, store->special[special], &peer->actor, list, count);

    if (error)
        return error;
    perms = perms_make(&store->memory, list, count);
    if (!perms)
        return ENOMEM;
    perms_put(&store->memory, store->special[special]);
    store->special[special] = perms;
    return 0;
}

int store_set_perms(struct store *store, struct peer *peer, struct transaction *in,
                    const char *path, const struct perm *list, unsigned count)
{
    struct found found;
    struct change *change;
    int error;

    if (path[0] == '@')
        return set_special(store, peer, special_find(path), list, count);
    error = find(store, peer, in, path, &found);
    if (error)
        return error;
    if (*found.rest)
        return missing(&found, peer);
    error = check_owner(store, found.nearest->perms, &peer->actor, list, count);
    if (error)
        return error;
    change = change_make(store, CHANGE_PERMS, peer->actor.domid, path);
    if (change)
        change->perms = perms_make(&store->memory, list, count);
    if (!change || !change->perms) {
        if (change)
            change_free(store, change);
        return ENOMEM;
    }
    return change_carry_out(store, in, change);
}
