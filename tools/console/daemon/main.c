/* SPDX-License-Identifier: MIT */
/* consoled: one loop that waits until somebody has something, and serves each a little. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "guests.h"
#include "host_xen.h"
#include "tools/console/places.h"
#include "tools/xenstore/client/client.h"

static const char help[] =
    "usage: consoled [--background] [--log-directory DIR] [--log-limit KIB]\n"
    "Carries the consoles of guests: each to its log, DIR/console-NAME.log, and to whoever is\n"
    "attached to it by `torc console NAME`.\n"
    "  --background           go to the background when it is ready\n"
    "  --log-directory DIR    " CONSOLE_LOGS " if it is not said\n"
    "  --log-limit KIB        turn a log over at this size (256); the one before is kept as .1\n"
    "  --help                 this\n";

static volatile sig_atomic_t asked_to_end;

static void on_signal(int number)
{
    asked_to_end = number;
}

static void signals_begin(void)
{
    struct sigaction action = {.sa_handler = on_signal};

    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
}

static long now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long)now.tv_sec;
}

/* xenstore went away: the guests we have are served all the same. */
static void store_lost(struct guests *guests)
{
    log_print(&guests->log, "xenstore is away\n");
    xenstore_close(guests->store);
    guests->store = NULL;
}

static bool turn(struct guests *guests, bool more)
{
    unsigned count = guests_count(guests);
    struct pollfd fds[count + 2];
    int wait_ms = guests->store && !guests_are_stuck(guests) ? -1 : 1000, port;

    guests_wait(guests, fds);
    fds[count] = (struct pollfd){.fd = guests->host->fd, .events = POLLIN};
    fds[count + 1] =
        (struct pollfd){.fd = guests->store ? xenstore_fd(guests->store) : -1, .events = POLLIN};
    if (poll(fds, count + 2, more ? 0 : wait_ms) < 0)
        return true; /* a signal */
    while (fds[count].revents && (port = guests->host->next_event(guests->host->self)) >= 0)
        guests_port_event(guests, port);
    guests->now_s = now_s();
    /* What xenstore has to say may end a guest, and those who are attached are told in a turn. */
    more = guests_turn(guests, fds) || fds[count + 1].revents;
    if (guests->store && !guests_store_events(guests))
        store_lost(guests);
    if (!guests->store)
        more |= guests_find_store(guests);
    return more || guests_are_ready(guests);
}

/* ---- begin --------------------------------------------------------------------------------- */

static int usage(const char *about)
{
    fprintf(stderr, "consoled: unknown option, or one without its value: '%s'; --help lists them\n",
            about);
    return 2;
}

static int options_read(struct guests *guests, bool *background, char **arguments)
{
    for (char **at = arguments; *at; at++) {
        if (strcmp(*at, "--background") == 0) {
            *background = true;
        } else if (strcmp(*at, "--help") == 0) {
            fputs(help, stdout);
            exit(0);
        } else if (strcmp(*at, "--log-directory") == 0 && at[1]) {
            guests->log_directory = *++at;
        } else if (strcmp(*at, "--log-limit") == 0 && at[1]) {
            guests->log_limit = strtoul(*++at, NULL, 10) << 10;
            if (!guests->log_limit)
                return usage(*at);
        } else {
            return usage(*at);
        }
    }
    return 0;
}

/* All directories on the way, for root alone. */
static void directory_make(const char *path)
{
    char part[128];

    for (const char *slash = strchr(path + 1, '/');; slash = strchr(slash + 1, '/')) {
        snprintf(part, sizeof(part), "%.*s", slash ? (int)(slash - path) : (int)strlen(path), path);
        mkdir(part, slash ? 0755 : 0700);
        if (!slash)
            return;
    }
}

/* One daemon at a time: it listens at a place where nobody ever answers. */
static bool be_the_only_one(const struct guests *guests)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    snprintf(address.sun_path, sizeof(address.sun_path), "%s/consoled", guests->socket_directory);
    if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0 || errno == EAGAIN) {
        fprintf(stderr, "consoled: another one is running (%s)\n", address.sun_path);
        return false;
    }
    unlink(address.sun_path);
    if (bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0 && listen(fd, 1) == 0)
        return true;
    fprintf(stderr, "consoled: %s: %s\n", address.sun_path, strerror(errno));
    return false;
}

int main(int count, char **arguments)
{
    static struct guests guests = {
        .log_directory = CONSOLE_LOGS, .socket_directory = CONSOLE_SOCKETS, .log_limit = 256 << 10};
    bool background = false, more = true;
    char path[160];
    int status = options_read(&guests, &background, arguments + (count > 0));

    if (status)
        return status;
    signals_begin();
    guests.host = host_xen_open();
    if (!guests.host)
        return 1; /* it has said why */
    directory_make(guests.log_directory);
    directory_make(guests.socket_directory);
    if (!be_the_only_one(&guests))
        return 1;
    snprintf(path, sizeof(path), "%s/consoled.log", guests.log_directory);
    if (!log_open(&guests.log, path, guests.log_limit))
        fprintf(stderr, "consoled: %s: %s; nothing is logged\n", path, strerror(errno));
    if (!guests_find_store(&guests))
        fprintf(stderr,
                "consoled: xenstore does not answer (%s): is xenstored running? "
                "I go on trying\n",
                strerror(errno));
    if (background && daemon(0, 0)) {
        perror("consoled: cannot go to the background");
        return 1;
    }
    while (!asked_to_end)
        more = turn(&guests, more);
    guests_end(&guests);
    return 0;
}
