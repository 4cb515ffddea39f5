/* SPDX-License-Identifier: MIT */
/*
 * Who may do what, and how much of it. A guest sees what it was given the right to see, is not even
 * told what is missing elsewhere, makes nodes where it may, which are then its own, and finds an
 * end of everything: nodes, their size, watches, transactions, what it touches in one.
 */
#include "tests/host/edge/run.h"

#include <stdio.h>
#include <string.h>

#include "world.h"

static struct guest *const dom0 = &guests[0];

START_TEST(letters)
{
    static const struct {
        const char *perm, *read, *write;
    } rows[] = {
        {"/x\0n0\0n1", "!EACCES", "!EACCES"}, {"/x\0n0\0r1", "v", "!EACCES"},
        {"/x\0n0\0w1", "!EACCES", "OK|"},     {"/x\0n0\0b1", "v", "OK|"},
        {"/x\0r0\0n2", "v", "!EACCES"},       {"/x\0b0\0n1", "!EACCES", "!EACCES"},
        {"/x\0b0\0r2", "v", "OK|"},           {"/x\0n1\0n2", "v", "OK|"},
    };
    struct guest *guest;

    world_begin();
    guest = guest_begin(1);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        say_write(dom0, "/x", "v");
        ck_assert_str_eq(say(dom0, XS_SET_PERMS, rows[i].perm, 9), "OK|");
        IS(guest, XS_READ, "/x", rows[i].read);
        IS(guest, XS_DIRECTORY, "/x", strcmp(rows[i].read, "v") ? rows[i].read : "");
        ck_assert_str_eq(say_write(guest, "/x", "w"), rows[i].write);
        ck_assert_str_eq(say_write(guest, "/x/y/z", "w"), rows[i].write);
        SAY(dom0, XS_RM, "/x/y");
        IS(guest, XS_MKDIR, "/x", rows[i].write);
    }
    world_end();
}
END_TEST

/* Whether a node is missing is no business of who may not read the one above. */
START_TEST(nothing_leaks)
{
    struct guest *guest;

    world_begin();
    guest = guest_begin(1);
    say_write(dom0, "/secret/there", "v");
    IS(guest, XS_READ, "/secret/there", "!EACCES");
    IS(guest, XS_READ, "/secret/missing", "!EACCES");
    IS(guest, XS_RM, "/secret/missing", "!EACCES");
    IS(guest, XS_SET_PERMS, "/secret/missing\0n1", "!EACCES");
    IS(guest, XS_READ, "missing", "!ENOENT");
    IS(guest, XS_RM, "/secret", "!EACCES");
    world_end();
}
END_TEST

START_TEST(owners)
{
    struct guest *one, *two;

    world_begin();
    one = guest_begin(1);
    two = guest_begin(2);
    IS(dom0, XS_SET_PERMS, "/local/domain/1\0n1\0r2", "OK|");
    ck_assert_str_eq(say_write(one, "a/b", "v"), "OK|");
    IS(one, XS_GET_PERMS, "a/b", "n1|r2|"); /* as the node above */
    IS(two, XS_READ, "/local/domain/1/a/b", "v");
    ck_assert_str_eq(say_write(two, "/local/domain/1/a/c", "v"), "!EACCES");
    IS(dom0, XS_SET_PERMS, "/local/domain/1/a\0n1\0b2", "OK|");
    ck_assert_str_eq(say_write(two, "/local/domain/1/a/c", "v"), "OK|");
    IS(dom0, XS_GET_PERMS, "/local/domain/1/a/c", "n2|b2|"); /* who makes it owns it */
    IS(one, XS_READ, "a/c", "!EACCES");
    IS(one, XS_SET_PERMS, "a/c\0n1", "!EACCES");
    IS(two, XS_SET_PERMS, "/local/domain/1/a/c\0n1", "!EPERM"); /* and cannot give it away */
    IS(two, XS_SET_PERMS, "/local/domain/1/a/c\0r2\0n1", "OK|");
    IS(two, XS_SET_PERMS, "/local/domain/1/a/c\0x2", "!EINVAL");
    IS(two, XS_SET_PERMS, "/local/domain/1/a/c\0r", "!EINVAL");
    IS(two, XS_SET_PERMS, "/local/domain/1/a/c\0r65536", "!EINVAL");
    IS(two, XS_SET_PERMS, "/local/domain/1/a/c\0r-1", "!EINVAL");
    IS(two, XS_SET_PERMS, "/local/domain/1/a/c", "!EINVAL");
    IS(one, XS_RM, "a", "OK|"); /* with all below */
    ck_assert_int_eq(owner_nodes(&server.store, 2), 1);
    ck_assert_str_eq(say_write(dom0, "/local/domain/1/by-dom0", "v"), "OK|");
    IS(one, XS_GET_PERMS, "by-dom0", "n1|r2|"); /* the first domain makes it for its owner */
    IS(one, XS_SET_PERMS, "by-dom0\0n1\0r2\0r3\0r4\0r5\0r6", "!ENOSPC");
    world_end();
}
END_TEST

START_TEST(targets)
{
    struct guest *model;

    world_begin();
    model = guest_begin(1);
    guest_begin(2);
    say_write(dom0, "/local/domain/2/x", "v");
    IS(model, XS_READ, "/local/domain/2/x", "!EACCES");
    IS(model, XS_SET_TARGET,
       "1\0"
       "2",
       "!EACCES");
    IS(dom0, XS_SET_TARGET,
       "1\0"
       "3",
       "!ENOENT");
    IS(dom0, XS_SET_TARGET,
       "1\0"
       "2",
       "OK|");
    IS(model, XS_READ, "/local/domain/2/x", "v");
    IS(model, XS_SET_PERMS, "/local/domain/2/x\0r2", "OK|");
    guests[2].state = DOMAIN_GONE;
    server_domains_check(&server);
    say_write(dom0, "/y", "v");
    IS(dom0, XS_SET_PERMS, "/y\0n0\0r2", "OK|");
    IS(model, XS_READ, "/y", "!EACCES"); /* it serves nobody any more */
    world_end();
}
END_TEST

START_TEST(quota_of_nodes)
{
    char path[64];
    struct guest *guest;

    world_begin();
    guest = guest_begin(1);
    for (int i = 1; i < 999; i++) { /* and "0", and its home */
        sprintf(path, i % 100 ? "%d/%d" : "%d", i / 100, i % 100);
        ck_assert_str_eq(say_string(guest, XS_MKDIR, path), "OK|");
    }
    ck_assert_int_eq(owner_nodes(&server.store, 1), 1000);
    IS(guest, XS_MKDIR, "0/one-more", "!ENOSPC");
    world_end();
}
END_TEST

/* One node more than it may own, in each way to get one. */
START_TEST(quota_is_exact)
{
    struct guest *guest;
    uint32_t tx;

    world_begin();
    guest = guest_begin(1);
    server.store.quota.nodes = 5;
    IS(guest, XS_MKDIR, "a/b/c", "OK|"); /* with /local/domain/1: 4 */
    IS(guest, XS_MKDIR, "d/e", "!ENOSPC");
    IS(guest, XS_READ, "d", "!ENOENT"); /* not even half of it */
    IS(guest, XS_MKDIR, "d", "OK|");
    IS(guest, XS_MKDIR, "f", "!ENOSPC");
    ck_assert_str_eq(say_write(guest, "d", "v"), "OK|"); /* what is there may change */
    IS(dom0, XS_MKDIR, "/local/domain/1/f", "OK|");      /* the first domain may */
    ck_assert_int_eq(owner_nodes(&server.store, 1), 6);
    IS(guest, XS_RM, "a/b", "OK|");
    IS(guest, XS_RM, "f", "OK|");
    ck_assert_int_eq(owner_nodes(&server.store, 1), 3);
    tx = begin(guest);
    guest->tx = tx;
    IS(guest, XS_MKDIR, "g/h", "OK|");
    IS(guest, XS_MKDIR, "i", "!ENOSPC"); /* in a transaction as well */
    IS(guest, XS_RM, "g/h", "OK|");
    IS(guest, XS_MKDIR, "i", "OK|");
    guest->tx = 0;
    IS(guest, XS_MKDIR, "j/k", "OK|"); /* meanwhile: now both together are too much */
    ck_assert_str_eq(finish(guest, tx, true), "!ENOSPC");
    IS(guest, XS_READ, "g", "!ENOENT");
    ck_assert_int_eq(owner_nodes(&server.store, 1), 5);
    world_end();
}
END_TEST

START_TEST(quota_of_the_rest)
{
    char value[XENSTORE_PAYLOAD_MAX];
    struct guest *guest;
    uint32_t last = 0;

    world_begin();
    guest = guest_begin(1);
    memset(value, 'v', sizeof(value));
    value[2048] = '\0';
    ck_assert_str_eq(say_write(guest, "x", value), "OK|");
    ck_assert_str_eq(say_write(guest, "x/y", ""), "!ENOSPC"); /* its name would be too much */
    value[2048] = 'v';
    value[2049] = '\0';
    ck_assert_str_eq(say_write(guest, "x", value), "!ENOSPC");
    for (int i = 0; i < 130; i++) {
        int size = sprintf(value, "w%ctoken-%d", 0, i);

        ck_assert_str_eq(say(guest, XS_WATCH, value, (size_t)size + 1), i < 128 ? "OK|" : "!E2BIG");
    }
    for (int i = 0; i < 10; i++)
        last = begin(guest);
    IS(guest, XS_TRANSACTION_START, "", "!ENOSPC");
    guest->tx = last;
    IS(guest, XS_TRANSACTION_START, "", "!EBUSY");
    for (int i = 0; i < 1030; i++) {
        sprintf(value, "t%d", i);
        ck_assert_str_eq(say_string(guest, XS_READ, value), i < 1023 ? "!ENOENT" : "!ENOSPC");
    }
    IS(guest, XS_RESET_WATCHES, "", "OK|"); /* it ends also the transaction it is said in */
    guest->tx = 0;
    IS(guest, XS_RESET_WATCHES, "", "OK|");
    IS(guest, XS_TRANSACTION_START, "", "11|");
    world_end();
}
END_TEST

START_TEST(specials)
{
    struct guest *guest;

    world_begin();
    guest = guest_begin(1);
    IS(dom0, XS_GET_PERMS, "@releaseDomain", "n0|");
    IS(guest, XS_GET_PERMS, "@releaseDomain", "!EACCES");
    IS(guest, XS_SET_PERMS, "@releaseDomain\0n0\0r1", "!EACCES");
    IS(guest, XS_WATCH, "@releaseDomain\0t", "OK|");
    IS(dom0, XS_WATCH, "@introduceDomain\0t", "OK|");
    IS(dom0, XS_WATCH, "@nonsense\0t", "!EINVAL");
    ck_assert_str_eq(events(guest), "@releaseDomain=t ");
    ck_assert_str_eq(events(dom0), "@introduceDomain=t ");
    guest_begin(2);
    ck_assert_str_eq(events(dom0), "@introduceDomain=t ");
    IS(dom0, XS_RELEASE, "2", "OK|");
    ck_assert_str_eq(events(guest), ""); /* not for it */
    guest_begin(2);
    IS(dom0, XS_SET_PERMS, "@releaseDomain\0n0\0r1", "OK|");
    IS(dom0, XS_RELEASE, "2", "OK|");
    ck_assert_str_eq(events(guest), "@releaseDomain=t ");
    world_end();
}
END_TEST

RUN_TESTS("xs_rights", &letters, &nothing_leaks, &owners, &targets, &quota_of_nodes,
          &quota_is_exact, &quota_of_the_rest, &specials)
