/* SPDX-License-Identifier: MIT */
#ifndef TESTS_TOOLSTACK_TEXTS_H
#define TESTS_TOOLSTACK_TEXTS_H
/* Texts read as configurations, and what was said about them. */
#include "tools/toolstack/config/guest.h"
#include "tools/toolstack/config/keys.h"

#include "run.h"

struct reading {
    struct config config;
    struct report report;
    struct guest guest;
    char said[8192];
    bool is_read, is_guest;
};

void read_text_as(struct reading *reading, const char *name, const char *text, size_t size);
void read_more(struct reading *reading, const char *name, const char *text);
void reading_end(struct reading *reading);
/* The value of a key as one text: lists as [a|b]. NULL: there is none. */
const char *shown(const struct reading *reading, const char *key);

#endif
