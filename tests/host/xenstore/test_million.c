/* SPDX-License-Identifier: MIT */
/*
 * Many operations of many guests, all through their rings, with transactions, watches, deaths and
 * rebirths among them: none fails, and when all is over no byte is left. COUNT says how many (a
 * million in tests/long/xenstore.sh, which also builds this without sanitizers).
 */
#include "tests/host/edge/run.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "world.h"

enum { BUSY = 8 };

static struct guest *const dom0 = &guests[0];

static void work(struct guest *guest, unsigned long i)
{
    char path[64], value[32];
    uint32_t tx = 0;

    sprintf(path, "device/%lu/state", i % 40);
    sprintf(value, "%lu", i);
    if (i % 3 == 0)
        guest->tx = tx = begin(guest);
    MUST_SAY(say_write(guest, path, value), "OK|");
    MUST_SAY(say_string(guest, XS_READ, path), value);
    if (i % 5 == 0)
        MUST_SAY(say_string(guest, XS_RM, path), "OK|");
    if (tx)
        MUST_SAY(finish(guest, tx, true), "OK|");
    if (i % 7 == 0)
        guest->events[0] = '\0';
}

static void come_and_go(unsigned domid)
{
    char domain[16];

    if (domain_find(&server, domid)) {
        sprintf(domain, "%u", domid);
        MUST_SAY(say_string(dom0, XS_RELEASE, domain), "OK|");
    }
    guest_begin(domid);
    MUST_SAY(SAY(&guests[domid], XS_WATCH, "device\0w"), "OK|");
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

START_TEST(many)
{
    unsigned long count = getenv("COUNT") ? strtoul(getenv("COUNT"), NULL, 10) : 20000, served = 0;
    double start = now();
    size_t used = 0;

    world_begin();
    for (unsigned domid = 1; domid <= BUSY; domid++)
        come_and_go(domid);
    for (unsigned long i = 0; served < count; i++) {
        struct guest *guest = &guests[1 + i % BUSY];

        served -= domain_find(&server, 1 + i % BUSY)->connection.served;
        work(guest, i);
        served += domain_find(&server, 1 + i % BUSY)->connection.served;
        if (i % 1000 == 999)
            come_and_go(1 + (unsigned)(i / 1000) % BUSY);
        if (i == 10000)
            used = server.store.memory.peak;
    }
    MUST(!used || server.store.memory.peak <= used + used / 4); /* it does not grow */
    printf("# %lu operations: %.2f s, %.0f a second; at most %zu bytes\n", served, now() - start,
           (double)served / (now() - start), server.store.memory.peak);
    ck_assert_ptr_nonnull(strstr(SAY(dom0, XS_CONTROL, "check"), ": good"));
    world_end();
}
END_TEST

/* The tree of a busy host: a hundred thousand nodes, a transaction in it, and all away again. */
START_TEST(large)
{
    unsigned count = getenv("COUNT") ? 100000 : 5000;
    char path[64];
    double start = now();
    uint32_t tx;

    world_begin();
    for (unsigned i = 0; i < count; i++) {
        sprintf(path, "/large/%u/%u", i / 300, i % 300);
        MUST_SAY(say_write(dom0, path, "some value"), "OK|");
    }
    printf("# %u nodes: %.2f s, %zu bytes each\n", count, now() - start,
           server.store.memory.used / count);
    start = now();
    for (int i = 0; i < 1000; i++) {
        tx = begin(dom0);
        dom0->tx = tx;
        sprintf(path, "/large/%u/x", (unsigned)i % 10);
        MUST_SAY(say_write(dom0, path, "other"), "OK|");
        MUST_SAY(finish(dom0, tx, true), "OK|");
    }
    printf("# 1000 transactions in it: %.3f s\n", now() - start);
    MUST_SAY(SAY(dom0, XS_RM, "/large"), "OK|");
    world_end();
}
END_TEST

RUN_TESTS("xs_million", &many, &large)
