/* SPDX-License-Identifier: MIT */
/*
 * Random operations on a hundred frames, through the calls that guests make, stopped at random and
 * sometimes never resumed, against the model. Each step says what it expects before it acts.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "call/call.h"
#include "model.h"
#include "mm/geometry.h"
#include "mm/mm.h"

#ifndef STEPS
#define STEPS 8000
#endif

/* Frames have a calling, which most operations respect, so that tables get built at all. */
static const u64 first[] = {34, 22, 16, 12, 8}, count[] = {54, 12, 6, 4, 4};

static u64 by_calling(u32 level)
{
    if (test_chance(100))
        return test_random(TEST_FRAMES + 2);
    return first[level] + test_random((u32)count[level]);
}

static u64 random_flags(u32 level)
{
    static const u64 rare[] = {PTE_PSE, PTE_PWT, PTE_PCD, PTE_G, PTE_NX, PTE_US, PTE_A, PTE_D};
    u64 flags = test_chance(900) ? PTE_P : 0;

    if (test_chance(level == 1 ? 400 : 700))
        flags |= PTE_RW;
    if (test_chance(level == 1 ? 100 : 20))
        flags |= rare[test_random(array_size(rare))];
    return flags;
}

static u64 random_entry(u32 level)
{
    return by_calling(level - 1) << PAGE_SHIFT | random_flags(level);
}

/* Mostly one of the first, so that entries get changed and not only made. */
static u32 random_slot(u32 level)
{
    if (test_chance(50))
        return test_random(512);
    return test_random(level == 3 && test_domain.width == WIDTH_32 ? 4 : 12);
}

static u32 random_level(void)
{
    return 1 + test_random(test_domain.geo->top);
}

/* ---- Calls, with everything that may come between ------------------------------------------ */

static bool was_left; /* the last call was stopped and not resumed */

static void judge(const char *after)
{
    processor_look();
    audit_references(after);
    audit_translations(after);
}

static void finish_releases(void)
{
    while (!mm_release_some(&test_domain))
        judge("part of a release");
    judge("a release");
}

typedef long (*call4)(struct vcpu *, u64, u64, u64, u64);

/* Makes the call until it is done, or, if it may be left, until that comes to pass. */
static long make(const char *name, call4 call, u64 a, u64 b, u64 c, u64 d, u32 leave_chance)
{
    const u64 *again = test_vcpu.restart;
    long rc = call(&test_vcpu, a, b, c, d);

    was_left = false;
    for (u32 times = 0; rc == CALL_RESTART; times++) {
        ck_assert_msg(times < 5000, "%s is never done", name);
        judge(name);
        finish_releases(); /* no guest instruction before that: cpu/exit.c */
        if (test_chance(leave_chance)) {
            was_left = true;
            return rc;
        }
        rc = call(&test_vcpu, again[0], again[1], again[2], again[3]);
    }
    judge(name);
    finish_releases();
    return rc;
}

static long by_set_gdt(struct vcpu *v, u64 a, u64 b, u64 c, u64 d)
{
    return call_set_gdt(v, a, b);
}

static long by_memory_op(struct vcpu *v, u64 a, u64 b, u64 c, u64 d)
{
    return call_memory_op(v, a, b);
}

#define WORDS ((u64 *)GUEST_VA)
#define DONE  (GUEST_VA + GUEST_SIZE - 4)

/* One mmuext_op in the guest's layout of either width. */
static long extended(u32 command, u64 arg1, u64 arg2, u32 leave_chance)
{
    if (test_domain.width == WIDTH_32)
        *(abi32_mmuext_op *)GUEST_VA =
            (abi32_mmuext_op){.cmd = command, .arg1 = (u32)arg1, .arg2 = (u32)arg2};
    else
        *(abi64_mmuext_op *)GUEST_VA =
            (abi64_mmuext_op){.cmd = command, .arg1 = arg1, .arg2 = arg2};
    return make("mmuext_op", call_mmuext_op, GUEST_VA, 1, 0, ABI_DOMID_SELF, leave_chance);
}

static void expect(const char *name, long rc, bool good)
{
    if ((rc >= 0) != good)
        fprintf(stderr, "%s: %ld, reason %d, expected to %s\n", name, rc, test_reason,
                good ? "succeed" : "be refused");
    ck_assert_int_eq(rc >= 0, good);
    model_compare(name);
}

/* ---- Steps --------------------------------------------------------------------------------- */

/* The guest writes a page, as what it is called to be or as anything else. */
static void step_fill(void)
{
    u32 level = test_random(test_domain.geo->top + 2); /* the last: descriptors */
    bool descriptors = level > test_domain.geo->top;
    u64 m = by_calling(descriptors ? 0 : level);
    if (!model_writable(m)) {
        ck_assert(!frame_exists(MFN(m)) || frame_table[m].owner != test_domain.id ||
                  !frame_get_writable(MFN(m)));
        return;
    }
    ck_assert(frame_get_writable(MFN(m)));
    audit_translations("a writable mapping");
    u64 *page = mm_pointer(MFN(m));
    memset(page, 0, PAGE_SIZE);
    for (u32 n = test_random(12); n > 0 && (level || descriptors); n--) {
        if (descriptors)
            page[test_random(512)] = 0x00cff2000000ffffull | (u64)test_random(256) << 40;
        else
            page[random_slot(level)] = random_entry(level);
    }
    if (level == 3 && test_domain.width == WIDTH_32 && test_chance(900))
        page[3] = random_entry(3) | PTE_P;
    frame_put_writable(MFN(m));
}

static void step_pin(void)
{
    u32 level = random_level();
    u64 m = by_calling(level);
    bool good = model_pin(m, level);

    expect("pin", extended(ABI_MMUEXT_PIN_L1_TABLE + level - 1, m, 0, 0), good);
}

static void step_unpin(void)
{
    u64 m = by_calling(random_level());
    bool good = model_unpin(m);

    expect("unpin", extended(ABI_MMUEXT_UNPIN_TABLE, m, 0, 0), good);
}

static void step_base(void)
{
    u64 m = by_calling(test_domain.geo->top);
    bool good = model_base(m);

    expect("new base", extended(ABI_MMUEXT_NEW_BASEPTR, m, 0, 0), good);
}

static void step_entry(void)
{
    u32 level = random_level(), slot = random_slot(level);
    u64 m = by_calling(level), pte = random_entry(level), *at = mm_pointer(MFN(m));
    if (m < TEST_FRAMES && test_chance(300)) /* the same again with other flags */
        pte = (at[slot] & PTE_FRAME) | random_flags(level);
    bool keep = test_chance(300), good = model_entry(m, slot, pte);
    /* What may differ afterwards: bits that the processor or the hypervisor sets itself. */
    bool is_l3 = m < TEST_FRAMES && model.frame[m].kind == TYPE_L3;
    u64 asked = PTE_P | PTE_FRAME | (is_l3 && test_domain.width == WIDTH_32 ? 0 : PTE_RW);

    WORDS[0] = m << PAGE_SHIFT | slot * 8 | (keep ? ABI_MMU_PT_UPDATE_PRESERVE_AD : 0);
    WORDS[1] = pte;
    expect("mmu_update", make("mmu_update", call_mmu_update, GUEST_VA, 1, DONE, ABI_DOMID_SELF, 0),
           good);
    ck_assert_int_eq(*(u32 *)DONE, good);
    if (good)
        ck_assert_uint_eq(at[slot] & asked, pte & asked);
}

static long by_update_va(struct vcpu *v, u64 a, u64 b, u64 c, u64 d)
{
    return call_update_va_mapping(v, a, b, c);
}

static u64 random_va(void)
{
    u64 va = test_random(4096);

    for (u32 level = 1; level <= test_domain.geo->top; level++) {
        u32 slot = random_slot(level);
        if (level == 3 && test_domain.width == WIDTH_32)
            slot = test_chance(800) ? 3 : slot & 3;
        if (level == 4 && slot >= 256)
            slot = 0;
        va |= (u64)slot << (3 + 9 * level);
    }
    return va;
}

/* Where the tables in use map va, by hand: table and slot; false if they do not. */
static bool find_entry(u64 va, u64 *table, u32 *slot)
{
    *table = model.base;
    if (model.base == MFN_NONE.n || (test_domain.width == WIDTH_32 && va >= ABI_HOLE32_START))
        return false;
    for (u32 level = test_domain.geo->top; level > 1; level--) {
        u64 e = ((u64 *)mm_pointer(MFN(*table)))[va >> (3 + 9 * level) & 511];
        if (!(e & PTE_P))
            return false;
        *table = (e & PTE_FRAME) >> PAGE_SHIFT;
    }
    *slot = va >> PAGE_SHIFT & 511;
    return model.frame[*table].kind == TYPE_L1; /* linear entries lead to others */
}

static bool update_va(u64 va, u64 pte)
{
    u64 table;
    u32 slot;
    bool good = find_entry(va, &table, &slot) && model_entry(table, slot, pte);

    expect("update_va_mapping", make("update_va_mapping", by_update_va, va, pte, 0, 0, 0), good);
    return good;
}

static void step_va(void)
{
    update_va(random_va(), random_entry(1));
}

/* Writable, gone again without a flush, and then a table: the oldest trick there is. */
static void step_stale(void)
{
    u32 level = random_level();
    u64 m = by_calling(level), va = random_va();

    if (!update_va(va, m << PAGE_SHIFT | PTE_P | PTE_RW) || !update_va(va, 0))
        return;
    bool good = model_pin(m, level);
    expect("pin after a mapping", extended(ABI_MMUEXT_PIN_L1_TABLE + level - 1, m, 0, 0), good);
}

/* Several entries in one call, as far as they are good. */
static void step_list(void)
{
    u32 count = 1 + test_random(30), good = 0;
    bool stopped = false;
    u64 m = by_calling(1); /* one table of level 1: its entries do not change what follows */

    for (u32 i = 0; i < count; i++) {
        u32 slot = test_random(512);
        u64 pte = random_entry(1);
        WORDS[2 * i] = m << PAGE_SHIFT | slot * 8;
        WORDS[2 * i + 1] = pte;
        for (u32 k = 0; k < i; k++) /* the model reads the old entry from memory: once a slot */
            if (WORDS[2 * k] == WORDS[2 * i])
                WORDS[2 * i + 1] = WORDS[2 * k + 1] & 0;
        if (WORDS[2 * i + 1] != pte) {
            count = i;
            break;
        }
        stopped = stopped || !model_entry(m, slot, pte);
        good += !stopped;
        if (stopped) {
            count = i + 1;
            break;
        }
    }
    if (!count)
        return;
    long rc = make("mmu_update of several", call_mmu_update, GUEST_VA, count, DONE, ABI_DOMID_SELF, 0);
    expect("mmu_update of several", rc, !stopped);
    ck_assert_uint_eq(*(u32 *)DONE, good);
}

static void step_gdt(void)
{
    u64 frames[3];
    u32 n = test_random(4);

    for (u32 i = 0; i < n; i++) {
        frames[i] = by_calling(0);
        if (test_domain.width == WIDTH_32)
            ((u32 *)GUEST_VA)[i] = (u32)frames[i];
        else
            WORDS[i] = frames[i];
    }
    bool good = model_gdt(frames, n);
    expect("set_gdt", make("set_gdt", by_set_gdt, GUEST_VA, n * 512, 0, 0, 0), good);
}

static void step_descriptor(void)
{
    u64 m = by_calling(0), descriptor = 0x00cff2000000ffffull;
    bool good = model_descriptor(m);

    expect("update_descriptor",
           call_update_descriptor(&test_vcpu, m << PAGE_SHIFT | test_random(512) * 8, descriptor),
           good);
}

static void step_page(void)
{
    u64 m = by_calling(test_random(2)), from = by_calling(0);
    bool copy = test_chance(500);
    bool good = model_writable(m) && (!copy || (from < TEST_FRAMES && model.frame[from].exists));

    expect("clear or copy page",
           extended(copy ? ABI_MMUEXT_COPY_PAGE : ABI_MMUEXT_CLEAR_PAGE, m, from, 0), good);
}

static void put_reservation(u32 n)
{
    if (test_domain.width == WIDTH_32)
        *(abi32_memory_reservation *)GUEST_VA = (abi32_memory_reservation){
            .extent_start = GUEST_VA + 256, .nr_extents = n, .domid = ABI_DOMID_SELF};
    else
        *(abi64_memory_reservation *)GUEST_VA = (abi64_memory_reservation){
            .extent_start = GUEST_VA + 256, .nr_extents = n, .domid = ABI_DOMID_SELF};
}

static u64 *extent(u32 i)
{
    return test_domain.width == WIDTH_32 ? (u64 *)(GUEST_VA + 256 + 4 * i)
                                         : (u64 *)(GUEST_VA + 256 + 8 * i);
}

static void step_give_back(void)
{
    u64 m = by_calling(test_random(test_domain.geo->top + 1));
    bool good = model_give_back(m);

    put_reservation(1);
    memcpy(extent(0), &m, test_domain.width == WIDTH_32 ? 4 : 8);
    long rc = make("decrease_reservation", by_memory_op, ABI_XENMEM_decrease_reservation, GUEST_VA,
                   0, 0, 0);
    ck_assert_int_eq(rc, good);
    model_compare("decrease_reservation");
}

static void step_populate(void)
{
    put_reservation(1);
    memset(extent(0), 0, 8);
    long rc = make("populate_physmap", by_memory_op, ABI_XENMEM_populate_physmap, GUEST_VA, 0, 0, 0);
    if (rc == 1) {
        u64 m = 0;
        memcpy(&m, extent(0), test_domain.width == WIDTH_32 ? 4 : 8);
        ck_assert(m < TEST_FRAMES && !model.frame[m].exists);
        model_populated(m);
    } else {
        ck_assert_uint_eq(test_domain.frames, test_domain.frames_max);
    }
    model_compare("populate_physmap");
}

/*
 * A pin that is left half way, and other things done to the same frames, where only the judges have a
 * say; at last the pin again, so that nothing is half done any more.
 */
static void step_left(void)
{
    u32 level = 1 + test_random(test_domain.geo->top), stop = test_stop_chance;
    u64 m = by_calling(level);

    test_stop_chance = 1000;
    extended(ABI_MMUEXT_PIN_L1_TABLE + level - 1, m, 0, 700);
    if (was_left) {
        for (u32 n = test_random(6); n > 0; n--) {
            u64 other = by_calling(random_level());
            u32 as = random_level();
            if (extended(ABI_MMUEXT_PIN_L1_TABLE + as - 1, other, 0, 300) == 0 && !was_left)
                extended(ABI_MMUEXT_UNPIN_TABLE, other, 0, 0);
        }
    }
    test_stop_chance = stop;
}

/* Brings to an end what was left: a table of another kind is wanted, so the old state goes. */
static void settle_partials(void)
{
    for (u64 m = 0; m < TEST_FRAMES; m++) {
        while (frame_table[m].type & TYPE_PARTIAL) {
            u32 level = type_kind(frame_table[m].type) == TYPE_L1 ? 2 : 1;
            lock_take(&test_domain.mm_lock);
            frame_get_table(&test_vcpu, &test_domain, MFN(m), (enum frame_type)level, false);
            lock_give(&test_domain.mm_lock);
            finish_releases();
        }
    }
}

/* After frames were left and settled, the model begins anew from what the judge of references approved. */
static void model_resume(void)
{
    for (u64 m = 0; m < TEST_FRAMES; m++) {
        const struct frame *r = &frame_table[m];
        model.frame[m] = (struct model_frame){
            .exists = r->owner == test_domain.id,
            .is_pinned = r->type & TYPE_PINNED,
            .is_top = r->type & TYPE_TOP_L2,
            .kind = type_kind(r->type),
            .refs = (u32)(r->refs & REF_COUNT),
            .count = (u32)(r->type & TYPE_COUNT),
            .linear = r->linear,
        };
    }
    model_compare("settling");
}

/* Changing the base flushes everything, so it is rare: what is stale lives longer. */
static void step_rare(void)
{
    if (test_chance(150))
        step_base();
}

static void (*const steps[])(void) = {
    step_fill,  step_fill,  step_fill,  step_fill,  step_pin,        step_pin,       step_unpin,
    step_unpin, step_entry, step_entry, step_entry, step_entry,      step_entry,     step_list,
    step_va,    step_va,    step_stale,
    step_rare,  step_gdt,   step_page,  step_descriptor, step_give_back, step_give_back, step_populate,
};

/* Tables of all levels, full of entries, loaded: so that there is something to be stale. */
static void first_tables(void)
{
    u32 top = test_domain.geo->top;

    for (u32 level = 1; level <= top; level++) {
        for (u32 i = 0; i < 4; i++) {
            u64 *page = mm_pointer(MFN(first[level] + i));
            for (u32 slot = 0; slot < 4; slot++)
                page[slot] = (first[level - 1] + (level == 1 ? 4 * i + slot : slot)) << PAGE_SHIFT |
                             PTE_P | PTE_RW;
            if (level == 3 && test_domain.width == WIDTH_32) /* the top L2 is for itself */
                page[0] = page[1] = page[2] = 0;
        }
    }
    ck_assert(model_base(first[top]));
    expect("first base", extended(ABI_MMUEXT_NEW_BASEPTR, first[top], 0, 0), true);
}

static void run(enum width width, u32 stop_chance)
{
    test_begin(width, 76);
    test_on_flush = processor_flush;
    model_begin();
    first_tables();
    test_stop_chance = stop_chance;
    for (u32 i = 0; i < STEPS; i++) {
        steps[test_random(array_size(steps))]();
        if (i % 50 == 0) {
            step_left();
            settle_partials();
            model_resume();
        }
    }
}

/* The model takes the rules of single entries from mm/geometry.c; so those are looked at here. */
static void judge_rules(const struct level *rules, u32 level)
{
    ck_assert_msg(!(rules->flags_fast & (PTE_P | PTE_RW | PTE_FRAME | PTE_PWT | PTE_PCD)),
                  "level %u: a change that needs a check is called fast", level);
    ck_assert(level == 1 || !(rules->flags_fast & PTE_PSE));
    ck_assert_msg(level == 1 || rules->flags_refused & PTE_PSE, "level %u: superpages", level);
    ck_assert_uint_eq(rules->flags_refused & (PTE_P | PTE_RW), 0);
    ck_assert_uint_eq(rules->flags_forced & PTE_P, 0);
    ck_assert_uint_eq(rules->flags_hidden & ~(rules->flags_forced | PTE_A), 0);
    ck_assert(level == 1 ? !(rules->flags_forced & PTE_RW) : 1);
    ck_assert_uint_le(rules->entries, 512);
    ck_assert_uint_le(rules->reserved_first, rules->reserved_end);
}

START_TEST(rules)
{
    for (u32 width = 0; width < 2; width++) {
        for (u32 level = 1; level <= geometries[width].top; level++)
            judge_rules(&geometries[width].level[level], level);
    }
    judge_rules(&level_top_l2, 2);
    ck_assert_uint_eq((u64)level_top_l2.reserved_first << 21 | 3ull << 30, ABI_HOLE32_START);
    ck_assert_uint_eq(level_top_l2.reserved_end, 512);
    ck_assert_uint_eq(geometries[WIDTH_64].level[4].reserved_first, HV_SLOT_FIRST);
    ck_assert_uint_eq(geometries[WIDTH_64].level[4].reserved_end, HV_SLOT_LAST + 1);
    ck_assert_uint_eq(geometries[WIDTH_32].level[3].entries, 4);
}
END_TEST

START_TEST(width_32_undisturbed) { run(WIDTH_32, 0); } END_TEST
START_TEST(width_32_stopped) { run(WIDTH_32, 300); } END_TEST
START_TEST(width_64_undisturbed) { run(WIDTH_64, 0); } END_TEST
START_TEST(width_64_stopped) { run(WIDTH_64, 300); } END_TEST

int main(void)
{
    Suite *suite = suite_create("frames");
    TCase *all = tcase_create("against the model");

    tcase_set_timeout(all, 120);
    tcase_add_test(all, rules);
    tcase_add_test(all, width_32_undisturbed);
    tcase_add_test(all, width_32_stopped);
    tcase_add_test(all, width_64_undisturbed);
    tcase_add_test(all, width_64_stopped);
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
