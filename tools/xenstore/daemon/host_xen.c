/* SPDX-License-Identifier: MIT */
/*
 * How the daemon reaches domains: their ring by the grant that the domain builder leaves for it,
 * their events by /dev/xen/evtchn, their state by a control call. The devices speak as Linux's
 * do (guest-kernel/xen_devices.h), so the same program would do its work there.
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
#include "guest-kernel/xen_devices.h"
#include "host_xen.h"

enum { PAGE = 4096 };
enum { GRANT_XENSTORE = 1 }; /* the entry of a new domain's grant table that is its ring */

static struct devices {
    int evtchn, gntdev, privcmd;
} devices;

/* Once it is mapped, the grant needs no name: it goes when the mapping does. */
static struct xs_ring *map(void *self, unsigned domid, uint64_t gfn)
{
    struct devices *to = self;
    struct ioctl_gntdev_map_grant_ref grant = {.count = 1, .refs = {{domid, GRANT_XENSTORE}}};
    struct ioctl_gntdev_unmap_grant_ref name = {.count = 1};
    void *ring;

    (void)gfn; /* the grant says where it is */
    if (ioctl(to->gntdev, IOCTL_GNTDEV_MAP_GRANT_REF, &grant) < 0)
        return NULL;
    name.index = grant.index;
    ring = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, to->gntdev, (off_t)grant.index);
    ioctl(to->gntdev, IOCTL_GNTDEV_UNMAP_GRANT_REF, &name);
    return ring == MAP_FAILED ? NULL : ring;
}

static void unmap(void *self, unsigned domid, struct xs_ring *ring)
{
    (void)self;
    (void)domid;
    munmap(ring, PAGE);
}

static int bind_remote(void *self, unsigned domid, uint32_t port)
{
    struct devices *to = self;
    struct ioctl_evtchn_bind_interdomain remote = {domid, port};

    return ioctl(to->evtchn, IOCTL_EVTCHN_BIND_INTERDOMAIN, &remote);
}

static void unbind(void *self, int port)
{
    struct devices *to = self;
    struct ioctl_evtchn_unbind local = {(unsigned)port};

    ioctl(to->evtchn, IOCTL_EVTCHN_UNBIND, &local);
}

static void notify(void *self, int port)
{
    struct devices *to = self;
    struct ioctl_evtchn_notify local = {(unsigned)port};

    ioctl(to->evtchn, IOCTL_EVTCHN_NOTIFY, &local);
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
    struct privcmd_hypercall call = {.op = ABI_CALL_domctl, .arg = {(uintptr_t)&control}};
    abi64_domctl_getdomaininfo info;

    if (ioctl(to->privcmd, IOCTL_PRIVCMD_HYPERCALL, &call) < 0)
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
    struct ioctl_evtchn_bind_virq virq = {ABI_VIRQ_DOM_EXC};

    if ((devices.evtchn = open_device("/dev/xen/evtchn", O_NONBLOCK)) < 0 ||
        (devices.gntdev = open_device("/dev/xen/gntdev", 0)) < 0 ||
        (devices.privcmd = open_device("/dev/xen/privcmd", 0)) < 0)
        return NULL;
    host.fd = devices.evtchn;
    host.domains_port = ioctl(devices.evtchn, IOCTL_EVTCHN_BIND_VIRQ, &virq);
    if (host.domains_port < 0) {
        perror("xenstored: cannot hear of domains that end; does another xenstored run?");
        return NULL;
    }
    return &host;
}
