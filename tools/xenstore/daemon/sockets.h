/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_SOCKETS_H
#define XENSTORE_SOCKETS_H
/*
 * The second transport: a UNIX socket for programs of the first domain, all of them privileged;
 * the socket's file says who may come.
 */
#include <poll.h>

#include "../server.h"

struct sockets {
    struct server *server;
    const char *path;
    int listener;
    struct socket_client *clients;
    unsigned client_count;
};

/* false: a message has said why. */
bool sockets_begin(struct sockets *sockets, struct server *server, const char *path);
void sockets_end(struct sockets *sockets);
/* The entries for poll(): the listener first, then the clients; as many as sockets_count() says. */
unsigned sockets_count(const struct sockets *sockets);
void sockets_wait(const struct sockets *sockets, struct pollfd *fds);
/* After poll(): serve each a little; true: there is more to do at once. */
bool sockets_turn(struct sockets *sockets, const struct pollfd *fds, unsigned count);

#endif
