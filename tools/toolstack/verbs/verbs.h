/* SPDX-License-Identifier: MIT */
#ifndef TOOLSTACK_VERBS_H
#define TOOLSTACK_VERBS_H
/*
 * What one can say to `torc`, on the laptop and in the first domain: one table. From it come the
 * parsing of options, every --help, the manual pages and the completion in bash, so they cannot
 * disagree.
 */
#include <stdbool.h>
#include <stdio.h>

enum verb_where { VERB_LAPTOP = 1, VERB_FIRST = 2, VERB_BOTH = 3 };
enum verb_takes { TAKES_NOTHING, TAKES_DOMAIN, TAKES_FILE, TAKES_VERB }; /* its first argument */

struct verb_option {
    char letter;          /* 0: none */
    const char *name;     /* without its --; NULL: none */
    const char *argument; /* NULL: takes none */
    const char *help;
    const char *heading; /* of a group that begins here, or NULL */
};

struct verb_status {
    const char *status;
    const char *meaning;
};

struct verb {
    const char *name;
    enum verb_where where;
    const char *arguments; /* as usage shows them, without the options */
    unsigned least, most;  /* how many */
    enum verb_takes takes;
    const char *summary;                /* half a sentence */
    const char *details;                /* paragraphs, separated by empty lines */
    const struct verb_option *options;  /* up to one without letter and name; or NULL */
    const struct verb_status *statuses; /* up to one without status */
};

#define VERBS(V)                                                                                   \
    V(run)                                                                                         \
    V(check)                                                                                       \
    V(create) V(list) V(console) V(pause) V(unpause) V(shutdown) V(reboot) V(destroy) V(rename)    \
        V(domid) V(domname) V(vcpu_list) V(vcpu_pin) V(sched_credit) V(mem_set) V(uptime) V(top)   \
            V(stats) V(info) V(dmesg) V(help)

#define VERB_NUMBER(name) VERB_##name,
enum { VERBS(VERB_NUMBER) VERB_COUNT };

extern const struct verb verbs[VERB_COUNT];
extern const struct verb_status verb_statuses[]; /* those of all verbs but run */

const struct verb *verb_find(const char *name);
const char *verb_name(unsigned index); /* NULL behind the last; for suggest() */

/* The verb of this name if it works here; else NULL, and why. */
const struct verb *verb_choose(const char *name, enum verb_where here, char *why, size_t size);

/* ---- help.c ---------------------------------------------------------------------------------- */

void verb_print_help(FILE *to, const struct verb *verb);
/* All of them; those that do not work here say where. */
void verb_overview(FILE *to, enum verb_where here);
/* Fill lines with a text's words, indented; `column` is where the cursor stands. */
void verb_wrap(FILE *to, const char *text, unsigned indent, unsigned column);

/* ---- words.c: what somebody said ---------------------------------------------------------------
 */

#define WORDS_OPTIONS 24

struct verb_words {
    const struct verb *verb;
    unsigned given[WORDS_OPTIONS];    /* how often, by the option's place in the table */
    const char *value[WORDS_OPTIONS]; /* the last one */
    char **arguments;
    unsigned count;
    bool wants_help;
    char error[160];
};

/* argv[] (behind the verb) is reordered. False: error says why. */
bool words_read(struct verb_words *words, const struct verb *verb, int argc, char **argv);
/* By its name, or its letter where it has none. */
unsigned words_given(const struct verb_words *words, const char *option);
const char *words_value(const struct verb_words *words, const char *option);

#endif
