/* SPDX-License-Identifier: MIT */
/*
 * The hypervisor's command line: Xen's words must mean what they mean on Xen, a value that
 * cannot be understood must stop the boot, and an option without effect must be named.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "boot/options.h"

static struct options o;
static char warned[4096];

static void warn(const char *option, const char *why)
{
    ck_assert(why[0]);
    strcat(warned, option);
    strcat(warned, ";");
}

static const char *parse(const char *line)
{
    memset(&o, 0, sizeof(o));
    warned[0] = 0;
    return options_parse(&o, line, warn);
}

START_TEST(sizes)
{
    static const struct {
        const char *line;
        u64 bytes;
    } rows[] = {
        {"dom0_mem=1024", 1 << 20},      {"dom0_mem=4096B", 4096},
        {"dom0_mem=64k", 64 << 10},      {"dom0_mem=128M", 128 << 20},
        {"dom0_mem=2G", 2ull << 30},     {"dom0_mem=1T", 1ull << 40},
        {"dom0_mem=0x10m", 16 << 20},    {"dom0-mem=128M", 128 << 20},
        {"dom0_mem=1M dom0_mem=2M", 2 << 20},
    };

    for (u32 i = 0; i < array_size(rows); i++) {
        ck_assert_ptr_null(parse(rows[i].line));
        ck_assert_uint_eq(o.dom0_mem, rows[i].bytes);
        ck_assert(!o.dom0_mem_negative);
        ck_assert_str_eq(warned, "");
    }
}
END_TEST

START_TEST(limits)
{
    ck_assert_ptr_null(parse("dom0_mem=512M,min:128M,max:1G"));
    ck_assert_uint_eq(o.dom0_mem, 512 << 20);
    ck_assert_uint_eq(o.dom0_mem_min, 128 << 20);
    ck_assert_uint_eq(o.dom0_mem_max, 1 << 30);
    ck_assert_ptr_null(parse("dom0_mem=max:64M,-32M"));
    ck_assert_uint_eq(o.dom0_mem, 32 << 20);
    ck_assert(o.dom0_mem_negative);
    ck_assert_uint_eq(o.dom0_mem_max, 64 << 20);
    ck_assert_uint_eq(o.dom0_mem_min, 0);
}
END_TEST

START_TEST(bad_values)
{
    static const char *const lines[] = {
        "dom0_mem",           "dom0_mem=",          "dom0_mem=lots",      "dom0_mem=12Q",
        "dom0_mem=1M,",       "dom0_mem=1M2M",      "dom0_mem=--1M",      "dom0_mem=min:",
        "dom0_mem=min:-1M",   "dom0_mem=99999999T", "dom0_mem=18446744073709551616",
        "dom0_mem=16777216T", "dom0_mem=0x",        "dom0_max_vcpus=",    "dom0_max_vcpus=two",
        "dom0_max_vcpus=4-2", "dom0_max_vcpus=1x",  "dom0_max_vcpus=4294967297",
        "noreboot=maybe",     "com1=",              "com1=0",             "com1=115201",
        "com1=230400",        "com1=9600x",         "com1=fast",
        "dom0_max_vcpus=0x10000000000000001",
        "domain=1",           "domain=memory",      "domain=memory=",     "domain=memory=1Mvcpus=1",
        "domain=vcpus=0",     "domain=vcpus=33",    "domain=,",           "domain=initrdx",
        "link=1:2",           "link=",
    };

    for (u32 i = 0; i < array_size(lines); i++) {
        char line[200] = "noreboot ";
        strcat(line, lines[i]);
        strcat(line, " console=com1");
        const char *bad = parse(line);
        ck_assert_msg(bad != NULL, "%s was taken", lines[i]);
        ck_assert_str_eq(bad, lines[i]);
    }
}
END_TEST

START_TEST(the_rest)
{
    ck_assert_ptr_null(parse(""));
    ck_assert_uint_eq(o.com1_baud, 115200);
    ck_assert(!o.noreboot);
    ck_assert_ptr_null(parse("  console=com1   com1=9600,8n1,0x3f8,4 noreboot dom0_max_vcpus=3 "));
    ck_assert_uint_eq(o.com1_baud, 9600);
    ck_assert(o.noreboot);
    ck_assert_uint_eq(o.dom0_max_vcpus, 3);
    ck_assert_str_eq(warned, "");
    ck_assert_str_eq(o.text,
                     "  console=com1   com1=9600,8n1,0x3f8,4 noreboot dom0_max_vcpus=3 ");
    ck_assert_ptr_null(parse("com1=auto dom0_max_vcpus=2-4 noreboot=no"));
    ck_assert_uint_eq(o.com1_baud, 115200);
    ck_assert_uint_eq(o.dom0_max_vcpus, 4);
    ck_assert(!o.noreboot);
    ck_assert_ptr_null(parse("noreboot=no noreboot=true"));
    ck_assert(o.noreboot);
}
END_TEST

/* Several domains instead of the privileged first one, and who is whose neighbour. */
START_TEST(domains)
{
    ck_assert_ptr_null(parse("domain= domain=vcpus=32,memory=20480K,initrd domain=initrd,memory=1G "
                             "link=1:2 link=3:1 link=2:1"));
    ck_assert_str_eq(warned, "");
    ck_assert_uint_eq(o.domains, 3);
    ck_assert_uint_eq(o.domain[0].memory, 0);
    ck_assert_uint_eq(o.domain[0].vcpus, 1);
    ck_assert(!o.domain[0].has_initrd);
    ck_assert_uint_eq(o.domain[1].memory, 20 << 20);
    ck_assert_uint_eq(o.domain[1].vcpus, 32);
    ck_assert(o.domain[1].has_initrd && o.domain[2].has_initrd);
    ck_assert_uint_eq(o.domain[2].memory, 1 << 30);
    ck_assert_uint_eq(o.links, 3);
    ck_assert_uint_eq(o.link[1].owner, 3);
    ck_assert_uint_eq(o.link[1].user, 1);

    static const char *const wrong[] = {"link=1:1", "link=0:1", "link=1:3", "link=2", "link=1:2x",
                                        "link=1:18446744073709551615"};
    for (u32 i = 0; i < array_size(wrong); i++) {
        char line[80] = "domain= domain= ";
        ck_assert_str_eq(parse(strcat(line, wrong[i])), wrong[i]);
    }
    char many[400] = "";
    for (u32 i = 0; i < OPTION_DOMAINS_MAX; i++)
        strcat(many, "domain= ");
    ck_assert_ptr_null(parse(many));
    ck_assert_str_eq(parse(strcat(many, "domain=vcpus=2")), "domain=vcpus=2");
    char links[400] = "domain= domain= ";
    for (u32 i = 0; i < OPTION_LINKS_MAX; i++)
        strcat(links, "link=1:2 ");
    ck_assert_ptr_null(parse(links));
    ck_assert_str_eq(parse(strcat(links, "link=2:1")), "link=2:1");
}
END_TEST

/* Each option that does nothing is named, whole, once; none that works is. */
START_TEST(warnings)
{
    ck_assert_ptr_null(parse("spec-ctrl=no xpti=no frobnicate=7 noreboot loglvl=all dom0_me=1"));
    ck_assert_str_eq(warned, "spec-ctrl=no;xpti=no;frobnicate=7;loglvl=all;dom0_me=1;");
    ck_assert(o.noreboot);
    ck_assert_ptr_null(parse("console=vga"));
    ck_assert_str_eq(warned, "console=vga;");
    ck_assert_ptr_null(parse("console=vga,com1"));
    ck_assert_str_eq(warned, "");
    ck_assert_ptr_null(parse("com1=115200,7e1,0x2f8"));
    ck_assert_str_eq(warned, "com1=115200,7e1,0x2f8;");
}
END_TEST

/* The line is read a first time before there is a console to warn on. */
START_TEST(without_warnings)
{
    memset(&o, 0, sizeof(o));
    ck_assert_ptr_null(options_parse(&o, "frobnicate console=vga loglvl=all com1=57600", NULL));
    ck_assert_uint_eq(o.com1_baud, 57600);
}
END_TEST

START_TEST(long_lines)
{
    static char line[5000];

    memset(line, 'x', sizeof(line) - 1);
    ck_assert_ptr_null(parse(line));
    ck_assert_uint_eq(strlen(o.text), sizeof(o.text) - 1);
    ck_assert_uint_eq(strlen(o.option), sizeof(o.option) - 1);
    memcpy(line, "noreboot ", 9);
    ck_assert_ptr_null(parse(line));
    ck_assert(o.noreboot);
}
END_TEST

START_TEST(random_lines)
{
    static const char *const pieces[] = {"dom0_mem", "=", ",", "-", "min:", "max:", "M", "0x", "9",
                                         " ", "com1", "noreboot", "115200", "dom0_max_vcpus", "~",
                                         "domain", "link", ":", "1", "vcpus=", "initrd", "memory="};
    srand(5);
    for (u32 i = 0; i < 50000; i++) {
        char line[400] = "";
        for (int n = rand() % 20; n > 0; n--)
            strcat(line, pieces[(u32)rand() % array_size(pieces)]);
        const char *bad = parse(line);
        if (bad)
            ck_assert_ptr_nonnull(strstr(line, bad));
        ck_assert_str_eq(o.text, line);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("options");
    TCase *c = tcase_create("options");

    suite_add_tcase(suite, c);
    tcase_add_test(c, sizes);
    tcase_add_test(c, limits);
    tcase_add_test(c, bad_values);
    tcase_add_test(c, the_rest);
    tcase_add_test(c, domains);
    tcase_add_test(c, warnings);
    tcase_add_test(c, without_warnings);
    tcase_add_test(c, long_lines);
    tcase_add_test(c, random_lines);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
