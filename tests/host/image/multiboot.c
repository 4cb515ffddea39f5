/* SPDX-License-Identifier: MIT */
/*
 * What boot loaders say, tidy and untidy. The memory of the made-up machine is one array; the
 * map that comes out is compared, page by page, with the map that went in.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "boot/multiboot.h"

#define MAGIC 0x2badb002

static u8 memory[0x8000];
static struct boot_info info;

static struct {
    u32 flags, lower, upper, device, line, modules, modules_at, symbols[4], map_size, map_at;
    u32 drives_size, drives_at, table, loader;
} head;

static void *phys(u64 address)
{
    return address < sizeof(memory) ? memory + address : NULL;
}

static void begin(void)
{
    memset(&head, 0, sizeof(head));
    memset(memory, 0, sizeof(memory));
}

static void put_string(u32 *field, u32 flag, u32 at, const char *text)
{
    strcpy((char *)memory + at, text);
    *field = at;
    head.flags |= flag;
}

static void put_range(u64 start, u64 length, u32 type)
{
    struct {
        u32 size, words[5];
    } r = {20, {(u32)start, (u32)(start >> 32), (u32)length, (u32)(length >> 32), type}};

    head.map_at = 0x1000;
    head.flags |= 1 << 6;
    memcpy(memory + 0x1000 + head.map_size, &r, sizeof(r));
    head.map_size += sizeof(r);
}

static bool read_head(void)
{
    return multiboot_read(&info, MAGIC, &head, phys);
}

static void expect_range(u32 i, u64 start, u64 end, u32 type)
{
    ck_assert_uint_lt(i, info.ranges);
    ck_assert_uint_eq(info.range[i].start, start);
    ck_assert_uint_eq(info.range[i].end, end);
    ck_assert_uint_eq(info.range[i].type, type);
}

/* As QEMU says it. */
START_TEST(qemu)
{
    begin();
    put_range(0, 0x9fc00, 1);
    put_range(0x9fc00, 0x400, 2);
    put_range(0xf0000, 0x10000, 2);
    put_range(0x100000, 0x1fedfff0, 1);
    put_string(&head.line, 1 << 2, 0x2000, "build/torc console=com1  noreboot");
    put_string(&head.loader, 1 << 9, 0x2100, "qemu");
    u32 modules[] = {0x400000, 0x412345, 0x2200, 0, 0x413000, 0x413000, 0, 0};
    memcpy(memory + 0x3000, modules, sizeof(modules));
    strcpy((char *)memory + 0x2200, "/tmp/kernel.elf  console=hvc0 a,b");
    head.modules = 2, head.modules_at = 0x3000, head.flags |= 1 << 3;

    ck_assert(read_head());
    ck_assert_str_eq(info.line, "console=com1  noreboot");
    ck_assert(info.loader_puts_name);
    ck_assert_uint_eq(info.ranges, 4);
    expect_range(0, 0, 0x9f000, 1);
    expect_range(1, 0x9f000, 0xa0000, 2);
    expect_range(2, 0xf0000, 0x100000, 2);
    expect_range(3, 0x100000, 0x1ffdf000, 1);
    ck_assert_uint_eq(info.modules, 2);
    ck_assert_uint_eq(info.module[0].start, 0x400000);
    ck_assert_uint_eq(info.module[0].end, 0x412345);
    ck_assert_str_eq(info.module[0].line, "/tmp/kernel.elf  console=hvc0 a,b");
    ck_assert_str_eq(multiboot_module_args(&info.module[0], true), "console=hvc0 a,b");
    ck_assert_str_eq(info.module[1].line, "");
    ck_assert_str_eq(multiboot_module_args(&info.module[1], true), "");
}
END_TEST

/* GRUB 2 gives bare arguments, GRUB legacy does not. */
START_TEST(file_names)
{
    static const struct {
        const char *loader;
        bool puts_name;
    } rows[] = {
        {"GRUB 2.06-13", false}, {"GRUB 1.99", false}, {"GNU GRUB 0.97", true},
        {"qemu", true},          {"SYSLINUX", true},   {"GRUB", true},
    };

    for (u32 i = 0; i < array_size(rows); i++) {
        begin();
        put_range(0, 0x100000, 1);
        put_string(&head.line, 1 << 2, 0x2000, "  noreboot com1=9600");
        put_string(&head.loader, 1 << 9, 0x2100, rows[i].loader);
        ck_assert(read_head());
        ck_assert(info.loader_puts_name == rows[i].puts_name);
        ck_assert_str_eq(info.line, rows[i].puts_name ? "com1=9600" : "noreboot com1=9600");
    }
    struct boot_module m = {.line = " root=/dev/xvda"};
    ck_assert_str_eq(multiboot_module_args(&m, false), "root=/dev/xvda");
}
END_TEST

/* Without a map there are two numbers. */
START_TEST(lower_and_upper)
{
    begin();
    head.flags = 1, head.lower = 639, head.upper = 130048;
    ck_assert(read_head());
    ck_assert_uint_eq(info.ranges, 2);
    expect_range(0, 0, 0x9f000, 1);
    expect_range(1, 0x100000, 0x8000000, 1);
    ck_assert_uint_eq(info.modules, 0);
    ck_assert_str_eq(info.line, "");
}
END_TEST

START_TEST(nonsense)
{
    begin();
    ck_assert(!read_head()); /* says nothing about memory */
    put_range(0, 0x100000, 1);
    ck_assert(read_head());
    ck_assert(!multiboot_read(&info, 0x36d76289, &head, phys));
    ck_assert(!multiboot_read(&info, MAGIC, NULL, phys));

    head.map_at = 0xfffff000; /* nothing there */
    ck_assert(!read_head());
    begin();
    put_range(0, 0x100000, 1);
    put_range(0x100000, 0x100000, 1);
    memory[0x1000] = 19; /* entries too small to be entries */
    ck_assert(!read_head());
    memory[0x1003] = 0x7f; /* or larger than the map */
    ck_assert(!read_head());

    begin();
    put_range(0, 0x100000, 1);
    head.flags |= 1 << 3, head.modules = 1, head.modules_at = 0xffffff00;
    ck_assert(!read_head());
    u32 module[] = {0x2000, 0x1000, 0, 0}; /* ends before it begins */
    memcpy(memory + 0x3000, module, sizeof(module));
    head.modules_at = 0x3000;
    ck_assert(!read_head());

    begin(); /* only memory that no machine has */
    put_range(0xfff0000000000000, 0x100000, 1);
    ck_assert(!read_head());
}
END_TEST

START_TEST(too_many)
{
    begin();
    for (u32 i = 0; i < 400; i++)
        put_range(i * 0x2000, 0x1000, 1 + i % 2);
    ck_assert(!read_head());

    begin();
    put_range(0, 0x100000, 1);
    head.flags |= 1 << 3, head.modules = 0xffffffff, head.modules_at = 0x3000;
    ck_assert(read_head());
    ck_assert_uint_eq(info.modules, BOOT_MODULES_MAX);
}
END_TEST

START_TEST(long_line)
{
    begin();
    put_range(0, 0x100000, 1);
    put_string(&head.line, 1 << 2, 0x4000, "x ");
    memset(memory + 0x4002, 'y', 0x1800);
    ck_assert(read_head());
    ck_assert_uint_eq(strlen(info.line), sizeof(info.line) - 1);
}
END_TEST

/* Random maps: a page is RAM exactly if all of it is, and nobody claims it for anything else. */
START_TEST(random_maps)
{
    enum { PAGES = 64 };
    srand(3);
    for (u32 round = 0; round < 20000; round++) {
        struct {
            u64 start, length;
            u32 type;
        } in[12];
        u32 n = 1 + (u32)rand() % 12, want[PAGES] = {0};

        begin();
        for (u32 i = 0; i < n; i++) {
            in[i].start = (u64)rand() % (PAGES * 16) * 256;
            in[i].length = (u64)rand() % (PAGES * 4) * 256;
            in[i].length = min(in[i].length, PAGES * PAGE_SIZE - in[i].start);
            in[i].type = rand() % 3 ? 1 : (u32)rand() % 6;
            put_range(in[i].start, in[i].length, in[i].type);
        }
        for (u32 p = 0; p < PAGES; p++)
            for (u32 i = 0; i < n; i++) {
                u64 start = p * PAGE_SIZE, end = start + PAGE_SIZE;
                bool touched = in[i].length && in[i].start < end &&
                               in[i].start + in[i].length > start;
                bool whole = in[i].start <= start && in[i].start + in[i].length >= end;
                u32 type = in[i].type ? in[i].type : 2;
                if (type == 1 ? whole : touched)
                    want[p] = max(want[p], type);
            }
        bool ok = read_head();
        u32 got[PAGES] = {0};
        for (u32 i = 0; i < info.ranges; i++) {
            struct boot_range *r = &info.range[i];
            ck_assert(r->start < r->end && r->type != 0);
            ck_assert(r->start % PAGE_SIZE == 0 && r->end % PAGE_SIZE == 0);
            ck_assert(i == 0 || info.range[i - 1].end <= r->start);
            for (u64 p = r->start / PAGE_SIZE; p < r->end / PAGE_SIZE; p++)
                got[p] = r->type;
        }
        ck_assert(ok == (info.ranges != 0));
        ck_assert_mem_eq(got, want, sizeof(want));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("multiboot");
    TCase *c = tcase_create("multiboot");

    suite_add_tcase(suite, c);
    tcase_set_timeout(c, 30);
    tcase_add_test(c, qemu);
    tcase_add_test(c, file_names);
    tcase_add_test(c, lower_and_upper);
    tcase_add_test(c, nonsense);
    tcase_add_test(c, too_many);
    tcase_add_test(c, long_line);
    tcase_add_test(c, random_maps);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
