/* SPDX-License-Identifier: MIT */
#ifndef TOOLSTACK_KEYS_H
#define TOOLSTACK_KEYS_H
/*
 * The keys that xl's manual knows, and what Torc makes of each. Those that it does not do are
 * warnings, with what to do about it; where leaving one out would change what runs, the
 * configuration is refused.
 */
#include "config.h"

enum standing {
    KEY_DONE,   /* guest.h has it */
    KEY_LEFT,   /* left out, with a warning */
    KEY_NEEDED, /* cannot be left out: the guest would be another */
};

struct key {
    const char *name;
    enum standing standing;
    const char *why;    /* what is the matter with it */
    const char *remedy; /* and what to do */
};

const struct key *key_find(const char *name);
const char *key_name(unsigned index); /* NULL behind the last */
/* All keys that Torc does not do, or nobody. A value that asks for nothing (0, "", []) is no
 * matter. */
void keys_check(const struct config *config, struct report *report);

#endif
