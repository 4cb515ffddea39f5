/* SPDX-License-Identifier: MIT */
/* Those who are attached to a guest's console: each has a socket, and a buffer of what is on its
 * way. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "attached.h"

/* Whoever attaches later sees the end of what was before. */
static void remember(struct guest *guest, const char *bytes, size_t size)
{
    size_t kept = guest->recent_size;

    if (size > RECENT_SIZE) {
        bytes += size - RECENT_SIZE;
        size = RECENT_SIZE;
    }
    kept = kept < RECENT_SIZE - size ? kept : RECENT_SIZE - size;
    memmove(guest->recent, guest->recent + guest->recent_size - kept, kept);
    memcpy(guest->recent + kept, bytes, size);
    guest->recent_size = kept + size;
}

/* A message of our own may find one without room: he loses the end of it, not of the guest's. */
static void queue(struct attached *who, const char *bytes, size_t size)
{
    size_t room = ATTACHED_ROOM - who->waiting;

    size = size < room ? size : room;
    memcpy(who->bytes + who->waiting, bytes, size);
    who->waiting += size;
}

void attached_tell(struct guest *guest, const char *bytes, size_t size)
{
    remember(guest, bytes, size);
    for (struct attached *who = guest->attached; who; who = who->next)
        queue(who, bytes, size);
}

bool guest_attach(struct guest *guest, int fd, long now_s)
{
    struct attached *who = calloc(1, sizeof(*who));

    if (!who) {
        close(fd);
        return false;
    }
    who->fd = fd;
    who->since_s = now_s;
    who->next = guest->attached;
    guest->attached = who;
    guest->ready = true;
    queue(who, guest->recent, guest->recent_size);
    return true;
}

static void detach(struct guest *guest, struct attached *who)
{
    struct attached **link = &guest->attached;

    while (*link != who)
        link = &(*link)->next;
    *link = who->next;
    close(who->fd);
    free(who);
    guest->ready = true; /* the others may have had room */
}

void guest_detach_all(struct guest *guest)
{
    while (guest->attached)
        detach(guest, guest->attached);
}

/* False: he is gone, or as good as gone. */
static bool flush(struct attached *who, long now_s)
{
    ssize_t sent =
        who->waiting ? send(who->fd, who->bytes, who->waiting, MSG_DONTWAIT | MSG_NOSIGNAL) : 0;

    if (sent < 0 && errno != EAGAIN && errno != EINTR)
        return false;
    if (sent > 0) {
        who->waiting -= (size_t)sent;
        memmove(who->bytes, who->bytes + sent, who->waiting);
    }
    if (sent > 0 || !who->waiting)
        who->since_s = now_s;
    return now_s - who->since_s < PATIENCE_S;
}

size_t attached_flush(struct guest *guest, long now_s)
{
    size_t least = ATTACHED_ROOM;

    for (struct attached *who = guest->attached, *next; who; who = next) {
        next = who->next;
        if (!flush(who, now_s)) {
            if (now_s - who->since_s >= PATIENCE_S)
                log_print(&guest->log, "consoled: let one go who did not read\n");
            detach(guest, who);
        } else if (!guest->ring && !who->waiting) {
            detach(guest, who); /* there is nothing to come */
        } else if (ATTACHED_ROOM - who->waiting < least) {
            least = ATTACHED_ROOM - who->waiting;
        }
    }
    return least;
}

bool guest_takes_typing(const struct guest *guest)
{
    return guest->ring && guest->typed_size < TYPED_SIZE;
}

void guest_hear(struct guest *guest, struct attached *who)
{
    if (guest->typed_size == TYPED_SIZE)
        return; /* another's typing has filled it: nothing was read, and nobody has gone */
    ssize_t size = recv(who->fd, guest->typed + guest->typed_size, TYPED_SIZE - guest->typed_size,
                        MSG_DONTWAIT);

    if (size > 0)
        guest->typed_size += (size_t)size;
    else if (size == 0 || (errno != EAGAIN && errno != EINTR))
        detach(guest, who);
    guest->ready = true;
}
