/* SPDX-License-Identifier: MIT */
/* What the deeds (deeds.c), the lessons (lessons.c) and the ring's own end (ring.c) share. */
#ifndef TESTS_RINGS_H
#define TESTS_RINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tools/console/wire.h"
#include "tools/xenstore/wire.h"

extern struct console_ring *console;
extern struct xs_ring *store;

void rings_begin(void);
void console_notify(void);
void store_notify(void);
/* Sleep until something comes, or for some milliseconds. */
void wait_ms(unsigned ms);

/* Bytes into the ring of requests, all of them, waiting for room. */
void store_put(const void *bytes, size_t size);
/* A request, header and payload. */
void store_send(uint32_t type, uint32_t tx, const void *payload, size_t size);
/*
 * The answer to the last request (events that come before it are counted); its payload with a NUL
 * behind it, an error with "!" before it. "?" if none comes for five seconds.
 */
const char *store_answer(void);
const char *store_ask(uint32_t type, uint32_t tx, const void *payload, size_t size);
/* Literals with NULs between their strings; the last one is sent too. */
#define ASK(type, literal) store_ask((type), 0, (literal), sizeof(literal))
extern unsigned store_events;
/* Ask to begin anew, and wait until it is granted. */
bool store_reconnect(void);

void lessons(void); /* lessons.c: returns when all have been tried */

#endif
