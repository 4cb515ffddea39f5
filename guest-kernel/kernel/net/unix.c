/* SPDX-License-Identifier: MIT */
/*
 * Sockets between processes of this machine: how they get names in the file system (or outside it,
 * when the name begins with a zero byte), how one that listens is found by them, how two become
 * connected, and what is left when one goes. A connection is complete as soon as it stands in the
 * listener's queue: the other end may write before anybody has accepted it, as on Linux.
 */
#include "kernel/net/unix.h"

#include "kernel/fs/context.h"
#include "kernel/proc.h"

static struct list abstract_names = LIST_INIT(abstract_names);
static const struct socket_ops unix_ops;

/* ---- lives ----------------------------------------------------------------------------------- */

static int unix_create(unsigned type, unsigned protocol, struct socket **made)
{
    struct unix_socket *new;

    if (protocol != 0 && protocol != AF_UNIX)
        return -EPROTONOSUPPORT;
    if (type != SOCK_STREAM)
        return -ESOCKTNOSUPPORT;
    new = kzalloc(sizeof(*new));
    if (!new)
        return -ENOMEM;
    new->received = pipe_create();
    if (!new->received) {
        kfree(new);
        return -ENOMEM;
    }
    new->references = 1;
    new->socket = (struct socket){.ops = &unix_ops, .family = AF_UNIX, .type = type};
    new->socket.peer = (struct credentials){.pid = 0, .uid = (uint32_t)-1, .gid = (uint32_t)-1};
    list_init(&new->abstract_node);
    list_init(&new->pending);
    list_init(&new->pending_node);
    *made = &new->socket;
    return 0;
}

static struct unix_socket *unix_get(struct unix_socket *it)
{
    it->references++;
    return it;
}

static void unix_put(struct unix_socket *it)
{
    if (--it->references > 0)
        return;
    pipe_destroy(it->received);
    kfree(it);
}

/* The other end sees the end; and an error, if something it sent will never be read. */
static void leave_peer(struct unix_socket *it, bool unheard)
{
    struct unix_socket *peer = it->peer;

    peer->no_more_in = peer->no_more_out = true;
    if (unheard)
        peer->error = ECONNRESET;
    unix_changed(peer);
    wake_all(&it->received->can_write);
    it->peer = NULL;
    unix_put(peer);
}

static void unix_release(struct socket *socket)
{
    struct unix_socket *it = unix_of(socket);

    it->no_more_in = it->no_more_out = true;
    while (!list_empty(&it->pending)) {
        struct unix_socket *lost = list_entry(it->pending.next, struct unix_socket, pending_node);

        list_remove(&lost->pending_node);
        leave_peer(lost, true);
        unix_put(lost);
    }
    it->state = UNIX_NEW;
    it->socket.listening = false;
    unix_changed(it);
    list_remove(&it->abstract_node);
    if (it->inode) {
        it->inode->socket = NULL;
        inode_put(it->inode);
        it->inode = NULL;
    }
    if (it->peer)
        leave_peer(it, pipe_used(it->received) > 0);
    unix_put(it);
}

/* ---- names ----------------------------------------------------------------------------------- */

static int check_address(const struct socket_address *address)
{
    if (address->length <= UNIX_PATH_AT || address->length > UNIX_PATH_AT + UNIX_PATH_MAX ||
        address->family != AF_UNIX)
        return -EINVAL;
    return 0;
}

static bool is_abstract(const struct socket_address *address)
{
    return address->bytes[UNIX_PATH_AT] == 0;
}

static struct unix_socket *find_abstract(const struct socket_address *address)
{
    list_for_each (node, &abstract_names) {
        struct unix_socket *it = list_entry(node, struct unix_socket, abstract_node);

        if (it->name.length == address->length &&
            memcmp(it->name.bytes, address->bytes, address->length) == 0)
            return it;
    }
    return NULL;
}

/* A new object in the file system that leads to the socket. */
static int bind_path(struct unix_socket *it, const char *path)
{
    struct place place;
    int error = path_lookup(fs_cwd(), path, PATH_CREATE, &place);

    if (error)
        return error;
    error = place_check_new(&place);
    if (!error)
        error = place.dir->ops->create(place.dir, place.name, place.length,
                                       S_IFSOCK | fs_masked(0777), 0, &it->inode);
    place_release(&place);
    if (!error)
        it->inode->socket = &it->socket;
    return error == -EEXIST ? -EADDRINUSE : error;
}

static int unix_bind(struct socket *socket, const struct socket_address *address)
{
    struct unix_socket *it = unix_of(socket);
    struct socket_address name = *address;
    int error = check_address(&name);

    if (!error && it->name.length > 0)
        error = -EINVAL;
    if (error)
        return error;
    if (is_abstract(&name)) {
        if (find_abstract(&name))
            return -EADDRINUSE;
        list_append(&it->abstract_node, &abstract_names);
    } else {
        name.bytes[name.length] = 0; /* there is room: the longest name has 110 bytes */
        name.length = UNIX_PATH_AT + strlen((char *)name.bytes + UNIX_PATH_AT) + 1;
        error = bind_path(it, (char *)name.bytes + UNIX_PATH_AT);
    }
    if (!error)
        it->name = name;
    return error;
}

/* The socket of that name, with a reference. */
static int find_named(const struct socket_address *address, struct unix_socket **found)
{
    char path[UNIX_PATH_MAX + 1] = {0};
    struct inode *inode;
    int error;

    if (is_abstract(address)) {
        *found = find_abstract(address);
        if (*found)
            unix_get(*found);
        return *found ? 0 : -ECONNREFUSED;
    }
    memcpy(path, address->bytes + UNIX_PATH_AT, address->length - UNIX_PATH_AT);
    error = path_find(fs_cwd(), path, PATH_FOLLOW, &inode);
    if (error)
        return error;
    error = inode_permission(inode, MAY_WRITE);
    if (!error && !inode->socket)
        error = -ECONNREFUSED;
    if (!error)
        *found = unix_get(unix_of(inode->socket));
    inode_put(inode);
    return error;
}

static int unix_name(struct socket *socket, bool of_peer, struct socket_address *address)
{
    struct unix_socket *it = unix_of(socket);

    if (of_peer && !it->peer)
        return -ENOTCONN;
    *address = of_peer ? it->peer->name : it->name;
    if (address->length == 0) {
        address->family = AF_UNIX;
        address->length = UNIX_PATH_AT;
    }
    return 0;
}

/* ---- connections ----------------------------------------------------------------------------- */

static void join(struct unix_socket *one, struct unix_socket *other)
{
    one->peer = unix_get(other);
    other->peer = unix_get(one);
    one->state = other->state = UNIX_CONNECTED;
}

static int unix_pair(struct socket *one, struct socket *other)
{
    join(unix_of(one), unix_of(other));
    one->peer = other->peer = socket_credentials();
    return 0;
}

static int unix_listen(struct socket *socket, unsigned backlog)
{
    struct unix_socket *it = unix_of(socket);

    if (it->name.length == 0 || it->state == UNIX_CONNECTED)
        return -EINVAL;
    if (backlog > it->backlog)
        wake_all(&it->received->can_write);
    it->state = UNIX_LISTENING;
    it->socket.listening = true;
    it->backlog = backlog;
    it->self = socket_credentials();
    it->socket.peer = it->self;
    return 0;
}

/* Put the other end of a new connection into the listener's queue. -EAGAIN: it is full. */
static int connect_to(struct unix_socket *client, struct unix_socket *listener)
{
    struct socket *made;
    struct unix_socket *server;
    int error;

    if (listener->state != UNIX_LISTENING || listener->no_more_in)
        return -ECONNREFUSED;
    if (listener->pending_count > listener->backlog)
        return -EAGAIN;
    if (client->state != UNIX_NEW)
        return client->state == UNIX_CONNECTED ? -EISCONN : -EINVAL;
    error = unix_create(SOCK_STREAM, 0, &made);
    if (error)
        return error;
    server = unix_of(made);
    server->name = listener->name;
    server->socket.peer = socket_credentials();
    client->socket.peer = listener->self;
    join(client, server);
    list_append(&server->pending_node, &listener->pending);
    listener->pending_count++;
    wake_all(&listener->received->can_read);
    wake_all(&client->received->can_read);
    return 0;
}

static int unix_connect(struct socket *socket, const struct socket_address *address, bool wait)
{
    int error = check_address(address);

    while (!error) {
        struct unix_socket *listener;

        error = find_named(address, &listener);
        if (error)
            break;
        error = connect_to(unix_of(socket), listener);
        bool full = error == -EAGAIN && wait;
        if (full)
            error = wait_interruptible(&listener->received->can_write);
        unix_put(listener);
        if (!full)
            break;
    }
    return error;
}

static int unix_accept(struct socket *socket, bool wait, struct socket **accepted)
{
    struct unix_socket *it = unix_of(socket), *first;

    while (it->state == UNIX_LISTENING && !it->no_more_in && list_empty(&it->pending)) {
        int error = wait ? wait_interruptible(&it->received->can_read) : -EAGAIN;

        if (error)
            return error;
    }
    if (list_empty(&it->pending))
        return -EINVAL;
    first = list_entry(it->pending.next, struct unix_socket, pending_node);
    list_remove(&first->pending_node);
    it->pending_count--;
    wake_all(&it->received->can_write);
    *accepted = &first->socket;
    return 0;
}

static const struct socket_ops unix_ops = {
    .release = unix_release,
    .bind = unix_bind,
    .listen = unix_listen,
    .accept = unix_accept,
    .connect = unix_connect,
    .pair = unix_pair,
    .name = unix_name,
    .send = unix_send,
    .receive = unix_receive,
    .shutdown = unix_shutdown,
    .poll = unix_poll,
    .waiting = unix_waiting,
    .take_error = unix_take_error,
};

const struct socket_family unix_family = {.number = AF_UNIX, .create = unix_create};
