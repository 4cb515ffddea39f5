/* SPDX-License-Identifier: MIT */
/*
 * Links to neighbours: read from the command line, and the neighbour's page mapped where a page of
 * ours was.
 */
#include "hypercall/link.h"
#include "hypercall/event.h"
#include "hypercall/grant.h"
#include "hypercall/guest.h"
#include "hypercall/page.h"
#include "hypercall/string.h"

/* Steps over `word` at *at, and over the number behind it. */
static bool read_pair(const char **at, const char *word, unsigned *value)
{
    const char *digit = *at + strlen(word);
    if (memcmp(*at, word, strlen(word)) != 0 || *digit < '0' || *digit > '9') {
        return false;
    }
    for (*value = 0; *digit >= '0' && *digit <= '9'; digit++) {
        *value = *value * 10 + (unsigned)(*digit - '0');
    }
    *at = digit;
    return true;
}

/* Mapping a grant does not flush, so the page that was there is unmapped first, which does. */
static void *map_grant(unsigned domain, unsigned ref, long *result)
{
    void *page = page_alloc();
    unsigned handle;
    *result = page != NULL ? page_map((uintptr_t)page, 0) : -ABI_ENOMEM;
    if (*result == 0) {
        *result = grant_map(domain, ref, (uintptr_t)page, 0, &handle);
    }
    return page;
}

static long open(const char *at, struct link *link)
{
    unsigned number;
    long result = 0;
    if (!read_pair(&at, "link=", &link->neighbour) || !read_pair(&at, ":port=", &link->port)) {
        return -ABI_EINVAL;
    }
    event_mask(link->port);
    link->is_ours = read_pair(&at, ":page=", &number);
    if (link->is_ours) {
        link->page = (void *)(GUEST_BASE + number * PAGE_SIZE);
    } else if (read_pair(&at, ":grant=", &number)) {
        link->page = map_grant(link->neighbour, number, &result);
    } else {
        return -ABI_EINVAL;
    }
    return result;
}

long link_open(unsigned n, struct link *link)
{
    const char *line = (const char *)guest_info->cmd_line;
    for (const char *at = line; *at != 0; at++) {
        if ((at == line || at[-1] == ' ') && memcmp(at, "link=", 5) == 0 && n-- == 0) {
            return open(at, link);
        }
    }
    return -ABI_ENOENT;
}
