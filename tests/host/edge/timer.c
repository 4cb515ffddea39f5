/* SPDX-License-Identifier: MIT */
/*
 * The timer heap against a model that cannot be wrong: a plain list that is searched. A long
 * random walk sets, moves, removes and expires timers; both must agree on the earliest after
 * every step, and the heap's own shape must hold.
 */
#include "run.h"
#include "time/heap.h"

static struct timer_heap heap;
static struct timer timers[TIMERS_MAX + 1];

/* Plain comparisons, not Check's: it writes a mark to a pipe for each of those. */
static bool shape_holds(void)
{
    for (u32 i = 0; i < heap.count; i++)
        if (heap.at[i]->slot != i + 1 ||
            (i && heap.at[(i - 1) / 2]->deadline_ns > heap.at[i]->deadline_ns))
            return false;
    return true;
}

static void check_against_model(void)
{
    u64 earliest = ~0ull;
    u32 count = 0;

    for (u32 i = 0; i < array_size(timers); i++)
        if (timers[i].slot) {
            count++;
            earliest = min(earliest, timers[i].deadline_ns);
        }
    ck_assert(heap.count == count && (heap_first(&heap) == NULL) == (count == 0));
    ck_assert(!count || heap_first(&heap)->deadline_ns == earliest);
    ck_assert(shape_holds());
}

START_TEST(random_walk)
{
    srand(1);
    for (u32 step = 0; step < 40000; step++) {
        struct timer *t = &timers[rand() % TIMERS_MAX];
        int what = rand() % 8;
        if (what < 4)
            ck_assert(heap_set(&heap, t, (u64)(rand() % 1000)));
        else if (what < 6 && t->slot)
            heap_remove(&heap, t);
        else if (what == 6 && heap_first(&heap))
            heap_remove(&heap, heap_first(&heap));
        else if (what == 7)
            ck_assert(heap_set(&heap, t, ~0ull - (u64)(rand() % 3)));
        check_against_model();
    }
}
END_TEST

START_TEST(expires_in_order)
{
    u64 last = 0;

    for (u32 i = 0; i < TIMERS_MAX; i++)
        ck_assert(heap_set(&heap, &timers[i], (i * 7919u) % 257));
    while (heap_first(&heap)) {
        struct timer *t = heap_first(&heap);
        ck_assert_uint_ge(t->deadline_ns, last);
        last = t->deadline_ns;
        heap_remove(&heap, t);
        ck_assert_uint_eq(t->slot, 0);
    }
}
END_TEST

/* Full is said, not overrun; and moving a timer that is in still works then. */
START_TEST(full)
{
    for (u32 i = 0; i < TIMERS_MAX; i++)
        ck_assert(heap_set(&heap, &timers[i], 1000 - i));
    ck_assert(!heap_set(&heap, &timers[TIMERS_MAX], 1));
    ck_assert_uint_eq(timers[TIMERS_MAX].slot, 0);
    ck_assert(heap_set(&heap, &timers[0], 1));
    ck_assert_ptr_eq(heap_first(&heap), &timers[0]);
    check_against_model();
}
END_TEST

RUN_TESTS("timer", &random_walk, &expires_in_order, &full)
