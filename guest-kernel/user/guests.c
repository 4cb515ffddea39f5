/* SPDX-License-Identifier: MIT */
/*
 * The domain builder at work, without the toolstack: `guests run KERNEL [RAMDISK [LINE]]` makes a
 * guest of a kernel's file, lets it run until it stops, says what it wrote to the hypervisor's
 * console, and destroys it. `guests cycle N KERNEL...` does so N times and compares the
 * hypervisor's free memory. `guests start KERNEL...` leaves it running, and
 * `guests talk N SECONDS [LINE [UNTIL]]` types a line into its console and shows what comes out of
 * it, as the console daemon does, where none runs. `guests cost N KERNEL...` makes N that live side
 * by side, and says what each took: in nanoseconds, which are instructions where the machine counts
 * them (torc run --deterministic).
 */
#include "tools/builder/builder.h"
#include "tools/console/wire.h"
#include "tools/control/control.h"
#include "tools/xenstore/client/client.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static unsigned memory_mib = 32, vcpus = 1;
static const char *name = "test";

static uint64_t free_pages(void)
{
    guest_sysctl_physinfo info;

    return machine_info(&info) == 0 ? info.free_pages : 0;
}

static int make(struct builder_guest *guest, char **words, struct xenstore *store)
{
    struct builder_wish wish = {.name = name,
                                .kernel = words[0],
                                .ramdisk = words[0] ? words[1] : NULL,
                                .command_line = words[0] && words[1] ? words[2] : NULL,
                                .memory_kib = memory_mib * 1024ull,
                                .vcpus = vcpus,
                                .store = store};

    if (builder_create(&wish, guest))
        return 1;
    printf("guests: %s [%s]\n", guest->error, guest->field ? guest->field : "");
    return 0;
}

/* Until it has stopped, or for a time; what it gave as its reason, or -1. */
static int wait_for(unsigned domid, unsigned tenths)
{
    guest_domctl_getdomaininfo info;

    for (unsigned i = 0; i < tenths; i++) {
        if (domain_info(domid, &info) != 0)
            return -1;
        if (info.flags & ABI_XEN_DOMINF_shutdown)
            return (int)(info.flags >> ABI_XEN_DOMINF_shutdownshift & 255);
        usleep(100000);
    }
    return -1;
}

static int is_gone(unsigned domid)
{
    guest_domctl_getdomaininfo info;

    for (int i = 0; i < 100; i++) {
        if (domain_info(domid, &info) == -1 && errno == ESRCH)
            return 1;
        usleep(10000);
    }
    return 0;
}

static int run_once(char **words, struct xenstore *store, int is_quiet)
{
    struct builder_guest guest;
    int reason;

    if (!make(&guest, words, store))
        return 1;
    if (!is_quiet)
        printf("guest %u: %u bits, store %d, console %d\n", guest.domid, guest.width,
               guest.store_port > 0, guest.console_port > 0);
    fflush(stdout);
    if (domain_unpause(guest.domid) != 0)
        perror("unpause");
    reason = wait_for(guest.domid, 300);
    if (!is_quiet || reason != 0)
        printf("guest %u ended: %d\n", guest.domid, reason);
    if (!builder_destroy(store, guest.domid) || !is_gone(guest.domid)) {
        printf("guest %u IS STILL THERE\n", guest.domid);
        return 1;
    }
    return reason != 0;
}

static int cycle(unsigned count, char **words, struct xenstore *store)
{
    uint64_t before;
    int failures = run_once(words, store, 1); /* the first one leaves caches behind */

    before = free_pages();
    for (unsigned i = 0; i < count && !failures; i++)
        failures += run_once(words, store, 1);
    printf("%u cycles: %d failures, %lld pages less\n", count, failures,
           (long long)(before - free_pages()));
    return failures || before != free_pages();
}

/* ---- its console ----------------------------------------------------------------------------- */

static unsigned store_number(struct xenstore *store, unsigned domid, const char *name)
{
    char path[64], *text;
    size_t length;
    unsigned number = 0;

    snprintf(path, sizeof(path), "/local/domain/%u/%s", domid, name);
    text = xenstore_read(store, 0, path, &length);
    if (text)
        number = (unsigned)strtoul(text, NULL, 10);
    free(text);
    return number;
}

/* What is waited for, and how much of it was just heard. */
struct hearing {
    const char *until;
    size_t seen;
};

static void hear(struct hearing *h, char c)
{
    if (!h->until || !h->until[h->seen])
        return;
    h->seen = c == h->until[h->seen] ? h->seen + 1 : c == h->until[0];
}

/* What is in the ring goes to standard output; was there any? */
static int show(volatile struct console_ring *ring, struct hearing *h)
{
    uint32_t from = ring->out_cons, to = ring->out_prod;

    if (from == to || to - from > CONSOLE_OUT_SIZE)
        return 0;
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    for (; from != to; from++)
        hear(h, (char)putchar(ring->out[from % CONSOLE_OUT_SIZE]));
    fflush(stdout);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    ring->out_cons = from;
    return 1;
}

static int type(volatile struct console_ring *ring, const char *line)
{
    uint32_t at = ring->in_prod;

    if (strlen(line) + 1 > CONSOLE_IN_SIZE - (at - ring->in_cons))
        return 0;
    for (; *line; line++)
        ring->in[at++ % CONSOLE_IN_SIZE] = *line;
    ring->in[at++ % CONSOLE_IN_SIZE] = '\r';
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    ring->in_prod = at;
    return 1;
}

static int talk(struct xenstore *store, unsigned domid, unsigned seconds, const char *line,
                const char *until)
{
    struct hearing hearing = {until, 0};
    uint32_t ref = ABI_GNTTAB_RESERVED_CONSOLE;
    volatile struct console_ring *ring = grants_map(domid, &ref, 1, PROT_READ | PROT_WRITE);
    int events = events_open();
    int port = ring && store
                   ? events_bind_remote(events, domid, store_number(store, domid, "console/port"))
                   : -1;
    time_t end = time(NULL) + seconds;

    if (port < 0) {
        perror("guests: its console");
        return 1;
    }
    if (line && line[0] && type(ring, line))
        events_notify(events, (unsigned)port);
    while (time(NULL) < end && !(until && !until[hearing.seen])) {
        if (show(ring, &hearing))
            events_notify(events, (unsigned)port);
        usleep(20000);
    }
    close(events);
    grants_unmap((void *)(uintptr_t)ring, 1);
    return until && until[hearing.seen];
}

/* ---- what it costs --------------------------------------------------------------------------- */

static unsigned long long now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (unsigned long long)now.tv_sec * 1000000000ull + (unsigned long long)now.tv_nsec;
}

/* From the call until it may run, and until it has ended; the dearest may not be much dearer than
 * the first. */
static int cost(unsigned count, char **words, struct xenstore *store)
{
    unsigned long long first = 0, most = 0;
    struct builder_guest guest;
    unsigned made = 0;
    int failures = 0;

    for (unsigned i = 1; i <= count && !failures; i++) {
        unsigned long long begin = now_ns(), ready;

        if (!make(&guest, words, store) || domain_unpause(guest.domid) != 0)
            return 1;
        ready = now_ns() - begin;
        made = guest.domid;
        first = i == 1 ? ready : first;
        most = ready > most ? ready : most;
        failures += wait_for(guest.domid, 300) != 0;
        if (i == 1 || i == 10 || i == 50 || i == count)
            printf("guest number %u: %llu until it runs\n", i, ready);
    }
    for (unsigned domid = made; domid > made - count; domid--)
        failures += !builder_destroy(store, domid) || !is_gone(domid);
    printf("cost: %d failures, the dearest %llu %% of the first\n", failures, most * 100 / first);
    return failures != 0;
}

int main(int argc, char **argv)
{
    struct xenstore *store = xenstore_open();
    struct builder_guest guest;
    int at = 1;

    for (; at + 1 < argc && argv[at][0] == '-'; at += 2) {
        if (argv[at][1] == 'm')
            memory_mib = (unsigned)atoi(argv[at + 1]);
        else if (argv[at][1] == 'n')
            name = argv[at + 1];
        else
            vcpus = (unsigned)atoi(argv[at + 1]);
    }
    if (argc - at > 1 && strcmp(argv[at], "run") == 0)
        return run_once(argv + at + 1, store, 0);
    if (argc - at > 2 && strcmp(argv[at], "cycle") == 0)
        return cycle((unsigned)atoi(argv[at + 1]), argv + at + 2, store);
    if (argc - at > 1 && strcmp(argv[at], "start") == 0) {
        if (!make(&guest, argv + at + 1, store) || domain_unpause(guest.domid) != 0)
            return 1;
        printf("guest %u runs\n", guest.domid);
        return 0;
    }
    if (argc - at > 1 && strcmp(argv[at], "destroy") == 0)
        return !builder_destroy(store, (unsigned)atoi(argv[at + 1]));
    if (argc - at > 2 && strcmp(argv[at], "talk") == 0)
        return talk(store, (unsigned)atoi(argv[at + 1]), (unsigned)atoi(argv[at + 2]), argv[at + 3],
                    argv[at + 3] ? argv[at + 4] : NULL);
    if (argc - at > 2 && strcmp(argv[at], "cost") == 0)
        return cost((unsigned)atoi(argv[at + 1]), argv + at + 2, store);
    fputs("usage: guests [-n NAME] [-m MIB] [-v VCPUS] run|start KERNEL [RAMDISK [LINE]]\n"
          "       guests [-n NAME] [-m MIB] [-v VCPUS] cycle|cost N KERNEL [RAMDISK [LINE]]\n"
          "       guests talk DOMID SECONDS [LINE [UNTIL]]\n"
          "       guests destroy DOMID\n",
          stderr);
    return 2;
}
