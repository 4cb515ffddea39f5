/* SPDX-License-Identifier: MIT */
/*
 * Domains that come, misbehave and go. One that does not read what it is answered, or lets events
 * pile up, is not served any more, costs a bounded amount of memory, and delays nobody. Of one that
 * is gone nothing stays: not its nodes, nor the rights it was given, nor what it had begun.
 */
#include "tests/host/edge/run.h"

#include <stdio.h>
#include <string.h>

#include "world.h"

static struct guest *const dom0 = &guests[0];

START_TEST(introductions)
{
    struct guest *guest;

    world_begin();
    IS(dom0, XS_IS_DOMAIN_INTRODUCED, "0", "T|");
    IS(dom0, XS_IS_DOMAIN_INTRODUCED, "1", "F|");
    guest = guest_begin(1);
    IS(guest, XS_IS_DOMAIN_INTRODUCED, "1", "T|");
    IS(guest, XS_GET_DOMAIN_PATH, "17", "/local/domain/17|");
    IS(guest, XS_GET_DOMAIN_PATH, "x", "!EINVAL");
    IS(guest, XS_INTRODUCE,
       "2\0"
       "2\0"
       "7",
       "!EACCES");
    IS(guest, XS_RELEASE, "1", "!EACCES");
    IS(guest, XS_RESUME, "1", "!EACCES");
    IS(dom0, XS_INTRODUCE,
       "2\0"
       "2",
       "!EINVAL");
    IS(dom0, XS_INTRODUCE,
       "2\0"
       "2\0"
       "0",
       "!EINVAL");
    IS(dom0, XS_INTRODUCE,
       "2\0"
       "2\0"
       "-7",
       "!EINVAL");
    IS(dom0, XS_INTRODUCE,
       "2\0"
       "9\0"
       "7",
       "!EINVAL"); /* no such frame */
    IS(dom0, XS_INTRODUCE,
       "2\0"
       "2\0"
       "8",
       "!EINVAL"); /* no such port */
    IS(dom0, XS_INTRODUCE,
       "32752\0"
       "2\0"
       "7",
       "!EINVAL");
    IS(dom0, XS_IS_DOMAIN_INTRODUCED, "2", "F|");
    IS(dom0, XS_RELEASE, "2", "!ENOENT");
    IS(dom0, XS_RELEASE, "0", "!EINVAL");
    IS(dom0, XS_RESUME, "2", "!ENOENT");
    IS(guest, XS_WATCH, "x\0t", "OK|");
    events(guest);
    IS(dom0, XS_INTRODUCE,
       "1\0"
       "1\0"
       "7",
       "OK|"); /* once more: it begins anew */
    IS(dom0, XS_WRITE, "/local/domain/1/x", "OK|");
    ck_assert_str_eq(events(guest), "");
    IS(dom0, XS_RELEASE, "1", "OK|");
    world_end();
}
END_TEST

START_TEST(stops)
{
    world_begin();
    guest_begin(1);
    IS(dom0, XS_WATCH, "@releaseDomain\0t", "OK|");
    events(dom0);
    server_domains_check(&server);
    ck_assert_str_eq(events(dom0), "");
    guests[1].state = DOMAIN_STOPPED;
    server_domains_check(&server);
    server_domains_check(&server);
    ck_assert_str_eq(events(dom0), "@releaseDomain=t "); /* once */
    IS(dom0, XS_IS_DOMAIN_INTRODUCED, "1", "T|");
    IS(dom0, XS_RESUME, "1", "OK|");
    server_domains_check(&server);
    ck_assert_str_eq(events(dom0), "@releaseDomain=t ");
    guests[1].state = DOMAIN_GONE;
    server_domains_check(&server);
    ck_assert_str_eq(events(dom0), "@releaseDomain=t ");
    IS(dom0, XS_IS_DOMAIN_INTRODUCED, "1", "F|");
    world_end();
}
END_TEST

START_TEST(death)
{
    struct guest *guest, *other;
    size_t blocks = 0;

    world_begin();
    other = guest_begin(2);
    say_write(dom0, "/shared", "v");
    say_write(dom0, "/backend/1/state", "4");
    IS(dom0, XS_WATCH, "/local/domain/1/device\0w", "OK|");
    events(dom0);
    for (int round = 0; round < 50; round++) {
        guest = guest_begin(1);
        IS(dom0, XS_SET_PERMS, "/shared\0n0\0r1\0r2", "OK|");
        IS(dom0, XS_SET_PERMS, "/backend/1\0n0\0b1", "OK|");
        say_write(guest, "device/x/y", "v");
        say_write(guest, "/backend/1/mine/deep", "v");
        IS(guest, XS_SET_PERMS, "device\0n1\0r2", "OK|");
        say_write(dom0, "/local/domain/1/device/by-dom0", "v");
        IS(guest, XS_WATCH, "/shared\0t", "OK|");
        begin(guest);
        events(dom0);
        guest->state = DOMAIN_GONE;
        server_domains_check(&server);
        ck_assert_str_eq(events(dom0), "/local/domain/1/device=w ");
        ck_assert_int_eq(owner_nodes(&server.store, 1), 0);
        IS(dom0, XS_DIRECTORY, "/local/domain", "2|");
        IS(dom0, XS_DIRECTORY, "/backend/1", "state|");
        IS(dom0, XS_GET_PERMS, "/backend/1", "n0|");
        IS(dom0, XS_GET_PERMS, "/shared", "n0|r2|");
        IS(other, XS_READ, "/shared", "v");
        IS(dom0, XS_SET_PERMS, "/shared\0n0", "OK|");
        if (round == 0) /* lists of permissions of their own */
            blocks = server.store.memory.blocks;
        ck_assert_uint_eq(server.store.memory.blocks, blocks);
    }
    world_end();
}
END_TEST

/* Requests, and no look at the answers. */
static unsigned long flood(struct guest *guest, uint32_t type, const char *payload, size_t size,
                           unsigned long limit)
{
    struct xs_header header = {type, 1, 0, (uint32_t)size};
    char message[256];
    unsigned long count = 0;
    size_t whole = sizeof(header) + size, done = 0;

    memcpy(message, &header, sizeof(header));
    memcpy(message + sizeof(header), payload, size);
    for (int idle = 0; idle < 3 && count < limit;) {
        size_t moved = push(guest, message + done, whole - done);

        settle();
        done += moved;
        idle = moved ? 0 : idle + 1;
        if (done == whole) {
            done = 0;
            count++;
        }
    }
    return count;
}

START_TEST(a_guest_that_does_not_read)
{
    struct guest *guest;
    size_t used;
    unsigned long taken;

    world_begin();
    guest = guest_begin(1);
    say_write(guest, "v", "0123456789012345678901234567890123456789");
    settle();
    used = server.store.memory.used;
    taken = flood(guest, XS_READ, "v", 2, 1000000);
    ck_assert_uint_le(taken, 200); /* two rings full, and `outstanding` between them */
    ck_assert_uint_le(server.store.memory.used - used, 20 * 256);
    for (int i = 0; i < 1000; i++)
        IS(dom0, XS_READ, "/local/domain/1/v", "0123456789012345678901234567890123456789");
    IS(dom0, XS_RELEASE, "1", "OK|");
    world_end();
}
END_TEST

/* It reads in the end: it has every answer, in order. */
START_TEST(a_guest_that_reads_late)
{
    struct guest *guest;
    struct xs_header header;
    char payload[XENSTORE_PAYLOAD_MAX];
    unsigned long asked, answered = 0;

    world_begin();
    guest = guest_begin(1);
    say_write(guest, "v", "value");
    asked = flood(guest, XS_READ, "v", 2, 1000000);
    while (pull(guest, &header, payload)) {
        ck_assert_uint_eq(header.type, XS_READ);
        ck_assert_int_eq(memcmp(payload, "value", 5), 0);
        answered++;
    }
    ck_assert_uint_le(asked - answered, 1); /* the last request may be in pieces */
    world_end();
}
END_TEST

/* A storm of events for one that does not listen; what it hears in the end is: look again. */
START_TEST(a_watch_storm)
{
    char path[64];
    const char *heard;
    struct guest *guest, *other;
    size_t used;

    world_begin();
    guest = guest_begin(1);
    other = guest_begin(2);
    for (int i = 0; i < 128; i++) {
        int size = sprintf(path, "x%c%d", 0, i);
        ck_assert_str_eq(say(guest, XS_WATCH, path, (size_t)size + 1), "OK|");
    }
    events(guest);
    say_write(guest, "x/1/2", "");
    settle();
    used = server.store.memory.used;
    for (int i = 0; i < 4000; i++) {
        sprintf(path, "/local/domain/1/x/%d", i % 500);
        ck_assert_str_eq(say_write(dom0, path, ""), "OK|");
        IS(other, XS_READ, "none", "!ENOENT");
    }
    /* 64 events of each of 128 watches, and the nodes themselves. */
    ck_assert_uint_le(server.store.memory.used - used, 128 * 64 * 160 + 500 * 300);
    heard = events(guest);
    ck_assert_ptr_nonnull(strstr(heard, "x=7 ")); /* the watched path itself */
    say_write(dom0, "/local/domain/1/x/after", "");
    ck_assert_ptr_nonnull(strstr(events(guest), "x/after=7 ")); /* and then all is as before */
    world_end();
}
END_TEST

/* The same event twice, the first one unread, is one event. */
START_TEST(events_merge)
{
    struct guest *guest;

    world_begin();
    guest = guest_begin(1);
    IS(guest, XS_WATCH, "x\0t", "OK|");
    flood(guest, XS_READ, "none", 5, 100); /* nothing can leave any more */
    for (int i = 0; i < 10; i++) {
        say_write(dom0, "/local/domain/1/x", "");
        say_write(dom0, "/local/domain/1/x/y", "");
    }
    for (;;) {
        struct xs_header header;
        char payload[XENSTORE_PAYLOAD_MAX];

        if (!pull(guest, &header, payload))
            break;
        if (header.type == XS_WATCH_EVENT) {
            strcat(guest->events, payload);
            strcat(guest->events, " ");
        }
    }
    ck_assert_str_eq(events(guest), "x x x/y "); /* the first: from setting the watch */
    IS(guest, XS_WATCH, "z\0t", "OK|");
    IS(guest, XS_UNWATCH, "z\0t", "OK|"); /* its first event may be gone with it */
    world_end();
}
END_TEST

RUN_TESTS("xs_domains", &introductions, &stops, &death, &a_guest_that_does_not_read,
          &a_guest_that_reads_late, &a_watch_storm, &events_merge)
