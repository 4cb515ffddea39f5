/* SPDX-License-Identifier: MIT */
/*
 * Granted pages between two processes of one domain: one shares, the other maps; and the corners of
 * the two devices.
 */
#include "tools/control/control.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGES 3u

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

static void test_two_processes(void)
{
    uint32_t refs[PAGES];
    char *shared = grants_share(0, refs, PAGES, 1);
    int status;

    point("pages are shared", shared != NULL);
    if (!shared)
        return;
    strcpy(shared + 4096, "from the owner");
    fflush(stdout);
    if (fork() == 0) {
        char *mapped = grants_map(0, refs, PAGES, PROT_READ | PROT_WRITE);

        if (!mapped || strcmp(mapped + 4096, "from the owner") != 0)
            _exit(1);
        strcpy(mapped + 8192, "from the other");
        _exit(0); /* with the mapping in place */
    }
    wait(&status);
    point("another process maps them and reads", status == 0);
    point("and what it wrote is here", strcmp(shared + 8192, "from the other") == 0);
    char *again = grants_map(0, refs, PAGES, PROT_READ);
    point("they can be mapped again", again && strcmp(again + 8192, "from the other") == 0);
    grants_unshare(shared, PAGES);
    point("who maps them still has them", again && strcmp(again + 4096, "from the owner") == 0);
    grants_unmap(again, PAGES);
    usleep(1500000); /* the kernel looks every second */
    point("afterwards nobody gets them", grants_map(0, refs, PAGES, PROT_READ) == NULL);
}

static void test_mapping_device(void)
{
    int fd = open("/dev/xen/gntdev", O_RDWR), status;
    uint32_t refs[2];
    char *shared = grants_share(0, refs, 1, 0), *page;
    struct ioctl_gntdev_map_grant_ref op = {.count = 1, .refs = {{0, refs[0]}}};
    struct ioctl_gntdev_get_offset_for_vaddr offset = {0};
    struct ioctl_gntdev_unmap_grant_ref forget = {.count = 1};

    strcpy(shared, "read me");
    point("no grants at all",
          (op.count = 0, fails_with(ioctl(fd, IOCTL_GNTDEV_MAP_GRANT_REF, &op), EINVAL)));
    op.count = 1;
    point("a grant is named", ioctl(fd, IOCTL_GNTDEV_MAP_GRANT_REF, &op) == 0);
    point("one given for reading is not mapped for writing",
          mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, (off_t)op.index) == MAP_FAILED &&
              errno == EINVAL);
    point("nor at an offset that is nobody's",
          mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 1 << 20) == MAP_FAILED && errno == EINVAL);
    page = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, (off_t)op.index);
    point("but for reading", page != MAP_FAILED && strcmp(page, "read me") == 0);
    offset.vaddr = (uintptr_t)page;
    point("its offset is told", ioctl(fd, IOCTL_GNTDEV_GET_OFFSET_FOR_VADDR, &offset) == 0 &&
                                    offset.offset == op.index && offset.count == 1);
    fflush(stdout);
    if (fork() == 0)
        _exit(page[0]);
    wait(&status);
    point("a child does not have it", WIFSIGNALED(status));
    forget.index = op.index;
    point("its name is forgotten", ioctl(fd, IOCTL_GNTDEV_UNMAP_GRANT_REF, &forget) == 0);
    point("once", fails_with(ioctl(fd, IOCTL_GNTDEV_UNMAP_GRANT_REF, &forget), ENOENT));
    point("and it is still mapped", strcmp(page, "read me") == 0);
    close(fd);
    point("even when the device is closed", strcmp(page, "read me") == 0);
    munmap(page, 4096);
    grants_unshare(shared, 1);
}

static void test_notify_and_copy(void)
{
    int fd = open("/dev/xen/gntdev", O_RDWR), events = events_open();
    int port = events_alloc(events, ABI_DOMID_SELF),
        pair = events_bind_remote(events, ABI_DOMID_SELF, (unsigned)port);
    uint32_t ref;
    char *shared = grants_share(0, &ref, 1, 1), *page, text[6000];
    struct ioctl_gntdev_map_grant_ref op = {.count = 1, .refs = {{0, ref}}};
    struct ioctl_gntdev_unmap_notify notify = {.action = 3, .event_channel_port = (unsigned)pair};
    struct gntdev_grant_copy_segment parts[2];
    struct ioctl_gntdev_grant_copy copy = {.count = 2, .segments = parts};

    events_next(events);
    shared[77] = 5;
    ioctl(fd, IOCTL_GNTDEV_MAP_GRANT_REF, &op);
    page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, (off_t)op.index);
    notify.index = op.index + 77;
    point("a sign for the end", ioctl(fd, IOCTL_GNTDEV_SET_UNMAP_NOTIFY, &notify) == 0);
    munmap(page, 4096);
    point("is given: a byte", shared[77] == 0);
    point("and an event", events_next(events) == port);

    memset(text, 'a', sizeof(text));
    memset(parts, 0, sizeof(parts));
    parts[0].source.virt = text + 3000;
    parts[0].dest.foreign.ref = ref;
    parts[0].dest.foreign.offset = 1000;
    parts[0].len = 2500;
    parts[0].flags = GNTDEV_COPY_DEST_GREF;
    parts[1].source.foreign.ref = ref + 100;
    parts[1].dest.virt = text;
    parts[1].len = 10;
    parts[1].flags = GNTDEV_COPY_SOURCE_GREF;
    point("a copy over a border of pages",
          ioctl(fd, IOCTL_GNTDEV_GRANT_COPY, &copy) == 0 && parts[0].status == 0 &&
              shared[1000] == 'a' && shared[3499] == 'a' && !shared[3500] && !shared[999]);
    point("one from nobody's grant", parts[1].status < 0);
    close(fd);
    close(events);
    grants_unshare(shared, 1);
}

int main(void)
{
    test_two_processes();
    test_mapping_device();
    test_notify_and_copy();
    printf("grants: %d failures\n", failures);
    return failures != 0;
}
