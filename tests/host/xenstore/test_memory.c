/* SPDX-License-Identifier: MIT */
/*
 * The rule: a request that finds no memory changes nothing, and what failed once succeeds later.
 * Every allocation of each request is made to fail in turn.
 */
#include "tests/host/edge/run.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "world.h"

static struct store store;
static struct peer peer;
static unsigned told;

static void event(struct peer *to, struct watch *watch, const char *path)
{
    told++;
}

static void forget(struct peer *of, struct watch *watch)
{
}

static int write_new(void)
{
    return store_write(&store, &peer, NULL, "/a/b/new/and/deep", "value", 5);
}

static int write_old(void)
{
    return store_write(&store, &peer, NULL, "/a/b/c", "other", 5);
}

static int set_perms(void)
{
    static const struct perm list[] = {{3, RIGHT_READ}, {4, RIGHT_WRITE}};

    return store_set_perms(&store, &peer, NULL, "/a/b/c", list, 2);
}

static int rm(void)
{
    return store_rm(&store, &peer, NULL, "/a/b");
}

static int add_watch(void)
{
    static const struct path path = {.text = "/a"};
    struct watch *watch;
    int error = watch_add(&store, &peer, &path, "t", &watch);

    if (!error)
        watch_remove(&store, &peer, "/a", "t");
    return error;
}

static int transaction(void)
{
    static const struct perm list[] = {{5, 0}};
    uint32_t id;
    struct transaction *it;
    int error = transaction_begin(&store, &peer, &id);

    if (error)
        return error;
    it = transaction_find(&peer, id);
    error = store_write(&store, &peer, it, "/a/b/c", "1", 1);
    if (!error)
        error = store_write(&store, &peer, it, "/x/y/z", "1", 1);
    if (!error)
        error = store_set_perms(&store, &peer, it, "/x/y", list, 1);
    if (!error)
        error = store_rm(&store, &peer, it, "/a/b/d");
    if (error) {
        transaction_finish(&store, &peer, it, false);
        return error;
    }
    return transaction_finish(&store, &peer, it, true);
}

static void fill(void)
{
    static const struct perm list[] = {{3, 0}};

    ck_assert_int_eq(store_begin(&store, 0), 0);
    memset(&peer, 0, sizeof(peer));
    peer.event = event;
    peer.forget = forget;
    ck_assert_int_eq(store_write(&store, &peer, NULL, "/a/b/c", "v", 1), 0);
    ck_assert_int_eq(store_write(&store, &peer, NULL, "/a/b/d", "v", 1), 0);
    ck_assert_int_eq(store_write(&store, &peer, NULL, "/a/e", "v", 1), 0);
    ck_assert_int_eq(store_set_perms(&store, &peer, NULL, "/a/e", list, 1), 0);
}

static long books(void)
{
    return owner_nodes(&store, 0) + owner_nodes(&store, 3) + owner_nodes(&store, 5);
}

static long count(const struct node *node)
{
    long all = 1;

    for (unsigned i = 0; i < node->count; i++)
        all += count(node->children[i]);
    return all;
}

static void unchanged(void)
{
    struct node *node = tree_find(store.root, "/a/b/c");

    ck_assert_ptr_nonnull(node);
    ck_assert_int_eq(memcmp(node->value->bytes, "v", 1), 0);
    ck_assert_uint_eq(node->perms->of[0].domid, 0);
    ck_assert_ptr_nonnull(tree_find(store.root, "/a/b/d"));
    ck_assert_ptr_null(tree_find(store.root, "/a/b/new"));
    ck_assert_ptr_null(tree_find(store.root, "/x"));
    ck_assert_int_eq(count(store.root), 6);
    ck_assert_int_eq(books(), 6);
    ck_assert_uint_eq(told, 0);
}

/* The Nth allocation fails, for every N, also while a snapshot makes each change a copy. */
static void each_fails(int (*request)(void), bool snapshot)
{
    int error = ENOMEM;

    for (unsigned long n = 1; error; n++) {
        uint32_t id;

        ck_assert_uint_le(n, 100);
        fill();
        if (snapshot)
            ck_assert_int_eq(transaction_begin(&store, &peer, &id), 0);
        told = 0;
        store.memory.fail_in = n;
        error = request();
        store.memory.fail_in = 0;
        ck_assert(error == 0 || error == ENOMEM);
        if (error)
            unchanged();
        if (error)
            ck_assert_int_eq(request(), 0);
        ck_assert_int_eq(count(store.root), books());
        peer_reset(&store, &peer);
        store_end(&store);
        ck_assert_uint_eq(store.memory.blocks, 0);
    }
}

START_TEST(every_allocation)
{
    static int (*const requests[])(void) = {write_new, write_old, set_perms,
                                            rm,        add_watch, transaction};

    for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++) {
        each_fails(requests[i], false);
        each_fails(requests[i], true);
    }
}
END_TEST

/* With a limit, what is full says so, and can be emptied. */
START_TEST(a_limit)
{
    char path[64];
    int error = 0;

    fill();
    store.memory.limit = 100000;
    for (int i = 0; !error; i++) {
        ck_assert_int_lt(i, 10000);
        snprintf(path, sizeof(path), "/full/%d", i);
        error = store_write(&store, &peer, NULL, path, "some value", 10);
    }
    ck_assert_int_eq(error, ENOMEM);
    ck_assert_uint_le(store.memory.peak, 100000);
    ck_assert_int_eq(store_rm(&store, &peer, NULL, "/full"), 0);
    ck_assert_int_eq(store_write(&store, &peer, NULL, path, "some value", 10), 0);
    store_end(&store);
    ck_assert_uint_eq(store.memory.blocks, 0);
}
END_TEST

RUN_TESTS("xs_memory", &every_allocation, &a_limit)
