/* SPDX-License-Identifier: MIT */
/*
 * Instructions and segments of guests, as ring 0 reads them: the decoders of privileged instructions
 * and of stores, the arithmetic of limits, and which descriptors pass. Where there is a rule to
 * compare with, it is said a second time here, byte by byte.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "call/guest.h"
#include "cpu/tables.h"
#include "mm/table.h"
#include "pv/decode.h"
#include "pv/store.h"

#define CODE_PAGE (GUEST_VA + 0x4000)
#define TRIES     300000

/* Check notes the place of each assertion that it passes; here are millions of them. */
#define hold_or(condition, ...) \
    do { \
        if (!(condition)) \
            ck_abort_msg(__VA_ARGS__); \
    } while (0)
#define hold(condition)   hold_or(condition, "%s", #condition)
#define hold_equal(a, b) hold_or((u64)(a) == (u64)(b), "%s is %lx, not %lx", #a, (u64)(a), (u64)(b))

static u64 descriptors[16]; /* what the test's GDT holds */

bool tables_descriptor(struct vcpu *v, u16 selector, u64 *out)
{
    if (selector >> 3 >= array_size(descriptors) || selector & 4)
        return false;
    *out = descriptors[selector >> 3];
    return true;
}

static u64 random64(void)
{
    return (u64)test_random(1u << 16) | (u64)test_random(1u << 16) << 16 |
           (u64)test_random(1u << 16) << 32 | (u64)test_random(1u << 16) << 48;
}

static struct regs registers_at(u64 ip)
{
    struct regs r = {.rip = ip, .cs = ABI_FLAT_RING1_CS32, .ss = ABI_FLAT_RING1_DS32, .rflags = 2};

    if (test_domain.width == WIDTH_64)
        r.cs = ABI_FLAT64_CS64, r.ss = ABI_FLAT64_DS;
    return r;
}

static struct insn decode(const char *bytes, size_t n)
{
    struct insn i;
    struct regs r = registers_at(CODE_PAGE);

    memset((void *)CODE_PAGE, 0x90, 64);
    memcpy((void *)CODE_PAGE, bytes, n);
    insn_decode(&test_vcpu, &r, &i);
    return i;
}

/* ---- Privileged instructions --------------------------------------------------------------- */

#define BYTES(s) s, sizeof(s) - 1

static const struct {
    const char *bytes;
    size_t n;
    struct insn is;
} known[] = {
    {BYTES("\x0f\x06"), {.kind = INSN_CLTS, .length = 2}},
    {BYTES("\x0f\x09"), {.kind = INSN_WBINVD, .length = 2}},
    {BYTES("\x0f\x20\xc0"), {.kind = INSN_READ_CR, .length = 3, .reg = 0, .crdr = 0}},
    {BYTES("\x0f\x22\xdb"), {.kind = INSN_WRITE_CR, .length = 3, .reg = 3, .crdr = 3}},
    {BYTES("\x0f\x20\xe4"), {.kind = INSN_READ_CR, .length = 3, .reg = 4, .crdr = 4}},
    {BYTES("\x0f\x21\xfe"), {.kind = INSN_READ_DR, .length = 3, .reg = 6, .crdr = 7}},
    {BYTES("\x66\x0f\x23\xc9"), {.kind = INSN_WRITE_DR, .length = 4, .reg = 1, .crdr = 1}},
    {BYTES("\x0f\x30"), {.kind = INSN_WRMSR, .length = 2}},
    {BYTES("\x0f\x32"), {.kind = INSN_RDMSR, .length = 2}},
    {BYTES("\xcd\x80"), {.kind = INSN_INT, .length = 2, .imm = 0x80}},
    {BYTES("\xfa"), {.kind = INSN_CLI, .length = 1}},
    {BYTES("\xfb"), {.kind = INSN_STI, .length = 1}},
    {BYTES("\xe4\x60"), {.kind = INSN_IN, .length = 2, .size = 1, .imm = 0x60}},
    {BYTES("\xe5\x60"), {.kind = INSN_IN, .length = 2, .size = 4, .imm = 0x60}},
    {BYTES("\x66\xe7\x60"), {.kind = INSN_OUT, .length = 3, .size = 2, .imm = 0x60}},
    {BYTES("\xec"), {.kind = INSN_IN, .length = 1, .size = 1, .in_dx = true}},
    {BYTES("\xef"), {.kind = INSN_OUT, .length = 1, .size = 4, .in_dx = true}},
    {BYTES("\xf3\x6c"), {.kind = INSN_INS, .length = 2, .size = 1, .in_dx = true, .repeat = true}},
    {BYTES("\x66\x6f"), {.kind = INSN_OUTS, .length = 2, .size = 2, .in_dx = true}},
    {BYTES("\x67\x6d"), {.kind = INSN_INS, .length = 2, .size = 4, .in_dx = true}},
    {BYTES("\xf4"), {.kind = INSN_UNKNOWN}},
    {BYTES("\x0f\x01\xd0"), {.kind = INSN_UNKNOWN}},
    {BYTES("\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\xfa"),
     {.kind = INSN_CLI, .length = 15}},
    {BYTES("\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\xfa"),
     {.kind = INSN_UNKNOWN}},
};

START_TEST(known_instructions)
{
    test_begin(WIDTH_32, 16);
    for (u32 k = 0; k < array_size(known); k++) {
        struct insn i = decode(known[k].bytes, known[k].n);
        const struct insn *is = &known[k].is;
        hold_or(i.kind == is->kind, "row %u: kind %d", k, i.kind);
        if (i.kind == INSN_UNKNOWN)
            continue;
        hold_or(i.length == is->length && i.size == is->size && i.imm == is->imm &&
                          i.in_dx == is->in_dx && i.repeat == is->repeat && i.reg == is->reg &&
                          i.crdr == is->crdr,
                      "row %u", k);
    }
    test_begin(WIDTH_64, 16);
    struct insn i = decode("\x44\x0f\x22\xc0", 4); /* mov %rax, %cr8 */
    hold(i.kind == INSN_WRITE_CR && i.crdr == 8 && i.reg == 0 && i.length == 4);
    i = decode("\x41\x0f\x20\xd9", 4); /* mov %cr3, %r9 */
    hold(i.kind == INSN_READ_CR && i.crdr == 3 && i.reg == 9);
}
END_TEST

/* Up to the last byte of a page with nothing behind it: what needs more is a fault there. */
START_TEST(end_of_memory)
{
    struct insn i;
    u64 end = GUEST_VA + GUEST_SIZE;

    test_begin(WIDTH_32, 16);
    memcpy((void *)(end - 2), "\x0f\x32", 2);
    struct regs r = registers_at(end - 2);
    insn_decode(&test_vcpu, &r, &i);
    hold(i.kind == INSN_RDMSR);
    memcpy((void *)(end - 2), "\x0f\x20", 2);
    insn_decode(&test_vcpu, &r, &i);
    hold(i.kind == INSN_FAULT && i.fault_at == end);
    r.rip = 0xfffffffe; /* in the hypervisor's part: not read at all */
    insn_decode(&test_vcpu, &r, &i);
    hold(i.kind != INSN_RDMSR && i.kind != INSN_INT);
}
END_TEST

START_TEST(any_bytes)
{
    for (u32 n = 0; n < TRIES; n++) {
        struct insn i;
        struct store s = {0};
        if (n % (TRIES / 2) == 0)
            test_begin(n ? WIDTH_64 : WIDTH_32, 16);
        struct regs r = registers_at(CODE_PAGE + 0x1000 - test_random(20)), before;
        u8 *code = (u8 *)r.rip;
        for (u32 k = 0; k < 20; k++) {
            static const u8 usual[] = {0x66, 0x67, 0xf0, 0xf3, 0x0f, 0x48, 0x81, 0x83, 0x89, 0xb1,
                                       0xba, 0xc7, 0xcd, 0x6d, 0xe5, 0x20, 0x22};
            code[k] = test_chance(500) ? usual[test_random(array_size(usual))] : (u8)test_random(256);
        }
        before = r;
        insn_decode(&test_vcpu, &r, &i);
        hold(i.kind <= INSN_UNKNOWN || i.kind == INSN_FAULT || i.length <= INSN_MAX);
        bool store = store_decode(&test_vcpu, &r, &s);
        hold(!memcmp(&r, &before, sizeof(r)));
        if (!store)
            continue;
        hold(s.length <= INSN_MAX && (s.size == 1 || s.size == 2 || s.size == 4 || s.size == 8));
        u64 mask = s.size == 8 ? ~0ull : (1ull << 8 * s.size) - 1, old = random64() & mask;
        u64 result = store_apply(&s, &r, old);
        hold_or(!(result & ~mask), "kind %d, size %u, result %lx", s.kind, s.size, result);
        /* Of the flags only the arithmetic ones may change, and nothing that leads anywhere. */
        hold_equal((r.rflags ^ before.rflags) & ~0x8d5ull, 0);
        hold(r.rip == before.rip && r.cs == before.cs && r.ss == before.ss);
    }
}
END_TEST

/* ---- Segments ------------------------------------------------------------------------------ */

/* May this one byte be accessed? The processor's rule. */
static bool byte_allowed(u64 d, u64 offset)
{
    u64 limit = (d & 0xffff) | (d >> 48 & 0xf) << 16;

    if (d >> 55 & 1)
        limit = limit * 4096 + 4095;
    if (offset > 0xffffffff)
        return false;
    bool code = d >> 43 & 1, down = d >> 42 & 1, big = d >> 54 & 1;
    if (!code && down)
        return offset > limit && offset <= (big ? 0xffffffffull : 0xffffull);
    return offset <= limit;
}

static u64 near_something(u64 d)
{
    u64 limit = (d & 0xffff) | (d >> 48 & 0xf) << 16;
    u64 points[] = {0, limit, limit << 12 | 0xfff, 0xffff, 0xffffffff, 0xf5800000, random64()};

    return (u32)(points[test_random(array_size(points))] + test_random(40) - 20);
}

START_TEST(limits)
{
    test_begin(WIDTH_32, 16);
    for (u32 n = 0; n < TRIES; n++) {
        u64 d = random64();
        if (test_chance(800))
            d |= 1ull << 47 | 1ull << 44;
        descriptors[5] = d;
        u64 offset = near_something(d);
        u32 size = 1 + test_random(24);
        bool write = test_chance(500), expected = d >> 47 & 1 && d >> 44 & 1;
        if (write)
            expected = expected && !(d >> 43 & 1) && (d >> 41 & 1);
        for (u32 i = 0; i < size; i++)
            expected = expected && byte_allowed(d, offset + i);
        gaddr_t at = GADDR(0);
        bool got = pv_segment_linear(&test_vcpu, 5 << 3 | 1, offset, size, write, &at);
        hold_or(got == expected, "descriptor %016lx offset %lx size %u", d, offset, size);
        if (got)
            hold_equal(at.va, (u32)(((d >> 16 & 0xffffff) | (d >> 56) << 24) + offset));
    }
    gaddr_t at;
    hold(!pv_segment_linear(&test_vcpu, 0, 0, 4, false, &at));
    hold(!pv_segment_linear(&test_vcpu, 3, 0, 4, true, &at));
    hold(!pv_segment_linear(&test_vcpu, ABI_FLAT_RING1_DS32, 0xfffffffd, 4, true, &at));
    hold(pv_segment_linear(&test_vcpu, ABI_FLAT_RING1_DS32, 0xfffffffc, 4, true, &at));
    hold(!pv_segment_linear(&test_vcpu, ABI_FLAT_RING1_CS32, 0, 4, true, &at));
}
END_TEST

START_TEST(selectors)
{
    test_begin(WIDTH_32, 16);
    for (u32 s = 0; s < 0x10000; s++) {
        u16 cs = pv_fix_code_selector(&test_vcpu, (u16)s), ss = pv_fix_stack_selector(&test_vcpu, (u16)s);
        hold((cs & 3) && (ss & 3));
        hold(cs & 4 || cs < ABI_GDT_RESERVED_START || cs == ABI_FLAT_RING1_CS32);
        hold(ss & 4 || ss < ABI_GDT_RESERVED_START || ss == ABI_FLAT_RING1_DS32);
    }
    test_begin(WIDTH_64, 16);
    for (u32 s = 0; s < 0x10000; s++) {
        hold_equal(pv_fix_code_selector(&test_vcpu, (u16)s), ABI_FLAT64_CS64);
        hold_equal(pv_fix_stack_selector(&test_vcpu, (u16)s), ABI_FLAT64_DS);
    }
}
END_TEST

/* ---- Descriptors ---------------------------------------------------------------------------- */

/* What the processor would let a guest do with a descriptor that has passed. */
static void judge_descriptor(enum width width, u64 before, u64 after)
{
    u32 type = after >> 40 & 0x1f, level = after >> 45 & 3, was = before >> 45 & 3;

    if (!(after >> 47 & 1)) {
        hold_equal(before, after);
        return;
    }
    hold_equal((before ^ after) & ~(3ull << 45 | 0xffffull << 16), 0);
    if (type & 0x10) {
        hold_equal((before ^ after) & 0xffff0000, 0);
        hold(level >= (width == WIDTH_32 ? 1u : 3u));
        hold(level >= was);
        hold(!(width == WIDTH_32 && type & 8 && after >> 53 & 1));
        return;
    }
    u32 target = after >> 16 & 0xffff;
    hold(width == WIDTH_32 && type == 0xc && level == 0);
    hold((target & 3) >= was);
    hold((target & 4) || (target & ~7u) < ABI_GDT_RESERVED_START ||
              (target & ~3u) == (ABI_FLAT_RING1_CS32 & ~3u));
}

START_TEST(descriptor_rules)
{
    u32 passed = 0;

    for (u32 n = 0; n < TRIES; n++) {
        enum width width = n & 1;
        if (n < 2)
            test_begin(width, 16);
        test_domain.width = width;
        u64 before = random64(), after;
        if (test_chance(100))
            before = (before & ~0xffff0000ull) | (0xe000ull + test_random(0x100)) << 16;
        if (test_chance(300))
            before = (before & ~(0x1full << 40)) | 0xcull << 40 | 1ull << 47;
        after = before;
        if (!descriptor_check(&test_domain, &after))
            continue;
        passed++;
        judge_descriptor(width, before, after);
        u64 again = after;
        hold(descriptor_check(&test_domain, &again));
        hold_equal(again, after);
    }
    hold(passed > TRIES / 4);
}
END_TEST

/* ---- Guest memory --------------------------------------------------------------------------- */

START_TEST(copies_end_where_memory_does)
{
    u64 end = GUEST_VA + GUEST_SIZE;
    u8 buffer[64], pattern[64];

    test_begin(WIDTH_32, 16);
    for (u32 i = 0; i < 64; i++)
        pattern[i] = (u8)(i + 1);
    for (u32 n = 0; n <= 40; n++) {
        for (u32 over = 0; over <= n; over++) {
            gaddr_t at = GADDR(end - n + over);
            memset(buffer, 0, sizeof(buffer));
            memset((void *)(end - 64), 0, 64);
            hold_equal(guest_copy_out(&test_vcpu, at, pattern, n), !over);
            hold_equal(guest_copy_in(&test_vcpu, buffer, at, n), !over);
            hold_equal(memcmp(buffer, pattern, n - over < n ? 0 : n), 0);
            for (u32 i = n; i < 64; i++)
                hold_equal(buffer[i], 0);
        }
    }
    static const u64 bad[] = {0xf5800000, 0xf57fffff, 0xffffffff, 0x100000000, 0xffff830000000000,
                              ~0ull, ~0ull - 7};
    for (u32 i = 0; i < array_size(bad); i++) {
        hold(!guest_copy_in(&test_vcpu, buffer, GADDR(bad[i]), 8));
        hold(!guest_copy_out(&test_vcpu, GADDR(bad[i]), buffer, 8));
        hold(!guest_range_ok(&test_vcpu, GADDR(bad[i]), 8));
    }
    hold(!guest_range_ok(&test_vcpu, GADDR(8), ~0ull - 4));
    hold(guest_range_ok(&test_vcpu, GADDR(ABI_HOLE32_START - 8), 8));
    hold(!guest_range_ok(&test_vcpu, GADDR(ABI_HOLE32_START - 7), 8));
    test_begin(WIDTH_64, 16);
    static const u64 bad64[] = {1ull << 47, 0xffff800000000000, 0xffff830000000000,
                                0xffff87ffffffffff, 0x7fffffffffff, 0xfffffffffffffffc};
    for (u32 i = 0; i < array_size(bad64); i++)
        hold_or(!guest_range_ok(&test_vcpu, GADDR(bad64[i]), 8), "%lx", bad64[i]);
    hold(guest_range_ok(&test_vcpu, GADDR(0xffff880000000000), 8));
    hold(guest_range_ok(&test_vcpu, GADDR(0x7ffffffffff8), 8));
}
END_TEST

/*
 * Translated in, translated out, and once more: nothing changes but padding, which is 0 from then on,
 * and not a byte besides the structure is touched.
 */
#define FROM (GUEST_VA + 0x100)
#define TO   (GUEST_VA + 0x2000)

#define ROUND_TRIP(S) \
    do { \
        struct S neutral, again; \
        u32 size = (u32)guest_sizeof(&test_vcpu, S); \
        for (u32 i = 0; i < 0x1000; i++) \
            ((u8 *)FROM)[i] = (u8)test_random(256); \
        memset((void *)TO, 0xa5, 0x1000); \
        hold(guest_read_##S(&test_vcpu, &neutral, GADDR(FROM))); \
        hold(guest_write_##S(&test_vcpu, GADDR(TO), &neutral)); \
        for (u32 i = size; i < 0x1000; i++) \
            hold_or(((u8 *)TO)[i] == 0xa5, #S " writes behind its end"); \
        for (u32 i = 0; i < size; i++) \
            hold_or(((u8 *)TO)[i] == ((u8 *)FROM)[i] || ((u8 *)TO)[i] == 0, #S " byte %u", i); \
        memcpy((void *)FROM, (void *)TO, size); \
        hold(guest_read_##S(&test_vcpu, &again, GADDR(TO))); \
        hold(guest_write_##S(&test_vcpu, GADDR(TO), &again)); \
        hold_or(!memcmp((void *)FROM, (void *)TO, size), #S " is not the same again"); \
        hold(!guest_read_##S(&test_vcpu, &again, GADDR(GUEST_VA + GUEST_SIZE - size + 1))); \
        hold(!guest_write_##S(&test_vcpu, GADDR(0xf5800000 - size + 1), &again)); \
    } while (0);

START_TEST(structures)
{
    for (u32 n = 0; n < 40; n++) {
        test_begin(n & 1 ? WIDTH_64 : WIDTH_32, 16);
        ABI_COPIED(ROUND_TRIP)
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("decode");
    TCase *all = tcase_create("what guests write");

    tcase_set_timeout(all, 120);
    tcase_add_test(all, known_instructions);
    tcase_add_test(all, end_of_memory);
    tcase_add_test(all, any_bytes);
    tcase_add_test(all, limits);
    tcase_add_test(all, selectors);
    tcase_add_test(all, descriptor_rules);
    tcase_add_test(all, copies_end_where_memory_does);
    tcase_add_test(all, structures);
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
