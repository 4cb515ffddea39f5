/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_WORLD_H
#define XENSTORE_WORLD_H
/*
 * A world for the tests of xenstore: a server whose domains are structures here, each with a ring
 * in our memory. A domain speaks as a guest would, byte by byte through its ring; what it is
 * answered comes back as text, an error with a "!" before it, each NUL as a "|".
 */
#include <check.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "tools/xenstore/change.h"
#include "tools/xenstore/server.h"

/* As ck_assert and ck_assert_str_eq, which however write to a file each time, for what runs often.
 */
#define MUST(condition)                                                                            \
    do {                                                                                           \
        if (!(condition))                                                                          \
            ck_abort_msg("%s", #condition);                                                        \
    } while (0)
#define MUST_SAY(said, expected)                                                                   \
    do {                                                                                           \
        const char *text_ = (said);                                                                \
        if (strcmp(text_, (expected)) != 0)                                                        \
            ck_abort_msg("%s: \"%s\", not \"%s\"", #said, text_, (expected));                      \
    } while (0)

enum { GUESTS = 64, TEXT_ROOM = 1 << 18 };

struct guest {
    struct xs_ring ring;
    bool mapped, bound;
    unsigned notified; /* how often */
    enum domain_state state;
    uint32_t tx; /* of what it says */
    uint32_t last_request;
    char answer[TEXT_ROOM];
    char events[TEXT_ROOM]; /* "path=token path=token " */
};

extern struct server server;
extern struct guest guests[GUESTS];

/* The first domain is there, domain 0; it is privileged. */
void world_begin(void);
/* All ends, and all memory must have come back. */
void world_end(void);
/* Introduced, with /local/domain/N its own. */
struct guest *guest_begin(unsigned domid);

/* Say something and wait for the answer; literals with NULs between their strings. */
const char *say(struct guest *guest, uint32_t type, const void *payload, size_t size);
#define SAY(guest, type, literal) say((guest), (type), (literal), sizeof(literal))
const char *say_write(struct guest *guest, const char *path, const char *value);
const char *say_string(struct guest *guest, uint32_t type, const char *text);
uint32_t begin(struct guest *guest);
/* Say it in a transaction: the transaction of what follows, until 0. */
const char *finish(struct guest *guest, uint32_t tx, bool commit);

/* The events since the last time. */
const char *events(struct guest *guest);

/* Raw: bytes into the ring as far as there is room, without waiting; how many fitted. */
size_t push(struct guest *guest, const void *bytes, size_t size);
/* Raw: a message out of the ring if a whole one is there. */
bool pull(struct guest *guest, struct xs_header *header, char *payload);
/* Let the server work until it has nothing to do. */
void settle(void);

#define IS(guest, type, literal, expected) ck_assert_str_eq(SAY(guest, type, literal), expected)

#endif
