/* SPDX-License-Identifier: MIT */
/*
 * The rule: what is said to torc is understood as the table of verbs has it, and the table is
 * whole: each verb says what it does, no option stands twice.
 */
#include "tools/toolstack/verbs/verbs.h"
#include "tools/toolstack/config/suggest.h"

#include "run.h"

#include <string.h>

static bool say(struct verb_words *words, unsigned verb, const char *line)
{
    static char copy[256];
    static char *argv[32];
    int argc = 0;

    strcpy(copy, line);
    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    return words_read(words, &verbs[verb], argc, argv);
}

START_TEST(the_table_is_whole)
{
    for (unsigned i = 0; i < VERB_COUNT; i++) {
        const struct verb *verb = &verbs[i];

        ck_assert_ptr_nonnull(verb->name);
        ck_assert_msg(verb->summary[0] >= 'a' && verb->summary[0] <= 'z', "%s", verb->name);
        ck_assert(verb->least <= verb->most && verb->arguments && verb->statuses);
        ck_assert_msg((verb->most > 0) == (*verb->arguments != 0), "%s", verb->name);
        ck_assert_ptr_eq(verb_find(verb->name), verb);
        unsigned count = 0;
        for (const struct verb_option *o = verb->options; o && (o->letter || o->name); o++, count++)
            for (const struct verb_option *p = verb->options; p != o; p++)
                ck_assert_msg((!o->letter || o->letter != p->letter) &&
                                  (!o->name || !p->name || strcmp(o->name, p->name)),
                              "%s: option %u", verb->name, count);
        ck_assert_uint_le(count, WORDS_OPTIONS);
    }
}
END_TEST

START_TEST(options_and_arguments)
{
    struct verb_words w;

    ck_assert(say(&w, VERB_create, "-cp guest.cfg memory=64 --quiet"));
    ck_assert_uint_eq(words_given(&w, "c"), 1);
    ck_assert_uint_eq(words_given(&w, "p"), 1);
    ck_assert_uint_eq(words_given(&w, "quiet"), 1);
    ck_assert_uint_eq(words_given(&w, "q"), 1); /* the same */
    ck_assert_uint_eq(words_given(&w, "n"), 0);
    ck_assert_uint_eq(w.count, 2);
    ck_assert_str_eq(w.arguments[1], "memory=64");
    static const char *const files[] = {"-f x",          "-fx",           "-f=x",
                                        "--defconfig x", "--defconfig=x", "-cfx"};
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        ck_assert_msg(say(&w, VERB_create, files[i]), "%s", w.error);
        ck_assert_str_eq(words_value(&w, "defconfig"), "x");
    }
    ck_assert(say(&w, VERB_shutdown, "-ww 3"));
    ck_assert_uint_eq(words_given(&w, "wait"), 2);
    ck_assert(say(&w, VERB_list, "-- -l"));
    ck_assert_uint_eq(w.count, 1);
    ck_assert(say(&w, VERB_vcpu_pin, "1 all -"));
    ck_assert_str_eq(w.arguments[2], "-");
    ck_assert(say(&w, VERB_list, "--help"));
    ck_assert(w.wants_help);
    ck_assert(say(&w, VERB_destroy, "-h"));
    ck_assert(w.wants_help);
}
END_TEST

START_TEST(wrong_words)
{
    static const struct {
        unsigned verb;
        const char *line, *says;
    } rows[] = {
        {VERB_list, "-x", "there is no option '-x'; torc list --help tells more"},
        {VERB_list, "--lng", "there is no option '--lng'"},
        {VERB_list, "--l", "there is no option '--l'"},
        {VERB_pause, "", "an argument is missing: 'DOMAIN'"},
        {VERB_pause, "a b", "one argument too many: 'b'"},
        {VERB_create, "-f", "no value behind option '-f'"},
        {VERB_create, "--quiet=1", "there is no value for option '--quiet=1'"},
        {VERB_rename, "a", "an argument is missing: 'DOMAIN NAME'"},
    };
    struct verb_words w;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        ck_assert_msg(!say(&w, rows[i].verb, rows[i].line), "%s", rows[i].line);
        ck_assert_msg(!strncmp(w.error, rows[i].says, strlen(rows[i].says)), "%s", w.error);
    }
}
END_TEST

START_TEST(which_verb)
{
    char why[200];

    ck_assert_ptr_eq(verb_choose("list", VERB_FIRST, why, sizeof(why)), &verbs[VERB_list]);
    ck_assert_ptr_null(verb_choose("list", VERB_LAPTOP, why, sizeof(why)));
    ck_assert_ptr_nonnull(strstr(why, "works in the first domain"));
    ck_assert_ptr_null(verb_choose("run", VERB_FIRST, why, sizeof(why)));
    ck_assert_ptr_nonnull(strstr(why, "works on the laptop"));
    ck_assert_ptr_null(verb_choose("destory", VERB_FIRST, why, sizeof(why)));
    ck_assert_ptr_nonnull(strstr(why, "perhaps 'destroy'"));
    ck_assert_ptr_null(verb_choose("zzzzzz", VERB_FIRST, why, sizeof(why)));
    ck_assert_ptr_null(strstr(why, "perhaps"));
}
END_TEST

START_TEST(distances)
{
    ck_assert_uint_eq(suggest_distance("", ""), 0);
    ck_assert_uint_eq(suggest_distance("", "abc"), 3);
    ck_assert_uint_eq(suggest_distance("kitten", "sitting"), 3);
    ck_assert_uint_eq(suggest_distance("memroy", "memory"), 1);
    ck_assert_uint_eq(suggest_distance("ca", "abc"), 3);
    ck_assert_uint_gt(suggest_distance("x", "a-word-of-more-than-forty-letters-is-far-from-all"),
                      30);
}
END_TEST

RUN_TESTS("ts_verbs", &the_table_is_whole, &options_and_arguments, &wrong_words, &which_verb,
          &distances)
