/* SPDX-License-Identifier: MIT */
/*
 * Watches. They hang in a table by path, so that a change costs one look for each name of its
 * path, however many watches there are. Nobody hears of a node it may not read, neither before
 * nor after the change. How an event reaches its peer, and what happens if that one does not
 * listen, is the peer's business (connection.c).
 */
#include <errno.h>
#include <string.h>

#include "store.h"

static const char *const specials[] = {
    [SPECIAL_INTRODUCE] = "@introduceDomain",
    [SPECIAL_RELEASE] = "@releaseDomain",
};

enum special special_find(const char *path)
{
    unsigned special = 0;

    while (special < SPECIAL_COUNT && strcmp(specials[special], path) != 0)
        special++;
    return (enum special)special;
}

static struct watch **find(struct peer *peer, const char *path, const char *token)
{
    struct watch **link = &peer->watches;

    while (*link && (strcmp((*link)->path, path) != 0 || strcmp((*link)->token, token) != 0))
        link = &(*link)->next;
    return link;
}

int watch_add(struct store *store, struct peer *peer, const struct path *path, const char *token,
              struct watch **added)
{
    size_t path_size = strlen(path->text) + 1, token_size = strlen(token) + 1;
    struct watch *watch;

    if (*find(peer, path->text, token))
        return EEXIST;
    if (!actor_is_privileged(&peer->actor) && peer->watch_count >= store->quota.watches)
        return E2BIG;
    watch = memory_get(&store->memory, sizeof(*watch) + path_size + token_size);
    if (!watch)
        return ENOMEM;
    *watch = (struct watch){.next = peer->watches, .peer = peer, .prefix = path->prefix};
    memcpy(watch->path, path->text, path_size);
    watch->token = memcpy(watch->path + path_size, token, token_size);
    if (table_add(&store->memory, &store->watches, &watch->of_path, watch->path)) {
        memory_put(&store->memory, watch);
        return ENOMEM;
    }
    peer->watches = watch;
    peer->watch_count++;
    *added = watch;
    return 0;
}

static void end_watch(struct store *store, struct peer *peer, struct watch **link)
{
    struct watch *watch = *link;

    *link = watch->next;
    peer->watch_count--;
    peer->forget(peer, watch);
    table_remove(&store->watches, &watch->of_path);
    memory_put(&store->memory, watch);
}

int watch_remove(struct store *store, struct peer *peer, const char *path, const char *token)
{
    struct watch **link = find(peer, path, token);

    if (!*link)
        return ENOENT;
    end_watch(store, peer, link);
    return 0;
}

void peer_reset(struct store *store, struct peer *peer)
{
    while (peer->watches)
        end_watch(store, peer, &peer->watches);
    while (peer->transactions)
        transaction_finish(store, peer, peer->transactions, false);
}

/* ---- firing -------------------------------------------------------------------------------- */

static bool may_hear(const struct watch *watch, const struct perms *before,
                     const struct perms *after)
{
    return (before && perms_allow(before, &watch->peer->actor, RIGHT_READ)) ||
           (after && perms_allow(after, &watch->peer->actor, RIGHT_READ));
}

/* Those who watch the first `length` characters of the path. */
static void fire_at(struct store *store, const char *path, size_t length, const char *event,
                    const struct perms *before, const struct perms *after)
{
    for (struct entry *entry = table_find(&store->watches, path, length); entry;
         entry = table_next(entry)) {
        struct watch *watch = CONTAINER(entry, struct watch, of_path);

        if (may_hear(watch, before, after))
            watch->peer->event(watch->peer, watch, event);
    }
}

void watch_fire(struct store *store, const char *path, struct perms *before, struct perms *after)
{
    if (store->watches.count == 0)
        return;
    fire_at(store, path, 1, path, before, after); /* the root */
    for (const char *at = path + 1; *at; at = path_next(at))
        fire_at(store, path, (size_t)(at - path) + path_name_length(at), path, before, after);
}

/* path has room for the longest one. */
static void fire_children(struct store *store, struct path *path, size_t length,
                          const struct node *node)
{
    for (unsigned i = 0; i < node->count; i++) {
        const struct node *child = node->children[i];
        size_t name = strlen(child->name);

        if (length + 1 + name > XENSTORE_ABS_PATH_MAX)
            continue;
        path->text[length] = '/';
        memcpy(path->text + length + 1, child->name, name + 1);
        fire_at(store, path->text, length + 1 + name, path->text, child->perms, NULL);
        fire_children(store, path, length + 1 + name, child);
    }
}

void watch_fire_below(struct store *store, const char *path, struct node *removed)
{
    struct path below;

    if (store->watches.count == 0)
        return;
    strcpy(below.text, path);
    fire_children(store, &below, strlen(path), removed);
}

void watch_fire_special(struct store *store, enum special special)
{
    const char *path = specials[special];

    fire_at(store, path, strlen(path), path, store->special[special], NULL);
}
