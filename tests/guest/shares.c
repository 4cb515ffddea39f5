/* SPDX-License-Identifier: MIT */
/*
 * The rule: busy vCPUs share the CPUs in proportion to their domains' weights, to within 2 %, and
 * to switch costs the same among 64 vCPUs as between two.
 *
 * How it would break: shares that drift, a queue that is searched. Time is instructions here, so
 * every figure is the same in every run.
 *
 * @tier long
 * @options --vcpus 2 --deterministic
 * @limit 1800
 * @peer no
 */
#include "busy.h"

/* How many rounds of its last call a child has made. */
static uint64_t rounds(const struct child *c)
{
    return c->list[-1].result;
}

static void weights(void)
{
    static const unsigned weight[] = {128, 256, 384, 512};
    uint64_t ran[4], all = 0;

    make(4, spins);
    for (unsigned i = 0; i < 4; i++) {
        set_share(&children[i], weight[i], 0);
    }
    sleep_until(time_now_ns() + 100 * MS);
    measure(4, 1000 * MS, ran);
    for (unsigned i = 0; i < 4; i++) {
        all += ran[i];
    }
    about(all, 2000 * MS, "CPUs", 2);
    for (unsigned i = 0; i < 4; i++) {
        about(ran[i], all / 10 * (i + 1), "weight", weight[i]);
    }
}

/* All on the second CPU, the parent on the first. */
static uint64_t switch_cost(unsigned count)
{
    uint64_t before = 0, after = 0, ns = 20 * MS;

    make(count, yields);
    for (unsigned i = 0; i < count; i++) {
        pin_child(&children[i], 2);
    }
    sleep_until(time_now_ns() + 10 * MS);
    uint64_t begin = time_now_ns();
    for (unsigned i = 0; i < count; i++) {
        before += rounds(&children[i]);
    }
    sleep_until(begin + ns);
    for (unsigned i = 0; i < count; i++) {
        after += rounds(&children[i]);
    }
    ns = time_now_ns() - begin;
    unmake(count);
    console_print("# %u vCPUs: %u switches, %u ns each\n", count, (unsigned)(after - before),
                  (unsigned)ns / (unsigned)(after - before));
    return (unsigned)ns / (unsigned)(after - before);
}

static void switches(void)
{
    pin_parent(0);
    uint64_t two = switch_cost(2);
    for (unsigned count = 8; count <= MANY; count *= count == 8 ? 2 : 4) {
        uint64_t cost = switch_cost(count);
        test_ok(cost <= two + two / 20, "a switch among %u costs what it costs between two", count);
    }
}

int guest_main(void)
{
    weights();
    unmake(4);
    switches();
    return test_end();
}
