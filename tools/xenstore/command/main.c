/* SPDX-License-Identifier: MIT */
/*
 * The command: xenstore-read, xenstore-ls, ... are one program, which goes by the name it is
 * called by; as plain `xenstore` its first word is the verb. One table has the verbs, with the
 * options and the number of words each takes.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../client/place.h"
#include "command.h"

static const struct verb {
    const char *name;
    const char *options; /* for getopt(); -s is taken for the sake of old scripts */
    int least, unit;     /* words: at least so many, a multiple of that */
    int (*serve)(struct command *command);
    const char *usage;
} verbs[] = {
    {"read", "+hpRs", 1, 1, command_read, "[-p] [-R] KEY..."},
    {"write", "+hRs", 2, 2, command_write, "[-R] KEY VALUE..."},
    {"rm", "+hst", 1, 1, command_rm, "[-t] KEY..."},
    {"list", "+hps", 1, 1, command_list, "[-p] KEY..."},
    {"ls", "+hfps", 0, 1, command_ls, "[-f] [-p] [KEY...]"},
    {"exists", "+hs", 1, 1, command_exists, "KEY..."},
    {"chmod", "+hrsu", 2, 1, command_chmod, "[-r] [-u] KEY MODE..."},
    {"watch", "+hn:s", 1, 1, command_watch, "[-n NR] KEY..."},
    {"control", "+h", 1, 1, command_control, "COMMAND [WORD...]"},
};

enum { VERB_COUNT = sizeof(verbs) / sizeof(verbs[0]) };

static const char help[] =
    "  -p  with the key before each value; ls: with permissions (n0: of domain 0, others nothing)\n"
    "  -f  whole paths\n"
    "  -R  values as they are; else escapes of C stand for what cannot be seen\n"
    "  -t  also what is empty above it      -r  also all below    -u  also all above\n"
    "  -n  end after so many events         -s  as without (the socket is always used)\n"
    "MODE is n, r, w or b (none, read, write, both) and a domain: the owner first, whose letter\n"
    "is for all who are not named.\n"
    "Exit status: 0 done, 1 not (it says why; exists: it does not), 2 wrong usage\n";

static int usage(FILE *file, const char *verb)
{
    for (int i = 0; i < VERB_COUNT; i++) {
        if (!verb || strcmp(verb, verbs[i].name) == 0)
            fprintf(file, "usage: xenstore-%s %s\n", verbs[i].name, verbs[i].usage);
    }
    fputs(help, file);
    return file == stdout ? 0 : 2;
}

static const struct verb *verb_find(const char *name)
{
    for (int i = 0; name && i < VERB_COUNT; i++) {
        if (strcmp(name, verbs[i].name) == 0)
            return &verbs[i];
    }
    return NULL;
}

static bool option_take(struct given *given, int letter)
{
    char *end;

    switch (letter) {
    case 'f':
        return given->f = true;
    case 'p':
        return given->p = true;
    case 'r':
        return given->r = true;
    case 't':
        return given->t = true;
    case 'u':
        return given->u = true;
    case 'R':
        return given->R = true;
    case 's':
        return true;
    case 'n':
        given->n = strtol(optarg, &end, 10);
        return end != optarg && !*end && given->n > 0;
    default:
        return false;
    }
}

static int run(const struct verb *verb, int count, char **words)
{
    struct command command = {.verb = verb->name};
    int letter, status;

    while ((letter = getopt(count, words, verb->options)) >= 0) {
        if (letter == 'h')
            return usage(stdout, verb->name);
        if (!option_take(&command.given, letter))
            return usage(stderr, verb->name);
    }
    command.words = words + optind;
    if (count - optind < verb->least || (count - optind) % verb->unit)
        return usage(stderr, verb->name);
    command.store = xenstore_open();
    if (!command.store) {
        fprintf(stderr, "xenstore-%s: no xenstored at %s: %s; is it running?\n", verb->name,
                xenstore_socket_path(), strerror(errno));
        return 1;
    }
    status = verb->serve(&command);
    xenstore_close(command.store);
    return status;
}

int main(int count, char **words)
{
    const char *slash = strrchr(words[0], '/'), *name = slash ? slash + 1 : words[0];
    const struct verb *verb;

    if (strncmp(name, "xenstore-", 9) == 0) {
        verb = verb_find(name + 9);
    } else {
        count--;
        words++;
        verb = verb_find(words[0]);
        if (words[0] && (strcmp(words[0], "--help") == 0 || strcmp(words[0], "-h") == 0))
            return usage(stdout, NULL);
    }
    return verb ? run(verb, count, words) : usage(stderr, NULL);
}
