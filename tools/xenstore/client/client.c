/* SPDX-License-Identifier: MIT */
/*
 * What travels: requests go out whole, messages come in whole, and events that come while an
 * answer is awaited are kept in order until somebody asks for them.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "exchange.h"
#include "place.h"

struct event {
    struct event *next;
    size_t length;
    char payload[];
};

struct xenstore {
    int fd;
    uint32_t last_request;
    struct event *events, **end;
};

static int open_socket(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    strncpy(address.sun_path, xenstore_socket_path(), sizeof(address.sun_path) - 1);
    if (fd < 0)
        return -1;
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
        return fd;
    close(fd);
    return -1;
}

struct xenstore *xenstore_open(void)
{
    struct xenstore *store = calloc(1, sizeof(*store));
    int error;

    if (!store)
        return NULL;
    store->end = &store->events;
    store->fd = open_socket();
    error = errno;
    if (store->fd < 0)
        store->fd = open("/dev/xen/xenbus", O_RDWR | O_CLOEXEC);
    if (store->fd >= 0)
        return store;
    free(store);
    errno = error; /* the socket is what people can do something about */
    return NULL;
}

void xenstore_close(struct xenstore *store)
{
    char **event;

    while ((event = exchange_kept(store)))
        free(event);
    close(store->fd);
    free(store);
}

int xenstore_fd(const struct xenstore *store)
{
    return store->fd;
}

/* ---- bytes --------------------------------------------------------------------------------- */

static bool send_bytes(int fd, const void *bytes, size_t size)
{
    for (const char *at = bytes; size;) {
        ssize_t count = write(fd, at, size);

        if (count < 0 && errno != EINTR)
            return false;
        at += count > 0 ? count : 0;
        size -= count > 0 ? (size_t)count : 0;
    }
    return true;
}

static bool receive_bytes(int fd, void *bytes, size_t size)
{
    for (char *at = bytes; size;) {
        ssize_t count = read(fd, at, size);

        if (count == 0)
            errno = EPIPE;
        if (count == 0 || (count < 0 && errno != EINTR))
            return false;
        at += count > 0 ? count : 0;
        size -= count > 0 ? (size_t)count : 0;
    }
    return true;
}

/* ---- messages ------------------------------------------------------------------------------ */

/* An event is kept; anything else is the answer that is awaited, with a NUL behind it. */
static char *receive(struct xenstore *store, struct xs_header *header)
{
    struct event *event;

    if (!receive_bytes(store->fd, header, sizeof(*header)))
        return NULL;
    if (header->len > XENSTORE_PAYLOAD_MAX) {
        errno = EPROTO;
        return NULL;
    }
    event = malloc(sizeof(*event) + header->len + 1);
    if (!event || !receive_bytes(store->fd, event->payload, header->len)) {
        free(event);
        return NULL;
    }
    event->next = NULL;
    event->length = header->len;
    event->payload[header->len] = '\0';
    if (header->type == XS_WATCH_EVENT) {
        *store->end = event;
        store->end = &event->next;
        return event->payload;
    }
    return memmove(event, event->payload, header->len + 1);
}

char *exchange(struct xenstore *store, uint32_t type, uint32_t tx, const struct part *parts,
               unsigned count, size_t *length)
{
    struct xs_header header = {.type = type, .req_id = ++store->last_request, .tx_id = tx};
    char *answer;

    for (unsigned i = 0; i < count; i++)
        header.len += (uint32_t)parts[i].size;
    errno = E2BIG;
    if (header.len > XENSTORE_PAYLOAD_MAX || !send_bytes(store->fd, &header, sizeof(header)))
        return NULL;
    for (unsigned i = 0; i < count; i++) {
        if (!send_bytes(store->fd, parts[i].bytes, parts[i].size))
            return NULL;
    }
    do
        answer = receive(store, &header);
    while (answer && header.type == XS_WATCH_EVENT);
    if (answer && header.type == XS_ERROR) {
        int error = wire_error_number(answer);

        free(answer);
        errno = error ? error : EIO;
        return NULL;
    }
    if (length)
        *length = header.len;
    return answer;
}

/* ---- events -------------------------------------------------------------------------------- */

char **exchange_kept(struct xenstore *store)
{
    struct event *event = store->events;
    char **strings;

    if (!event)
        return NULL;
    store->events = event->next;
    if (!store->events)
        store->end = &store->events;
    strings = exchange_strings(event->payload, event->length, NULL);
    free(event);
    return strings;
}

char **xenstore_event(struct xenstore *store, bool wait)
{
    struct pollfd fd = {.fd = store->fd, .events = POLLIN};
    struct xs_header header;

    while (!store->events && (wait || poll(&fd, 1, 0) == 1)) {
        char *payload = receive(store, &header);

        if (!payload)
            return NULL;
        if (header.type != XS_WATCH_EVENT)
            free(payload); /* an answer to nothing */
    }
    errno = EAGAIN;
    return exchange_kept(store);
}
