/* SPDX-License-Identifier: MIT */
/*
 * This domain's door to xenstore: one ring, which the kernel and the open files of /dev/xen/xenbus
 * use together. Each of them is a client. A client's messages are its own, numbers and tokens
 * included: on the ring each request gets a number that leads back to it, and each watch a token
 * that begins with the client's name.
 */
#ifndef GUEST_KERNEL_PV_XENSTORE_H
#define GUEST_KERNEL_PV_XENSTORE_H

#include "machine/pv/pv.h"

#include "tools/xenstore/wire.h"

struct store_client {
    struct list node;
    unsigned name;
    unsigned awaited; /* answers that have not come yet */
    /*
     * An answer or an event (XS_WATCH_EVENT), as the client shall see it. The payload has a NUL
     * behind it, and is the caller's again afterwards.
     */
    void (*receive)(struct store_client *client, const struct xs_header *header,
                    const char *payload);
};

/* Is there a xenstore? Only guests whose builder has given them a ring have one. */
bool store_init(void);
void store_join(struct store_client *client);
/* Its answers go nowhere from now on, and what it has begun ends. */
void store_leave(struct store_client *client);
/* 0, or -ENOMEM, or -E2BIG: nothing has been sent. The answer comes by `receive`. */
int store_send(struct store_client *client, const struct xs_header *header, const char *payload);

void power_watch_begin(void); /* power_watch.c */

#endif
