/* SPDX-License-Identifier: MIT */
/* The command line of `torc console`, with the options of xl's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console.h"
#include "tools/xenstore/client/client.h"

static const char help[] =
    "usage: console [-t pv] [-n 0] [-e CHARACTER] DOMAIN\n"
    "The terminal becomes the console of a guest, by its name or number, until Ctrl-] is typed.\n"
    "Several may be attached to one; what it said lately is shown first, all of it is in\n"
    "/var/log/torc/console-NAME.log.\n"
    "  -t pv         the kind of console: guests here have this one\n"
    "  -n 0          its number: guests have one\n"
    "  -e CHARACTER  leave by Ctrl-CHARACTER instead of Ctrl-]\n"
    "  --help        this\n"
    "Exit status: 0, 1 no such domain or console, 2 wrong usage.\n";

bool console_find(const char *name, unsigned *domid)
{
    struct xenstore *store = xenstore_open();
    char **numbers = store ? xenstore_directory(store, 0, "/local/domain", NULL) : NULL, path[64];
    bool found = false;

    for (char **at = numbers; at && *at && !found; at++) {
        snprintf(path, sizeof(path), "/local/domain/%.20s/name", *at);
        char *text = xenstore_read(store, 0, path, NULL);

        found = strcmp(name, *at) == 0 || (text && strcmp(name, text) == 0);
        if (found)
            *domid = (unsigned)strtoul(*at, NULL, 10);
        free(text);
    }
    free(numbers);
    if (store)
        xenstore_close(store);
    return found;
}

static int wrong(const char *who, const char *what, const char *about)
{
    fprintf(stderr, "%s: %s '%s'; %s --help lists the options\n", who, what, about, who);
    return 2;
}

struct options {
    const char *domain;
    int escape;
};

/* Less than 0: go on. */
static int options_read(const char *who, struct options *options, char **at)
{
    for (; *at; at++) {
        bool takes = (*at)[0] == '-' && strchr("tne", (*at)[1]) && (*at)[1] && !(*at)[2];
        const char *value = takes ? at[1] : NULL;

        if (strcmp(*at, "--help") == 0 || strcmp(*at, "-h") == 0) {
            fputs(help, stdout);
            return 0;
        }
        if (takes && !value)
            return wrong(who, "no value for", *at);
        if (!takes && ((*at)[0] == '-' || options->domain))
            return wrong(who, (*at)[0] == '-' ? "unknown option" : "one domain only, not also",
                         *at);
        if (!takes)
            options->domain = *at;
        else if ((*at)[1] == 't' && strcmp(value, "pv") != 0)
            return wrong(who, "guests here have a console of kind 'pv', not", value);
        else if ((*at)[1] == 'n' && strcmp(value, "0") != 0)
            return wrong(who, "guests here have console 0 alone, not", value);
        else if ((*at)[1] == 'e')
            options->escape = (value[0] == '^' && value[1] ? value[1] : value[0]) & 0x1f;
        at += takes;
    }
    if (!options->domain)
        return wrong(who, "which domain? usage:", "console DOMAIN");
    return -1;
}

int console_main(int count, char **arguments)
{
    struct options options = {.escape = CONSOLE_ESCAPE};
    const char *who = count > 0 ? arguments[0] : "console";
    int status = options_read(who, &options, arguments + (count > 0));
    unsigned domid;

    if (status >= 0)
        return status;
    if (!console_find(options.domain, &domid)) {
        fprintf(stderr, "%s: no domain '%s': `torc list` shows those there are\n", who,
                options.domain);
        return 1;
    }
    return console_attach(who, domid, options.domain, options.escape);
}
