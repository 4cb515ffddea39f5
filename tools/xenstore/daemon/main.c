/* SPDX-License-Identifier: MIT */
/*
 * xenstored: reads its options, opens the socket and the hypervisor's devices, and then does one
 * thing at a time for ever: wait until somebody wants something, serve each a little.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../client/place.h"
#include "host_xen.h"
#include "sockets.h"

struct options {
    const char *socket;
    const char *pid_file;
    size_t memory_limit;
    bool background, no_domains;
};

static const char help[] =
    "usage: xenstored [options]\n"
    "Keeps the tree in which the first domain and its guests find each other (docs/xenstore.md).\n"
    "  --socket PATH     listen there ($XENSTORED_PATH, else $XENSTORED_RUNDIR/socket,\n"
    "                    else /run/xenstored/socket)\n"
    "  --pid-file PATH   write its process id there, once it listens\n"
    "  --background      leave the terminal once it listens\n"
    "  --memory-limit N  take N MiB at most (no limit)\n"
    "  --no-domains      serve the socket alone: there is no hypervisor\n"
    "Exit status: 0 it was asked to end, 1 it could not begin, 2 wrong usage\n";

static volatile sig_atomic_t asked_to_end;

static void note_end(int signal)
{
    asked_to_end = signal;
}

static void signals_begin(void)
{
    struct sigaction action = {.sa_handler = note_end};

    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
}

/* ---- the loop ------------------------------------------------------------------------------ */

static void take_events(struct server *server)
{
    const struct host *host = server->host;
    int port;

    while ((port = host->next_event(host->self)) >= 0) {
        if (port == host->domains_port)
            server_domains_check(server);
        else
            server_event(server, port);
    }
}

static bool turn(struct server *server, struct sockets *sockets, bool more)
{
    unsigned count = sockets_count(sockets), hosts = server->host != NULL;
    struct pollfd fds[count + 1];

    sockets_wait(sockets, fds);
    fds[count] = (struct pollfd){.fd = hosts ? server->host->fd : -1, .events = POLLIN};
    if (poll(fds, count + hosts, more ? 0 : -1) < 0)
        return true; /* a signal */
    if (hosts && fds[count].revents)
        take_events(server);
    more = sockets_turn(sockets, fds, count);
    return server_turn(server) || more;
}

/* ---- begin --------------------------------------------------------------------------------- */

static int usage(const char *what, const char *about)
{
    fprintf(stderr, "xenstored: %s '%s'; --help lists the options\n", what, about);
    return 2;
}

/* Which option takes a value, and where it goes. */
static int options_read(struct options *options, char **arguments)
{
    for (char **at = arguments; *at; at++) {
        const char *name = *at, *value = at[1];

        if (strcmp(name, "--background") == 0) {
            options->background = true;
        } else if (strcmp(name, "--no-domains") == 0) {
            options->no_domains = true;
        } else if (strcmp(name, "--help") == 0) {
            fputs(help, stdout);
            exit(0);
        } else if (!value) {
            return usage("unknown option, or one without its value:", name);
        } else if (strcmp(name, "--socket") == 0) {
            options->socket = *++at;
        } else if (strcmp(name, "--pid-file") == 0) {
            options->pid_file = *++at;
        } else if (strcmp(name, "--memory-limit") == 0) {
            options->memory_limit = strtoul(*++at, NULL, 10) << 20;
            if (!options->memory_limit)
                return usage("no number of MiB:", value);
        } else {
            return usage("unknown option", name);
        }
    }
    return 0;
}

static bool announce(const struct options *options)
{
    FILE *file;

    if (options->background && daemon(0, 0)) {
        perror("xenstored: cannot go to the background");
        return false;
    }
    if (!options->pid_file)
        return true;
    file = fopen(options->pid_file, "w");
    if (!file || fprintf(file, "%d\n", getpid()) < 0 || fclose(file)) {
        fprintf(stderr, "xenstored: --pid-file %s: %s\n", options->pid_file, strerror(errno));
        return false;
    }
    return true;
}

int main(int count, char **arguments)
{
    struct options options = {.socket = xenstore_socket_path()};
    static struct server server;
    struct sockets sockets;
    const struct host *host = NULL;
    int status = options_read(&options, arguments + (count > 0));
    bool more = false;

    if (status)
        return status;
    signals_begin();
    if (!options.no_domains && !(host = host_xen_open()))
        return 1; /* it has said why */
    if (server_begin(&server, host, options.memory_limit)) {
        fprintf(stderr, "xenstored: no memory to begin with; is --memory-limit too low?\n");
        return 1;
    }
    if (!sockets_begin(&sockets, &server, options.socket) || !announce(&options))
        return 1;
    while (!asked_to_end)
        more = turn(&server, &sockets, more);
    sockets_end(&sockets);
    server_end(&server);
    return 0;
}
