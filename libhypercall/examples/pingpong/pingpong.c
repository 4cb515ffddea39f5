/* SPDX-License-Identifier: MIT */
/*
 * Ping-pong between domains that share a page and an event channel:
 *
 *     ./torc run build/examples/pingpong.elf build/examples/pingpong-64.elf --link 1:2
 *
 * The ball is a number in the page. Whoever has the page serves: it makes the ball odd and sends
 * an event; the other makes it even and sends one back. A domain with several links plays them one
 * after the other. Words for --append: rounds=N (1000 unless said), patience=S (seconds for one
 * game, 10 unless said), crash=N (the server's ball N is its last).
 */
#include "hypercall/call.h"
#include "hypercall/console.h"
#include "hypercall/event.h"
#include "hypercall/guest.h"
#include "hypercall/link.h"
#include "hypercall/string.h"
#include "hypercall/time.h"

#define SECOND_NS 1000000000ull

struct court { /* both write it, in turns */
    volatile uint32_t ball;
    volatile uint32_t over; /* the server wants no more of it */
};

static volatile bool time_is_up;

static void on_timer(unsigned port, void *context)
{
    time_is_up = true;
}

/* Number behind a word of the command line. */
static unsigned option(const char *word, unsigned otherwise)
{
    const char *line = (const char *)guest_info->cmd_line;
    for (; *line != 0; line++) {
        if (memcmp(line, word, strlen(word)) != 0) {
            continue;
        }
        unsigned value = 0;
        for (line += strlen(word); *line >= '0' && *line <= '9'; line++) {
            value = value * 10 + (unsigned)(*line - '0');
        }
        return value;
    }
    return otherwise;
}

/* Events stay masked but for the sleep: what comes between the look and the sleep ends the sleep.
 */
static bool wait_for(const struct court *court, uint32_t ball)
{
    while (court->ball != ball && !court->over && !time_is_up) {
        event_wait();
        event_disable();
    }
    return court->ball == ball;
}

static uint32_t serve(const struct link *link, struct court *court, uint32_t rounds)
{
    uint32_t crash_at = option("crash=", 0), round;
    for (round = 0; round < rounds; round++) {
        if (crash_at != 0 && round + 1 == crash_at) {
            guest_panic("the racket broke\n");
        }
        court->ball = 2 * round + 1;
        event_send(link->port);
        if (!wait_for(court, 2 * round + 2)) {
            break;
        }
    }
    court->over = 1;
    event_send(link->port);
    return round;
}

static uint32_t play_back(const struct link *link, struct court *court)
{
    uint32_t round = 0;
    while (wait_for(court, 2 * round + 1)) {
        court->ball = 2 * ++round;
        event_send(link->port);
    }
    return round;
}

static void play(const struct link *link)
{
    struct court *court = link->page;
    uint32_t rounds = option("rounds=", 1000), done;
    time_is_up = false;
    time_set_timer(time_now_ns() + option("patience=", 10) * SECOND_NS);
    event_unmask(link->port);
    uint64_t start = time_counter();
    done = link->is_ours ? serve(link, court, rounds) : play_back(link, court);
    uint64_t counts = time_counter() - start;
    time_set_timer(0);
    if (time_is_up) {
        console_print("domain %u does not answer: gave up after %u round trips\n", link->neighbour,
                      done);
    } else if (link->is_ours) {
        console_print("%u round trips with domain %u, %lu counts each\n", done, link->neighbour,
                      (unsigned long)counts / (done != 0 ? done : 1));
    } else {
        console_print("%u balls of domain %u played back\n", done, link->neighbour);
    }
}

int guest_main(void)
{
    struct link link;
    long result;
    unsigned n;
    hypercall_vcpu_op(ABI_VCPUOP_stop_periodic_timer, 0, 0);
    event_bind_virq(ABI_VIRQ_TIMER, 0, on_timer, NULL);
    for (n = 0; (result = link_open(n, &link)) == 0; n++) {
        play(&link);
    }
    if (result != -ABI_ENOENT) {
        guest_panic("link %u cannot be opened: %ld\n", n, result);
    }
    if (n == 0) {
        console_print("nobody to play with: say --link 1:2\n");
    }
    return ABI_SHUTDOWN_poweroff;
}
