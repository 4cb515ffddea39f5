/* SPDX-License-Identifier: MIT */
/* Bytes in and out of the page shared with xenstore. For xenstore.c alone. */
#ifndef GUEST_KERNEL_PV_STORE_RING_H
#define GUEST_KERNEL_PV_STORE_RING_H

#include "machine/pv/pv.h"

/* False: we have none. `handler` is called when something may have moved. */
bool store_ring_begin(void (*handler)(unsigned port, void *context));
/* How many bytes went. */
size_t store_ring_put(const char *bytes, size_t size);
size_t store_ring_take(char *bytes, size_t size);
/* Tell the other side, if anything went since the last time. */
void store_ring_notify(void);
/* It makes no sense any more, and is left alone; said once. */
void store_ring_give_up(const char *why);

#endif
