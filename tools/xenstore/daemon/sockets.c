/* SPDX-License-Identifier: MIT */
/*
 * Clients over the UNIX socket. Nothing here blocks: a client that is slow is asked again when
 * poll() says so, and one that breaks the protocol is shown the door.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "sockets.h"

enum { CLIENTS_MAX = 1000, BACKLOG = 16 };

struct socket_client {
    struct connection connection;
    struct socket_client *next;
    int fd;
    bool ready;
};

static struct socket_client *client_of(struct connection *connection)
{
    return CONTAINER(connection, struct socket_client, connection);
}

static long moved(ssize_t count)
{
    if (count < 0)
        return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? 0 : -1;
    return count;
}

static long socket_read(struct connection *connection, char *bytes, size_t size)
{
    ssize_t count = read(client_of(connection)->fd, bytes, size);

    return count == 0 ? -1 : moved(count);
}

static long socket_write(struct connection *connection, const char *bytes, size_t size)
{
    return moved(write(client_of(connection)->fd, bytes, size));
}

static const struct transport socket_transport = {socket_read, socket_write};

/* ---- the listener -------------------------------------------------------------------------- */

static bool complain(const char *what, const char *path, const char *remedy)
{
    fprintf(stderr, "xenstored: %s %s: %s%s%s\n", what, path, strerror(errno), *remedy ? "; " : "",
            remedy);
    return false;
}

/* The directories above it; if one cannot be made, bind() says so. */
static void make_directories(const char *path)
{
    char directory[sizeof(((struct sockaddr_un *)0)->sun_path)];

    strcpy(directory, path);
    for (char *slash = strchr(directory + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(directory, 0755);
        *slash = '/';
    }
}

/* Somebody who still answers there is another xenstore; a file nobody answers at is a left-over. */
static bool is_served(const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    bool served = fd >= 0 && connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0;

    if (fd >= 0)
        close(fd);
    return served;
}

bool sockets_begin(struct sockets *sockets, struct server *server, const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    *sockets = (struct sockets){.server = server, .path = path, .listener = -1};
    errno = ENAMETOOLONG;
    if (strlen(path) >= sizeof(address.sun_path))
        return complain("socket", path, "name a shorter one with --socket");
    strcpy(address.sun_path, path);
    errno = EADDRINUSE;
    if (is_served(&address))
        return complain("socket", path, "another xenstored serves it: end that one first");
    unlink(path);
    make_directories(path);
    sockets->listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (sockets->listener < 0)
        return complain("socket", path, "");
    if (bind(sockets->listener, (struct sockaddr *)&address, sizeof(address)) ||
        listen(sockets->listener, BACKLOG))
        return complain("cannot listen at", path, "is its directory there, and writable?");
    chmod(path, 0600);
    fcntl(sockets->listener, F_SETFL, O_NONBLOCK);
    return true;
}

static void accept_client(struct sockets *sockets)
{
    int fd = accept(sockets->listener, NULL, NULL);
    struct memory *memory = &sockets->server->store.memory;
    struct socket_client *client = fd < 0 ? NULL : memory_get(memory, sizeof(*client));

    if (fd >= 0 && !client)
        close(fd);
    if (!client)
        return;
    fcntl(fd, F_SETFL, O_NONBLOCK);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    *client = (struct socket_client){.next = sockets->clients, .fd = fd};
    connection_begin(&client->connection, sockets->server, &socket_transport, 0);
    sockets->clients = client;
    sockets->client_count++;
}

static void end_client(struct sockets *sockets, struct socket_client **link)
{
    struct socket_client *client = *link;

    *link = client->next;
    sockets->client_count--;
    connection_end(&client->connection);
    close(client->fd);
    memory_put(&sockets->server->store.memory, client);
}

void sockets_end(struct sockets *sockets)
{
    while (sockets->clients)
        end_client(sockets, &sockets->clients);
    if (sockets->listener >= 0) {
        close(sockets->listener);
        unlink(sockets->path);
    }
}

/* ---- poll ---------------------------------------------------------------------------------- */

unsigned sockets_count(const struct sockets *sockets)
{
    return 1 + sockets->client_count;
}

void sockets_wait(const struct sockets *sockets, struct pollfd *fds)
{
    bool room = sockets->client_count < CLIENTS_MAX;

    *fds++ = (struct pollfd){.fd = sockets->listener, .events = room ? POLLIN : 0};
    for (struct socket_client *client = sockets->clients; client; client = client->next) {
        *fds = (struct pollfd){.fd = client->fd};
        if (connection_takes_input(&client->connection))
            fds->events |= POLLIN;
        if (connection_has_output(&client->connection))
            fds->events |= POLLOUT;
        fds++;
    }
}

bool sockets_turn(struct sockets *sockets, const struct pollfd *fds, unsigned count)
{
    struct socket_client **link = &sockets->clients;
    bool more = false;

    for (unsigned i = 1; i < count && *link; i++) { /* as sockets_wait() listed them */
        struct socket_client *client = *link;

        if (fds[i].revents || client->ready)
            client->ready = connection_turn(&client->connection);
        if (client->connection.error) {
            end_client(sockets, link);
            continue;
        }
        more |= client->ready;
        link = &client->next;
    }
    if (fds[0].revents)
        accept_client(sockets);
    return more;
}
