/* SPDX-License-Identifier: MIT */
/*
 * The three kinds of change, carried out. Each checks the quota and takes the memory it needs
 * first; the books follow.
 */
#include <errno.h>
#include <string.h>

#include "change.h"

struct change *change_make(struct store *store, enum change_kind kind, uint16_t domid,
                           const char *path)
{
    size_t size = strlen(path) + 1;
    struct change *change = memory_get(&store->memory, sizeof(*change) + size);

    if (!change)
        return NULL;
    *change = (struct change){.kind = kind, .domid = domid};
    memcpy(change->path, path, size);
    return change;
}

/* What applying it found, when it is to be applied once more. */
static void drop_found(struct store *store, struct change *change)
{
    if (change->removed)
        node_put(&store->memory, change->removed);
    perms_put(&store->memory, change->before);
    change->removed = NULL;
    change->before = NULL;
}

void change_free(struct store *store, struct change *change)
{
    drop_found(store, change);
    text_put(&store->memory, change->value);
    perms_put(&store->memory, change->perms);
    memory_put(&store->memory, change);
}

/* ---- write --------------------------------------------------------------------------------- */

static unsigned names_in(const char *rest)
{
    unsigned count = 0;

    for (; *rest; rest = path_next(rest))
        count++;
    return count;
}

static int make_nodes(struct store *store, struct node **root, struct change *change,
                      struct perms *perms, unsigned count)
{
    struct owner *owner = owner_need(store, perms->of[0].domid);
    int error;

    if (!owner)
        return ENOMEM;
    if (change->domid && owner->nodes + owner->pending + (long)count > (long)store->quota.nodes)
        return ENOSPC;
    error =
        tree_write(&store->memory, root, change->path, change->value, perms, store->generation + 1);
    if (!error)
        owner->pending += count;
    return error;
}

/* New nodes are like the one above them; those a guest makes are its own. */
static int apply_write(struct store *store, struct node **root, struct change *change)
{
    const char *rest;
    struct node *nearest = tree_nearest(*root, change->path, &rest);
    struct perms *perms;
    int error;

    if (!*rest)
        return tree_write(&store->memory, root, change->path, change->value, NULL,
                          store->generation + 1);
    perms = perms_with_owner(&store->memory, nearest->perms,
                             change->domid ? change->domid : nearest->perms->of[0].domid);
    if (!perms)
        return ENOMEM;
    error = make_nodes(store, root, change, perms, names_in(rest));
    perms_put(&store->memory, perms);
    return error;
}

/* ---- rm ------------------------------------------------------------------------------------ */

static void strike_off(struct store *store, const struct node *node)
{
    struct owner *owner = owner_find(store, node->perms->of[0].domid);

    if (owner)
        owner->pending--;
    for (unsigned i = 0; i < node->count; i++)
        strike_off(store, node->children[i]);
}

static int apply_rm(struct store *store, struct node **root, struct change *change)
{
    int error;

    if (!tree_find(*root, change->path))
        return 0;
    error = tree_cut(&store->memory, root, change->path, store->generation + 1, &change->removed);
    if (!error)
        strike_off(store, change->removed);
    return error;
}

/* ---- permissions --------------------------------------------------------------------------- */

static int apply_perms(struct store *store, struct node **root, struct change *change)
{
    struct node *node = tree_find(*root, change->path);
    struct owner *from, *to;
    int error;

    if (!node)
        return ENOENT;
    from = owner_need(store, node->perms->of[0].domid);
    to = owner_need(store, change->perms->of[0].domid);
    if (!from || !to)
        return ENOMEM;
    change->before = perms_get(node->perms);
    error =
        tree_set_perms(&store->memory, root, change->path, change->perms, store->generation + 1);
    if (error)
        return error;
    from->pending--;
    to->pending++;
    return 0;
}

/* ---- all ----------------------------------------------------------------------------------- */

int change_apply(struct store *store, struct node **root, struct change *change)
{
    static int (*const apply[])(struct store *, struct node **, struct change *) = {
        [CHANGE_WRITE] = apply_write,
        [CHANGE_RM] = apply_rm,
        [CHANGE_PERMS] = apply_perms,
    };
    int error;

    drop_found(store, change);
    error = apply[change->kind](store, root, change);
    if (!error)
        store->generation++;
    return error;
}

void change_tell(struct store *store, const struct change *change)
{
    struct node *node = tree_find(store->root, change->path);

    watch_fire(store, change->path, change->removed ? change->removed->perms : change->before,
               node ? node->perms : NULL);
    if (change->removed)
        watch_fire_below(store, change->path, change->removed);
}

int change_carry_out(struct store *store, struct transaction *in, struct change *change)
{
    int error;

    if (in)
        return transaction_apply(store, in, change);
    error = change_apply(store, &store->root, change);
    if (error) {
        owners_forget(store);
    } else {
        owners_settle(store);
        change_tell(store, change);
    }
    change_free(store, change);
    return error;
}
