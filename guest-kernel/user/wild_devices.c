/* SPDX-License-Identifier: MIT */
/*
 * The control domain's devices used at random, in processes that end at any moment: things are
 * mapped, granted, bound, cut in pieces, closed and forgotten in every order, with arguments that
 * are right often enough to get somewhere. Afterwards nothing may be left, and the hypervisor's
 * count of frames must be right (`control audit`). Hypercalls are left out: a random one may well
 * end the machine, and would be right to. `wild_devices SEED ROUNDS STEPS`.
 */
#define _GNU_SOURCE
#include "tools/control/control.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define PLACES 8u

static const char *const devices[] = {"/dev/xen/privcmd", "/dev/xen/evtchn", "/dev/xen/gntdev",
                                      "/dev/xen/gntalloc"};
static const uint32_t commands[] = {
    IOCTL_PRIVCMD_MMAP,
    IOCTL_PRIVCMD_MMAPBATCH_V2,
    IOCTL_EVTCHN_BIND_VIRQ,
    IOCTL_EVTCHN_BIND_INTERDOMAIN,
    IOCTL_EVTCHN_BIND_UNBOUND_PORT,
    IOCTL_EVTCHN_UNBIND,
    IOCTL_EVTCHN_NOTIFY,
    IOCTL_EVTCHN_RESET,
    IOCTL_GNTDEV_MAP_GRANT_REF,
    IOCTL_GNTDEV_UNMAP_GRANT_REF,
    IOCTL_GNTDEV_GET_OFFSET_FOR_VADDR,
    IOCTL_GNTDEV_SET_UNMAP_NOTIFY,
    IOCTL_GNTDEV_GRANT_COPY,
    IOCTL_GNTALLOC_ALLOC_GREF,
    IOCTL_GNTALLOC_DEALLOC_GREF,
};

static unsigned state;
static uint32_t words[64], last_ref;
static int fds[4];
static struct {
    char *start;
    size_t size;
} places[PLACES];

static unsigned next(unsigned limit)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state % limit;
}

/* Small numbers, our domain, things we were told, addresses of ours, and now and then nonsense. */
static uint32_t word(void)
{
    switch (next(10)) {
    case 0:
        return (uint32_t)(state * 7);
    case 1:
        return ABI_DOMID_SELF;
    case 2:
        return last_ref;
    case 3:
        return (uint32_t)(uintptr_t)places[next(PLACES)].start;
    case 4:
        return (uint32_t)(uintptr_t)(words + next(60));
    case 5:
        return 4096 * next(6);
    case 6:
        return 8 + next(16);
    default:
        return next(4);
    }
}

static void some_ioctl(void)
{
    unsigned which = next(sizeof(commands) / sizeof(commands[0]));
    uint32_t command = commands[which];
    int fd = fds[which < 2 ? 0 : which < 8 ? 1 : which < 13 ? 2 : 3];

    for (unsigned i = 0; i < 8; i++)
        words[i] = word();
    if (command == IOCTL_GNTALLOC_ALLOC_GREF) {
        struct ioctl_gntalloc_alloc_gref *op = (void *)words;

        *op = (struct ioctl_gntalloc_alloc_gref){.flags = next(2), .count = 1 + next(5)};
        if (ioctl(fd, command, op) == 0)
            last_ref = op->gref_ids[0];
        return;
    }
    if (command == IOCTL_GNTDEV_MAP_GRANT_REF && next(4)) {
        words[0] = 1 + next(3);
        for (unsigned i = 0; i < 3; i++) {
            words[4 + 2 * i] = 0;
            words[5 + 2 * i] = last_ref + i;
        }
    }
    ioctl(next(20) ? fd : fds[next(4)], command, words);
}

static void some_mapping(void)
{
    unsigned at = next(PLACES);
    size_t size = 4096 * (1 + next(5));
    char *start = mmap(next(8) ? NULL : places[next(PLACES)].start, size,
                       next(4) ? PROT_READ | PROT_WRITE : PROT_READ,
                       MAP_SHARED | (next(16) ? 0 : MAP_FIXED_NOREPLACE), fds[next(4)],
                       (off_t)(4096 * next(8)));

    if (start == MAP_FAILED)
        return;
    places[at].start = start;
    places[at].size = size;
}

/* Something to a part of it, which may long be gone or another's. */
static void some_part(void)
{
    unsigned at = next(PLACES);
    char *start = places[at].start + 4096 * next(3);
    size_t size = 4096 * (1 + next(3));

    if (!places[at].start)
        return;
    switch (next(6)) {
    case 0:
        mprotect(start, size, PROT_READ);
        break;
    case 1:
        madvise(start, size, MADV_DONTNEED);
        break;
    case 2:
        mremap(start, size, size + 4096, MREMAP_MAYMOVE);
        break;
    case 3:
        write(fds[1], start, 8);
        break;
    default:
        munmap(start, size);
    }
}

static void run_wild(unsigned steps)
{
    for (unsigned i = 0; i < 4; i++)
        fds[i] = open(devices[i], O_RDWR | O_NONBLOCK);
    alarm(10);
    for (unsigned i = 0; i < steps; i++) {
        switch (next(16)) {
        case 0:
        case 1:
        case 2:
        case 3:
            some_part();
            break;
        case 4:
        case 5:
        case 6:
        case 7:
            some_mapping();
            break;
        case 8:
            read(fds[1], words, sizeof(words));
            break;
        case 9:
            if (next(8) == 0 && fork() == 0)
                steps = i + next(20);
            break;
        case 10:
            if (next(8) == 0) {
                unsigned which = next(4);

                close(fds[which]);
                fds[which] = open(devices[which], O_RDWR | O_NONBLOCK);
            }
            break;
        default:
            some_ioctl();
        }
    }
    if (next(3) == 0)
        kill(getpid(), SIGKILL);
    _exit(0);
}

int main(int count, char **arguments)
{
    unsigned seed = count > 1 ? (unsigned)atoi(arguments[1]) : 1;
    int rounds = count > 2 ? atoi(arguments[2]) : 20, steps = count > 3 ? atoi(arguments[3]) : 300;

    for (int round = 0; round < rounds; round++) {
        if (fork() == 0) {
            state = seed * 2654435761u + (unsigned)round * 40503u + 1;
            run_wild((unsigned)steps);
        }
        while (wait(NULL) > 0)
            ;
    }
    printf("wild_devices: seed %u, %d rounds of %d steps\n", seed, rounds, steps);
    return 0;
}
