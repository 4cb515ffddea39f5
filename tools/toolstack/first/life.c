/* SPDX-License-Identifier: MIT */
/* Verbs for a guest that is there: pause it, ask it to end, end it, name it. */
#include "first.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int verb_pause(const struct verb_words *words)
{
    domain_facts facts;

    if (!guest_find(words->arguments[0], &facts, "who would let it run on?"))
        return 1;
    return domain_pause(facts.domain) ? complain_errno("domain %u was not paused", facts.domain)
                                      : 0;
}

int verb_unpause(const struct verb_words *words)
{
    domain_facts facts;

    if (!domain_find(words->arguments[0], &facts))
        return 1;
    /* Once is enough, however often it was paused. */
    return domain_unpause(facts.domain) ? complain_errno("domain %u stays paused", facts.domain)
                                        : 0;
}

int verb_destroy(const struct verb_words *words)
{
    char name[NAME_SIZE];
    domain_facts facts;

    if (!guest_find(words->arguments[0], &facts, "say poweroff"))
        return 1;
    domain_name(facts.domain, name);
    return guest_destroy(facts.domain, name)
               ? 0
               : complain_errno("domain %u was not destroyed", facts.domain);
}

/* ---- asking ---------------------------------------------------------------------------------- */

static bool ask(unsigned domid, const char *what)
{
    if (!store_needed())
        return false;
    if (store_write(domid, "control/shutdown", what))
        return true;
    complain_errno("domain %u cannot be asked: control/shutdown in xenstore", domid);
    return false;
}

int verb_reboot(const struct verb_words *words)
{
    domain_facts facts;

    return guest_find(words->arguments[0], &facts, "say reboot") && ask(facts.domain, "reboot") ? 0
                                                                                                : 1;
}

/* Until it has shut down, or, if that is not enough, until it is gone. */
static void wait_for_end(unsigned domid, bool until_gone)
{
    domain_facts facts;
    unsigned reason;

    while (domain_info(domid, &facts) == 0 &&
           (until_gone || !(facts.flags & ABI_XEN_DOMINF_dying || domain_is_shut(&facts, &reason))))
        usleep(50000);
}

int verb_shutdown(const struct verb_words *words)
{
    static domain_facts facts[DOMAINS_MAX];
    unsigned waits = words_given(words, "wait");
    bool is_all = words_given(words, "all");
    int count = 1, failed = 0;

    if (is_all == (words->count > 0)) {
        complain("which domain? say its name or number, or -a for all");
        return 2;
    }
    if (is_all ? (count = domains_all(facts, DOMAINS_MAX)) < 0
               : !guest_find(words->arguments[0], &facts[0], "say poweroff"))
        return 1;
    for (int i = 0; i < count; i++)
        if (facts[i].domain != 0 && !ask(facts[i].domain, "poweroff"))
            failed = 1;
    for (int i = 0; i < count && waits && !failed; i++)
        if (facts[i].domain != 0)
            wait_for_end(facts[i].domain, waits > 1);
    return failed;
}

/* ---- names ----------------------------------------------------------------------------------- */

/* The name stands twice, below the domain and below its UUID. */
static bool rename_in_store(const domain_facts *facts, const char *name)
{
    char *vm = store_read(facts->domain, "vm"), path[160];
    bool is_done = store_write(facts->domain, "name", name);

    if (is_done && vm) {
        snprintf(path, sizeof(path), "%s/name", vm);
        is_done = xenstore_write(store(), 0, path, name, strlen(name));
    }
    free(vm);
    return is_done;
}

bool guest_rename(const domain_facts *facts, const char *name)
{
    char old[NAME_SIZE], from[128], to[128];

    domain_name(facts->domain, old);
    config_path(old, from, sizeof(from));
    config_path(name, to, sizeof(to));
    if (!rename_in_store(facts, name))
        return false;
    rename(from, to); /* there is none of a guest that others have made */
    return true;
}

int verb_rename(const struct verb_words *words)
{
    const char *name = words->arguments[1];
    domain_facts facts;
    unsigned other;
    int status = 0;

    if (!guest_find(words->arguments[0], &facts, "it keeps its name") || !store_needed())
        return 1;
    if (!name_is_good(name))
        return complain(
            "'%s' is no name for a guest: 1 to 63 letters, digits, and + - _ . but not only "
            "digits, and a letter or digit first",
            name);
    if (!lock())
        return 1;
    if (name_is_taken(name, &other))
        status = other == facts.domain
                     ? 0
                     : complain("domain %u has the name '%s' already", other, name);
    else if (!guest_rename(&facts, name))
        status = complain_errno("domain %u keeps its name", facts.domain);
    unlock();
    return status;
}

int verb_domid(const struct verb_words *words)
{
    domain_facts facts;

    if (!domain_find(words->arguments[0], &facts))
        return 1;
    printf("%u\n", facts.domain);
    return 0;
}

int verb_domname(const struct verb_words *words)
{
    char name[NAME_SIZE];
    domain_facts facts;

    if (!domain_find(words->arguments[0], &facts))
        return 1;
    domain_name(facts.domain, name);
    puts(name);
    return 0;
}
