/* SPDX-License-Identifier: MIT */
/* Between the time structures of programs and nanoseconds. */
#include "kernel/timespec.h"

#include "kernel/kernel.h"

#define SECONDS_MAX 9000000000ll /* 285 years: no sum of two such spans overflows */

static int combine(int64_t seconds, int64_t part, uint32_t parts_per_second, uint64_t *ns)
{
    if (seconds < 0 || part < 0 || part >= parts_per_second)
        return -EINVAL;
    seconds = MIN(seconds, SECONDS_MAX);
    *ns = (uint64_t)seconds * NS_PER_SECOND + (uint64_t)part * (NS_PER_SECOND / parts_per_second);
    return 0;
}

int timespec32_read(uintptr_t user, uint64_t *ns)
{
    int32_t words[2];

    return copy_from_user(words, user, sizeof(words))
               ? -EFAULT
               : combine(words[0], words[1], NS_PER_SECOND, ns);
}

/* The upper half of the small part is padding. */
int timespec64_read(uintptr_t user, uint64_t *ns)
{
    int64_t words[2];

    return copy_from_user(words, user, sizeof(words))
               ? -EFAULT
               : combine(words[0], (int32_t)words[1], NS_PER_SECOND, ns);
}

int timeval32_read(uintptr_t user, uint64_t *ns)
{
    int32_t words[2];

    return copy_from_user(words, user, sizeof(words)) ? -EFAULT
                                                      : combine(words[0], words[1], 1000000, ns);
}

int timespec32_write(uintptr_t user, uint64_t ns)
{
    uint32_t words[2];

    words[0] = (uint32_t)divide_u64(ns, NS_PER_SECOND, &words[1]);
    return copy_to_user(user, words, sizeof(words));
}

int timespec64_write(uintptr_t user, uint64_t ns)
{
    uint32_t part;
    uint64_t words[2];

    words[0] = divide_u64(ns, NS_PER_SECOND, &part);
    words[1] = part;
    return copy_to_user(user, words, sizeof(words));
}

int timeval32_write(uintptr_t user, uint64_t ns)
{
    uint32_t words[2];

    words[0] = (uint32_t)divide_u64(ns, NS_PER_SECOND, &words[1]);
    words[1] /= 1000;
    return copy_to_user(user, words, sizeof(words));
}

uint64_t timespec_deadline(uint64_t span_ns)
{
    uint64_t now = clock_now_ns();

    return span_ns > DEADLINE_NEVER - 1 - now ? DEADLINE_NEVER : now + span_ns;
}
