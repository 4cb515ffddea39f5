/* SPDX-License-Identifier: MIT */
/* --help, from the table. */
#include "verbs.h"

#include <string.h>

#define WIDTH  79
#define WIDEST 20

void verb_wrap(FILE *to, const char *text, unsigned indent, unsigned column)
{
    bool is_first = true;

    while (*text) {
        unsigned length = (unsigned)strcspn(text, " \n");

        if (!is_first && column + 1 + length > WIDTH) {
            fprintf(to, "\n%*s", (int)indent, "");
            column = indent;
        } else if (!is_first) {
            fputc(' ', to);
            column++;
        }
        column += (unsigned)fprintf(to, "%.*s", (int)length, text);
        text += length;
        is_first = false;
        if (!strncmp(text, "\n\n", 2)) {
            fprintf(to, "\n\n%*s", (int)indent, "");
            column = indent;
            is_first = true;
        }
        text += strspn(text, " \n");
    }
    fputc('\n', to);
}

/* How an option is written: "-d, --domain DOMAIN". */
static void option_text(const struct verb_option *option, char *text, size_t size)
{
    char letter[4] = {'-', option->letter, 0, 0};

    snprintf(text, size, "%s%s%s%s%s%s", option->letter ? letter : "",
             option->letter && option->name ? ", " : "", option->name ? "--" : "",
             option->name ? option->name : "", option->argument ? " " : "",
             option->argument ? option->argument : "");
}

static bool is_last(const struct verb_option *option)
{
    return !option->letter && !option->name;
}

static void options_help(FILE *to, const struct verb_option *options)
{
    char text[80];
    size_t widest = 0;

    for (const struct verb_option *o = options; !is_last(o); o++) {
        option_text(o, text, sizeof(text));
        if (strlen(text) > widest)
            widest = strlen(text);
    }
    if (widest > WIDEST)
        widest = WIDEST; /* the texts of those beyond begin farther to the right */
    if (!options->heading)
        fputs("Options:\n", to);
    for (const struct verb_option *o = options; !is_last(o); o++) {
        if (o->heading)
            fprintf(to, "%s:\n", o->heading);
        option_text(o, text, sizeof(text));
        unsigned column = (unsigned)fprintf(to, "  %-*s  ", (int)widest, text);
        verb_wrap(to, o->help, (unsigned)widest + 4, column);
    }
    fputc('\n', to);
}

static void statuses_help(FILE *to, const struct verb_status *statuses)
{
    const char *head = "Exit status:";

    for (; statuses->status; statuses++, head = "")
        fprintf(to, "%-12s %-4s %s\n", head, statuses->status, statuses->meaning);
}

static const char *const places[] = {"", "on the laptop", "in the first domain",
                                     "on the laptop and in the first domain"};

void verb_print_help(FILE *to, const struct verb *verb)
{
    fprintf(to, "usage: torc %s%s%s%s\n", verb->name,
            verb->options && !strstr(verb->arguments, "[options]") ? " [options]" : "",
            *verb->arguments ? " " : "", verb->arguments);
    fprintf(to, "%c%s (%s).\n\n", verb->summary[0] - 32, verb->summary + 1, places[verb->where]);
    if (verb->details) {
        verb_wrap(to, verb->details, 0, 0);
        fputc('\n', to);
    }
    if (verb->options)
        options_help(to, verb->options);
    statuses_help(to, verb->statuses);
}

void verb_overview(FILE *to, enum verb_where here)
{
    fputs("usage: torc VERB ...\n", to);
    for (unsigned place = 1; place <= 2; place++) {
        fprintf(to, "\n%s%s:\n", place == VERB_LAPTOP ? "On the laptop" : "In the first domain",
                place == here ? " (here)" : "");
        for (unsigned i = 0; i < VERB_COUNT; i++)
            if (verbs[i].where & place)
                fprintf(to, "  %-14s %s\n", verbs[i].name, verbs[i].summary);
        if (place == VERB_LAPTOP)
            fputs("  --version      which Torc this is\n", to);
    }
    fputs("\ntorc VERB --help says all about one.\n", to);
}
