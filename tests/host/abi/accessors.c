/* SPDX-License-Identifier: MIT */
/*
 * The rule: widening a guest's structure of either width and narrowing it again changes nothing,
 * and a 32-bit guest can never make the neutral form name anything above 4 GiB.
 *
 * How it would break: a field forgotten in a list, a word extended with its sign, code and selector
 * mixed up, an array copied short.
 */
#include <check.h>
#include <string.h>

#include "abi/structs.h"

/* Fills every byte differently, so that a field taken from its neighbour's place shows. */
static void fill(void *to, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        ((unsigned char *)to)[i] = (unsigned char)(0x81 + i * 7);
    }
}

/*
 * Narrow what was widened: the fields must come back. Padding is nobody's, so the comparison is of
 * a second round: two narrowings onto equal ground are equal in every byte.
 */
#define ROUND_TRIP(width, S)                                                                       \
    do {                                                                                           \
        abi##width##_##S from, once, twice;                                                        \
        struct S neutral, again;                                                                   \
        memset(&neutral, 0, sizeof(neutral));                                                      \
        memset(&again, 0, sizeof(again));                                                          \
        memset(&once, 0x55, sizeof(once));                                                         \
        memset(&twice, 0x55, sizeof(twice));                                                       \
        fill(&from, sizeof(from));                                                                 \
        abi##width##_widen_##S(&neutral, &from);                                                   \
        abi##width##_narrow_##S(&once, &neutral);                                                  \
        abi##width##_widen_##S(&again, &once);                                                     \
        abi##width##_narrow_##S(&twice, &again);                                                   \
        ck_assert_mem_eq(&neutral, &again, sizeof(neutral));                                       \
        ck_assert_mem_eq(&once, &twice, sizeof(once));                                             \
        CHECK_FIELDS_##width(S)                                                                    \
    } while (0);

/* And each field of the guest's structure is what it was. */
#define FIELD_EQUAL(type, name, xen)                                                               \
    ck_assert_msg(FIELD_IS_ENTRY_##type || memcmp(&from.name, &once.name, sizeof(from.name)) == 0, \
                  "%s", #name);
#define ARRAY_EQUAL(type, name, count, xen)                                                        \
    ck_assert_mem_eq(from.name, once.name, sizeof(from.name));
#define CHECK_FIELDS_32(S) ABI_##S(FIELD_EQUAL, ARRAY_EQUAL)
#define CHECK_FIELDS_64(S) ABI_##S(FIELD_EQUAL, ARRAY_EQUAL)

/* A 32-bit code selector has 16 bits of its word, so that word does not come back whole; nor does
 * the padding inside a copy's end. */
#define FIELD_IS_ENTRY_u8    0
#define FIELD_IS_ENTRY_u16   0
#define FIELD_IS_ENTRY_u32   0
#define FIELD_IS_ENTRY_u64   0
#define FIELD_IS_ENTRY_wide  0
#define FIELD_IS_ENTRY_word  0
#define FIELD_IS_ENTRY_addr  0
#define FIELD_IS_ENTRY_entry 1
#define FIELD_IS_ENTRY_copy_end 1

START_TEST(round_trip_32){
#define TRIP(S) ROUND_TRIP(32, S)
    ABI_COPIED(TRIP)
#undef TRIP
} END_TEST

    START_TEST(round_trip_64){
#define TRIP(S) ROUND_TRIP(64, S)
        ABI_COPIED(TRIP)
#undef TRIP
    } END_TEST

    START_TEST(words_are_extended_with_zeros)
{
    abi32_memory_reservation from = {.extent_start = 0xf5800000, .nr_extents = 0xffffffff};
    struct memory_reservation neutral;
    abi32_widen_memory_reservation(&neutral, &from);
    ck_assert_uint_eq(neutral.extent_start.va, 0xf5800000u);
    ck_assert_uint_eq(neutral.nr_extents, 0xffffffffu);
    abi32_mmuext_op op = {.cmd = 5, .arg1 = 0x80000000, .arg2 = 0xfffffffe};
    struct mmuext_op wide_op;
    abi32_widen_mmuext_op(&wide_op, &op);
    ck_assert_uint_eq(wide_op.arg1, 0x80000000u);
    ck_assert_uint_eq(wide_op.arg2, 0xfffffffeu);
}
END_TEST

START_TEST(words_are_cut)
{
    struct machphys_mapping neutral = {.v_start = 0x1234567890abcdefull, .v_end = 1, .max_mfn = 2};
    abi32_machphys_mapping narrow;
    abi32_narrow_machphys_mapping(&narrow, &neutral);
    ck_assert_uint_eq(narrow.v_start, 0x90abcdefu);
    abi64_machphys_mapping whole;
    abi64_narrow_machphys_mapping(&whole, &neutral);
    ck_assert_uint_eq(whole.v_start, 0x1234567890abcdefull);
}
END_TEST

START_TEST(wide_values_stay_whole)
{
    abi32_mmu_update from = {.ptr = 0x8000000000000001ull, .val = 0x7fffffff00000000ull};
    struct mmu_update neutral;
    abi32_widen_mmu_update(&neutral, &from);
    ck_assert_uint_eq(neutral.ptr, 0x8000000000000001ull);
    ck_assert_uint_eq(neutral.val, 0x7fffffff00000000ull);
}
END_TEST

START_TEST(code_addresses)
{
    abi32_callback_register from = {.type = 1, .flags = 2, .address = {0xdeade019, 0xc0100000}};
    struct callback_register neutral;
    abi32_widen_callback_register(&neutral, &from);
    ck_assert_uint_eq(neutral.address.cs, 0xe019); /* a selector has 16 bits */
    ck_assert_uint_eq(neutral.address.ip, 0xc0100000u);
    abi64_callback_register from64 = {.type = 1, .address = 0xffffffff81000000ull};
    abi64_widen_callback_register(&neutral, &from64);
    ck_assert_uint_eq(neutral.address.cs, 0);
    ck_assert_uint_eq(neutral.address.ip, 0xffffffff81000000ull);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("abi");
    TCase *accessors = tcase_create("accessors");
    tcase_add_test(accessors, round_trip_32);
    tcase_add_test(accessors, round_trip_64);
    tcase_add_test(accessors, words_are_extended_with_zeros);
    tcase_add_test(accessors, words_are_cut);
    tcase_add_test(accessors, wide_values_stay_whole);
    tcase_add_test(accessors, code_addresses);
    suite_add_tcase(suite, accessors);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
