/* SPDX-License-Identifier: MIT */
/*
 * From a message to what it asks for. One table says of each type who may send it and of how many
 * strings it consists; what does not fit is refused before its handler sees it. Nothing a peer
 * sends is trusted to end: strings end within the payload, or the request is refused.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "request.h"

/* ---- answers ------------------------------------------------------------------------------- */

int answer_bytes(struct request *request, const char *bytes, size_t length)
{
    if (length > sizeof(request->answer) - request->answer_length)
        return E2BIG;
    if (length)
        memcpy(request->answer + request->answer_length, bytes, length);
    request->answer_length += length;
    return 0;
}

int answer_string(struct request *request, const char *text)
{
    return answer_bytes(request, text, strlen(text) + 1);
}

/* ---- nodes --------------------------------------------------------------------------------- */

int request_path(const struct request *request, const char *given, struct path *path)
{
    size_t max = actor_is_privileged(&request->peer->actor) ? XENSTORE_ABS_PATH_MAX
                                                            : request->store->quota.path_length;

    return path_resolve(path, request->peer->actor.domid, given, max);
}

static int find_node(struct request *request, struct node **node)
{
    struct path path;
    int error = request_path(request, request->arg[0], &path);

    return error ? error : store_read(request->store, request->peer, request->in, path.text, node);
}

static int request_read(struct request *request)
{
    struct node *node;
    int error = find_node(request, &node);

    if (error || !node->value)
        return error;
    return answer_bytes(request, node->value->bytes, node->value->length);
}

static int request_directory(struct request *request)
{
    struct node *node;
    int error = find_node(request, &node);

    for (unsigned i = 0; !error && i < node->count; i++)
        error = answer_string(request, node->children[i]->name);
    return error;
}

/* As many whole names as have room, from so many bytes on in what DIRECTORY would answer. */
static int request_directory_part(struct request *request)
{
    struct node *node;
    char generation[24];
    unsigned long offset;
    size_t at = 0;
    int end = 0, error = find_node(request, &node);

    if (error)
        return error;
    if (sscanf(request->arg[1], "%lu%n", &offset, &end) != 1 || request->arg[1][end] ||
        offset > node->names_size)
        return EINVAL;
    snprintf(generation, sizeof(generation), "%llu", (unsigned long long)node->generation);
    answer_string(request, generation);
    for (unsigned i = 0; i < node->count; i++) {
        const char *name = node->children[i]->name;
        size_t size = strlen(name) + 1;

        if (at < offset && at + size > offset)
            return EINVAL; /* in the middle of a name */
        if (at >= offset && answer_bytes(request, name, size))
            return 0;
        at += size;
    }
    answer_bytes(request, "", 1); /* that was the last; if this has no room, it comes next time */
    return 0;
}

static int request_write(struct request *request)
{
    struct path path;
    int error = request_path(request, request->arg[0], &path);
    size_t name = strlen(request->arg[0]) + 1;

    return error ? error
                 : store_write(request->store, request->peer, request->in, path.text,
                               request->payload + name, request->length - name);
}

static int request_mkdir(struct request *request)
{
    struct path path;
    int error = request_path(request, request->arg[0], &path);

    return error ? error
                 : store_write(request->store, request->peer, request->in, path.text, NULL, 0);
}

static int request_rm(struct request *request)
{
    struct path path;
    int error = request_path(request, request->arg[0], &path);

    return error ? error : store_rm(request->store, request->peer, request->in, path.text);
}

/* ---- transactions -------------------------------------------------------------------------- */

static int request_transaction_start(struct request *request)
{
    char number[16];
    uint32_t id;
    int error = request->in ? EBUSY : transaction_begin(request->store, request->peer, &id);

    if (error)
        return error;
    snprintf(number, sizeof(number), "%u", id);
    return answer_string(request, number);
}

static int request_transaction_end(struct request *request)
{
    bool commit = strcmp(request->arg[0], "T") == 0;

    if (!commit && strcmp(request->arg[0], "F") != 0)
        return EINVAL;
    if (!request->in)
        return ENOENT;
    return transaction_finish(request->store, request->peer, request->in, commit);
}

/* ---- all ----------------------------------------------------------------------------------- */

enum { ANY = 1 << 16 };
enum who { ANYBODY, PRIVILEGED };
enum answer { OK, DATA };

static const struct verb {
    int (*serve)(struct request *request);
    unsigned least, most; /* strings; ANY: what follows is the handler's business */
    enum who who;
    enum answer answer; /* OK: that word, if there is no error */
} verbs[XS_TYPE_COUNT] = {
    [XS_CONTROL] = {request_control, 1, ANY, PRIVILEGED, DATA},
    [XS_DIRECTORY] = {request_directory, 1, 1, ANYBODY, DATA},
    [XS_READ] = {request_read, 1, 1, ANYBODY, DATA},
    [XS_GET_PERMS] = {request_get_perms, 1, 1, ANYBODY, DATA},
    [XS_WATCH] = {request_watch, 2, 2, ANYBODY, OK},
    [XS_UNWATCH] = {request_unwatch, 2, 2, ANYBODY, OK},
    [XS_TRANSACTION_START] = {request_transaction_start, 0, ANY, ANYBODY, DATA},
    [XS_TRANSACTION_END] = {request_transaction_end, 1, 1, ANYBODY, OK},
    [XS_INTRODUCE] = {request_introduce, 3, 3, PRIVILEGED, OK},
    [XS_RELEASE] = {request_release, 1, 1, PRIVILEGED, OK},
    [XS_GET_DOMAIN_PATH] = {request_domain_path, 1, 1, ANYBODY, DATA},
    [XS_WRITE] = {request_write, 1, ANY, ANYBODY, OK},
    [XS_MKDIR] = {request_mkdir, 1, 1, ANYBODY, OK},
    [XS_RM] = {request_rm, 1, 1, ANYBODY, OK},
    [XS_SET_PERMS] = {request_set_perms, 2, ANY, ANYBODY, OK},
    [XS_IS_DOMAIN_INTRODUCED] = {request_is_introduced, 1, 1, ANYBODY, DATA},
    [XS_RESUME] = {request_resume, 1, 1, PRIVILEGED, OK},
    [XS_SET_TARGET] = {request_set_target, 2, 2, PRIVILEGED, OK},
    [XS_RESET_WATCHES] = {request_reset_watches, 0, ANY, ANYBODY, OK},
    [XS_DIRECTORY_PART] = {request_directory_part, 2, 2, ANYBODY, DATA},
};

/* The strings in the payload. Where each is counted, nothing but strings may be there. */
static bool parse(struct request *request, const struct verb *verb)
{
    const char *at = request->payload, *end = at + request->length, *nul;

    while (at < end && (nul = memchr(at, '\0', (size_t)(end - at)))) {
        if (request->args < ARGS_KEPT)
            request->arg[request->args] = at;
        request->args++;
        at = nul + 1;
    }
    if (request->args < verb->least)
        return false;
    return verb->most == ANY || (request->args <= verb->most && at == end);
}

static int serve(struct request *request, uint32_t tx_id)
{
    const struct verb *verb = request->type < XS_TYPE_COUNT ? &verbs[request->type] : NULL;
    int error;

    if (!verb || !verb->serve)
        return ENOSYS;
    if (verb->who == PRIVILEGED && !actor_is_privileged(&request->peer->actor))
        return EACCES;
    if (!parse(request, verb))
        return EINVAL;
    if (tx_id && !(request->in = transaction_find(request->peer, tx_id)))
        return ENOENT;
    error = verb->serve(request);
    if (!error && verb->answer == OK)
        error = answer_string(request, "OK");
    return error;
}

void request_serve(struct connection *connection)
{
    struct xs_header header = connection->in.header;
    struct request request;
    int error;

    memset(&request, 0, offsetof(struct request, answer));
    request.connection = connection;
    request.server = connection->server;
    request.store = &connection->server->store;
    request.peer = &connection->peer;
    request.type = header.type;
    request.payload = connection->payload;
    request.length = header.len;
    request.watch = NULL;
    error = serve(&request, header.tx_id);
    if (error) {
        header.type = XS_ERROR;
        request.answer_length = 0;
        answer_string(&request, wire_error_name(error));
    }
    header.len = (uint32_t)request.answer_length;
    connection_answer(connection, &header, request.answer);
    if (!error && request.watch)
        request.peer->event(request.peer, request.watch, request.watch->path);
}
