/* SPDX-License-Identifier: MIT */
/*
 * Which paths there can be: names of letters, digits, hyphen, underscore and at-sign, one slash
 * before each; and how long they may be.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "path.h"

static bool is_well_formed(const char *path)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                  "-_@/";
    size_t length = strlen(path);

    if (path[0] != '/' || strstr(path, "//") || path[strspn(path, allowed)])
        return false;
    return length == 1 || path[length - 1] != '/';
}

void path_of_domain(char *text, size_t size, unsigned domid)
{
    snprintf(text, size, "/local/domain/%u", domid);
}

int path_resolve(struct path *path, uint16_t domid, const char *given, size_t max)
{
    size_t length = strlen(given);

    path->prefix = 0;
    if (given[0] != '/') {
        path_of_domain(path->text, sizeof(path->text), domid);
        strcat(path->text, "/");
        path->prefix = strlen(path->text);
        max = max < XENSTORE_REL_PATH_MAX ? max : XENSTORE_REL_PATH_MAX;
    }
    if (length == 0 || given[0] == '@' || length > max || length > XENSTORE_ABS_PATH_MAX)
        return EINVAL;
    memcpy(path->text + path->prefix, given, length + 1);
    return is_well_formed(path->text) ? 0 : EINVAL;
}

const char *path_leaf(const char *path)
{
    return strrchr(path, '/') + 1;
}

size_t path_name_length(const char *at)
{
    return strcspn(at, "/");
}

const char *path_next(const char *at)
{
    at += path_name_length(at);
    return *at ? at + 1 : at;
}
