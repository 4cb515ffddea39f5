/* SPDX-License-Identifier: MIT */
/*
 * A socket of AF_UNIX from inside. Private to unix.c (names and connections) and unix_stream.c
 * (bytes and endings).
 *
 * Two connected sockets hold a reference to each other, so an end whose file is closed stays as
 * long as the other may ask for its name; closing gives back the reference it holds itself. What
 * was sent and not yet read is in a ring of the receiver. Everybody who waits for something to
 * happen to a socket waits in that ring's queues: for bytes, connections, errors and the end in
 * can_read, for room in can_write.
 */
#ifndef GUEST_KERNEL_NET_UNIX_H
#define GUEST_KERNEL_NET_UNIX_H

#include "kernel/fs/pipe.h"
#include "kernel/net/socket.h"

#define UNIX_PATH_MAX 108
#define UNIX_PATH_AT  2 /* where the path begins in an address */

enum unix_state { UNIX_NEW, UNIX_LISTENING, UNIX_CONNECTED };

struct unix_socket {
    struct socket socket;
    unsigned references;
    enum unix_state state;
    struct socket_address name;
    struct inode *inode;       /* that bears the name; NULL: none, or an abstract one */
    struct list abstract_node; /* in the list of abstract names */
    struct unix_socket *peer;  /* a reference, while connected */
    struct pipe *received;
    bool no_more_in, no_more_out;
    int error; /* to be told once */

    /* Of one that listens: connected ends that nobody has accepted yet. */
    struct list pending, pending_node;
    unsigned pending_count, backlog;
    struct credentials self;
};

static inline struct unix_socket *unix_of(struct socket *socket)
{
    return (struct unix_socket *)socket;
}

static inline void unix_changed(struct unix_socket *socket)
{
    wake_all(&socket->received->can_read);
    wake_all(&socket->received->can_write);
}

int unix_send(struct socket *socket, struct message *message);
int unix_receive(struct socket *socket, struct message *message);
int unix_shutdown(struct socket *socket, int how);
unsigned unix_poll(struct socket *socket, struct poll_table *table);
int unix_waiting(struct socket *socket);
int unix_take_error(struct socket *socket);

#endif
