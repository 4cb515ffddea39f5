/* SPDX-License-Identifier: MIT */
/*
 * A domain is gone. Its number will be used again, and the next domain must inherit nothing: nodes
 * it owned go, with all below them, and its name goes from every list of permissions. The tree is
 * walked once; what is found is a list of ordinary changes, so that watches hear of it.
 */
#include <string.h>

#include "change.h"

struct search {
    struct store *store;
    uint16_t domid;
    struct change *changes, **end;
    char path[XENSTORE_ABS_PATH_MAX + 1];
};

static void note(struct search *search, enum change_kind kind, struct perms *perms)
{
    struct change *change = change_make(search->store, kind, 0, *search->path ? search->path : "/");

    if (!change)
        return; /* only if the machine itself has no memory left */
    if (kind == CHANGE_PERMS)
        change->perms = perms_without(&search->store->memory, perms, search->domid);
    *search->end = change;
    search->end = &change->next;
}

static void walk(struct search *search, const struct node *node, size_t length)
{
    if (node->perms->of[0].domid == search->domid && length) {
        note(search, CHANGE_RM, NULL);
        return;
    }
    if (perms_name(node->perms, search->domid))
        note(search, CHANGE_PERMS, node->perms);
    for (unsigned i = 0; i < node->count; i++) {
        size_t name = strlen(node->children[i]->name);

        if (length + 1 + name > XENSTORE_ABS_PATH_MAX)
            continue;
        search->path[length] = '/';
        memcpy(search->path + length + 1, node->children[i]->name, name + 1);
        walk(search, node->children[i], length + 1 + name);
    }
    search->path[length] = '\0';
}

static void strike_specials(struct store *store, uint16_t domid)
{
    for (int i = 0; i < SPECIAL_COUNT; i++) {
        struct perms *perms = perms_name(store->special[i], domid)
                                  ? perms_without(&store->memory, store->special[i], domid)
                                  : NULL;

        if (!perms)
            continue;
        perms_put(&store->memory, store->special[i]);
        store->special[i] = perms;
    }
}

void store_purge(struct store *store, uint16_t domid)
{
    struct search search = {.store = store, .domid = domid};
    size_t limit = store->memory.limit;

    search.end = &search.changes;
    store->memory.limit = 0; /* what is about to give memory back may take some */
    walk(&search, store->root, 0);
    for (struct change *change = search.changes, *next; change; change = next) {
        next = change->next;
        if (change->kind == CHANGE_PERMS && !change->perms)
            change_free(store, change);
        else
            change_carry_out(store, NULL, change);
    }
    strike_specials(store, domid);
    store->memory.limit = limit;
}
