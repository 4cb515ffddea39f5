/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_OUTPUT_H
#define XENSTORE_OUTPUT_H
/*
 * The outgoing half of a connection; connection_answer() is its third way in.
 */
#include "connection.h"

/* What a quota is for this connection. */
unsigned output_allowance(const struct connection *connection, unsigned quota);
/* Send what the transport takes. */
void output_flush(struct connection *connection);
void output_end(struct connection *connection);

/* For struct peer. */
void output_event(struct peer *peer, struct watch *watch, const char *path);
void output_forget(struct peer *peer, struct watch *watch);

#endif
