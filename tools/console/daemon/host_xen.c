/* SPDX-License-Identifier: MIT */
/*
 * How the daemon reaches guests: by the grant that the domain builder leaves for it, else by the
 * frame itself; their events and their state by tools/control.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "host_xen.h"
#include "tools/console/guest.h"
#include "tools/control/control.h"

static int events;

static struct console_ring *map(void *self, unsigned domid, unsigned long frame)
{
    uint32_t ref = ABI_GNTTAB_RESERVED_CONSOLE;
    void *page = grants_map(domid, &ref, 1, PROT_READ | PROT_WRITE);

    (void)self;
    return page || !frame ? page : domain_map(domid, PROT_READ | PROT_WRITE, &frame, 1);
}

static void unmap(void *self, struct console_ring *ring)
{
    (void)self;
    grants_unmap(ring, 1);
}

static int bind_port(void *self, unsigned domid, unsigned port)
{
    (void)self;
    return events_bind_remote(events, domid, port);
}

static void unbind(void *self, int port)
{
    (void)self;
    events_close_port(events, (unsigned)port);
}

static void notify(void *self, int port)
{
    (void)self;
    events_notify(events, (unsigned)port);
}

/* Let come again before anybody acts on it, so that none is lost. */
static int next_event(void *self)
{
    int port = events_next(events);

    (void)self;
    if (port >= 0)
        events_reopen(events, (unsigned)port);
    return port;
}

/* A dying domain waits for us to let go of its page: to us it is gone. */
static enum guest_state state(void *self, unsigned domid)
{
    guest_domctl_getdomaininfo info;

    (void)self;
    if (domain_info(domid, &info) < 0)
        return errno == ESRCH ? GUEST_GONE : GUEST_RUNS;
    return info.flags & ABI_XEN_DOMINF_dying ? GUEST_GONE : GUEST_RUNS;
}

const struct host *host_xen_open(void)
{
    static struct host host = {.next_event = next_event,
                               .map = map,
                               .unmap = unmap,
                               .bind = bind_port,
                               .unbind = unbind,
                               .notify = notify,
                               .state = state};
    guest_sysctl_physinfo machine;

    events = events_open();
    if (events < 0 || machine_info(&machine) < 0) { /* guests have the device, and may not ask */
        fprintf(stderr, "consoled: %s: %s; it runs in a first domain, as root\n",
                events < 0 ? "/dev/xen/evtchn" : "the hypervisor", strerror(errno));
        return NULL;
    }
    fcntl(events, F_SETFL, O_NONBLOCK);
    host.fd = events;
    return &host;
}
