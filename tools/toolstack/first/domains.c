/* SPDX-License-Identifier: MIT */
/* Which domains there are, by number and name, and what a few of their facts mean. */
#include "first.h"
#include "tools/builder/builder.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BATCH 32

int domains_all(domain_facts *facts, unsigned most)
{
    unsigned count = 0, first = 0;
    int more;

    do {
        unsigned room = most - count < BATCH ? most - count : BATCH;

        more = domain_list(first, facts + count, room);
        if (more < 0) {
            complain_errno("the hypervisor does not tell which domains there are");
            return -1;
        }
        count += (unsigned)more;
        if (count)
            first = facts[count - 1].domain + 1u;
    } while (more == BATCH && count < most);
    return (int)count;
}

void domain_name(unsigned domid, char *name)
{
    char *text = store_read(domid, "name");

    snprintf(name, NAME_SIZE, "%s", text ? text : domid == 0 ? "Domain-0" : "(null)");
    free(text);
}

static bool is_number(const char *text)
{
    size_t length = strlen(text);

    return length > 0 && length < 6 && strspn(text, "0123456789") == length;
}

/* Names are never only digits (name_is_good), so one cannot be taken for the other. */
bool domain_find(const char *text, domain_facts *facts)
{
    static domain_facts all[DOMAINS_MAX];
    char name[NAME_SIZE];
    int count;

    if (is_number(text)) {
        unsigned domid = (unsigned)atoi(text);

        if (domain_info(domid, facts) == 0)
            return true;
        if (errno == ESRCH)
            complain("there is no domain %u; torc list lists them", domid);
        else
            complain_errno("the hypervisor does not tell of domain %u", domid);
        return false;
    }
    count = domains_all(all, DOMAINS_MAX);
    for (int i = 0; i < count; i++) {
        domain_name(all[i].domain, name);
        if (!strcmp(name, text)) {
            *facts = all[i];
            return true;
        }
    }
    if (count >= 0)
        complain("there is no domain of name '%s'; torc list lists them", text);
    return false;
}

bool guest_find(const char *text, domain_facts *facts, const char *remedy)
{
    if (!domain_find(text, facts))
        return false;
    if (facts->domain == 0)
        complain("domain 0 is the one you are in%s%s", *remedy ? ": " : "", remedy);
    return facts->domain != 0;
}

int domains_named(const struct verb_words *words, domain_facts *facts, unsigned most)
{
    if (words->count == 0)
        return domains_all(facts, most);
    for (unsigned i = 0; i < words->count && i < most; i++)
        if (!domain_find(words->arguments[i], &facts[i]))
            return -1;
    return (int)words->count;
}

void domain_uuid(const domain_facts *facts, char *text)
{
    builder_uuid_text(facts->handle, text);
}

bool domain_is_shut(const domain_facts *facts, unsigned *reason)
{
    *reason = facts->flags >> ABI_XEN_DOMINF_shutdownshift & 255;
    return facts->flags & ABI_XEN_DOMINF_shutdown;
}

void domain_state(const domain_facts *facts, char *letters)
{
    unsigned flags = facts->flags, reason;
    bool is_shut = domain_is_shut(facts, &reason),
         is_crash = is_shut && reason == ABI_SHUTDOWN_crash;

    letters[0] = flags & ABI_XEN_DOMINF_running ? 'r' : '-';
    letters[1] = flags & ABI_XEN_DOMINF_blocked ? 'b' : '-';
    letters[2] = flags & ABI_XEN_DOMINF_paused ? 'p' : '-';
    letters[3] = is_shut && !is_crash ? 's' : '-';
    letters[4] = is_crash ? 'c' : '-';
    letters[5] = flags & ABI_XEN_DOMINF_dying ? 'd' : '-';
    letters[6] = 0;
}

uint64_t domain_kib(const domain_facts *facts)
{
    return (facts->tot_pages + facts->outstanding_pages) * (CONTROL_PAGE / 1024);
}
