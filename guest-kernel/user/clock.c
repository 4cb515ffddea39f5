/* SPDX-License-Identifier: MIT */
/*
 * Time from a program's point of view: it never goes back, sleeping takes as long as it was asked
 * to and not much longer, and a computation is interrupted on time.
 */
#include <signal.h>
#include <stdio.h>
#include <sys/time.h>
#include <time.h>

static volatile sig_atomic_t rung;
static int failures;

static void point(const char *what, int good)
{
    printf("%s: %s\n", good ? "ok" : "NOT OK", what);
    failures += !good;
}

static void ring(int signal)
{
    (void)signal;
    rung = 1;
}

static long long now_ns(clockid_t clock)
{
    struct timespec time;

    clock_gettime(clock, &time);
    return time.tv_sec * 1000000000ll + time.tv_nsec;
}

static int goes_back(clockid_t clock)
{
    long long last = now_ns(clock);

    for (int i = 0; i < 10000; i++) {
        long long next = now_ns(clock);

        if (next < last)
            return 1;
        last = next;
    }
    return 0;
}

int main(void)
{
    struct itimerval timer = {.it_value = {.tv_usec = 100000}};
    struct timespec half = {.tv_nsec = 500000000};
    long long start, slept;

    point("the monotonic clock never goes back", !goes_back(CLOCK_MONOTONIC));
    point("nor does the wall clock", !goes_back(CLOCK_REALTIME));
    point("the year is at least 2000", time(NULL) >= 946684800);
    start = now_ns(CLOCK_MONOTONIC);
    nanosleep(&half, NULL);
    slept = now_ns(CLOCK_MONOTONIC) - start;
    point("half a second of sleep is not shorter", slept >= 500000000);
    point("and not longer than three", slept < 3000000000ll);
    signal(SIGALRM, ring);
    setitimer(ITIMER_REAL, &timer, NULL);
    start = now_ns(CLOCK_MONOTONIC);
    while (!rung && now_ns(CLOCK_MONOTONIC) - start < 5000000000ll)
        continue;
    point("an alarm interrupts a computation", rung);
    printf("clock: %d failures\n", failures);
    return failures > 0;
}
