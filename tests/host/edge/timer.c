/* SPDX-License-Identifier: MIT */
/*
 * The queue of timers against a model that cannot be wrong: an array that is searched. A long
 * random walk sets, moves, removes and expires timers; both must agree on the earliest after
 * every step, and the queue's own order must hold.
 */
#include "run.h"
#include "time/queue.h"

#define TIMERS 256

static struct timer_queue queue;
static struct timer timers[TIMERS];

static void set(struct timer *t, u64 deadline_ns)
{
    if (t->is_set)
        queue_remove(&queue, t);
    t->deadline_ns = deadline_ns;
    queue_insert(&queue, t);
}

/* Plain comparisons, not Check's: it writes a mark to a pipe for each of those. */
static bool order_holds(u32 *count)
{
    *count = 0;
    for (const struct timer *t = queue.first; t; t = t->next) {
        if (!t->is_set || (t->next && t->next->deadline_ns < t->deadline_ns))
            return false;
        ++*count;
    }
    return true;
}

static void check_against_model(void)
{
    u64 earliest = ~0ull;
    u32 count = 0, queued;

    for (u32 i = 0; i < array_size(timers); i++)
        if (timers[i].is_set) {
            count++;
            earliest = min(earliest, timers[i].deadline_ns);
        }
    ck_assert(order_holds(&queued));
    ck_assert(queued == count && (queue.first == NULL) == (count == 0));
    ck_assert(!count || queue.first->deadline_ns == earliest);
}

START_TEST(random_walk)
{
    srand(1);
    for (u32 step = 0; step < 40000; step++) {
        struct timer *t = &timers[rand() % TIMERS];
        int what = rand() % 8;
        if (what < 4)
            set(t, (u64)(rand() % 1000));
        else if (what < 6 && t->is_set)
            queue_remove(&queue, t);
        else if (what == 6 && queue.first)
            queue_remove(&queue, queue.first);
        else if (what == 7)
            set(t, ~0ull - (u64)(rand() % 3));
        check_against_model();
    }
}
END_TEST

START_TEST(expires_in_order)
{
    u64 last = 0;

    for (u32 i = 0; i < TIMERS; i++)
        set(&timers[i], (i * 7919u) % 257);
    while (queue.first) {
        struct timer *t = queue.first;
        ck_assert_uint_ge(t->deadline_ns, last);
        last = t->deadline_ns;
        queue_remove(&queue, t);
        ck_assert(!t->is_set);
    }
}
END_TEST

/* Of two that are due at the same time, the one that was set first comes first. */
START_TEST(fair)
{
    for (u32 i = 0; i < TIMERS; i++)
        set(&timers[i], 7);
    for (u32 i = 0; i < TIMERS; i++) {
        ck_assert_ptr_eq(queue.first, &timers[i]);
        queue_remove(&queue, queue.first);
    }
}
END_TEST

RUN_TESTS("timer", &random_walk, &expires_in_order, &fair)
