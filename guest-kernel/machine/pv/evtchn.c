/* SPDX-License-Identifier: MIT */
/*
 * /dev/xen/evtchn: event channels of programs. Each open file has ports of its own; a port that
 * becomes pending is masked and put into the file's ring, from which it is read as a number, and
 * unmasked when the number is written back. So every port is in the ring once at most, and a ring
 * with room for every port cannot overflow. Closing the file closes its ports.
 */
#include "machine/pv/devices.h"

#include "hypercall/event.h"

#define PORTS (8 * sizeof(guest_shared.evtchn_mask)) /* that a 32-bit guest can have */

struct ports {
    struct waitq can_read;
    uint32_t head, tail;
    uint32_t ring[PORTS];
};

static struct ports *owners[PORTS];
static bool waits[PORTS]; /* read, and not written back yet; or in the ring */

static struct ports *ports_of(const struct file *file)
{
    return file->data;
}

static void port_pending(unsigned port, void *context)
{
    struct ports *ports = context;

    event_mask(port);
    waits[port] = true;
    ports->ring[ports->tail++ % PORTS] = port;
    wake_all(&ports->can_read);
}

static int port_own(struct ports *ports, long port)
{
    if (port < 0)
        return (int)port;
    owners[port] = ports;
    waits[port] = false;
    event_set_handler((unsigned)port, port_pending, ports);
    event_unmask((unsigned)port);
    return (int)port;
}

/* Out of the ring too: its number may soon be another's. */
static void port_close(struct ports *ports, unsigned port)
{
    uint32_t kept = ports->head;

    event_close(port);
    owners[port] = NULL;
    for (uint32_t at = ports->head; at != ports->tail; at++)
        if (ports->ring[at % PORTS] != port)
            ports->ring[kept++ % PORTS] = ports->ring[at % PORTS];
    ports->tail = kept;
}

static void close_all(struct ports *ports)
{
    for (unsigned port = 0; port < PORTS; port++)
        if (owners[port] == ports)
            port_close(ports, port);
}

/* ---- the file -------------------------------------------------------------------------------- */

static int evtchn_open(struct file *file)
{
    struct ports *ports = kzalloc(sizeof(*ports));

    if (!ports)
        return -ENOMEM;
    waitq_init(&ports->can_read);
    file->data = ports;
    return 0;
}

static void evtchn_close(struct file *file)
{
    close_all(ports_of(file));
    kfree(file->data);
}

static int evtchn_read(struct file *file, struct uio *to, uint64_t *position)
{
    struct ports *ports = ports_of(file);
    size_t wanted = MIN(to->left, PAGE_SIZE) / sizeof(uint32_t), given = 0;
    int error = 0;

    (void)position;
    while (wanted > 0 && ports->head == ports->tail) {
        error = file->flags & O_NONBLOCK ? -EAGAIN : wait_interruptible(&ports->can_read);
        if (error)
            return error;
    }
    for (; given < wanted && ports->head != ports->tail && !error; given++) {
        error = uio_put(to, &ports->ring[ports->head % PORTS], sizeof(uint32_t));
        ports->head += !error;
    }
    return error ? error : (int)(given * sizeof(uint32_t));
}

/* Numbers of ports that are to be heard again; those of others are passed over. */
static int evtchn_write(struct file *file, struct uio *from, uint64_t *position)
{
    struct ports *ports = ports_of(file);
    size_t count = MIN(from->left, PAGE_SIZE) / sizeof(uint32_t);
    uint32_t port;

    (void)position;
    for (size_t i = 0; i < count; i++) {
        if (uio_get(from, &port, sizeof(port)))
            return -EFAULT;
        if (port >= PORTS || owners[port] != ports || !waits[port])
            continue;
        waits[port] = false;
        event_unmask(port);
    }
    return (int)(count * sizeof(uint32_t));
}

static unsigned evtchn_poll(struct file *file, struct poll_table *table)
{
    struct ports *ports = ports_of(file);

    poll_wait(table, &ports->can_read);
    return POLLOUT | POLLWRNORM | (ports->head != ports->tail ? POLLIN | POLLRDNORM : 0);
}

/* ---- ioctls ---------------------------------------------------------------------------------- */

/* One of this file's ports, or not. */
static bool is_own(const struct ports *ports, unsigned port)
{
    return port < PORTS && owners[port] == ports;
}

static int evtchn_one_port(struct ports *ports, unsigned command, unsigned port)
{
    if (port >= PORTS)
        return -EINVAL;
    if (!is_own(ports, port))
        return -ENOTCONN;
    if (command == IOCTL_EVTCHN_NOTIFY)
        return (int)event_send(port);
    port_close(ports, port);
    return 0;
}

/* All take one number but one, which takes two. */
static int evtchn_ioctl(struct file *file, unsigned command, uintptr_t argument)
{
    struct ports *ports = ports_of(file);
    unsigned words[2] = {0, 0};

    if (command == IOCTL_EVTCHN_RESET) {
        close_all(ports);
        return 0;
    }
    if (copy_from_user(words, argument, MIN(command >> 16 & 0x3FFF, sizeof(words))))
        return -EFAULT;
    switch (command) {
    case IOCTL_EVTCHN_BIND_VIRQ:
        return port_own(ports, event_bind_virq(words[0], 0, NULL, NULL));
    case IOCTL_EVTCHN_BIND_INTERDOMAIN:
        return port_own(ports, event_bind_remote(words[0], words[1]));
    case IOCTL_EVTCHN_BIND_UNBOUND_PORT:
        return port_own(ports, event_alloc_unbound(words[0]));
    case IOCTL_EVTCHN_UNBIND:
    case IOCTL_EVTCHN_NOTIFY:
        return evtchn_one_port(ports, command, words[0]);
    default:
        return -ENOTTY;
    }
}

const struct file_ops evtchn_ops = {
    .open = evtchn_open,
    .close = evtchn_close,
    .read = evtchn_read,
    .write = evtchn_write,
    .poll = evtchn_poll,
    .ioctl = evtchn_ioctl,
};
