/* SPDX-License-Identifier: MIT */
/*
 * The run queue against a model that cannot be wrong: an array that is searched. Who is behind
 * comes first, to within a grain, and within a grain whoever came first; nobody is lost, nobody
 * stands twice, and nobody is left behind the window, however long it runs.
 */
#include "run.h"
#include "sched/runq.h"

#define MANY  64
#define START (1ull << 40)

static struct runq queue;
static struct place places[MANY];
static u64 came[MANY]; /* when it was put in */
static u64 clock_now;

static void begin(void)
{
    queue = (struct runq){.time_ns = START};
    for (u32 i = 0; i < MANY; i++)
        places[i] = (struct place){.time_ns = START};
}

static u64 grain(const struct place *p)
{
    return p->time_ns >> RUNQ_GRAIN_SHIFT;
}

static void put(u32 i)
{
    runq_put(&queue, &places[i]);
    came[i] = clock_now++;
}

/* Who should come next, by looking at all of them. */
static struct place *search(void)
{
    struct place *best = NULL;

    for (u32 i = 0; i < MANY; i++) {
        struct place *p = &places[i];
        if (p->line && (!best || grain(p) < grain(best) ||
                        (grain(p) == grain(best) && came[i] < came[best - places])))
            best = p;
    }
    return best;
}

/* Rings are closed, marks are right, and all that stand somewhere are found once. */
static bool is_whole(void)
{
    u32 found = 0, standing = 0;

    for (u32 n = 0; n < RUNQ_GRAINS; n++) {
        const struct place *first = queue.grain[n], *p = first;
        if ((queue.filled >> n & 1) != (first != NULL))
            return false;
        if (!first)
            continue;
        do {
            if (p->next->prev != p || p->line != &queue.grain[n] || grain(p) % RUNQ_GRAINS != n ||
                ++found > MANY)
                return false;
            p = p->next;
        } while (p != first);
    }
    for (u32 i = 0; i < MANY; i++)
        standing += places[i].line != NULL;
    return found == standing;
}

/* A long life: some run, some sleep for long, some leave from the middle. */
START_TEST(random_life)
{
    bool right = true;

    begin();
    srand(7);
    for (u32 step = 0; step < 200000 && right; step++) {
        u32 i = (u32)rand() % MANY;
        struct place *first = runq_first(&queue);
        right = first == search() && (step % 16 || is_whole());
        if (first && rand() % 2) { /* it runs, for up to 50 ms */
            runq_remove(&queue, first);
            runq_advance(&queue, first);
            first->time_ns += (u64)(rand() % 50000000);
            put((u32)(first - places));
        } else if (places[i].line) { /* it goes to sleep */
            runq_remove(&queue, &places[i]);
        } else { /* it comes, maybe after ages */
            if (rand() % 4 == 0)
                places[i].time_ns += (u64)rand() * (rand() % 2 ? 1000 : 1);
            put(i);
        }
    }
    ck_assert(right);
}
END_TEST

/* Nobody is brought nearer than the window, and nobody stands outside. */
START_TEST(window)
{
    begin();
    places[0].time_ns = START - 100 * RUNQ_WINDOW_NS;
    places[1].time_ns = START + 100 * RUNQ_WINDOW_NS;
    places[2].time_ns = START + RUNQ_WINDOW_NS / 2;
    for (u32 i = 0; i < 3; i++)
        put(i);
    ck_assert_uint_eq(places[0].time_ns, START - RUNQ_WINDOW_NS);
    ck_assert_uint_eq(places[1].time_ns, START + RUNQ_WINDOW_NS);
    ck_assert_uint_eq(places[2].time_ns, START + RUNQ_WINDOW_NS / 2);
    static const u32 order[] = {0, 2, 1};
    for (u32 i = 0; i < 3; i++) {
        ck_assert_ptr_eq(runq_first(&queue), &places[order[i]]);
        runq_remove(&queue, &places[order[i]]);
    }
    ck_assert_ptr_null(runq_first(&queue));
    ck_assert_uint_eq(queue.filled, 0);
}
END_TEST

/* Equals take turns: in each round everybody is served once. */
START_TEST(turns)
{
    begin();
    for (u32 i = 0; i < MANY; i++)
        put(i);
    for (u32 n = 0; n < 10 * MANY; n++) {
        struct place *p = runq_first(&queue);
        ck_assert(p == &places[n % MANY]);
        runq_remove(&queue, p);
        runq_advance(&queue, p);
        p->time_ns += 10000000;
        put(n % MANY);
    }
}
END_TEST

/* Virtual time goes n times slower for whoever has n shares: real time then follows the shares. */
START_TEST(shares)
{
    u64 ran[8] = {0}, all = 0, weights = 0;

    begin();
    for (u32 i = 0; i < 8; i++)
        put(i);
    for (u32 n = 0; n < 100000; n++) {
        struct place *p = runq_first(&queue);
        u32 i = (u32)(p - places);
        u64 slice = 1000000 + (u64)rand() % 9000000;
        runq_remove(&queue, p);
        runq_advance(&queue, p);
        ran[i] += slice;
        all += slice;
        p->time_ns += slice / (i + 1);
        put(i);
    }
    for (u32 i = 0; i < 8; i++)
        weights += i + 1;
    for (u32 i = 0; i < 8; i++) { /* to within a hundredth */
        u64 due = all / weights * (i + 1), off = ran[i] > due ? ran[i] - due : due - ran[i];
        ck_assert_uint_lt(off * 100, due);
    }
}
END_TEST

RUN_TESTS("runq", &random_life, &window, &turns, &shares)
