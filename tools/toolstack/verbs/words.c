/* SPDX-License-Identifier: MIT */
/*
 * Options and arguments of a verb, as its row in the table says: letters may be joined (-cp),
 * values stand behind or in the next word (-d1, -d 1, --domain=1, --domain 1), -- ends the options.
 */
#include "verbs.h"

#include <stdlib.h>
#include <string.h>

static bool wrong(struct verb_words *words, const char *what, const char *word)
{
    snprintf(words->error, sizeof(words->error), "%s '%.60s'; torc %s --help tells more", what,
             word, words->verb->name);
    return false;
}

static int find(const struct verb *verb, const char *name, size_t length)
{
    const struct verb_option *options = verb->options;

    for (int i = 0; options && (options[i].letter || options[i].name); i++)
        if ((options[i].name && strlen(options[i].name) == length &&
             !strncmp(options[i].name, name, length)) ||
            (length == 1 && options[i].letter == *name))
            return i;
    return -1;
}

/* An option with its value: `value` is what is written behind it, or the next word is taken. */
static bool take(struct verb_words *words, int index, const char *value, const char *word, int argc,
                 char **argv, int *at)
{
    const struct verb_option *option = &words->verb->options[index];

    words->given[index]++;
    if (!option->argument)
        return value ? wrong(words, "there is no value for option", word) : true;
    if (!value && *at + 1 < argc)
        value = argv[++*at];
    words->value[index] = value;
    return value ? true : wrong(words, "no value behind option", word);
}

static bool take_long(struct verb_words *words, int argc, char **argv, int *at)
{
    const char *name = argv[*at] + 2, *equals = strchr(name, '=');
    size_t length = equals ? (size_t)(equals - name) : strlen(name);
    int index = length > 1 ? find(words->verb, name, length) : -1;

    if (!strcmp(name, "help"))
        return words->wants_help = true;
    if (index < 0)
        return wrong(words, "there is no option", argv[*at]);
    return take(words, index, equals ? equals + 1 : NULL, argv[*at], argc, argv, at);
}

static bool take_letters(struct verb_words *words, int argc, char **argv, int *at)
{
    const char *word = argv[*at];

    for (const char *letter = word + 1; *letter; letter++) {
        int index = find(words->verb, letter, 1);

        if (*letter == 'h' && index < 0)
            return words->wants_help = true;
        if (index < 0)
            return wrong(words, "there is no option", word);
        if (words->verb->options[index].argument) {
            const char *value = letter[1] ? letter + 1 : NULL;
            /* xl's manual writes -f=FILE */
            return take(words, index, value && *value == '=' ? value + 1 : value, word, argc, argv,
                        at);
        }
        words->given[index]++;
    }
    return true;
}

bool words_read(struct verb_words *words, const struct verb *verb, int argc, char **argv)
{
    bool is_ended = false;

    *words = (struct verb_words){.verb = verb, .arguments = argv};
    for (int i = 0; i < argc; i++) {
        if (!is_ended && !strcmp(argv[i], "--"))
            is_ended = true;
        else if (is_ended || argv[i][0] != '-' || !argv[i][1])
            argv[words->count++] = argv[i];
        else if (!(argv[i][1] == '-' ? take_long(words, argc, argv, &i)
                                     : take_letters(words, argc, argv, &i)))
            return false;
        if (words->wants_help)
            return true;
    }
    if (words->count > verb->most)
        return wrong(words, "one argument too many:", words->arguments[verb->most]);
    if (words->count < verb->least)
        return wrong(words, "an argument is missing:", verb->arguments);
    return true;
}

static int place(const struct verb_words *words, const char *option)
{
    int index = find(words->verb, option, strlen(option));

    if (index < 0)
        abort(); /* the table and its reader disagree */
    return index;
}

unsigned words_given(const struct verb_words *words, const char *option)
{
    return words->given[place(words, option)];
}

const char *words_value(const struct verb_words *words, const char *option)
{
    return words->value[place(words, option)];
}
