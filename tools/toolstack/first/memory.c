/* SPDX-License-Identifier: MIT */
/* mem-set: how much memory a guest shall have, which its balloon driver has to do. */
#include "first.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLACK_KIB 1024 /* for pages that are the guest's, and not in what it counts */

/* "65536", "64m", "1g": in KiB; 0: none. */
static unsigned long long kib_of(const char *text)
{
    static const char letters[] = "bkmgt";
    char *end;
    unsigned long long number = strtoull(text, &end, 10);
    const char *letter = *end ? strchr(letters, *end | 0x20) : "k";

    if (*text < '0' || *text > '9' || !letter || (*end && end[1]) || number > 1ull << 40)
        return 0;
    return *letter == 'b'
               ? number >> 10
               : number << (*letter == 'k' ? 0 : 10 * (strchr(letters, *letter) - letters - 1));
}

int verb_mem_set(const struct verb_words *words)
{
    unsigned long long kib = kib_of(words->arguments[1]), most;
    char text[24], name[NAME_SIZE];
    domain_facts facts;

    if (!kib)
        return complain("'%s' is no size: say 65536, in KiB, or 64m", words->arguments[1]);
    if (!domain_find(words->arguments[0], &facts) || !store_needed())
        return 1;
    domain_name(facts.domain, name);
    char *limit = store_read(facts.domain, "memory/static-max");
    most = limit ? strtoull(limit, NULL, 10) : 0;
    free(limit);
    if (!most)
        return complain(
            "domain %u (%s) has no memory/static-max in xenstore, so nobody knows what it "
            "may have",
            facts.domain, name);
    if (kib > most)
        return complain("domain %u (%s) may have %llu KiB, not %llu: its maxmem says so",
                        facts.domain, name, most, kib);
    snprintf(text, sizeof(text), "%llu", kib);
    /* The limit rises before the guest is told, and what it has above a lower one stays. */
    if (domain_set_max_memory(facts.domain, kib + SLACK_KIB))
        return complain_errno("the limit of domain %u stays as it is", facts.domain);
    return store_write(facts.domain, "memory/target", text)
               ? 0
               : complain_errno("domain %u (%s) cannot be told", facts.domain, name);
}
