/* SPDX-License-Identifier: MIT */
/*
 * The socket's path, which daemon and clients must agree on.
 */
#include <stdio.h>
#include <stdlib.h>

#include "place.h"

const char *xenstore_socket_path(void)
{
    static char path[4096];
    const char *set = getenv("XENSTORED_PATH"), *directory = getenv("XENSTORED_RUNDIR");

    if (set)
        return set;
    snprintf(path, sizeof(path), "%s/socket", directory ? directory : "/run/xenstored");
    return path;
}
