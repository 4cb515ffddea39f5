/* SPDX-License-Identifier: MIT */
/*
 * The random devices and getrandom: a 64-bit counter run through a mixing function, with the clock
 * stirred in at every use and every key press. See random.h for what it is not.
 */
#include "kernel/fs/random.h"
#include "kernel/fs/vfs.h"
#include "kernel/signal.h"

static uint64_t state;

/* SplitMix64: each step visits another value, and the mixing spreads every bit over all. */
static uint64_t random_next(void)
{
    uint64_t z = state += 0x9e3779b97f4a7c15ull;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ z >> 27) * 0x94d049bb133111ebull;
    return z ^ z >> 31;
}

void random_stir(void)
{
    state ^= clock_now_ns() << 20 ^ clock_realtime_ns();
    random_next();
}

void random_fill(void *to, size_t size)
{
    uint8_t *bytes = to;

    random_stir();
    for (size_t i = 0; i < size; i++)
        bytes[i] = random_next() >> 24;
}

long sys_getrandom(long user_to, long size, long flags)
{
    uint8_t bytes[64];
    size_t done = 0, wanted = MIN((uint32_t)size, 0x2000000u);

    if ((unsigned long)flags > 7)
        return -EINVAL;
    while (done < wanted && !(done > 256 && signal_pending())) {
        size_t chunk = MIN(wanted - done, sizeof(bytes));

        random_fill(bytes, chunk);
        if (copy_to_user(user_to + done, bytes, chunk))
            return done ? (long)done : -EFAULT;
        done += chunk;
    }
    return done;
}
