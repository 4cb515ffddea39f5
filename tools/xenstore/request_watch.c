/* SPDX-License-Identifier: MIT */
/*
 * Requests about watches and permissions: those that also know the two special paths, which are
 * no nodes.
 */
#include <errno.h>
#include <string.h>

#include "request.h"

static int watched_path(struct request *request, struct path *path)
{
    const char *given = request->arg[0];

    if (given[0] != '@')
        return request_path(request, given, path);
    if (special_find(given) == SPECIAL_COUNT)
        return EINVAL;
    strcpy(path->text, given);
    path->prefix = 0;
    return 0;
}

int request_watch(struct request *request)
{
    struct path path;
    int error = watched_path(request, &path);

    return error
               ? error
               : watch_add(request->store, request->peer, &path, request->arg[1], &request->watch);
}

int request_unwatch(struct request *request)
{
    struct path path;
    int error = watched_path(request, &path);

    return error ? error : watch_remove(request->store, request->peer, path.text, request->arg[1]);
}

int request_reset_watches(struct request *request)
{
    peer_reset(request->store, request->peer);
    return 0;
}

/* ---- permissions --------------------------------------------------------------------------- */

int request_get_perms(struct request *request)
{
    struct path path;
    struct node *node;
    const struct perms *perms = NULL;
    int error = watched_path(request, &path);

    if (!error && path.text[0] == '@') {
        perms = request->store->special[special_find(path.text)];
        error = perms_allow(perms, &request->peer->actor, RIGHT_READ) ? 0 : EACCES;
    } else if (!error) {
        error = store_read(request->store, request->peer, request->in, path.text, &node);
        perms = error ? NULL : node->perms;
    }
    for (unsigned i = 0; !error && i < perms->count; i++) {
        char text[8];

        perm_print(&perms->of[i], text, sizeof(text));
        error = answer_string(request, text);
    }
    return error;
}

int request_set_perms(struct request *request)
{
    static struct perm list[XENSTORE_PAYLOAD_MAX / 3]; /* "n0" and a NUL each */
    const char *text = request->arg[1];
    unsigned count = request->args - 1;
    struct path path;
    int error = watched_path(request, &path);

    if (error)
        return error;
    if (count > sizeof(list) / sizeof(list[0]) || request->payload[request->length - 1])
        return EINVAL;
    for (unsigned i = 0; i < count; i++, text += strlen(text) + 1) {
        if (!perm_parse(text, &list[i]))
            return EINVAL;
    }
    return store_set_perms(request->store, request->peer, request->in, path.text, list, count);
}
