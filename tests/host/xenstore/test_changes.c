/* SPDX-License-Identifier: MIT */
/*
 * Transactions and watches. A transaction sees the tree as it was when it began, and its own
 * changes; nobody else sees those until all of them are there, or none. It fails if others changed
 * what it looked at, and not if they changed something else. A watch has one event when it is set,
 * then one for each change that its owner may know of, after a commit and not before.
 */
#include "tests/host/edge/run.h"

#include <stdio.h>
#include <string.h>

#include "world.h"

static struct guest *const dom0 = &guests[0];

/* What a transaction does, what happens meanwhile, and how it ends. */
struct meeting {
    uint32_t type;
    const char *mine;
    uint32_t other_type;
    const char *others;
    const char *end;
};

static void say_row(struct guest *guest, uint32_t type, const char *text)
{
    char payload[64];
    size_t size = strlen(text);

    memcpy(payload, text, size + 1);
    for (char *bar = payload; (bar = strchr(bar, '|')); bar++)
        *bar = '\0';
    say(guest, type, payload, type == XS_WRITE ? size : size + 1);
}

START_TEST(conflicts)
{
    static const struct meeting rows[] = {
        {XS_READ, "/a/b", XS_WRITE, "/a/b|2", "!EAGAIN"},
        {XS_READ, "/a/b", XS_WRITE, "/a/c|2", "OK|"},
        {XS_READ, "/a/b", XS_RM, "/a/b", "!EAGAIN"},
        {XS_READ, "/a/b", XS_SET_PERMS, "/a/b|n0|r1", "!EAGAIN"},
        {XS_READ, "/a/none", XS_WRITE, "/a/none|2", "!EAGAIN"},
        {XS_READ, "/a/none", XS_WRITE, "/a/b|2", "OK|"},
        {XS_READ, "/a/no/ne", XS_WRITE, "/a/no/ne|2", "!EAGAIN"},
        {XS_READ, "/a/b", XS_WRITE, "/a/b/below|2", "!EAGAIN"}, /* b's list of children is other */
        {XS_DIRECTORY, "/a", XS_WRITE, "/a/new|2", "!EAGAIN"},
        {XS_DIRECTORY, "/a", XS_RM, "/a/b", "!EAGAIN"},
        {XS_DIRECTORY, "/a", XS_WRITE, "/a/b|2", "OK|"}, /* the names are the same */
        {XS_WRITE, "/a/b|1", XS_WRITE, "/a/b|2", "!EAGAIN"},
        {XS_WRITE, "/a/b|1", XS_READ, "/a/b", "OK|"},
        {XS_WRITE, "/a/x|1", XS_WRITE, "/a/y|2", "OK|"}, /* two new ones at the same place */
        {XS_WRITE, "/a/x|1", XS_WRITE, "/a/x|2", "!EAGAIN"},
        {XS_WRITE, "/a/x/y|1", XS_WRITE, "/a/x|2", "!EAGAIN"},
        {XS_WRITE, "/a/x|1", XS_RM, "/a", "!EAGAIN"},
        {XS_WRITE, "/a/x|1", XS_SET_PERMS, "/a|n0|r1", "!EAGAIN"},
        {XS_RM, "/a/b", XS_WRITE, "/a/b|2", "!EAGAIN"},
        {XS_RM, "/a/b", XS_WRITE, "/a/c|2", "OK|"},
        {XS_RM, "/a", XS_WRITE, "/a/b|2", "OK|"}, /* it goes, whatever is in it */
        {XS_RM, "/a/none", XS_MKDIR, "/a/none", "!EAGAIN"},
        {XS_RM, "/a/none", XS_RM, "/a", "!EAGAIN"}, /* it would be an error now */
        {XS_SET_PERMS, "/a/b|n0|r1", XS_WRITE, "/a/b|2", "!EAGAIN"},
        {XS_MKDIR, "/a/b", XS_WRITE, "/a/b|2", "!EAGAIN"},
    };

    world_begin();
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        uint32_t tx;

        SAY(dom0, XS_RM, "/a");
        say_write(dom0, "/a/b", "0");
        say_write(dom0, "/a/c", "0");
        tx = begin(dom0);
        dom0->tx = tx;
        say_row(dom0, rows[i].type, rows[i].mine);
        say_write(dom0, "/z", "done"); /* so that it is not read-only */
        dom0->tx = 0;
        say_row(dom0, rows[i].other_type, rows[i].others);
        if (strcmp(finish(dom0, tx, true), rows[i].end) != 0)
            ck_abort_msg("row %zu: %s, not %s", i, dom0->answer, rows[i].end);
        IS(dom0, XS_READ, "/z", rows[i].end[0] == '!' ? "!ENOENT" : "done");
        SAY(dom0, XS_RM, "/z");
    }
    world_end();
}
END_TEST

START_TEST(isolation)
{
    uint32_t one, two;

    world_begin();
    say_write(dom0, "/a", "0");
    one = begin(dom0);
    two = begin(dom0);
    say_write(dom0, "/a", "1");
    dom0->tx = one;
    IS(dom0, XS_READ, "/a", "0"); /* as it was */
    ck_assert_str_eq(say_write(dom0, "/b/c", "mine"), "OK|");
    IS(dom0, XS_READ, "/b/c", "mine");
    IS(dom0, XS_DIRECTORY, "/", "a|b|");
    dom0->tx = two;
    IS(dom0, XS_READ, "/b/c", "!ENOENT");
    dom0->tx = 0;
    IS(dom0, XS_READ, "/b/c", "!ENOENT");
    ck_assert_str_eq(finish(dom0, two, true), "OK|"); /* it changed nothing: what it saw, was */
    ck_assert_str_eq(finish(dom0, one, false), "OK|");
    IS(dom0, XS_READ, "/b/c", "!ENOENT");
    ck_assert_str_eq(finish(dom0, one, true), "!ENOENT");
    world_end();
}
END_TEST

/* A thousand open snapshots of a changing tree: all of it comes back. */
START_TEST(snapshots)
{
    char value[32];
    uint32_t tx[1000];

    world_begin();
    for (int i = 0; i < 1000; i++) {
        sprintf(value, "%d", i);
        say_write(dom0, i % 2 ? "/s/odd/x" : "/s/even/x", value);
        if (i % 10 == 0)
            say_write(dom0, "/t/y", value);
        tx[i] = begin(dom0);
    }
    for (int i = 999; i >= 0; i -= 3) {
        sprintf(value, "%d", i);
        dom0->tx = tx[i];
        ck_assert_str_eq(say_string(dom0, XS_READ, i % 2 ? "/s/odd/x" : "/s/even/x"), value);
        dom0->tx = 0;
        if (i % 2)
            finish(dom0, tx[i], i % 4 == 1);
    }
    IS(dom0, XS_RESET_WATCHES, "", "OK|");
    ck_assert_ptr_nonnull(strstr(SAY(dom0, XS_CONTROL, "check"), "8 nodes, 8 in the books: good"));
    world_end();
}
END_TEST

START_TEST(watches)
{
    world_begin();
    say_write(dom0, "/a/b/c", "");
    IS(dom0, XS_WATCH, "/a/b\0t", "OK|");
    ck_assert_str_eq(events(dom0), "/a/b=t "); /* one at the beginning */
    IS(dom0, XS_WATCH, "/a/b\0t", "!EEXIST");
    IS(dom0, XS_WATCH, "/a/b\0u", "OK|");
    ck_assert_str_eq(events(dom0), "/a/b=u ");
    IS(dom0, XS_UNWATCH, "/a/b\0u", "OK|");
    IS(dom0, XS_UNWATCH, "/a/b\0u", "!ENOENT");
    say_write(dom0, "/a/b", "1");
    say_write(dom0, "/a/b/c/d", "1");
    say_write(dom0, "/a/bb", "1"); /* another */
    say_write(dom0, "/a", "1");    /* above */
    ck_assert_str_eq(events(dom0), "/a/b=t /a/b/c/d=t ");
    IS(dom0, XS_MKDIR, "/a/b/e", "OK|");
    IS(dom0, XS_MKDIR, "/a/b/e", "OK|"); /* changes nothing */
    IS(dom0, XS_SET_PERMS, "/a/b/e\0n0\0r1", "OK|");
    ck_assert_str_eq(events(dom0), "/a/b/e=t /a/b/e=t ");
    IS(dom0, XS_RM, "/a/none", "OK|");
    ck_assert_str_eq(events(dom0), "");
    IS(dom0, XS_RM, "/a", "OK|"); /* the watched one goes with it */
    ck_assert_str_eq(events(dom0), "/a/b=t ");
    say_write(dom0, "/a/b/x", ""); /* the watch is still there */
    ck_assert_str_eq(events(dom0), "/a/b/x=t ");
    IS(dom0, XS_WATCH, "rel\0r", "OK|");
    say_write(dom0, "rel/x", "");
    say_write(dom0, "/local/domain/0/rel/y", "");
    ck_assert_str_eq(events(dom0), "rel=r rel/x=r rel/y=r "); /* as it was asked for */
    IS(dom0, XS_UNWATCH, "/local/domain/0/rel\0r", "OK|");
    IS(dom0, XS_WATCH, "/\0root", "OK|");
    say_write(dom0, "/q", "");
    ck_assert_str_eq(events(dom0), "/=root /q=root ");
    world_end();
}
END_TEST

START_TEST(watches_and_transactions)
{
    uint32_t tx;

    world_begin();
    say_write(dom0, "/a/old", "");
    IS(dom0, XS_WATCH, "/a\0t", "OK|");
    events(dom0);
    tx = begin(dom0);
    dom0->tx = tx;
    say_write(dom0, "/a/x", "1");
    say_write(dom0, "/a/y", "1");
    IS(dom0, XS_RM, "/a/old", "OK|");
    say_write(dom0, "/a/brief", "1");
    IS(dom0, XS_RM, "/a/brief", "OK|");
    dom0->tx = 0;
    ck_assert_str_eq(events(dom0), ""); /* not before it commits */
    ck_assert_str_eq(finish(dom0, tx, true), "OK|");
    ck_assert_str_eq(events(dom0), "/a/x=t /a/y=t /a/old=t /a/brief=t "); /* in order */
    tx = begin(dom0);
    dom0->tx = tx;
    say_write(dom0, "/a/x", "2");
    ck_assert_str_eq(finish(dom0, tx, false), "OK|");
    ck_assert_str_eq(events(dom0), ""); /* and not if it does not */
    world_end();
}
END_TEST

START_TEST(watches_and_rights)
{
    struct guest *guest;

    world_begin();
    guest = guest_begin(1);
    IS(guest, XS_WATCH, "/x\0t", "OK|");
    ck_assert_str_eq(events(guest), "/x=t ");
    say_write(dom0, "/x/y", "1");
    ck_assert_str_eq(events(guest), "");
    IS(dom0, XS_SET_PERMS, "/x/y\0n0\0r1", "OK|"); /* now it may know */
    ck_assert_str_eq(events(guest), "/x/y=t ");
    say_write(dom0, "/x/y", "2");
    ck_assert_str_eq(events(guest), "/x/y=t ");
    IS(dom0, XS_SET_PERMS, "/x/y\0n0", "OK|"); /* the last it hears */
    ck_assert_str_eq(events(guest), "/x/y=t ");
    say_write(dom0, "/x/y", "3");
    IS(dom0, XS_RM, "/x/y", "OK|");
    ck_assert_str_eq(events(guest), "");
    say_write(dom0, "/x/z", "3");
    IS(dom0, XS_SET_PERMS, "/x/z\0r0", "OK|");
    IS(guest, XS_WATCH, "/x/z\0z", "OK|");
    events(guest);
    IS(dom0, XS_RM, "/x", "OK|"); /* of /x it knows nothing, of /x/z it does */
    ck_assert_str_eq(events(guest), "/x/z=z ");
    world_end();
}
END_TEST

RUN_TESTS("xs_changes", &conflicts, &isolation, &snapshots, &watches, &watches_and_transactions,
          &watches_and_rights)
