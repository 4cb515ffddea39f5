/* SPDX-License-Identifier: MIT */
/* torc console: the program that knows consoles takes over. */
#include "first.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int console_attach(unsigned domid, const char *escape)
{
    char number[12];

    snprintf(number, sizeof(number), "%u", domid);
    if (escape)
        execlp("console", "console", "-e", escape, number, (char *)NULL);
    else
        execlp("console", "console", number, (char *)NULL);
    return complain_errno("the program 'console' cannot be started");
}

int verb_console(const struct verb_words *words)
{
    const char *type = words_value(words, "t"), *number = words_value(words, "n");
    domain_facts facts;

    if (type && strcmp(type, "pv"))
        return complain("there is no console of kind '%s': PV guests have one, say pv or nothing",
                        type);
    if (number && strcmp(number, "0"))
        return complain("there is no console number '%s': there is one, 0", number);
    return guest_find(words->arguments[0], &facts, "its console is this one")
               ? console_attach(facts.domain, words_value(words, "e"))
               : 1;
}
