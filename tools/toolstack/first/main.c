/* SPDX-License-Identifier: MIT */
/* Where `torc` starts in the first domain: the verb is looked up, its words are read, it is run. */
#include "first.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void say(const char *format, va_list list, int error)
{
    fputs("torc: ", stderr);
    vfprintf(stderr, format, list);
    if (error)
        fprintf(stderr, ": %s", strerror(error));
    fputc('\n', stderr);
}

int complain(const char *format, ...)
{
    va_list list;

    va_start(list, format);
    say(format, list, 0);
    va_end(list);
    return 1;
}

int complain_errno(const char *format, ...)
{
    int error = errno;
    va_list list;

    va_start(list, format);
    say(format, list, error);
    va_end(list);
    return 1;
}

int verb_run(const struct verb_words *words)
{
    (void)words; /* it works elsewhere: verb_choose() has said so */
    return 2;
}

int verb_check(const struct verb_words *words)
{
    return load_check(words->arguments, words->count);
}

int verb_help(const struct verb_words *words)
{
    const struct verb *verb = words->count ? verb_find(words->arguments[0]) : NULL;
    char why[200];

    if (words->count && !verb) {
        verb_choose(words->arguments[0], VERB_FIRST, why, sizeof(why));
        complain("%s", why);
        return 2;
    }
    for (unsigned i = 0; i < VERB_COUNT; i++)
        if (verb == &verbs[i] || (!verb && words_given(words, "long")))
            verb_print_help(stdout, &verbs[i]);
    if (!verb && !words_given(words, "long"))
        verb_overview(stdout, VERB_FIRST);
    return 0;
}

#define VERB_RUN(name) [VERB_##name] = verb_##name,
static int (*const functions[VERB_COUNT])(const struct verb_words *words) = {VERBS(VERB_RUN)};

int main(int argc, char **argv)
{
    struct verb_words words;
    char why[200];

    if (argc < 2) {
        verb_overview(stderr, VERB_FIRST);
        return 2;
    }
    if (!strcmp(argv[1], "--version")) {
        puts("Torc " TORC_VERSION);
        return 0;
    }
    const char *name = !strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") ? "help" : argv[1];
    const struct verb *verb = verb_find(name);
    if (!verb || !(verb->where & VERB_FIRST)) {
        verb_choose(name, VERB_FIRST, why, sizeof(why));
        complain("%s", why);
        return 2;
    }
    if (!words_read(&words, verb, argc - 2, argv + 2)) {
        complain("%s", words.error);
        return 2;
    }
    if (words.wants_help) {
        verb_print_help(stdout, verb);
        return 0;
    }
    int status = functions[verb - verbs](&words);
    if (fflush(stdout) || ferror(stdout))
        return complain_errno("cannot write what was asked for");
    return status;
}
