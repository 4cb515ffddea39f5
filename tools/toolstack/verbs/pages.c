/* SPDX-License-Identifier: MIT */
/*
 * What is made from the tables to be read elsewhere: manual pages (mdoc) and the completion in
 * bash.
 *
 *     pages DIR    writes DIR/torc.1, DIR/torc-VERB.1 and DIR/torc.bash
 */
#include "verbs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static FILE *open_page(const char *folder, const char *name)
{
    char path[512];
    FILE *page;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    page = fopen(path, "w");
    if (!page) {
        fprintf(stderr, "pages: %s: %s\n", path, strerror(errno));
        exit(1);
    }
    return page;
}

/* Text may not begin a line with . or ', and a backslash is \e. */
static void page_text(FILE *page, const char *text)
{
    bool is_line_begin = true;

    for (; *text; text++) {
        if (text[0] == '\n' && text[1] == '\n') {
            fputs("\n.Pp\n", page);
            text++;
            is_line_begin = true;
            continue;
        }
        if (is_line_begin && (*text == '.' || *text == '\''))
            fputs("\\&", page);
        is_line_begin = false;
        if (*text == '\\')
            fputs("\\e", page);
        else if (*text == '-')
            fputs("\\-", page);
        else if (text[0] == '.' && text[1] == ' ') { /* sentences begin lines */
            fputs(".\n", page);
            text++;
            is_line_begin = true;
        } else
            fputc(*text, page);
    }
    fputc('\n', page);
}

static void page_head(FILE *page, const char *name, const char *summary)
{
    fputs(
        ".\\\" SPDX-License-Identifier: MIT\n.\\\" Made from tools/toolstack/verbs.\n.Dd November 25, 2026\n",
        page);
    fprintf(page, ".Dt ");
    for (const char *c = name; *c; c++)
        fputc(*c >= 'a' && *c <= 'z' ? *c - 32 : *c, page);
    fprintf(page, " 1\n.Os Torc\n.Sh NAME\n.Nm %s\n.Nd %s\n", name, summary);
}

static void option_page(FILE *page, const struct verb_option *option)
{
    if (option->heading)
        fprintf(page, ".It Em %s\n", option->heading);
    fputs(".It ", page);
    if (option->letter)
        fprintf(page, "Fl %c%s", option->letter, option->name ? " , " : "");
    if (option->name)
        fprintf(page, "Fl \\-%s", option->name);
    if (option->argument)
        fprintf(page, " Ar %s", option->argument);
    fputc('\n', page);
    page_text(page, option->help);
}

static void verb_page(const char *folder, const struct verb *verb)
{
    char name[64];
    const struct verb_option *option = verb->options;

    snprintf(name, sizeof(name), "torc-%s.1", verb->name);
    FILE *page = open_page(folder, name);
    name[strlen(name) - 2] = 0;
    page_head(page, name, verb->summary);
    fprintf(page, ".Sh SYNOPSIS\n.Nm torc %s\n", verb->name);
    if (option && !strstr(verb->arguments, "[options]"))
        fputs(".Op options\n", page);
    if (*verb->arguments)
        fprintf(page, ".Ar %s\n", verb->arguments);
    fprintf(page, ".Sh DESCRIPTION\nWorks %s.\n",
            verb->where == VERB_BOTH     ? "on the laptop and in the first domain"
            : verb->where == VERB_LAPTOP ? "on the laptop"
                                         : "in the first domain");
    if (verb->details) {
        fputs(".Pp\n", page);
        page_text(page, verb->details);
    }
    if (option) {
        fputs(".Bl -tag -width Ds\n", page);
        for (; option->letter || option->name; option++)
            option_page(page, option);
        fputs(".El\n", page);
    }
    fputs(".Sh EXIT STATUS\n.Bl -tag -width Ds\n", page);
    for (const struct verb_status *status = verb->statuses; status->status; status++)
        fprintf(page, ".It %s\n%s.\n", status->status, status->meaning);
    fputs(".El\n.Sh SEE ALSO\n.Xr torc 1\n", page);
    fclose(page);
}

static void overview_page(const char *folder)
{
    FILE *page = open_page(folder, "torc.1");

    page_head(page, "torc", "boot Torc, and tend its guests");
    fputs(".Sh SYNOPSIS\n.Nm torc\n.Ar VERB\n.Op options\n.Ar ...\n.Sh DESCRIPTION\n", page);
    for (unsigned place = 1; place <= 2; place++) {
        fprintf(page, ".Ss %s\n.Bl -tag -width vcpu-listxx\n",
                place == VERB_LAPTOP ? "On the laptop" : "In the first domain");
        for (unsigned i = 0; i < VERB_COUNT; i++)
            if (verbs[i].where & place) {
                fprintf(page, ".It Cm %s\n", verbs[i].name);
                page_text(page, verbs[i].summary);
            }
        fputs(".El\n", page);
    }
    fputs(".Sh SEE ALSO\n", page);
    for (unsigned i = 0; i < VERB_COUNT; i++)
        fprintf(page, ".Xr torc-%s 1%s\n", verbs[i].name, i + 1 < VERB_COUNT ? " ," : "");
    fclose(page);
}

/* One case for each verb: its options, then what its arguments are. */
static void completion(const char *folder)
{
    FILE *page = open_page(folder, "torc.bash");

    fputs("# SPDX-License-Identifier: MIT\n# Completion of torc in bash; made from "
          "tools/toolstack/verbs.\n\n_torc() {\n    local verbs=\"",
          page);
    for (unsigned i = 0; i < VERB_COUNT; i++)
        fprintf(page, "%s%s", i ? " " : "", verbs[i].name);
    fputs("\"\n    local word=${COMP_WORDS[COMP_CWORD]} options= kind=nothing\n"
          "    if test \"$COMP_CWORD\" = 1; then\n"
          "        COMPREPLY=($(compgen -W \"$verbs --help --version\" -- \"$word\"))\n"
          "        return\n    fi\n    case ${COMP_WORDS[1]} in\n",
          page);
    for (unsigned i = 0; i < VERB_COUNT; i++) {
        static const char *const kinds[] = {"nothing", "domain", "file", "verb"};

        fprintf(page, "    %s) kind=%s options=\"", verbs[i].name, kinds[verbs[i].takes]);
        for (const struct verb_option *o = verbs[i].options; o && (o->letter || o->name); o++) {
            if (o->letter)
                fprintf(page, "-%c ", o->letter);
            if (o->name)
                fprintf(page, "--%s ", o->name);
        }
        fputs("--help\" ;;\n", page);
    }
    fputs("    esac\n"
          "    case $word,$kind in\n"
          "    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
          "    *,file) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n"
          "    *,verb) COMPREPLY=($(compgen -W \"$verbs\" -- \"$word\")) ;;\n"
          "    *,domain) COMPREPLY=($(compgen -W \"$(torc list 2>/dev/null |\n"
          "        awk 'NR > 1 { print $1 }')\" -- \"$word\")) ;;\n"
          "    esac\n}\ncomplete -F _torc torc ./torc\n",
          page);
    fclose(page);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: pages DIR\n", stderr);
        return 2;
    }
    overview_page(argv[1]);
    completion(argv[1]);
    for (unsigned i = 0; i < VERB_COUNT; i++)
        verb_page(argv[1], &verbs[i]);
    return 0;
}
