/* SPDX-License-Identifier: MIT */
/*
 * How the daemon reaches domains: their ring by the grant that the domain builder leaves for it,
 * their events by /dev/xen/evtchn, their state by a control call. The devices are those of Linux
 * (numbers and structures of its ioctls are facts of that interface), so the same program would
 * do its work there.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define ABI_LAYOUTS_ONLY
#include "abi/calls.h"
#include "abi/numbers.h"
#include "abi/structs.h"
#include "host_xen.h"

enum { PAGE = 4096 };
enum { GRANT_XENSTORE = 1 }; /* the entry of a new domain's grant table that is its ring */

#define CALL(letter, number, type) ((unsigned long)(sizeof(type) << 16 | (letter) << 8 | (number)))

struct evtchn_port {
    uint32_t port;
};
struct evtchn_remote {
    uint32_t domid, port;
};
struct gnt_map {
    uint32_t count, pad;
    uint64_t index; /* comes back: where to mmap() it */
    uint32_t domid, ref;
};
struct gnt_unmap {
    uint64_t index;
    uint32_t count, pad;
};
struct privcmd_call {
    uint64_t number, argument[5];
};

#define EVTCHN_BIND_VIRQ   CALL('E', 0, struct evtchn_port)
#define EVTCHN_BIND_REMOTE CALL('E', 1, struct evtchn_remote)
#define EVTCHN_UNBIND      CALL('E', 3, struct evtchn_port)
#define EVTCHN_NOTIFY      CALL('E', 4, struct evtchn_port)
#define GNTDEV_MAP         CALL('G', 0, struct gnt_map)
#define GNTDEV_UNMAP       CALL('G', 1, struct gnt_unmap)
#define PRIVCMD_CALL       CALL('P', 0, struct privcmd_call)

static struct devices {
    int evtchn, gntdev, privcmd;
    uint64_t index_of[UINT16_MAX + 1]; /* of a domain's mapped ring */
} devices;

static struct xs_ring *map(void *self, unsigned domid, uint64_t gfn)
{
    struct devices *to = self;
    struct gnt_map grant = {.count = 1, .domid = domid, .ref = GRANT_XENSTORE};
    void *ring;

    (void)gfn; /* the grant says where it is */
    if (ioctl(to->gntdev, GNTDEV_MAP, &grant) < 0)
        return NULL;
    ring = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, to->gntdev, (off_t)grant.index);
    to->index_of[domid] = grant.index;
    return ring == MAP_FAILED ? NULL : ring;
}

static void unmap(void *self, unsigned domid, struct xs_ring *ring)
{
    struct devices *to = self;
    struct gnt_unmap grant = {.index = to->index_of[domid], .count = 1};

    munmap(ring, PAGE);
    ioctl(to->gntdev, GNTDEV_UNMAP, &grant);
}

static int bind_remote(void *self, unsigned domid, uint32_t port)
{
    struct devices *to = self;
    struct evtchn_remote remote = {domid, port};

    return ioctl(to->evtchn, EVTCHN_BIND_REMOTE, &remote);
}

static void unbind(void *self, int port)
{
    struct devices *to = self;
    struct evtchn_port local = {(uint32_t)port};

    ioctl(to->evtchn, EVTCHN_UNBIND, &local);
}

static void notify(void *self, int port)
{
    struct devices *to = self;
    struct evtchn_port local = {(uint32_t)port};

    ioctl(to->evtchn, EVTCHN_NOTIFY, &local);
}

/* Which events happened; each is let come again before anybody acts on it, so that none is lost. */
static int next_event(void *self)
{
    struct devices *to = self;
    uint32_t port;

    if (read(to->evtchn, &port, sizeof(port)) != sizeof(port))
        return -1;
    if (write(to->evtchn, &port, sizeof(port)) != sizeof(port))
        return -1;
    return (int)port;
}

/* A dying domain waits for us to let go of its ring: to us it is gone. */
static enum domain_state state(void *self, unsigned domid)
{
    struct devices *to = self;
    abi64_domctl control = {.cmd = ABI_XEN_DOMCTL_getdomaininfo,
                            .version = ABI_XEN_DOMCTL_INTERFACE_VERSION,
                            .domain = (uint16_t)domid};
    struct privcmd_call call = {.number = ABI_CALL_domctl, .argument = {(uintptr_t)&control}};
    abi64_domctl_getdomaininfo info;

    if (ioctl(to->privcmd, PRIVCMD_CALL, &call) < 0)
        return errno == ESRCH ? DOMAIN_GONE : DOMAIN_RUNS;
    memcpy(&info, control.body, sizeof(info));
    if (info.domain != domid || (info.flags & ABI_XEN_DOMINF_dying))
        return DOMAIN_GONE;
    return info.flags & ABI_XEN_DOMINF_shutdown ? DOMAIN_STOPPED : DOMAIN_RUNS;
}

static int open_device(const char *path, int flags)
{
    int fd = open(path, O_RDWR | O_CLOEXEC | flags);

    if (fd < 0)
        fprintf(stderr,
                "xenstored: %s: %s; it is a device of a first domain (elsewhere: --no-domains)\n",
                path, strerror(errno));
    return fd;
}

const struct host *host_xen_open(void)
{
    static struct host host = {.self = &devices,
                               .map = map,
                               .unmap = unmap,
                               .bind = bind_remote,
                               .unbind = unbind,
                               .notify = notify,
                               .next_event = next_event,
                               .state = state};
    struct evtchn_port virq = {ABI_VIRQ_DOM_EXC};

    if ((devices.evtchn = open_device("/dev/xen/evtchn", O_NONBLOCK)) < 0 ||
        (devices.gntdev = open_device("/dev/xen/gntdev", 0)) < 0 ||
        (devices.privcmd = open_device("/dev/xen/privcmd", 0)) < 0)
        return NULL;
    host.fd = devices.evtchn;
    host.domains_port = ioctl(devices.evtchn, EVTCHN_BIND_VIRQ, &virq);
    if (host.domains_port < 0) {
        perror("xenstored: cannot hear of domains that end; does another xenstored run?");
        return NULL;
    }
    return &host;
}
