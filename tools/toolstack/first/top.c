/* SPDX-License-Identifier: MIT */
/* torc top: what domains use, again and again. The columns are xentop's. */
#include "first.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define DELAY_MAX 3600

struct look {
    domain_facts facts[DOMAINS_MAX];
    int count;
    uint64_t at_ns;
};

static bool take_look(struct look *look)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    look->at_ns = (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
    look->count = domains_all(look->facts, DOMAINS_MAX);
    return look->count >= 0;
}

/* Percent of one processor since the look before; 0 if the domain was not there yet. */
static double percent(const struct look *before, const struct look *now, const domain_facts *facts)
{
    for (int i = 0; i < before->count; i++)
        if (before->facts[i].domain == facts->domain &&
            before->facts[i].cpu_time <= facts->cpu_time && now->at_ns > before->at_ns)
            return 100.0 * (double)(facts->cpu_time - before->facts[i].cpu_time) /
                   (double)(now->at_ns - before->at_ns);
    return 0;
}

static void print(const struct look *before, const struct look *now)
{
    guest_sysctl_physinfo info = {0};
    char name[NAME_SIZE], state[7];

    machine_info(&info);
    double machine_kib = (double)info.total_pages * 4;
    printf("%d domains; memory: %lluk total, %lluk free; %u CPUs\n", now->count,
           (unsigned long long)info.total_pages * 4, (unsigned long long)info.free_pages * 4,
           info.nr_cpus);
    printf("%10s %6s %10s %6s %10s %6s %10s %9s %5s\n", "NAME", "STATE", "CPU(sec)", "CPU(%)",
           "MEM(k)", "MEM(%)", "MAXMEM(k)", "MAXMEM(%)", "VCPUS");
    for (int i = 0; i < now->count; i++) {
        const domain_facts *facts = &now->facts[i];
        double kib = (double)facts->tot_pages * 4, most = (double)facts->max_pages * 4;

        domain_name(facts->domain, name);
        domain_state(facts, state);
        printf("%10.10s %6s %10.0f %6.1f %10.0f %6.1f ", name, state, (double)facts->cpu_time / 1e9,
               percent(before, now, facts), kib, machine_kib > 0 ? 100 * kib / machine_kib : 0);
        if (most > 4 * machine_kib || facts->domain == 0)
            printf("%10s %9s", "no limit", "n/a");
        else
            printf("%10.0f %9.1f", most, machine_kib > 0 ? 100 * most / machine_kib : 0);
        printf(" %5u\n", facts->nr_online_vcpus);
    }
    fflush(stdout);
}

/* True: q was typed. Without a terminal it only waits. */
static bool wait_for_key(unsigned seconds, bool has_terminal)
{
    struct pollfd wait = {.fd = 0, .events = POLLIN};
    char key = 0;

    if (poll(&wait, has_terminal ? 1 : 0, (int)seconds * 1000) > 0 && read(0, &key, 1) != 1)
        return true;
    return key == 'q' || key == 3;
}

static bool number(const char *text, unsigned least, unsigned otherwise, unsigned *value)
{
    char *end = NULL;

    *value = text ? (unsigned)strtoul(text, &end, 10) : otherwise;
    return !text ||
           (*text >= '0' && *text <= '9' && !*end && *value >= least && *value <= DELAY_MAX);
}

int verb_top(const struct verb_words *words)
{
    static struct look looks[2];
    bool is_batch = words_given(words, "batch"), has_terminal = !is_batch && isatty(0) && isatty(1);
    unsigned delay, rounds;
    struct termios was, keys;
    int status = 0;

    if (!number(words_value(words, "delay"), 1, 3, &delay) ||
        !number(words_value(words, "iterations"), 1, 0, &rounds)) {
        complain("-d and -i take a number from 1 to %u", DELAY_MAX);
        return 2;
    }
    if (has_terminal && tcgetattr(0, &was) == 0) {
        keys = was;
        keys.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG);
        tcsetattr(0, TCSANOW, &keys);
    }
    for (unsigned i = 0;; i++) {
        if (!take_look(&looks[i & 1])) {
            status = 1;
            break;
        }
        if (!is_batch && has_terminal)
            fputs("\033[H\033[J", stdout);
        print(&looks[~i & 1], &looks[i & 1]);
        if ((rounds && i + 1 == rounds) || wait_for_key(delay, has_terminal))
            break;
    }
    if (has_terminal)
        tcsetattr(0, TCSANOW, &was);
    return status;
}
