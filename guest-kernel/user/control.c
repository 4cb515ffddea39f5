/* SPDX-License-Identifier: MIT */
/*
 * The control domain at work, as far as it needs no guest that runs: lists domains, makes one
 * without a kernel, gives it memory, sees that memory, and takes all back. `control hold` maps
 * pages of a new domain and waits to be killed; `control gone N` waits until nothing of domain N is
 * left; `control audit` has the hypervisor recount every frame.
 */
#include "tools/control/control.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGES 200u

static int failures;

static void point(const char *what, int good)
{
    if (!good)
        printf("# errno %d (%s)\n", errno, strerror(errno));
    printf("%s: %s\n", good ? "ok" : "NOT OK", what);
    failures += !good;
}

static int fails_with(long result, int error)
{
    return result == -1 && errno == error;
}

static uint64_t free_pages(void)
{
    guest_sysctl_physinfo info;

    return machine_info(&info) == 0 ? info.free_pages : 0;
}

static unsigned make_domain(void)
{
    guest_domctl_createdomain wish = domain_plain_wish(1);
    unsigned domid = 0;

    return domain_create(&domid, &wish) == 0 && domain_set_max_memory(domid, PAGES * 4) == 0 ? domid
                                                                                             : 0;
}

static int get_memory(unsigned domid, unsigned long *frames)
{
    for (unsigned i = 0; i < PAGES; i++)
        frames[i] = i;
    return domain_populate(domid, frames, PAGES) == (int)PAGES;
}

/* Is the domain nowhere to be found, after a while? */
static int is_gone(unsigned domid)
{
    guest_domctl_getdomaininfo info;

    for (int i = 0; i < 100; i++) {
        if (fails_with(domain_info(domid, &info), ESRCH))
            return 1;
        usleep(20000);
    }
    return 0;
}

/* ---- what the devices refuse ----------------------------------------------------------------- */

static void test_refusals(void)
{
    int fd = open("/dev/xen/privcmd", O_RDWR), status;
    struct privcmd_mmapbatch_v2 batch = {.num = 1, .addr = 0x10000000};
    char *place;

    point("the device is there", fd >= 0);
    fflush(stdout);
    if (fork() == 0) {
        setuid(1000);
        _exit(!fails_with(open("/dev/xen/privcmd", O_RDWR), EACCES) ||
              !fails_with(open("/dev/xen/evtchn", O_RDWR), EACCES));
    }
    wait(&status);
    point("for root alone", status == 0);
    point("an ioctl it has not", fails_with(ioctl(fd, 0x1234, NULL), ENOTTY));
    point("a hypercall at a bad address",
          fails_with(ioctl(fd, IOCTL_PRIVCMD_HYPERCALL, (void *)8), EFAULT));
    point("a hypercall there is not", fails_with(control_call(63, 0, 0, 0, 0, 0), ENOSYS));
    point("an argument that is not there",
          fails_with(control_call(ABI_CALL_domctl, 0x20000, 0, 0, 0, 0), EFAULT));
    point("one of a program that would change the kernel",
          fails_with(control_call(ABI_CALL_iret, 0, 0, 0, 0, 0), EINVAL));
    point("frames where no mapping is",
          fails_with(ioctl(fd, IOCTL_PRIVCMD_MMAPBATCH_V2, &batch), EINVAL));
    point("a private mapping that is written",
          mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0) == MAP_FAILED);
    place = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    point("an empty mapping", place != MAP_FAILED);
    point("is not read by the kernel", fails_with(write(1, place, 1), EFAULT));
    point("keeps its rights", fails_with(mprotect(place, 4096, PROT_READ), EACCES));
    fflush(stdout);
    if (fork() == 0)
        _exit(place[0]);
    wait(&status);
    point("and has nothing to read", WIFSIGNALED(status));
    munmap(place, 4096);
    munmap(place + 4096, 4096);
    close(fd);
}

/* ---- domains --------------------------------------------------------------------------------- */

static void test_list(void)
{
    guest_domctl_getdomaininfo infos[8];
    guest_sysctl_physinfo machine;
    int count = domain_list(0, infos, 8);

    point("a list of domains", count >= 1);
    point("begins with us", infos[0].domain == 0 && (infos[0].flags & ABI_XEN_DOMINF_running));
    point("the machine has memory",
          machine_info(&machine) == 0 && machine.total_pages > infos[0].tot_pages);
    point("a domain that is not", fails_with(domain_info(777, infos), ESRCH));
    point("cannot be stopped", fails_with(domain_destroy(777), ESRCH));
}

static void test_memory(unsigned domid)
{
    unsigned long frames[PAGES], two[2];
    int errors[2], good = 1, status;
    guest_domctl_getdomaininfo info;
    uint32_t *pages;

    point("it gets memory", get_memory(domid, frames));
    point("and is told to have it", domain_info(domid, &info) == 0 && info.tot_pages == PAGES);
    point("but no more than it may", domain_populate(domid, (unsigned long[]){9999}, 1) <= 0);
    point("its frames are numbered", domain_number_frames(domid, frames, PAGES, 0) == 0);
    point("one is cleared", domain_clear_frame(domid, frames[3]) == 0);
    pages = domain_map(domid, PROT_READ | PROT_WRITE, frames, PAGES);
    point("all are mapped", pages != NULL);
    if (!pages)
        return;
    point("the cleared one is clear", pages[3 * 1024] == 0 && pages[3 * 1024 + 1023] == 0);
    for (unsigned i = 0; i < PAGES; i++)
        pages[i * 1024] = 0x1000 + i;
    domain_unmap(pages, PAGES);
    for (unsigned i = 0; i < PAGES / 2; i++) {
        unsigned long other = frames[i];

        frames[i] = frames[PAGES - 1 - i];
        frames[PAGES - 1 - i] = other;
    }
    pages = domain_map(domid, PROT_READ, frames, PAGES);
    for (unsigned i = 0; pages && i < PAGES; i++)
        good &= pages[i * 1024] == 0x1000 + PAGES - 1 - i;
    point("what was written is read the other way round", pages && good);
    fflush(stdout);
    if (fork() == 0) {
        pages[0] = 1;
        _exit(0);
    }
    wait(&status);
    point("a child does not have them", WIFSIGNALED(status));
    int out = open("/tmp/page", O_RDWR | O_CREAT | O_TRUNC, 0600);
    point("the kernel can read them for a write", write(out, pages, 4096) == 4096);
    point("but not write for a read", fails_with(pread(out, pages, 10, 0), EFAULT));
    close(out);
    unlink("/tmp/page");
    munmap(pages + 1024, 4096);
    munmap(pages, 4096);
    munmap(pages + 2 * 1024, (PAGES - 2) * 4096ul);
    two[0] = 1;
    two[1] = frames[0];
    pages = domain_map_some(domid, PROT_READ, two, 2, errors);
    point("a frame that is not its own is refused, the next is there",
          pages && errors[0] < 0 && errors[1] == 0 && pages[1024] == 0x1000 + PAGES - 1);
    domain_unmap(pages, 2);
    point("and all together are none", domain_map(domid, PROT_READ, two, 2) == NULL);
}

/* What a builder puts into a domain that has not run yet: a grant, and a port. */
static void test_seeds(unsigned domid)
{
    guest_grant_entry *entries = domain_map_grants(domid);
    int events = events_open(), port = domain_alloc_port(domid, 0), ours;
    unsigned long frame = PAGES;
    uint32_t ref = ABI_GNTTAB_RESERVED_CONSOLE;
    char *granted, *seen;

    point("its grant table is mapped", entries != NULL);
    domain_set_max_memory(domid, PAGES * 4 + 4);
    domain_populate(domid, &frame, 1);
    seen = domain_map(domid, PROT_READ | PROT_WRITE, &frame, 1);
    if (!entries || !seen)
        return;
    strcpy(seen, "its console");
    entries[ref].domid = 0;
    entries[ref].frame = (uint32_t)frame;
    entries[ref].flags = ABI_GTF_permit_access;
    granted = grants_map(domid, &ref, 1, PROT_READ | PROT_WRITE);
    point("and what it grants thereby", granted && strcmp(granted, "its console") == 0);
    point("is marked as used", entries[ref].flags & ABI_GTF_writing);
    grants_unmap(granted, 1);
    point("and no longer", !(entries[ref].flags & (ABI_GTF_writing | ABI_GTF_reading)));
    domain_unmap(seen, 1);
    domain_unmap(entries, 1);
    ours = events_bind_remote(events, domid, (unsigned)port);
    point("a port of it is bound", port > 0 && ours > 0);
    close(events);
}

static void test_life(void)
{
    uint64_t before = free_pages();
    unsigned long frame;
    unsigned domid;
    int events = events_open(), port = events_bind_virq(events, ABI_VIRQ_DOM_EXC);
    struct pollfd ready = {.fd = events, .events = POLLIN};
    guest_domctl_getdomaininfo info;
    void *held;

    point("one hears of domains that end", port > 0);
    domid = make_domain();
    point("a domain is made", domid > 0);
    point("and paused", domain_info(domid, &info) == 0 && info.flags & ABI_XEN_DOMINF_paused);
    point("with a vCPU", domain_set_vcpus(domid, 1) == 0);
    test_memory(domid);
    test_seeds(domid);
    frame = PAGES + 1;
    domain_set_max_memory(domid, PAGES * 4 + 8);
    domain_populate(domid, &frame, 1);
    held = domain_map(domid, PROT_READ, &frame, 1);
    point("it is destroyed", domain_destroy(domid) == 0);
    point("a page of it that is mapped keeps it",
          held && domain_info(domid, &info) == 0 && (info.flags & ABI_XEN_DOMINF_dying));
    domain_unmap(held, 1);
    point("until it is not", is_gone(domid));
    point("and that is heard", poll(&ready, 1, 1000) == 1 && events_next(events) == port);
    close(events);
    point("its memory is free again", free_pages() == before);
}

/* ---- for the session ------------------------------------------------------------------------- */

/* Everything that a program can hold, until it is killed. */
static int hold(void)
{
    unsigned domid = make_domain();
    unsigned long frames[PAGES];
    int events = events_open();
    uint32_t refs[4];
    char *shared, *mapped;

    if (!domid || !get_memory(domid, frames) ||
        !domain_map(domid, PROT_READ | PROT_WRITE, frames, PAGES))
        return 1;
    events_bind_virq(events, ABI_VIRQ_DOM_EXC);
    int port = events_alloc(events, ABI_DOMID_SELF);
    int other = events_bind_remote(events, ABI_DOMID_SELF, (unsigned)port);
    shared = grants_share(0, refs, 4, 1);
    mapped = shared ? grants_map(0, refs, 4, PROT_READ | PROT_WRITE) : NULL;
    if (port < 0 || other < 0 || !mapped) {
        perror("hold");
        return 1;
    }
    printf("holding domain %u\n", domid);
    fflush(stdout);
    for (;;)
        pause();
}

static int report_gone(unsigned domid)
{
    int gone = (domain_destroy(domid) == 0 || errno == ESRCH) && is_gone(domid);

    printf("domain %u %s\n", domid, gone ? "left nothing" : "IS STILL THERE");
    return !gone;
}

static int report_audit(void)
{
    long found = control_call(ABI_CALL_torc_op, ABI_TORC_OP_audit, 0, 0, 0, 0);

    printf("audit: %ld contradictions\n", found);
    return found != 0;
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "hold") == 0)
        return hold();
    if (argc > 2 && strcmp(argv[1], "gone") == 0)
        return report_gone((unsigned)atoi(argv[2]));
    if (argc > 1 && strcmp(argv[1], "audit") == 0)
        return report_audit();
    if (argc > 1 && strcmp(argv[1], "free") == 0)
        return printf("free: %llu pages\n", (unsigned long long)free_pages()) < 0;
    test_refusals();
    test_list();
    test_life();
    printf("control: %d failures\n", failures);
    return failures != 0;
}
