/* SPDX-License-Identifier: MIT */
/*
 * The protocol, request by request: what each answers, and what it refuses. Malformed messages are
 * refused and disturb nobody; one that cannot be understood as a message at all ends the ring,
 * until the guest reconnects.
 */
#include "tests/host/edge/run.h"

#include <stdio.h>
#include <string.h>

#include "world.h"

static struct guest *const dom0 = &guests[0];

START_TEST(nodes)
{
    world_begin();
    IS(dom0, XS_READ, "/", "");
    IS(dom0, XS_READ, "/a", "!ENOENT");
    ck_assert_str_eq(say_write(dom0, "/a/b/c", "value"), "OK|");
    IS(dom0, XS_READ, "/a/b/c", "value");
    IS(dom0, XS_READ, "/a/b", ""); /* made on the way, and empty */
    IS(dom0, XS_MKDIR, "/a/b/c", "OK|");
    IS(dom0, XS_READ, "/a/b/c", "value"); /* mkdir leaves alone what is there */
    IS(dom0, XS_MKDIR, "/a/d", "OK|");
    IS(dom0, XS_DIRECTORY, "/a", "b|d|");
    IS(dom0, XS_DIRECTORY, "/a/d", "");
    ck_assert_str_eq(say(dom0, XS_WRITE, "/a/n\0x\0y", 8), "OK|");
    IS(dom0, XS_READ, "/a/n", "x|y"); /* a value may hold NULs */
    ck_assert_str_eq(say_write(dom0, "rel", "1"), "OK|");
    IS(dom0, XS_READ, "/local/domain/0/rel", "1");
    IS(dom0, XS_RM, "/a/b", "OK|");
    IS(dom0, XS_READ, "/a/b/c", "!ENOENT");
    IS(dom0, XS_RM, "/a/b", "OK|");       /* gone already: fine */
    IS(dom0, XS_RM, "/a/b/c", "!ENOENT"); /* but its parent must be there */
    IS(dom0, XS_RM, "/", "!EINVAL");
    world_end();
}
END_TEST

START_TEST(paths)
{
    static const char *const wrong[] = {"",     "/a/",    "//",     "/a//b", "a//b",
                                        "/a b", "/a\x80", "/a/b:c", "a/",    "@introduceDomain",
                                        "/a\n"};
    char path[XENSTORE_PAYLOAD_MAX];
    struct guest *guest;

    world_begin();
    guest = guest_begin(1);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        ck_assert_str_eq(say_string(dom0, XS_READ, wrong[i]), "!EINVAL");
        ck_assert_str_eq(say_write(dom0, wrong[i], "x"), "!EINVAL");
        ck_assert_str_eq(say_string(dom0, XS_RM, wrong[i]), "!EINVAL");
    }
    memset(path, 'x', sizeof(path));
    path[0] = '/';
    path[XENSTORE_ABS_PATH_MAX] = '\0';
    ck_assert_str_eq(say_write(dom0, path, "x"), "OK|"); /* the longest */
    ck_assert_str_eq(say_string(dom0, XS_READ, path), "x");
    path[XENSTORE_ABS_PATH_MAX] = 'x';
    path[XENSTORE_ABS_PATH_MAX + 1] = '\0';
    ck_assert_str_eq(say_string(dom0, XS_MKDIR, path), "!EINVAL");
    memset(path, 'y', XENSTORE_REL_PATH_MAX);
    path[XENSTORE_REL_PATH_MAX] = '\0';
    ck_assert_str_eq(say_string(dom0, XS_MKDIR, path), "OK|");
    path[XENSTORE_REL_PATH_MAX] = 'y';
    path[XENSTORE_REL_PATH_MAX + 1] = '\0';
    ck_assert_str_eq(say_string(dom0, XS_MKDIR, path), "!EINVAL");
    ck_assert_str_eq(say_string(guest, XS_MKDIR, path), "!EINVAL");
    world_end();
}
END_TEST

/* As deep as a path can be: a slash and a letter, 1536 times. */
START_TEST(depth)
{
    char path[XENSTORE_ABS_PATH_MAX + 1];

    world_begin();
    for (int i = 0; i < XENSTORE_ABS_PATH_MAX; i++)
        path[i] = i % 2 ? 'd' : '/';
    path[XENSTORE_ABS_PATH_MAX] = '\0';
    ck_assert_str_eq(say_write(dom0, path, "deep"), "OK|");
    ck_assert_int_eq(owner_nodes(&server.store, 0), 1 + XENSTORE_ABS_PATH_MAX / 2);
    IS(dom0, XS_WATCH, "/d/d\0t", "OK|");
    IS(dom0, XS_RM, "/d", "OK|");
    ck_assert_str_eq(events(dom0), "/d/d=t /d/d=t ");
    ck_assert_int_eq(owner_nodes(&server.store, 0), 1);
    world_end();
}
END_TEST

START_TEST(directory_in_parts)
{
    char path[32], request[64], *at;
    unsigned seen = 0, offset = 0;
    bool last = false;

    world_begin();
    for (int i = 0; i < 1000; i++) {
        sprintf(path, "/many/child-%04d", i);
        ck_assert_str_eq(say_write(dom0, path, ""), "OK|");
    }
    IS(dom0, XS_DIRECTORY, "/many", "!E2BIG");
    while (!last) {
        int size = sprintf(request, "/many%c%u", 0, offset);
        const char *answer = say(dom0, XS_DIRECTORY_PART, request, (size_t)size + 1);

        at = strchr(answer, '|') + 1; /* after the generation */
        while (*at && *at != '|') {
            sprintf(path, "child-%04u|", seen++);
            ck_assert_int_eq(strncmp(at, path, 11), 0);
            at += 11;
            offset += 11;
        }
        last = *at == '|';
    }
    ck_assert_uint_eq(seen, 1000);
    IS(dom0, XS_DIRECTORY_PART, "/many\0x", "!EINVAL");
    IS(dom0, XS_DIRECTORY_PART,
       "/many\0"
       "1100000",
       "!EINVAL");
    IS(dom0, XS_DIRECTORY_PART,
       "/many\0"
       "5",
       "!EINVAL"); /* within a name */
    IS(dom0, XS_DIRECTORY_PART, "/many", "!EINVAL");
    ck_assert_str_eq(say_write(dom0, "/empty", ""), "OK|");
    ck_assert_ptr_nonnull(strstr(SAY(dom0, XS_DIRECTORY_PART,
                                     "/empty\0"
                                     "0"),
                                 "||"));
    world_end();
}
END_TEST

START_TEST(what_is_no_request)
{
    char big[XENSTORE_PAYLOAD_MAX];

    world_begin();
    IS(dom0, 20, "", "!ENOSYS"); /* was RESTRICT */
    IS(dom0, XS_TYPE_COUNT, "", "!ENOSYS");
    IS(dom0, 0xFFFFFFFF, "/", "!ENOSYS");
    IS(dom0, XS_WATCH_EVENT, "/\0t", "!ENOSYS");
    IS(dom0, XS_ERROR, "EINVAL", "!ENOSYS");
    ck_assert_str_eq(say(dom0, XS_READ, "", 0), "!EINVAL");
    ck_assert_str_eq(say(dom0, XS_READ, "/local", 6), "!EINVAL"); /* without its NUL */
    ck_assert_str_eq(say(dom0, XS_READ, "/\0/", 4), "!EINVAL");   /* two */
    ck_assert_str_eq(say(dom0, XS_WRITE, "/local", 6), "!EINVAL");
    ck_assert_str_eq(say(dom0, XS_WATCH, "/\0t", 3), "!EINVAL"); /* the token does not end */
    ck_assert_str_eq(say(dom0, XS_SET_PERMS, "/\0n0", 4), "!EINVAL");
    ck_assert_str_eq(say(dom0, XS_SET_PERMS, "/\0n0\0n1", 7), "!EINVAL");
    for (uint32_t type = 0; type <= XS_TYPE_COUNT; type++) {
        memset(big, 0, sizeof(big));
        say(dom0, type, big, sizeof(big));
        memset(big, 'x', sizeof(big));
        say(dom0, type, big, sizeof(big));
        say(dom0, type, big, 0);
    }
    IS(dom0, XS_READ, "/", "");
    dom0->tx = 77;
    IS(dom0, XS_READ, "/", "!ENOENT");
    IS(dom0, XS_TRANSACTION_END, "T", "!ENOENT");
    dom0->tx = 0;
    IS(dom0, XS_TRANSACTION_END, "T", "!ENOENT");
    IS(dom0, XS_TRANSACTION_END, "X", "!EINVAL");
    world_end();
}
END_TEST

/* A payload too long, an index that cannot be: the guest is told, and may begin anew. */
START_TEST(broken_rings)
{
    static const struct xs_header too_long = {XS_READ, 1, 0, XENSTORE_PAYLOAD_MAX + 1};
    struct guest *guest;

    world_begin();
    guest = guest_begin(1);
    ck_assert_uint_eq(guest->ring.server_features,
                      XENSTORE_FEATURE_RECONNECTION | XENSTORE_FEATURE_ERROR);
    IS(guest, XS_WATCH, "x\0t", "OK|");
    ck_assert_str_eq(events(guest), "x=t ");
    begin(guest);
    for (int round = 0; round < 3; round++) {
        if (round == 0)
            push(guest, &too_long, sizeof(too_long));
        else if (round == 1)
            guest->ring.req_prod = guest->ring.req_cons + XENSTORE_RING_SIZE + 1;
        else
            guest->ring.rsp_cons = guest->ring.rsp_prod + 1;
        push(guest, "", 0);
        if (round == 2) /* seen only when there is something to write */
            IS(dom0, XS_WRITE, "/local/domain/1/x", "OK|");
        settle();
        ck_assert_uint_eq(guest->ring.error, round ? XENSTORE_ERROR_RINGIDX : XENSTORE_ERROR_PROTO);
        guest->ring.error = 0; /* what the guest writes there changes nothing */
        ck_assert_uint_eq(push(guest, "more", round == 1 ? 0 : 4), round == 1 ? 0 : 4);
        settle();
        IS(dom0, XS_READ, "/", ""); /* and nobody else notices */
        guest->ring.connection = XENSTORE_RECONNECT;
        push(guest, "", 0);
        settle();
        ck_assert_uint_eq(guest->ring.connection, XENSTORE_CONNECTED);
        ck_assert_uint_eq(guest->ring.error, XENSTORE_ERROR_NONE);
        ck_assert_uint_eq(guest->ring.req_prod, 0);
        ck_assert_str_eq(say_write(guest, "x", "1"), "OK|");
        ck_assert_str_eq(events(guest), ""); /* its watch went with the old connection */
        IS(guest, XS_WATCH, "x\0t", "OK|");
        ck_assert_str_eq(events(guest), "x=t ");
    }
    world_end();
}
END_TEST

START_TEST(byte_by_byte)
{
    static const char message[] = "\x02\0\0\0\x2a\0\0\0\0\0\0\0\x02\0\0\0/";
    struct guest *guest;
    struct xs_header header;
    char payload[XENSTORE_PAYLOAD_MAX];

    world_begin();
    guest = guest_begin(1);
    for (size_t i = 0; i < sizeof(message); i++) {
        ck_assert(!pull(guest, &header, payload));
        push(guest, message + i, 1);
        settle();
    }
    ck_assert(pull(guest, &header, payload));
    ck_assert_uint_eq(header.type, XS_ERROR); /* the root is not for guests */
    ck_assert_str_eq(payload, "EACCES");
    ck_assert_uint_eq(header.req_id, 42);
    world_end();
}
END_TEST

START_TEST(control)
{
    struct guest *guest;

    world_begin();
    guest = guest_begin(1);
    IS(guest, XS_CONTROL, "help", "!EACCES");
    IS(dom0, XS_CONTROL, "nonsense", "!EINVAL");
    ck_assert_ptr_nonnull(strstr(SAY(dom0, XS_CONTROL, "help"), "memreport"));
    ck_assert_ptr_nonnull(strstr(SAY(dom0, XS_CONTROL, "check"), ": good"));
    ck_assert_ptr_nonnull(strstr(SAY(dom0, XS_CONTROL, "quota"), "nodes "));
    IS(dom0, XS_CONTROL,
       "quota\0set\0nodes\0"
       "3",
       "OK|");
    ck_assert_str_eq(say_write(guest, "a/b", ""), "OK|");
    ck_assert_str_eq(say_write(guest, "c", ""), "!ENOSPC");
    IS(dom0, XS_CONTROL, "quota\0set\0nodes\0many", "!EINVAL");
    IS(dom0, XS_CONTROL, "quota\0set\0nodes", "!EINVAL");
    IS(dom0, XS_CONTROL,
       "quota\0set\0wishes\0"
       "3",
       "!EINVAL");
    world_end();
}
END_TEST

RUN_TESTS("xs_protocol", &nodes, &paths, &depth, &directory_in_parts, &what_is_no_request,
          &broken_rings, &byte_by_byte, &control)
