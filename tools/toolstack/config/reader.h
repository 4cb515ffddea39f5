/* SPDX-License-Identifier: MIT */
#ifndef TOOLSTACK_READER_H
#define TOOLSTACK_READER_H
/* Between the files that make a guest of a configuration. */
#include "guest.h"

struct reader {
    struct config *config;
    struct report *report;
    struct guest *guest;
};

/* "'VALUE' is WHAT; REMEDY", at its place. */
bool value_wrong(struct reader *reader, const struct setting *setting, const char *what,
                 const char *remedy);
/* The text of a key, or NULL; an empty one is none. */
const char *read_text(struct reader *reader, const char *key);
void read_actions(struct reader *reader);
void read_devices(struct reader *reader);

#endif
