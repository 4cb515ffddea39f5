/* SPDX-License-Identifier: MIT */
/*
 * xen_version and vm_assist: fixed answers, and the care with which they are given. A text
 * goes out as a whole field whose rest is zero: shorter would leave old bytes in the guest's
 * buffer, longer would overrun it, and anything but zero would be ours to keep.
 */
#include <check.h>
#include <string.h>

#include "boot/options.h"
#include "guest_shim.h"

static struct vcpu *v0, *v1;

static void begin(enum width width)
{
    shim_begin(width, width);
    v0 = &shim_vcpu[0][0];
    v1 = &shim_vcpu[1][0];
    memset(guest_memory, 0xaa, sizeof(guest_memory));
    memset(&options, 0, sizeof(options));
    strcpy(options.text, "console=com1 noreboot");
}

/* The field of n bytes at the start of guest memory holds text, zeroes, and ends there. */
static void expect_field(const char *text, size_t n)
{
    size_t length = strlen(text);

    ck_assert_mem_eq(guest_memory, text, length);
    for (size_t i = length; i < n; i++)
        ck_assert_uint_eq(guest_memory[i], 0);
    ck_assert_uint_eq(guest_memory[n], 0xaa);
}

static void expect_refusal(long got, enum reason reason)
{
    ck_assert_int_eq(shim_reason, reason);
    ck_assert_int_eq(got, shim_error(reason));
    ck_assert_int_lt(got, 0);
}

START_TEST(numbers)
{
    begin((enum width)_i);
    ck_assert_int_eq(call_xen_version(v1, ABI_XENVER_version, 0), 4 << 16 | 17);
    ck_assert_int_eq(call_xen_version(v1, ABI_XENVER_pagesize, 0), 4096);
    /* The command is an int: what is above it does not count. */
    ck_assert_int_eq(call_xen_version(v1, ABI_XENVER_version | 7ull << 32, 0), 4 << 16 | 17);
    expect_refusal(call_xen_version(v1, 11, GUEST_BASE), REASON_VERSION_COMMAND);
    expect_refusal(call_xen_version(v1, 0xffffffff, GUEST_BASE), REASON_VERSION_COMMAND);
}
END_TEST

START_TEST(texts)
{
    begin((enum width)_i);
    ck_assert_int_eq(call_xen_version(v1, ABI_XENVER_extraversion, GUEST_BASE), 0);
    expect_field(".0-torc", 16);
    ck_assert_int_eq(call_xen_version(v1, ABI_XENVER_capabilities, GUEST_BASE), 0);
    ck_assert_ptr_nonnull(strstr((char *)guest_memory, "xen-3.0-x86_32p "));
    expect_field((char *)guest_memory, 1024);
    begin((enum width)_i);
    ck_assert_int_eq(call_xen_version(v1, ABI_XENVER_changeset, GUEST_BASE), 0);
    expect_field((char *)guest_memory, 64);
    begin((enum width)_i);
    ck_assert_int_eq(call_xen_version(v1, ABI_XENVER_compile_info, GUEST_BASE), 0);
    ck_assert_ptr_nonnull(strstr((char *)guest_memory, "gcc "));
    ck_assert_str_eq((char *)guest_memory + 64, "torc");
    ck_assert_uint_eq(guest_memory[143], 0);
    ck_assert_uint_eq(guest_memory[144], 0xaa);
    begin((enum width)_i);
    ck_assert_int_eq(call_xen_version(v1, ABI_XENVER_guest_handle, GUEST_BASE), 0);
    expect_field("", 16);
}
END_TEST

/* The command line is for the privileged domain; others are told so, in words. */
START_TEST(command_line)
{
    begin((enum width)_i);
    ck_assert_int_eq(call_xen_version(v0, ABI_XENVER_commandline, GUEST_BASE), 0);
    expect_field("console=com1 noreboot", 1024);
    begin((enum width)_i);
    ck_assert_int_eq(call_xen_version(v1, ABI_XENVER_commandline, GUEST_BASE), 0);
    expect_field("<denied>", 1024);
    expect_refusal(call_xen_version(v0, ABI_XENVER_build_id, 0), REASON_BUILD_ID_ABSENT);
    expect_refusal(call_xen_version(v1, ABI_XENVER_build_id, 0), REASON_VERSION_DENIED);
}
END_TEST

START_TEST(bad_pointers)
{
    static const u32 commands[] = {1, 2, 3, 4, 5, 8, 9};

    begin((enum width)_i);
    for (u32 i = 0; i < array_size(commands); i++) {
        shim_reason = REASON_NONE;
        expect_refusal(call_xen_version(v0, commands[i], 0), REASON_POINTER_UNWRITABLE);
    }
    expect_refusal(call_xen_version(v0, ABI_XENVER_get_features, 0), REASON_POINTER_UNREADABLE);
    guest_read_only = true;
    memset(guest_memory, 0, 8);
    expect_refusal(call_xen_version(v0, ABI_XENVER_get_features, GUEST_BASE),
                   REASON_POINTER_UNWRITABLE);
}
END_TEST

START_TEST(platform)
{
    u64 start = 0;

    begin((enum width)_i);
    ck_assert_int_eq(call_xen_version(v0, ABI_XENVER_platform_parameters, GUEST_BASE), 0);
    memcpy(&start, guest_memory, _i ? 8 : 4);
    ck_assert_uint_eq(start, _i ? 0xffff800000000000 : 0xf5800000);
    ck_assert_uint_eq(guest_memory[_i ? 8 : 4], 0xaa);
}
END_TEST

static long features(struct vcpu *v, u32 submap, u32 *bits)
{
    memcpy(guest_memory, &submap, 4);
    long result = call_xen_version(v, ABI_XENVER_get_features, GUEST_BASE);
    memcpy(bits, guest_memory + 4, 4);
    return result;
}

START_TEST(feature_bits)
{
    u32 bits;

    begin((enum width)_i);
    ck_assert_int_eq(features(v0, 0, &bits), 0);
    ck_assert_uint_eq(bits, 1u << 5 | 1u << 6 | 1u << 7 | 1u << 11 | 1u << 17);
    ck_assert_int_eq(features(v1, 0, &bits), 0);
    ck_assert_uint_eq(bits, 1u << 5 | 1u << 6 | 1u << 7 | 1u << 17);
    ck_assert_int_eq(call_vm_assist(v1, ABI_VMASST_CMD_enable, 3), 0);
    ck_assert_int_eq(features(v1, 0, &bits), 0);
    ck_assert(bits & 1u << 4);
    ck_assert_int_eq(call_vm_assist(v1, ABI_VMASST_CMD_disable, 3), 0);
    ck_assert_int_eq(features(v1, 0, &bits), 0);
    ck_assert(!(bits & 1u << 4));
    expect_refusal(features(v1, 1, &bits), REASON_FEATURE_SUBMAP);
}
END_TEST

START_TEST(assists)
{
    begin((enum width)_i);
    for (u64 type = 0; type < 70; type++) {
        bool valid = type <= 5 || (type == 32 && _i);
        long got = call_vm_assist(v1, ABI_VMASST_CMD_enable, type);
        if (valid)
            ck_assert_int_eq(got, 0);
        else
            expect_refusal(got, REASON_ASSIST_TYPE);
    }
    ck_assert_uint_eq(v1->domain->vm_assist, _i ? 0x10000003full : 0x3f);
    ck_assert_uint_eq(v0->domain->vm_assist, 0);
    ck_assert_int_eq(call_vm_assist(v1, ABI_VMASST_CMD_disable, 2), 0);
    ck_assert_uint_eq((u32)v1->domain->vm_assist, 0x3b);
    expect_refusal(call_vm_assist(v1, 2, 0), REASON_ASSIST_COMMAND);
    expect_refusal(call_vm_assist(v1, 2, 6), REASON_ASSIST_TYPE);
    expect_refusal(call_vm_assist(v1, 0, 0xffffffff), REASON_ASSIST_TYPE);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("version");
    TCase *c = tcase_create("version");

    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, numbers, 0, 2);
    tcase_add_loop_test(c, texts, 0, 2);
    tcase_add_loop_test(c, command_line, 0, 2);
    tcase_add_loop_test(c, bad_pointers, 0, 2);
    tcase_add_loop_test(c, platform, 0, 2);
    tcase_add_loop_test(c, feature_bits, 0, 2);
    tcase_add_loop_test(c, assists, 0, 2);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
