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
#include "builder.h"

#define MS      1000000ull
#define MANY    64
#define PERCENT 2

static struct child children[MANY];

static void spins(struct child *c)
{
    child_calls(c, CHILD_SPIN, 0, 0, 0, 0);
}

static void yields(struct child *c)
{
    child_calls(c, CHILD_YIELD, 0, 0, 0, 0);
}

/* How many rounds of its last call a child has made. */
static uint64_t rounds(const struct child *c)
{
    return c->list[-1].result;
}

static void sleep_until(uint64_t when)
{
    guest_sched_poll poll = {.timeout = when};

    while (time_now_ns() < when) {
        hypercall_sched_op(ABI_SCHEDOP_poll, (unsigned long)&poll);
    }
}

static void set_share(const struct child *c, unsigned weight, unsigned cap)
{
    guest_domctl_scheduler_op share = {.sched_id = ABI_XEN_SCHEDULER_CREDIT,
                                       .cmd = ABI_XEN_DOMCTL_SCHEDOP_putinfo,
                                       .params = weight | cap << 16};
    test_equal(CONTROL(scheduler_op, c->domid, share), 0, "weight %u, cap %u", weight, cap);
}

static void pin_child(const struct child *c, uint8_t cpus)
{
    guest_domctl_vcpuaffinity where = {
        .flags = ABI_XEN_VCPUAFFINITY_HARD, .hard_map = (uintptr_t)&cpus, .hard_bits = 8};
    if (CONTROL(setvcpuaffinity, c->domid, where) != 0) {
        test_ok(false, "a child stays on its CPU");
    }
}

static void make(unsigned count, void (*write)(struct child *))
{
    unsigned made = 0;

    for (unsigned i = 0; i < count; i++) {
        made += child_run(&children[i], i % 2 ? 32 : 64, write) == 0;
    }
    test_equal(made, count, "%u children", count);
}

static void unmake(unsigned count)
{
    unsigned gone = 0;

    for (unsigned i = 0; i < count; i++) {
        gone += child_destroy(&children[i]) == 0;
    }
    test_equal(gone, count, "and gone again");
}

/* What each of them runs in so many nanoseconds. */
static void measure(unsigned count, uint64_t ns, uint64_t *ran)
{
    for (unsigned i = 0; i < count; i++) {
        ran[i] = child_info(children[i].domid).cpu_time;
    }
    sleep_until(time_now_ns() + ns);
    for (unsigned i = 0; i < count; i++) {
        ran[i] = child_info(children[i].domid).cpu_time - ran[i];
    }
}

static void about(uint64_t got, uint64_t wanted, const char *what, unsigned n)
{
    uint64_t off = got > wanted ? got - wanted : wanted - got;

    console_print("# %s %u: %u us, should be %u us\n", what, n, (unsigned)got / 1000,
                  (unsigned)wanted / 1000);
    test_ok(off * 100 <= wanted * PERCENT, "%s %u: within %u %%", what, n, PERCENT);
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

static void pin_parent(int cpu)
{
    guest_sched_pin_override pin = {.pcpu = (uint32_t)cpu};

    test_equal(hypercall_sched_op(ABI_SCHEDOP_pin_override, (unsigned long)&pin), 0,
               "the parent stays on CPU %d", cpu);
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
