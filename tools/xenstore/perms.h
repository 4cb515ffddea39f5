/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_PERMS_H
#define XENSTORE_PERMS_H
/*
 * Who may do what with a node. The first entry names the owner, who may do everything, and what
 * those may who are not named; each further entry names one domain. A list never changes once it
 * is made: nodes share it and count who does.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "memory.h"

enum { RIGHT_READ = 1, RIGHT_WRITE = 2 };

struct perm {
    uint16_t domid;
    uint16_t rights;
};

struct perms {
    unsigned refs;
    unsigned count; /* at least 1 */
    struct perm of[];
};

/* Somebody who asks: a domain, and the one it serves as a device model. */
struct actor {
    uint16_t domid;
    bool has_target;
    uint16_t target;
};

static inline bool actor_is_privileged(const struct actor *actor)
{
    return actor->domid == 0;
}

struct perms *perms_make(struct memory *memory, const struct perm *list, unsigned count);
struct perms *perms_get(struct perms *perms);
void perms_put(struct memory *memory, struct perms *perms);
/* The same with another owner, without domain `without`: for a new node, after a domain's end. */
struct perms *perms_with_owner(struct memory *memory, struct perms *perms, uint16_t owner);
struct perms *perms_without(struct memory *memory, struct perms *perms, uint16_t domid);
bool perms_name(const struct perms *perms, uint16_t domid);
bool perms_allow(const struct perms *perms, const struct actor *actor, unsigned right);

/* "r5" and back. */
bool perm_parse(const char *text, struct perm *perm);
void perm_print(const struct perm *perm, char *text, size_t size);

#endif
