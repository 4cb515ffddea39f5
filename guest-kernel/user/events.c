/* SPDX-License-Identifier: MIT */
/*
 * Event channels between two processes of one domain, and what the device says to mistakes. A port
 * is heard once, is silent until it is written back, and then tells of what it has missed.
 */
#include "tools/control/control.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS 300

static int failures;

static void point(const char *what, int good)
{
    printf("%s: %s\n", good ? "ok" : "NOT OK", what);
    failures += !good;
}

static int fails_with(long result, int error)
{
    if (result != -1 || errno != error)
        printf("# result %ld, errno %d, not %d\n", result, errno, error);
    return result == -1 && errno == error;
}

static int ready(int events, int milliseconds)
{
    struct pollfd one = {.fd = events, .events = POLLIN};

    return poll(&one, 1, milliseconds) == 1;
}

/* Take the next event, which must be this port's, and open it again. */
static int take(int events, unsigned port)
{
    return events_next(events) == (int)port && events_reopen(events, port) == 0;
}

static void test_mistakes(void)
{
    int events = events_open(), other = events_open(), port, pair;
    uint32_t numbers[2] = {0, 5000};

    point("an event channel device", events >= 0);
    point("an interrupt there is not", fails_with(events_bind_virq(events, 99), EINVAL));
    point("the kernel's own", fails_with(events_bind_virq(events, ABI_VIRQ_TIMER), EEXIST));
    point("a port nobody offers",
          fails_with(events_bind_remote(events, ABI_DOMID_SELF, 900), EINVAL));
    port = events_alloc(events, ABI_DOMID_SELF);
    point("a port that waits for its other end", port > 0);
    point("another file's port is not ours",
          fails_with(events_notify(other, (unsigned)port), ENOTCONN));
    point("nor is one beyond all", fails_with(events_close_port(events, 5000), EINVAL));
    point("numbers that are not ours are passed over", write(events, numbers, 8) == 8);
    point("part of a number is nothing",
          write(events, numbers, 3) == 0 && read(events, numbers, 3) == 0);
    fcntl(events, F_SETFL, O_NONBLOCK);
    point("nothing has happened", fails_with(events_next(events), EAGAIN) && !ready(events, 0));
    pair = events_bind_remote(other, ABI_DOMID_SELF, (unsigned)port);
    point("its other end", pair > 0 && pair != port);
    point("tells at once that it is there", ready(other, 1000) && take(other, (unsigned)pair));
    events_notify(other, (unsigned)pair);
    point("one is heard", ready(events, 1000) && events_next(events) == port);
    events_notify(other, (unsigned)pair);
    events_notify(other, (unsigned)pair);
    point("a port that was heard is silent", !ready(events, 50));
    events_reopen(events, (unsigned)port);
    point("and tells what it missed when it is opened",
          ready(events, 1000) && take(events, (unsigned)port));
    point("once", !ready(events, 50));
    events_notify(other, (unsigned)pair);
    point("a port that is closed",
          ready(events, 1000) && events_close_port(events, (unsigned)port) == 0);
    point("takes its event with it", !ready(events, 50));
    close(other);
    close(events);
    events = events_open();
    point("what a file had is free when it is closed",
          events_alloc(events, ABI_DOMID_SELF) <= port);
    close(events);
}

/* One process answers each event of the other. */
static void test_two_processes(void)
{
    int events = events_open(), port = events_alloc(events, ABI_DOMID_SELF), good = 1, status;
    pid_t child;

    fflush(stdout);
    child = fork();
    if (child == 0) {
        int own = events_open(), pair = events_bind_remote(own, ABI_DOMID_SELF, (unsigned)port);

        if (!take(own, (unsigned)pair))
            _exit(2);
        events_notify(own, (unsigned)pair);
        for (int i = 0; i < ROUNDS; i++)
            if (!take(own, (unsigned)pair) || events_notify(own, (unsigned)pair) != 0)
                _exit(3);
        _exit(0);
    }
    good &= take(events, (unsigned)port);
    for (int i = 0; i < ROUNDS && good; i++)
        good &= events_notify(events, (unsigned)port) == 0 && take(events, (unsigned)port);
    point("three hundred events there and back", good);
    waitpid(child, &status, 0);
    point("and the other is content", status == 0);
    close(events);
}

int main(void)
{
    test_mistakes();
    test_two_processes();
    printf("events: %d failures\n", failures);
    return failures != 0;
}
