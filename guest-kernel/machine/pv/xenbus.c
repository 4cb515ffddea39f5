/* SPDX-License-Identifier: MIT */
/*
 * /dev/xen/xenbus: xenstore for programs, as Linux has it. A program writes requests and reads
 * answers and events, as if the file were the ring itself; each open file is a client of its own,
 * with its own numbers of requests and tokens of watches. When it is closed, its watches and
 * transactions end.
 */
#include "machine/pv/devices.h"
#include "machine/pv/xenstore.h"

#define AWAITED_MAX 32u /* requests of a file that are not answered yet */

/* What arrived, or a watch or transaction that the file has begun. */
struct message {
    struct list node;
    struct xs_header header;
    char payload[]; /* right behind the header: the two are read together */
};

struct bus {
    struct store_client client;
    struct waitq changed;
    struct list incoming, begun;
    size_t given; /* bytes of the first incoming one that were read */
    size_t have;  /* bytes of the request that is being written */
    struct {
        struct xs_header header;
        char payload[XENSTORE_PAYLOAD_MAX];
    } request;
};

static struct bus *bus_of(const struct file *file)
{
    return file->data;
}

static bool keep(struct list *list, const struct xs_header *header, const char *payload)
{
    struct message *message = kmalloc(sizeof(*message) + header->len);

    if (!message)
        return false;
    message->header = *header;
    memcpy(message->payload, payload, header->len);
    list_append(&message->node, list);
    return true;
}

static struct message *find(struct list *list, uint32_t type, uint32_t transaction,
                            const char *payload, size_t size)
{
    list_for_each (node, list) {
        struct message *message = list_entry(node, struct message, node);

        if (message->header.type == type && message->header.tx_id == transaction &&
            message->header.len == size && memcmp(message->payload, payload, size) == 0)
            return message;
    }
    return NULL;
}

static void forget(struct message *message)
{
    if (message)
        list_remove(&message->node);
    kfree(message);
}

/* ---- what comes ------------------------------------------------------------------------------ */

/* An event that nobody has read yet says all that a second one would. */
static void receive(struct store_client *client, const struct xs_header *header,
                    const char *payload)
{
    struct bus *bus = list_entry(client, struct bus, client);
    struct xs_header begun = {.type = XS_TRANSACTION_START};
    const char *number = payload;

    if (header->type == XS_TRANSACTION_START && (begun.tx_id = parse_unsigned(&number)))
        keep(&bus->begun, &begun, "");
    if (header->type == XS_WATCH_EVENT &&
        find(&bus->incoming, XS_WATCH_EVENT, header->tx_id, payload, header->len))
        return;
    if (!keep(&bus->incoming, header, payload))
        kprintf("xenbus: out of memory: an answer is lost\n");
    wake_all(&bus->changed);
}

static int bus_read(struct file *file, struct uio *to, uint64_t *position)
{
    struct bus *bus = bus_of(file);
    size_t wanted = to->left;
    int error = 0;

    (void)position;
    while (wanted > 0 && list_empty(&bus->incoming)) {
        error = file->flags & O_NONBLOCK ? -EAGAIN : wait_interruptible(&bus->changed);
        if (error)
            return error;
    }
    while (to->left > 0 && !error && !list_empty(&bus->incoming)) {
        struct message *first = list_entry(bus->incoming.next, struct message, node);
        size_t size = sizeof(first->header) + first->header.len - bus->given;
        size_t count = MIN(size, to->left);

        error = uio_put(to, (const char *)&first->header + bus->given, count);
        if (error)
            break;
        bus->given += count;
        if (count == size) {
            bus->given = 0;
            forget(first);
        }
    }
    return to->left < wanted || !error ? (int)(wanted - to->left) : error;
}

static unsigned bus_poll(struct file *file, struct poll_table *table)
{
    struct bus *bus = bus_of(file);

    poll_wait(table, &bus->changed);
    return (bus->client.awaited < AWAITED_MAX ? POLLOUT | POLLWRNORM : 0) |
           (list_empty(&bus->incoming) ? 0 : POLLIN | POLLRDNORM);
}

/* ---- what goes ------------------------------------------------------------------------------- */

/* The request is complete. Remembered is what must end with the file. */
static int request_send(struct bus *bus)
{
    struct xs_header *header = &bus->request.header;
    const char *payload = bus->request.payload;
    int error;

    if (header->type == XS_RESET_WATCHES)
        return -EINVAL; /* the kernel has some, too */
    if (header->type == XS_WATCH && !keep(&bus->begun, header, payload))
        return -ENOMEM;
    error = store_send(&bus->client, header, payload);
    if (header->type == XS_UNWATCH || (header->type == XS_WATCH && error))
        forget(find(&bus->begun, XS_WATCH, header->tx_id, payload, header->len));
    if (header->type == XS_TRANSACTION_END && !error)
        forget(find(&bus->begun, XS_TRANSACTION_START, header->tx_id, "", 0));
    return error;
}

/* Up to one request of what is written. */
static int write_some(struct bus *bus, struct uio *from)
{
    struct xs_header *header = &bus->request.header;
    size_t whole = bus->have < sizeof(*header) ? sizeof(*header) : sizeof(*header) + header->len;
    size_t count = MIN(from->left, whole - bus->have);
    int error = uio_get(from, (char *)&bus->request + bus->have, count);

    if (error)
        return error;
    bus->have += count;
    if (bus->have < sizeof(*header))
        return 0;
    if (header->len > XENSTORE_PAYLOAD_MAX)
        error = -EINVAL;
    else if (bus->have == sizeof(*header) + header->len)
        error = request_send(bus);
    else
        return 0;
    bus->have = 0;
    return error;
}

static int bus_write(struct file *file, struct uio *from, uint64_t *position)
{
    struct bus *bus = bus_of(file);
    size_t wanted = from->left;
    int error = 0;

    (void)position;
    while (from->left > 0 && !error) {
        if (bus->client.awaited < AWAITED_MAX)
            error = write_some(bus, from);
        else
            error = file->flags & O_NONBLOCK ? -EAGAIN : wait_interruptible(&bus->changed);
    }
    return from->left < wanted && (!error || error == -EAGAIN || error == -ERESTART)
               ? (int)(wanted - from->left)
               : error;
}

/* ---- the file -------------------------------------------------------------------------------- */

static int bus_open(struct file *file)
{
    struct bus *bus = kzalloc(sizeof(*bus));

    if (!bus)
        return -ENOMEM;
    waitq_init(&bus->changed);
    list_init(&bus->incoming);
    list_init(&bus->begun);
    bus->client.receive = receive;
    store_join(&bus->client);
    file->data = bus;
    return 0;
}

static void forget_all(struct list *list)
{
    while (!list_empty(list))
        forget(list_entry(list->next, struct message, node));
}

static void bus_close(struct file *file)
{
    struct bus *bus = bus_of(file);

    list_for_each (node, &bus->begun) {
        struct message *begun = list_entry(node, struct message, node);
        bool watch = begun->header.type == XS_WATCH;
        struct xs_header end = {.type = watch ? XS_UNWATCH : XS_TRANSACTION_END,
                                .tx_id = begun->header.tx_id,
                                .len = watch ? begun->header.len : 2};

        store_send(&bus->client, &end, watch ? begun->payload : "F");
    }
    store_leave(&bus->client);
    forget_all(&bus->incoming);
    forget_all(&bus->begun);
    kfree(bus);
}

const struct file_ops xenbus_ops = {
    .open = bus_open,
    .close = bus_close,
    .read = bus_read,
    .write = bus_write,
    .poll = bus_poll,
};
