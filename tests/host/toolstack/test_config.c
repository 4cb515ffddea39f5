/* SPDX-License-Identifier: MIT */
/*
 * The rule: a configuration is read as xl reads it, or refused with a line that says where and
 * what.
 *
 * How it would break: an end of text inside of something, a line number that drifts, an addition
 * that forgets, a text that does not come back as it was written.
 */
#include "texts.h"

#include <string.h>

static const struct {
    const char *text, *value; /* of key a; NULL: there is none */
} good[] = {
    {"a=1", "1"},
    {"a = 'x'  # comment", "x"},
    {"a=\"it's\"", "it's"},
    {"a='\"'", "\""},
    {"b=1;a=2;;\n", "2"},
    {"a=1\na=2\n", "2"},
    {"a=[]", "[]"},
    {"a=[1,\n\n# between\n'x' # behind\n,]\n", "[1|x]"},
    {"a=[1,[2,'k'],3]", "[1|[2|k]|3]"},
    {"a+=1", "1"},
    {"a='x'\na+='y'\n", "xy"},
    {"a=['x']\na+=['y','z']\na+=[]\n", "[x|y|z]"},
    {"a='\\\\\\'\\\"\\101\\x41|'", "\\'\"AA|"},
    {"a='\\t'", "\t"},
    {"a=0x1f", "0x1f"},
    {"a=12ab", "12ab"},
    {"#a=1", NULL},
    {"", NULL},
    {"\n\n ; \n", NULL},
};

START_TEST(good_texts)
{
    struct reading r;

    read_text_as(&r, "f", good[_i].text, strlen(good[_i].text));
    ck_assert_msg(r.is_read, "refused: %s: %s", good[_i].text, r.said);
    const char *value = shown(&r, "a");
    ck_assert_msg((value == NULL) == (good[_i].value == NULL), "%s", good[_i].text);
    if (value)
        ck_assert_str_eq(value, good[_i].value);
    reading_end(&r);
}
END_TEST

static const struct {
    const char *text, *says;
} bad[] = {
    {"a=1\nb\n", "f:2: = should follow a key, but the end of the line; a line says KEY = VALUE"},
    {"a\n=1", "f:1: = should follow a key"},
    {"\n\na=", "f:3: a value should stand here, but the end of the text"},
    {"a=foo", "f:1: a value should stand here, but 'foo'; a value is a number, a text in"},
    {"a=1 b=2", "f:1: the line should end behind a value, but 'b'"},
    {"a='x\nb=1", "f:1: a string without its end"},
    {"a='x", "f:1: a string without its end"},
    {"a='x\\", "f:1: a string without its end"},
    {"a='x\\\n'", "f:1: a string without its end"},
    {"\na='\\q'", "f:2: a backslash in a string with nothing behind it that is known"},
    {"a='\\1'", "f:1: a backslash"},
    {"a='\\08'", "f:1: a backslash"},
    {"a='\\x4'", "f:1: a backslash"},
    {"a='\\x 4'", "f:1: a backslash"},
    {"a='\\x\n4AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'", "f:1: a backslash"},
    {"a='\\0\n1'", "f:1: a backslash"},
    {"a=[1,\n2", "f:1: a list without its end; end it with ]"},
    {"a=[1,,2]", "f:1: a value should stand here, but ,"},
    {"a=[,]", "f:1: a value should stand here, but ,"},
    {"a=[1\n2]", "f:2: a , or ] should follow an item of a list, but '2'"},
    {"a=[1]\na+='x'", "f:2: a: += of different kinds; add a list to a list"},
    {"=1", "f:1: a key should stand here, but ="},
    {"1=1", "f:1: a key should stand here, but '1'"},
    {"A=1", "f:1: a capital letter outside of quotation marks"},
    {"a=-1", "f:1: a character that may stand in quotation marks only"},
    {"a=1\r\n", "f:1: a line that ends with CR LF; convert the file: dos2unix FILE"},
    {"import os\n", "f:1: = should follow a key, but 'os'"},
    {"_a=1", "f:1: a character"},
    {"a=[[[[[[[[[[[[[[[[[[1", "f:1: lists too deep in lists"},
};

START_TEST(bad_texts)
{
    struct reading r;

    read_text_as(&r, "f", bad[_i].text, strlen(bad[_i].text));
    ck_assert_msg(!r.is_read, "read: %s", bad[_i].text);
    ck_assert_uint_eq(r.report.errors, 1);
    ck_assert_msg(!strncmp(r.said, bad[_i].says, strlen(bad[_i].says)), "%s: %s", bad[_i].text,
                  r.said);
    reading_end(&r);
}
END_TEST

START_TEST(bytes_of_any_kind)
{
    struct reading r;
    static const char zero[] = "a='x\0y'\nb=1\n";

    read_text_as(&r, "f", zero, sizeof(zero) - 1);
    ck_assert(r.is_read);
    ck_assert_str_eq(shown(&r, "a"), "x"); /* a text ends at a NUL */
    reading_end(&r);
    read_text_as(&r, "f", "\0", 1);
    ck_assert(!r.is_read);
    reading_end(&r);
    read_text_as(&r, "f", "a='x' '\033[2J'", 13);
    ck_assert(!r.is_read);
    ck_assert_ptr_null(strchr(r.said, '\033')); /* nothing that a terminal would obey */
    reading_end(&r);
}
END_TEST

START_TEST(places)
{
    struct reading r;
    static const char text[] =
        "name='x'\n# two\ndisk=[ 'a',\n 'b',\n\n 'c' ]\nmemory=1\nname='y'\n";

    read_text_as(&r, "f", text, strlen(text));
    ck_assert(r.is_read);
    const struct setting *disk = config_find(&r.config, "disk");
    ck_assert_uint_eq(disk->at.line, 3);
    ck_assert_uint_eq(disk->value.items[1].line, 4);
    ck_assert_uint_eq(disk->value.items[2].line, 6);
    ck_assert_uint_eq(config_find(&r.config, "memory")->at.line, 7);
    ck_assert_str_eq(r.said,
                     "f:8: warning: name: line 1 says it, too; what stands last counts; remove "
                     "one of them\n");
    read_more(&r, "command line", "name='z'; memory=2");
    ck_assert_uint_eq(r.report.warnings, 1); /* to override is what it is for */
    ck_assert_str_eq(shown(&r, "name"), "z");
    ck_assert_str_eq(config_find(&r.config, "name")->at.file, "command line");
    reading_end(&r);
}
END_TEST

START_TEST(printed_and_read_again)
{
    static const char text[] = "a='q\"\\'\\\\\\t\\001\\x7fZ'\nb=[1,[0x10,'']]\nc=007\nd=''\n";
    static const char *const keys[] = {"a", "b", "c", "d"};
    struct reading first, second;

    read_text_as(&first, "f", text, strlen(text));
    ck_assert_msg(first.is_read, "%s", first.said);
    char *printed = config_print(&first.config);
    read_text_as(&second, "g", printed, strlen(printed));
    ck_assert_msg(second.is_read, "%s%s", printed, second.said);
    for (size_t i = 0; i < 4; i++) {
        char *was = strdup(shown(&first, keys[i]));

        ck_assert_str_eq(was, shown(&second, keys[i]));
        free(was);
    }
    ck_assert_uint_eq(second.config.count, 4);
    free(printed);
    reading_end(&first);
    reading_end(&second);
}
END_TEST

START_TEST(numbers)
{
    static const struct {
        const char *text;
        bool is_number;
        long long number;
    } rows[] = {{"16", true, 16}, {"0x10", true, 16}, {"010", true, 8},
                {"08", false, 0}, {"1f", false, 0},   {"", false, 0},
                {"x", false, 0},  {"-3", true, -3},   {"99999999999999999999", false, 0}};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct value value = {.kind = VALUE_STRING, .text = rows[i].text};
        long long number = 0;

        ck_assert_int_eq(value_number(&value, &number), rows[i].is_number);
        if (rows[i].is_number)
            ck_assert_int_eq(number, rows[i].number);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ts_config");
    TCase *c = tcase_create("ts_config");

    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, good_texts, 0, sizeof(good) / sizeof(good[0]));
    tcase_add_loop_test(c, bad_texts, 0, sizeof(bad) / sizeof(bad[0]));
    tcase_add_test(c, bytes_of_any_kind);
    tcase_add_test(c, places);
    tcase_add_test(c, printed_and_read_again);
    tcase_add_test(c, numbers);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
