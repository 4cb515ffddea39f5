/* SPDX-License-Identifier: MIT */
/*
 * Which guests there are. xenstore says when one was introduced or released; of each we watch the
 * directory `console` until it names the ring. The toolstack writes that directory; what it says is
 * taken as far as the hypervisor agrees: the ring is the page that the domain grants to us, and the
 * domain is there as long as the hypervisor says so.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "guests.h"
#include "tools/xenstore/client/client.h"

#define DOMAINS "/local/domain"

/* ---- one guest ----------------------------------------------------------------------------- */

static struct guest *guest_find(struct guests *guests, unsigned domid)
{
    struct guest *guest = guests->first;

    while (guest && (guest->domid != domid || guest->ended))
        guest = guest->next;
    return guest;
}

static void socket_path(const struct guests *guests, const struct guest *guest,
                        struct sockaddr_un *address)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    snprintf(address->sun_path, sizeof(address->sun_path), "%s/console.%u",
             guests->socket_directory, guest->domid);
}

static void listen_begin(struct guests *guests, struct guest *guest)
{
    struct sockaddr_un address;

    socket_path(guests, guest, &address);
    unlink(address.sun_path);
    guest->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (guest->listener >= 0 &&
        (bind(guest->listener, (struct sockaddr *)&address, sizeof(address)) ||
         listen(guest->listener, 8))) {
        close(guest->listener);
        guest->listener = -1;
    }
    if (guest->listener < 0)
        log_print(&guest->log, "consoled: nobody can attach: %s: %m\n", address.sun_path);
}

/* The rest of what it said is for those who are attached; they end it by having read it. */
static void guest_end(struct guests *guests, struct guest *guest)
{
    struct sockaddr_un address;
    char path[64];

    guest_drain(guest);
    guest_disconnect(guest, NULL);
    if (guest->listener >= 0) {
        socket_path(guests, guest, &address);
        unlink(address.sun_path);
        close(guest->listener);
    }
    guest->listener = -1;
    guest->ended = guest->ready = true;
    log_print(&guests->log, "domain %u (%s): the end\n", guest->domid, guest->name);
    snprintf(path, sizeof(path), DOMAINS "/%u/console", guest->domid);
    if (guests->store)
        xenstore_unwatch(guests->store, path, "console");
}

static void guest_free(struct guest *guest)
{
    guest_detach_all(guest);
    log_close(&guest->log);
    free(guest);
}

/* ---- what xenstore says of one ------------------------------------------------------------- */

static char *entry_read(struct guests *guests, unsigned domid, const char *name)
{
    char path[96];

    snprintf(path, sizeof(path), DOMAINS "/%u/%s", domid, name);
    return xenstore_read(guests->store, 0, path, NULL);
}

static bool number_read(struct guests *guests, unsigned domid, const char *name,
                        unsigned long *number)
{
    char *text = entry_read(guests, domid, name), *end = text;

    if (text)
        *number = strtoul(text, &end, 10);
    bool good = text && end != text && !*end;
    free(text);
    return good;
}

/* The name is there before the console is, or the number has to do. */
static void name_and_log(struct guests *guests, struct guest *guest)
{
    char *name = entry_read(guests, guest->domid, "name"), path[160], number[16];

    snprintf(number, sizeof(number), "%u", guest->domid);
    guest_name_set(guest, name && *name ? name : number);
    free(name);
    snprintf(path, sizeof(path), "%s/console-%s.log", guests->log_directory, guest->name);
    if (guest->log.fd < 0 && !log_open(&guest->log, path, guests->log_limit))
        log_print(&guests->log, "%s: %m; %s is not logged\n", path, guest->name);
}

/* The directory of its console may have changed: is all there that we need? */
static void guest_look(struct guests *guests, struct guest *guest)
{
    unsigned long frame = 0, port;
    char *type;
    bool ours;

    if (guest->ring || guest->listener >= 0 ||
        !number_read(guests, guest->domid, "console/port", &port))
        return;
    type = entry_read(guests, guest->domid, "console/type");
    ours = !type || strcmp(type, "xenconsoled") == 0;
    free(type);
    if (!ours)
        return;
    number_read(guests, guest->domid, "console/ring-ref", &frame);
    name_and_log(guests, guest);
    listen_begin(guests, guest);
    bool good = guest_connect(guest, frame, (unsigned)port);
    log_print(&guests->log, "domain %u (%s): %s\n", guest->domid, guest->name,
              good ? "connected" : "cannot be connected; its log says why");
}

/* ---- which there are ----------------------------------------------------------------------- */

static void guest_add(struct guests *guests, unsigned domid)
{
    struct guest *guest = calloc(1, sizeof(*guest));
    char path[64];

    if (!guest) {
        log_print(&guests->log, "domain %u: no memory for its console\n", domid);
        return;
    }
    guest->host = guests->host;
    guest->domid = domid;
    guest->log.fd = guest->listener = -1;
    guest->next = guests->first;
    guests->first = guest;
    snprintf(path, sizeof(path), DOMAINS "/%u/console", domid);
    xenstore_watch(guests->store, path, "console"); /* which fires at once, too */
}

static void look_for_new_ones(struct guests *guests)
{
    unsigned count = 0;
    char **names = xenstore_directory(guests->store, 0, DOMAINS, &count);

    for (unsigned i = 0; names && i < count; i++) {
        unsigned domid = (unsigned)strtoul(names[i], NULL, 10);

        if (domid && !guest_find(guests, domid) &&
            guests->host->state(guests->host->self, domid) == GUEST_RUNS)
            guest_add(guests, domid);
    }
    free(names);
}

static void let_old_ones_go(struct guests *guests)
{
    for (struct guest *guest = guests->first; guest; guest = guest->next)
        if (!guest->ended && guests->host->state(guests->host->self, guest->domid) == GUEST_GONE)
            guest_end(guests, guest);
}

/* What we know is true still; what has happened meanwhile we look for. */
bool guests_find_store(struct guests *guests)
{
    if (guests->store)
        return true;
    guests->store = xenstore_open();
    if (!guests->store)
        return false;
    xenstore_watch(guests->store, "@introduceDomain", "come");
    xenstore_watch(guests->store, "@releaseDomain", "go");
    for (struct guest *guest = guests->first; guest; guest = guest->next) {
        char path[64];

        snprintf(path, sizeof(path), DOMAINS "/%u/console", guest->domid);
        if (!guest->ended)
            xenstore_watch(guests->store, path, "console");
    }
    return true;
}

bool guests_store_events(struct guests *guests)
{
    char **event;

    while ((event = xenstore_event(guests->store, false))) {
        unsigned domid = 0;

        if (strcmp(event[1], "come") == 0) {
            look_for_new_ones(guests);
        } else if (strcmp(event[1], "go") == 0) {
            let_old_ones_go(guests);
        } else if (sscanf(event[0], DOMAINS "/%u/", &domid) == 1) {
            struct guest *guest = guest_find(guests, domid);

            if (guest)
                guest_look(guests, guest);
        }
        free(event);
    }
    return errno == EAGAIN;
}

/* ---- turns --------------------------------------------------------------------------------- */

void guests_port_event(struct guests *guests, int port)
{
    for (struct guest *guest = guests->first; guest; guest = guest->next)
        guest->ready |= guest->ring && guest->port == port;
}

unsigned guests_count(const struct guests *guests)
{
    unsigned count = 0;

    for (struct guest *guest = guests->first; guest; guest = guest->next) {
        count++;
        for (struct attached *who = guest->attached; who; who = who->next)
            count++;
    }
    return count;
}

/* In the order of the lists, which nobody changes before guests_turn(). */
unsigned guests_wait(const struct guests *guests, struct pollfd *fds)
{
    unsigned count = 0;

    for (struct guest *guest = guests->first; guest; guest = guest->next) {
        fds[count++] = (struct pollfd){.fd = guest->listener, .events = POLLIN};
        for (struct attached *who = guest->attached; who; who = who->next)
            fds[count++] =
                (struct pollfd){.fd = who->fd,
                                .events = (short)((guest_takes_typing(guest) ? POLLIN : 0) |
                                                  (who->waiting ? POLLOUT : 0))};
    }
    return count;
}

static void accept_one(struct guest *guest, long now_s)
{
    int fd = accept4(guest->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

    if (fd >= 0)
        guest_attach(guest, fd, now_s);
}

bool guests_turn(struct guests *guests, const struct pollfd *fds)
{
    bool more = false;

    for (struct guest *guest = guests->first; guest; guest = guest->next) {
        bool knock = (fds++)->revents;

        for (struct attached *who = guest->attached, *next; who; who = next, fds++) {
            next = who->next;
            guest->ready |= fds->revents & POLLOUT;
            if (fds->revents & (POLLIN | POLLHUP | POLLERR))
                guest_hear(guest, who);
        }
        if (knock)
            accept_one(guest, guests->now_s);
    }
    for (struct guest **link = &guests->first, *guest; (guest = *link);) {
        if (guest->ready || guest->attached)
            more |= guest_turn(guest, guests->now_s);
        if (guest->ended && !guest->attached) {
            *link = guest->next;
            guest_free(guest);
        } else {
            link = &guest->next;
        }
    }
    return more;
}

bool guests_are_ready(const struct guests *guests)
{
    const struct guest *guest = guests->first;

    while (guest && !guest->ready)
        guest = guest->next;
    return guest;
}

bool guests_are_stuck(const struct guests *guests)
{
    for (struct guest *guest = guests->first; guest; guest = guest->next)
        for (struct attached *who = guest->attached; who; who = who->next)
            if (who->waiting)
                return true;
    return false;
}

/* The guests live on, and the next daemon takes them up where we stop. */
void guests_end(struct guests *guests)
{
    while (guests->first) {
        struct guest *guest = guests->first;

        guests->first = guest->next;
        guest_disconnect(guest, NULL);
        if (guest->listener >= 0) {
            struct sockaddr_un address;

            socket_path(guests, guest, &address);
            unlink(address.sun_path);
            close(guest->listener);
        }
        guest_free(guest);
    }
    if (guests->store)
        xenstore_close(guests->store);
}
