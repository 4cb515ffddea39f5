/* SPDX-License-Identifier: MIT */
/*
 * The layout of a new domain's address space, against what guests rely on: the order of its
 * parts, whole pages, every byte of it covered by just enough page tables, and room after the
 * stack. The number of tables is checked against an exhaustive search.
 */
#include <check.h>
#include <stdlib.h>

#include "abi/layout.h"
#include "domain/image.h"

static struct plan plan;

static struct image kernel(bool is_64, u64 base, u64 start, u64 end)
{
    return (struct image){.is_64 = is_64, .virt_base = base, .start = start, .end = end};
}

/* Tables that the range needs at a level, counted one by one. */
static u32 count_tables(u64 from, u64 to, u32 shift)
{
    u32 n = 0;

    for (u64 at = from >> shift; at <= (to - 1) >> shift; at++)
        n++;
    return n;
}

static void check_tables(bool is_64, u64 first_after, u64 tables)
{
    for (u32 n = 1;; n++) {
        u64 stack_top = tables + (n + 1) * PAGE_SIZE;
        u64 end = (stack_top + 0x3fffff) & ~0x3fffffull;
        if (end - stack_top < 0x80000)
            end += 0x400000;
        u32 l1 = count_tables(first_after, end, 21);
        u32 l2 = is_64 ? count_tables(first_after, end, 30) : 4;
        u32 l3 = is_64 ? count_tables(first_after, end, 39) : 1;
        if (l1 + l2 + l3 + is_64 > n)
            continue;
        ck_assert_uint_eq(plan.tables_count, n);
        ck_assert_uint_eq(plan.end, end);
        ck_assert_uint_eq(plan.tables_per_level[0], l1);
        ck_assert_uint_eq(plan.tables_per_level[1], l2);
        ck_assert_uint_eq(plan.tables_per_level[2], l3);
        ck_assert_uint_eq(plan.tables_per_level[3], is_64);
        return;
    }
}

/* The parts follow each other without gaps, in the order that guests know. */
static void check_order(const struct image *k, u64 initrd_size, u64 pages, u32 shared)
{
    u64 at = round_up(k->end, PAGE_SIZE);

    ck_assert_uint_eq(plan.virt_base, k->virt_base);
    ck_assert_uint_eq(plan.initrd_size, initrd_size);
    ck_assert_uint_eq(plan.initrd, at);
    at += round_up(initrd_size, PAGE_SIZE);
    ck_assert_uint_eq(plan.p2m, at);
    ck_assert_uint_eq(plan.p2m_size, pages * (k->is_64 ? 8 : 4));
    at += round_up(plan.p2m_size, PAGE_SIZE);
    ck_assert_uint_eq(plan.start_info, at);
    at += PAGE_SIZE;
    ck_assert_uint_eq(plan.shared, at);
    at += shared * PAGE_SIZE;
    ck_assert_uint_eq(plan.tables, at);
    at += plan.tables_count * PAGE_SIZE;
    ck_assert_uint_eq(plan.stack, at);
    ck_assert_uint_eq(plan.stack_top, at + PAGE_SIZE);
    check_tables(k->is_64, k->virt_base, plan.tables);
}

START_TEST(small_32)
{
    struct image k = kernel(false, 0, 0x100000, 0x10c123);

    ck_assert_int_eq(plan_make(&plan, &k, 0, 16384, 0), REASON_NONE);
    check_order(&k, 0, 16384, 0);
    /* In figures: kernel to 0x10d000, 64 KiB of list, start_info, 1 + 4 + 2 tables, stack. */
    ck_assert_uint_eq(plan.p2m, 0x10d000);
    ck_assert_uint_eq(plan.start_info, 0x11d000);
    ck_assert_uint_eq(plan.tables, 0x11e000);
    ck_assert_uint_eq(plan.tables_count, 7);
    ck_assert_uint_eq(plan.stack, 0x125000);
    ck_assert_uint_eq(plan.end, 0x400000);
}
END_TEST

START_TEST(linux_64)
{
    struct image k = kernel(true, 0xffffffff80000000, 0xffffffff81000000, 0xffffffff83442000);

    ck_assert_int_eq(plan_make(&plan, &k, 0x1234567, 131072, 0), REASON_NONE);
    check_order(&k, 0x1234567, 131072, 0);
    ck_assert_uint_eq(plan.tables_per_level[2], 1);
}
END_TEST

/* Less than 512 KiB after the stack is too little: another 4 MiB then. */
/* A kernel that asked for it gets its initrd by page number, behind everything that is mapped. */
START_TEST(unmapped_initrd)
{
    struct image k = kernel(true, 0xffffffff80000000, 0xffffffff81000000, 0xffffffff83442000);
    u64 pages = 131072, without, size = 0x1234567;

    ck_assert_int_eq(plan_make(&plan, &k, 0, pages, 0), REASON_NONE);
    without = plan.end;
    k.mod_start_pfn = true;
    ck_assert_int_eq(plan_make(&plan, &k, size, pages, 0), REASON_NONE);
    ck_assert(plan.initrd_is_unmapped);
    ck_assert_uint_eq(plan.end, without);
    ck_assert_uint_eq(plan.initrd, plan.end);
    pages = (plan.end - plan.virt_base + size) / PAGE_SIZE; /* a page short */
    ck_assert_int_eq(plan_make(&plan, &k, size, pages, 0), REASON_IMAGE_TOO_BIG);
    ck_assert_int_eq(plan_make(&plan, &k, size, pages + 1, 0), REASON_NONE);
    ck_assert_int_eq(plan_make(&plan, &k, 0, pages, 0), REASON_NONE);
    ck_assert(!plan.initrd_is_unmapped);
}
END_TEST

START_TEST(spare_room)
{
    for (u64 end = 0x300000; end < 0x440000; end += PAGE_SIZE) {
        struct image k = kernel(false, 0, 0x100000, end);
        ck_assert_int_eq(plan_make(&plan, &k, 0, 8192, 2), REASON_NONE);
        check_order(&k, 0, 8192, 2);
        ck_assert_uint_eq(plan.end % 0x400000, 0);
        ck_assert_uint_ge(plan.end - plan.stack_top, 0x80000);
        ck_assert_uint_lt(plan.end - plan.stack_top, 0x80000 + 0x400000);
    }
}
END_TEST

/* Bases that are not at a table's beginning, and ranges that cross one of every level. */
START_TEST(odd_bases)
{
    static const u64 bases[] = {0,          0xc0000000,     0x3ff000,           0x3ffff000,
                                0x40000000, 0x7ffffff000,   0x7fffc0000000,     0xbfe01000,
                                0x12345000, 0x3fffffff000,  0xffff880000000000, 0xffffc07ffffff000};
    for (u32 i = 0; i < array_size(bases); i++)
        for (int is_64 = 0; is_64 <= 1; is_64++) {
            struct image k = kernel(is_64, bases[i], bases[i] + 0x100000, bases[i] + 0x180001);
            if (!is_64 && bases[i] > 0xc0000000)
                continue;
            ck_assert_int_eq(plan_make(&plan, &k, 0x5001, 65536, i % 4), REASON_NONE);
            check_order(&k, 0x5001, 65536, i % 4);
        }
}
END_TEST

START_TEST(too_big)
{
    struct image k = kernel(false, 0, 0x100000, 0x108000);

    ck_assert_int_eq(plan_make(&plan, &k, 0, 1024, 0), REASON_NONE);
    ck_assert_int_eq(plan_make(&plan, &k, 0, 1023, 0), REASON_IMAGE_TOO_BIG);
    ck_assert_int_eq(plan_make(&plan, &k, 0, 0, 0), REASON_IMAGE_TOO_BIG);
    ck_assert_int_eq(plan_make(&plan, &k, 8 << 20, 2048, 0), REASON_IMAGE_TOO_BIG);
    ck_assert_int_eq(plan_make(&plan, &k, ~0ull, 1024, 0), REASON_IMAGE_TOO_BIG);
    ck_assert_int_eq(plan_make(&plan, &k, ~0ull, ~0ull, 0), REASON_IMAGE_TOO_BIG);
    ck_assert_int_eq(plan_make(&plan, &k, 0, 1ull << 52, 0), REASON_IMAGE_TOO_BIG);
    /* A kernel far above its base needs memory for all that lies between. */
    k = kernel(false, 0, 0xc0100000, 0xc0108000);
    ck_assert_int_eq(plan_make(&plan, &k, 0, 16384, 0), REASON_IMAGE_TOO_BIG);
}
END_TEST

START_TEST(out_of_reach)
{
    struct image k = kernel(false, 0xf5000000, 0xf5000000, 0xf5100000);

    /* The initial mapping must end below the hole, its padding included. */
    ck_assert_int_eq(plan_make(&plan, &k, 0, 65536, 0), REASON_NONE);
    ck_assert_uint_eq(plan.end, 0xf5400000);
    k.end = 0xf53f0000;
    ck_assert_int_eq(plan_make(&plan, &k, 0, 65536, 0), REASON_NONE);
    k.end = 0xf5780000;
    ck_assert_int_eq(plan_make(&plan, &k, 0, 65536, 0), REASON_IMAGE_ADDRESSES);

    k = kernel(true, 0x7ffffff00000, 0x7ffffff00000, 0x7ffffff80000);
    ck_assert_int_eq(plan_make(&plan, &k, 0, 1 << 20, 0), REASON_IMAGE_ADDRESSES);
    k = kernel(true, 0xffffffffff000000, 0xffffffffff000000, 0xffffffffffff0000);
    ck_assert_int_ne(plan_make(&plan, &k, 0, 1 << 20, 0), REASON_NONE);
}
END_TEST

START_TEST(random_kernels)
{
    srand(11);
    for (u32 i = 0; i < 20000; i++) {
        bool is_64 = rand() & 1;
        u64 base = is_64 && rand() % 3 ? (u64)rand() << 14 : (u64)(rand() % 0xf0000) << 12;
        u64 start = base + (u64)(rand() % 5000000), end = start + 1 + (u64)(rand() % 50000000);
        u64 pages = 4096 + (u64)(rand() % 200000), initrd = rand() & 1 ? 0 : (u64)rand() % 30000000;
        struct image k = kernel(is_64, base, start, end);
        bool is_domu = rand() & 1;
        enum reason reason = plan_make(&plan, &k, initrd, pages, is_domu);
        if (reason == REASON_NONE) {
            check_order(&k, initrd, pages, is_domu);
            ck_assert((plan.end - base) / PAGE_SIZE <= pages);
            ck_assert(is_64 || plan.end <= ABI_HOLE32_START);
        } else
            ck_assert(reason == REASON_IMAGE_TOO_BIG || reason == REASON_IMAGE_ADDRESSES);
    }
}
END_TEST

/* The tables as they would be filled: each entry may be said once, and only in a table. */
static struct {
    u64 to;
    bool is_writable;
} (*filled)[512];
static u32 entries;

/* Check writes a note for each ck_assert, too slow for a million entries. */
#define MUST(is_so)                                                                                \
    do {                                                                                           \
        if (!(is_so))                                                                              \
            ck_abort_msg("not so: %s", #is_so);                                                    \
    } while (0)

static void fill(void *self, const struct plan_entry *e)
{
    u64 n = (e->table - plan.tables) / PAGE_SIZE;

    MUST(self == &plan);
    MUST(e->table % PAGE_SIZE == 0 && n < plan.tables_count && e->slot < 512);
    MUST(filled[n][e->slot].to == 0);
    filled[n][e->slot].to = e->to + 1;
    filled[n][e->slot].is_writable = e->is_writable;
    entries++;
}

/* Where the tables say va is, as a processor would find it. */
static u64 walk(u64 va, u32 top, bool *is_writable)
{
    u64 at = plan.tables;

    for (u32 level = top; level > 0; level--) {
        u64 n = (at - plan.tables) / PAGE_SIZE, slot = va >> (3 + 9 * level) & 511;
        MUST(n < plan.tables_count && filled[n][slot].to != 0);
        at = filled[n][slot].to - 1;
        *is_writable = filled[n][slot].is_writable;
    }
    return at;
}

/* Every page is mapped where it is, tables read-only, all else writable, and nothing else is. */
START_TEST(tables_map_everything)
{
    const struct image kernels[] = {
        kernel(false, 0, 0x100000, 0x10c123),
        kernel(false, 0xc0000000, 0xc0100000, 0xc2345000),
        kernel(false, 0xf0000000, 0xf0100000, 0xf0200000),
        kernel(true, 0, 0x100000, 0x3ff00000),
        kernel(true, 0x3fff001000, 0x3fff101000, 0x4003000000),
        kernel(true, 0xffffffff80000000, 0xffffffff81000000, 0xffffffff83442000),
        kernel(true, 0xffffff7fffe00000, 0xffffff7ffff00000, 0xffffff8001000000),
    };

    for (u32 i = 0; i < array_size(kernels); i++) {
        u32 top = kernels[i].is_64 ? 4 : 3;
        ck_assert_int_eq(plan_make(&plan, &kernels[i], 0x123456, 400000, 2), REASON_NONE);
        filled = calloc(plan.tables_count, sizeof(*filled));
        entries = 0;
        plan_tables(&plan, fill, &plan);
        for (u64 va = plan.virt_base; va != plan.end; va += PAGE_SIZE) {
            bool is_writable, is_table = va >= plan.tables && va < plan.stack;
            MUST(walk(va, top, &is_writable) == va);
            MUST(is_writable == !is_table);
        }
        ck_assert_uint_eq(entries, (plan.end - plan.virt_base) / PAGE_SIZE + plan.tables_count - 1);
        if (!kernels[i].is_64)
            for (u64 slot = 0; slot < 4; slot++)
                ck_assert_uint_eq(filled[0][slot].to, plan.tables + (1 + slot) * PAGE_SIZE + 1);
        free(filled);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("plan");
    TCase *c = tcase_create("plan");

    suite_add_tcase(suite, c);
    tcase_set_timeout(c, 60);
    tcase_add_test(c, small_32);
    tcase_add_test(c, linux_64);
    tcase_add_test(c, unmapped_initrd);
    tcase_add_test(c, spare_room);
    tcase_add_test(c, odd_bases);
    tcase_add_test(c, too_big);
    tcase_add_test(c, out_of_reach);
    tcase_add_test(c, random_kernels);
    tcase_add_test(c, tables_map_everything);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
