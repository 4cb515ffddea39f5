/* SPDX-License-Identifier: MIT */
#ifndef CONSOLE_GUESTS_H
#define CONSOLE_GUESTS_H
/* All guests: found in xenstore, connected, listened to, let go. */
#include <poll.h>

#include "tools/console/guest.h"

struct xenstore;

struct guests {
    const struct host *host;
    struct xenstore *store; /* NULL: it is away; looked for again */
    struct guest *first;
    const char *log_directory, *socket_directory;
    size_t log_limit;
    struct log log; /* the daemon's own */
    long now_s;
};

/* Looks for xenstore if it is away; false: it still is. */
bool guests_find_store(struct guests *guests);
/* Its events, and what follows of them. False: it went away. */
bool guests_store_events(struct guests *guests);
void guests_port_event(struct guests *guests, int port);

/* What is to be waited for: `fds` has room for guests_count() entries. */
unsigned guests_count(const struct guests *guests);
unsigned guests_wait(const struct guests *guests, struct pollfd *fds);
/* Serve every guest a little; `fds` as they were waited for. True: there is more to do. */
bool guests_turn(struct guests *guests, const struct pollfd *fds);
/* What xenstore said left something to do. */
bool guests_are_ready(const struct guests *guests);
/* Somebody has not read what he was sent: look again soon. */
bool guests_are_stuck(const struct guests *guests);
void guests_end(struct guests *guests);

#endif
