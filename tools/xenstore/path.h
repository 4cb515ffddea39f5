/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_PATH_H
#define XENSTORE_PATH_H
/*
 * Names of nodes. A path as somebody gives it may be relative to the place of its domain,
 * /local/domain/N; inside of the store all are absolute.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire.h"

struct path {
    char text[XENSTORE_ABS_PATH_MAX + 1];
    size_t prefix; /* so much of it was put in front of what was given */
};

/* 0, or EINVAL. max: how long a path of this domain may be. */
int path_resolve(struct path *path, uint16_t domid, const char *given, size_t max);
/* Where the last name of a path begins; what is before it, without its slash, is the parent. */
const char *path_leaf(const char *path);
void path_of_domain(char *text, size_t size, unsigned domid);

/* From name to name: for (at = path + 1; *at; at = path_next(at)), each path_name_length(at). */
size_t path_name_length(const char *at);
const char *path_next(const char *at);

#endif
