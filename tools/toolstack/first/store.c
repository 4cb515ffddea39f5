/* SPDX-License-Identifier: MIT */
/* xenstore, in two words for each question. */
#include "first.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static struct xenstore *connection;
static bool has_tried;

struct xenstore *store(void)
{
    if (!has_tried)
        connection = xenstore_open();
    has_tried = true;
    return connection;
}

struct xenstore *store_needed(void)
{
    if (!store())
        complain_errno("xenstore does not answer (start it: xenstored --background)");
    return connection;
}

void store_close(void)
{
    if (connection)
        xenstore_close(connection);
    connection = NULL;
    has_tried = false;
}

char *store_read(unsigned domid, const char *what)
{
    char path[160];
    size_t length;

    snprintf(path, sizeof(path), "/local/domain/%u/%s", domid, what);
    return store() ? xenstore_read(store(), 0, path, &length) : NULL;
}

bool store_write(unsigned domid, const char *what, const char *value)
{
    char path[160];

    snprintf(path, sizeof(path), "/local/domain/%u/%s", domid, what);
    return store() && xenstore_write(store(), 0, path, value, strlen(value));
}
