/* SPDX-License-Identifier: MIT */
/*
 * The rule: an entry may name a table of its own level, read-only, so that a kernel sees its tables
 * in one window ("linear" or "recursive" tables). The table named must be one already, and may not
 * have such entries itself, except for one that names itself. A 32-bit L3 has none at all.
 *
 * How someone would break it: make the window writable, at once or later (XSA-182); chains of tables,
 * whose references take each other's place (XSA-240); counts that are wrong once a table has gone
 * (XSA-280, XSA-309); rings that are never released; a 32-bit L3, whose entries the hypervisor makes
 * writable (XSA-185).
 *
 * @widths both
 */
#include "test.h"

#define WINDOW 0x20000000ul
#define SLOT   200
#define LINEAR page_entry(0, PTE_PRESENT | PTE_USER | PTE_ACCESSED)

static pte_t *table[3];
static unsigned long frame[3];

static uint64_t entry_address(unsigned which, unsigned slot)
{
    return ((uint64_t)frame[which] << PAGE_SHIFT) + slot * 8;
}

static void fresh(void)
{
    for (unsigned i = 0; i < 3; i++) {
        table[i] = table[i] ? table[i] : page_alloc();
        frame[i] = page_mfn_at(table[i]);
        memset(table[i], 0, PAGE_SIZE);
        page_make_read_only(table[i]);
    }
}

/* All three are plain memory again, or somebody still holds them as tables. */
static void settle(const char *what)
{
    unsigned good = 0;
    for (unsigned i = 0; i < 3; i++) {
        good += page_make_writable(table[i]) == 0;
    }
    test_equal(good, 3, "%s: all are plain memory again", what);
}

static void alone(unsigned level)
{
    fresh();
    test_equal(page_pin(frame[0], level), 0, "L%u: an empty table is pinned", level);
    test_equal(page_set_entry(entry_address(0, 7), page_entry(frame[0], LINEAR)), 0,
               "it may name itself");
    test_refused(page_set_entry(entry_address(0, 7), page_entry(frame[0], LINEAR | PTE_WRITE)),
                 ABI_EINVAL, REASON_ENTRY_LINEAR, "not so that it could be written");
    test_refused(page_set_entry(entry_address(0, 8), page_entry(frame[0], LINEAR | PTE_WRITE)),
                 ABI_EINVAL, REASON_ENTRY_LINEAR, "in another slot neither");
    test_equal(page_set_entry(entry_address(0, 7), page_entry(frame[0], LINEAR | 0x200)), 0,
               "a bit that is for the guest may change");
    test_ok(page_make_writable(table[0]) < 0, "it cannot be mapped writable");
    test_equal(page_unpin(frame[0]), 0, "unpinned it goes, though it names itself");
    settle("after that");
    table[0][511] = 0;
    table[0][0] = page_entry(frame[0], LINEAR);
    page_make_read_only(table[0]);
    test_equal(page_pin(frame[0], level), 0, "it is also found good from the start");
    test_equal(page_set_entry(entry_address(0, 0), 0), 0, "and may stop naming itself");
    test_equal(page_unpin(frame[0]), 0, "unpinned");
    page_make_writable(table[0]);
}

static void siblings(unsigned level)
{
    fresh();
    test_equal(page_pin(frame[0], level), 0, "L%u: one table", level);
    test_equal(page_pin(frame[1], level), 0, "and another");
    test_equal(page_set_entry(entry_address(1, 5), page_entry(frame[0], LINEAR)), 0,
               "the second names the first");
    test_equal(page_set_entry(entry_address(1, 6), page_entry(frame[0], LINEAR)), 0, "twice");
    test_refused(page_set_entry(entry_address(0, 5), page_entry(frame[1], LINEAR)), ABI_EINVAL,
                 REASON_ENTRY_LINEAR, "not the other way round as well");
    test_equal(page_set_entry(entry_address(0, 5), page_entry(frame[0], LINEAR)), 0,
               "but the first may name itself");
    test_equal(page_pin(frame[2], level), 0, "a third");
    test_refused(page_set_entry(entry_address(2, 5), page_entry(frame[1], LINEAR)), ABI_EINVAL,
                 REASON_ENTRY_LINEAR, "cannot name the second, which names others");
    test_refused(page_set_entry(entry_address(0, 6), page_entry(frame[2], LINEAR)), ABI_EINVAL,
                 REASON_ENTRY_LINEAR, "nor can the first, being named, name the third");
    test_equal(page_set_entry(entry_address(2, 5), page_entry(frame[0], LINEAR)), 0,
               "it can name the first");
    test_equal(page_unpin(frame[0]), 0, "the first is unpinned");
    test_ok(page_make_writable(table[0]) < 0, "and stays a table, being named");
    test_equal(page_unpin(frame[2]), 0, "the third is unpinned");
    test_ok(page_make_writable(table[0]) < 0, "it still is");
    test_equal(page_set_entry(entry_address(1, 5), 0), 0, "one of two entries goes");
    test_ok(page_make_writable(table[0]) < 0, "it still is");
    test_equal(page_set_entry(entry_address(1, 6), 0), 0, "and the other");
    test_equal(page_make_writable(table[0]), 0, "now it is none");
    page_make_read_only(table[0]);
    if (level < 4) { /* Xen leaves its own slots in what was an L4: no table of another level */
        test_equal(page_set_entry(entry_address(1, 5), page_entry(frame[0], LINEAR)), 0,
                   "what is no table any more becomes one of the level below");
        test_equal(page_set_entry(entry_address(1, 5), 0), 0, "(and none)");
    }
    test_equal(page_unpin(frame[1]), 0, "the second is unpinned");
    settle("siblings");
}

/* Counts after a table with linear entries has gone as a whole. */
static void gone(unsigned level)
{
    fresh();
    page_pin(frame[0], level);
    page_make_writable(table[1]);
    table[1][3] = table[1][400] = page_entry(frame[0], LINEAR);
    page_make_read_only(table[1]);
    test_equal(page_pin(frame[1], level), 0, "L%u: a table that names another is pinned", level);
    test_refused(page_set_entry(entry_address(0, 1), page_entry(frame[1], LINEAR)), ABI_EINVAL,
                 REASON_ENTRY_LINEAR, "which cannot name it");
    test_equal(page_unpin(frame[1]), 0, "it goes");
    test_equal(page_pin(frame[2], level), 0, "then, with a third table,");
    test_equal(page_set_entry(entry_address(0, 1), page_entry(frame[2], LINEAR)), 0,
               "the first may name others");
    page_make_writable(table[1]);
    memset(table[1], 0, PAGE_SIZE);
    table[1][3] = page_entry(frame[2], LINEAR);
    table[1][4] = page_entry(frame[0], LINEAR);
    page_make_read_only(table[1]);
    test_refused(page_pin(frame[1], level), ABI_EINVAL, REASON_ENTRY_LINEAR,
                 "a table is refused for its second entry");
    test_equal(page_unpin(frame[0]), 0, "the first goes");
    test_equal(page_set_entry(entry_address(2, 1), page_entry(frame[2], LINEAR)), 0,
               "the third is nobody's target any more");
    test_equal(page_unpin(frame[2]), 0, "and goes as well");
    settle("gone");
}

/* The window, used as it is meant: the entries of a level 1 table are read through it. */
static void window(void)
{
    static uint64_t l2, wanted;
    static unsigned long seen;
    page_make_tables(WINDOW);
    l2 = page_find(WINDOW, 2, NULL) & ~(uint64_t)0xfff;
    test_equal(page_map(WINDOW, page_entry(frame[2], PTE_READ_ONLY | PTE_USER)), 0, "a page is mapped");
    test_equal(page_set_entry(l2 + SLOT * 8, l2 | LINEAR), 0, "the L2 in use names itself");
    wanted = page_look_up(WINDOW);
    uintptr_t at = (WINDOW & ~0x3ffffffful) + SLOT * 0x200000ul + page_slot(WINDOW, 2) * PAGE_SIZE +
                   page_slot(WINDOW, 1) * 8;
    test_equal(probe_read((void *)at, &seen), PROBE_NONE, "the window can be read");
    test_equal(seen, (unsigned long)wanted, "and shows the page's entry");
    test_equal(probe_write((void *)at, seen), TRAP_PAGE_FAULT, "but not written");
    test_refused(page_map(at & ~0xffful, 0), ABI_EINVAL, REASON_VA_NO_L1,
                 "update_va_mapping does not take it for an L1 table");
    test_equal(page_set_entry(l2 + SLOT * 8, 0), 0, "the window is closed");
    page_flush();
    test_equal(probe_read((void *)at, &seen), TRAP_PAGE_FAULT, "and gone");
}

int guest_main(void)
{
    alone(2);
    siblings(2);
    gone(2);
    if (PAGE_LEVELS == 4) {
        for (unsigned level = 3; level <= 4; level++) {
            alone(level);
            siblings(level);
            gone(level);
        }
    } else {
        fresh();
        page_make_writable(table[0]);
        page_make_writable(table[1]);
        table[0][3] = page_entry(frame[1], PTE_PRESENT);
        table[0][0] = page_entry(frame[0], PTE_PRESENT);
        page_make_read_only(table[0]);
        page_make_read_only(table[1]);
        test_ok(page_pin(frame[0], 3) < 0, "an L3 cannot name itself");
        settle("L3");
    }
    window();
    return test_end();
}
