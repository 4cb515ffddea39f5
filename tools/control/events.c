/* SPDX-License-Identifier: MIT */
/* Event channels of a program, through /dev/xen/evtchn. */
#include "tools/control/control.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

int events_open(void)
{
    return open("/dev/xen/evtchn", O_RDWR | O_CLOEXEC);
}

int events_bind_virq(int events, unsigned virq)
{
    struct ioctl_evtchn_bind_virq bind = {.virq = virq};

    return ioctl(events, IOCTL_EVTCHN_BIND_VIRQ, &bind);
}

int events_bind_remote(int events, unsigned domid, unsigned remote_port)
{
    struct ioctl_evtchn_bind_interdomain bind = {.remote_domain = domid,
                                                 .remote_port = remote_port};

    return ioctl(events, IOCTL_EVTCHN_BIND_INTERDOMAIN, &bind);
}

int events_alloc(int events, unsigned domid)
{
    struct ioctl_evtchn_bind_unbound_port bind = {.remote_domain = domid};

    return ioctl(events, IOCTL_EVTCHN_BIND_UNBOUND_PORT, &bind);
}

int events_close_port(int events, unsigned port)
{
    struct ioctl_evtchn_unbind unbind = {.port = port};

    return ioctl(events, IOCTL_EVTCHN_UNBIND, &unbind);
}

int events_notify(int events, unsigned port)
{
    struct ioctl_evtchn_notify notify = {.port = port};

    return ioctl(events, IOCTL_EVTCHN_NOTIFY, &notify);
}

int events_next(int events)
{
    uint32_t port;

    return read(events, &port, sizeof(port)) == (ssize_t)sizeof(port) ? (int)port : -1;
}

int events_reopen(int events, unsigned port)
{
    uint32_t number = port;

    return write(events, &number, sizeof(number)) == (ssize_t)sizeof(number) ? 0 : -1;
}
