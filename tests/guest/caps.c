/* SPDX-License-Identifier: MIT */
/*
 * The rule: a capped domain gets what its cap says, to within 2 %, however much is left; and what
 * a guest was not given, it can see.
 *
 * How it would break: budgets that leak at every turn's end, a domain that runs alone and is never
 * looked at, time that is idle and counted as given.
 *
 * @tier long
 * @options --vcpus 2 --deterministic
 * @limit 900
 * @peer no
 */
#include "busy.h"

static void capped(const unsigned *cap, unsigned count)
{
    uint64_t ran[4];

    for (unsigned i = 0; i < count; i++) {
        set_share(&children[i], 256, cap[i]);
    }
    sleep_until(time_now_ns() + 60 * MS);
    measure(count, 2000 * MS, ran);
    for (unsigned i = 0; i < count; i++) {
        about(ran[i], 20 * MS * (cap[i] ? cap[i] : 200 - 20 - 35 - 50), "cap", cap[i]);
    }
}

int guest_main(void)
{
    /* The last has no cap: what the others may not have is its own, up to a whole CPU. */
    static const unsigned four[] = {20, 35, 50, 0}, one[] = {30};

    make(4, spins);
    capped(four, 4);
    unmake(4);
    make(1, spins); /* who runs alone is watched as well */
    capped(one, 1);
    unmake(1);
    return test_end();
}
