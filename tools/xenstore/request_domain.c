/* SPDX-License-Identifier: MIT */
/*
 * Requests about domains: what the toolstack says when one comes and goes.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "request.h"

enum { DOMID_FIRST_RESERVED = 0x7FF0 };

static bool number(const char *text, unsigned long long max, unsigned long long *value)
{
    char *end;

    if (text[0] < '0' || text[0] > '9')
        return false;
    errno = 0;
    *value = strtoull(text, &end, 10);
    return !errno && !*end && *value <= max;
}

static bool domid_of(const char *text, unsigned *domid)
{
    unsigned long long value;

    if (!number(text, DOMID_FIRST_RESERVED - 1, &value))
        return false;
    *domid = (unsigned)value;
    return true;
}

int request_introduce(struct request *request)
{
    unsigned long long gfn, port;
    unsigned domid;

    if (!domid_of(request->arg[0], &domid) || !number(request->arg[1], UINT64_MAX, &gfn) ||
        !number(request->arg[2], INT32_MAX, &port) || port == 0)
        return EINVAL;
    return domain_introduce(request->server, domid, gfn, (uint32_t)port);
}

int request_release(struct request *request)
{
    unsigned domid;

    return domid_of(request->arg[0], &domid) ? domain_release(request->server, domid) : EINVAL;
}

int request_resume(struct request *request)
{
    unsigned domid;

    return domid_of(request->arg[0], &domid) ? domain_resume(request->server, domid) : EINVAL;
}

int request_set_target(struct request *request)
{
    unsigned domid, target;

    if (!domid_of(request->arg[0], &domid) || !domid_of(request->arg[1], &target))
        return EINVAL;
    return domain_set_target(request->server, domid, target);
}

/* The first domain is there without having been introduced. */
int request_is_introduced(struct request *request)
{
    unsigned domid;

    if (!domid_of(request->arg[0], &domid))
        return EINVAL;
    return answer_string(request, !domid || domain_find(request->server, domid) ? "T" : "F");
}

int request_domain_path(struct request *request)
{
    unsigned domid;
    char path[32];

    if (!domid_of(request->arg[0], &domid))
        return EINVAL;
    path_of_domain(path, sizeof(path), domid);
    return answer_string(request, path);
}
