/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_EXCHANGE_H
#define XENSTORE_EXCHANGE_H
/*
 * Between the two halves of the client: client.c moves messages, calls.c knows what they mean.
 */
#include "../wire.h"
#include "client.h"

struct part {
    const void *bytes;
    size_t size;
};

/* Send a request of these parts, wait for its answer: one block, with a NUL behind it. */
char *exchange(struct xenstore *store, uint32_t type, uint32_t tx, const struct part *parts,
               unsigned count, size_t *length);
/* The first event that was kept, or NULL. */
char **exchange_kept(struct xenstore *store);
/* A copy of the strings in a payload, as a list that ends with NULL, in one block. */
char **exchange_strings(const char *payload, size_t length, unsigned *count);

#endif
