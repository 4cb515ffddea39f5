/* SPDX-License-Identifier: MIT */
/*
 * Bytes between two connected sockets, and the ways they end: either side may close one direction
 * or both, and the writer learns of a reader that is gone by SIGPIPE.
 */
#include "kernel/net/unix.h"
#include "kernel/proc.h"

static int check_send(const struct unix_socket *it, const struct message *message)
{
    if (message->flags & MSG_OOB)
        return -EOPNOTSUPP;
    if (message->address.length > 0)
        return it->state == UNIX_CONNECTED ? -EISCONN : -EOPNOTSUPP;
    return it->peer ? 0 : -ENOTCONN;
}

/* Some of the bytes; 0 when there is no room. */
static int send_some(struct unix_socket *it, struct uio *bytes)
{
    struct unix_socket *peer = it->peer;
    size_t before = bytes->left;
    int error;

    if (it->no_more_out || peer->no_more_in)
        return -EPIPE;
    error = pipe_put_some(peer->received, bytes);
    wake_all(&peer->received->can_read);
    return bytes->left < before ? (int)(before - bytes->left) : error;
}

int unix_send(struct socket *socket, struct message *message)
{
    struct unix_socket *it = unix_of(socket);
    size_t wanted = message->bytes.left;
    int result = check_send(it, message);

    if (result)
        return result;
    do {
        result = send_some(it, &message->bytes);
        if (result == 0 && message->bytes.left > 0)
            result = message->flags & MSG_DONTWAIT
                         ? -EAGAIN
                         : wait_interruptible(&it->peer->received->can_write);
    } while (result >= 0 && message->bytes.left > 0);
    if (message->bytes.left < wanted)
        return (int)(wanted - message->bytes.left);
    if (result == -EPIPE && !(message->flags & MSG_NOSIGNAL))
        signal_send(current, SIGPIPE);
    return MIN(result, 0);
}

/* What to say when nothing is there: an error, the end (0), or 1: it may still come. */
static int nothing_there(struct unix_socket *it)
{
    int error = unix_take_error(&it->socket);

    if (error)
        return -error;
    return it->no_more_in ? 0 : 1;
}

int unix_receive(struct socket *socket, struct message *message)
{
    struct unix_socket *it = unix_of(socket);
    size_t wanted = message->bytes.left;
    bool peek = message->flags & MSG_PEEK;
    int result = 1;

    if (message->flags & MSG_OOB)
        return -EOPNOTSUPP;
    if (it->state != UNIX_CONNECTED)
        return -EINVAL;
    if (it->peer)
        message->address = it->peer->name;
    while (result > 0 && message->bytes.left > 0) {
        if (pipe_used(it->received) > 0) {
            result = peek ? pipe_peek(it->received, &message->bytes)
                          : pipe_take(it->received, &message->bytes);
            wake_all(&it->received->can_write);
            if (result || peek || !(message->flags & MSG_WAITALL))
                break;
            result = 1;
        } else if (wanted > message->bytes.left && !(message->flags & MSG_WAITALL)) {
            break;
        } else {
            result = nothing_there(it);
            if (result > 0 && (message->flags & MSG_DONTWAIT))
                result = -EAGAIN;
            else if (result > 0)
                result = wait_interruptible(&it->received->can_read) ?: 1;
        }
    }
    return message->bytes.left < wanted ? (int)(wanted - message->bytes.left) : MIN(result, 0);
}

int unix_shutdown(struct socket *socket, int how)
{
    struct unix_socket *it = unix_of(socket), *peer = it->peer;
    bool in = how != SHUT_WR, out = how != SHUT_RD;

    it->no_more_in |= in;
    it->no_more_out |= out;
    unix_changed(it);
    if (peer) {
        peer->no_more_out |= in;
        peer->no_more_in |= out;
        unix_changed(peer);
    }
    return 0;
}

unsigned unix_poll(struct socket *socket, struct poll_table *table)
{
    struct unix_socket *it = unix_of(socket);
    bool writable = it->state != UNIX_LISTENING;
    unsigned mask = 0;

    poll_wait(table, &it->received->can_read);
    if (it->peer) {
        poll_wait(table, &it->peer->received->can_write);
        writable = pipe_room(it->peer->received) >= PIPE_BUF || it->no_more_out;
    }
    mask |= it->error ? POLLERR : 0;
    mask |= it->no_more_in && it->no_more_out ? POLLHUP : 0;
    mask |= it->no_more_in ? POLLRDHUP | POLLIN | POLLRDNORM : 0;
    mask |= pipe_used(it->received) > 0 || !list_empty(&it->pending) ? POLLIN | POLLRDNORM : 0;
    mask |= it->state == UNIX_NEW ? POLLHUP : 0;
    mask |= writable ? POLLOUT | POLLWRNORM : 0;
    return mask;
}

int unix_waiting(struct socket *socket)
{
    return socket->listening ? -EINVAL : (int)pipe_used(unix_of(socket)->received);
}

int unix_take_error(struct socket *socket)
{
    struct unix_socket *it = unix_of(socket);
    int error = it->error;

    it->error = 0;
    return error;
}
