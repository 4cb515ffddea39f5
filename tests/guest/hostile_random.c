/* SPDX-License-Identifier: MIT */
/*
 * The rule of hostile_tables.c, tried by chance: thousands of random operations on a handful of
 * pages that are mapped, written, pinned, hooked into tables, used as GDT, cleared and copied.
 * After each, no page that is pinned as a table may be writable through any of its mappings.
 *
 * The sequence is the same on every run (the generator has a fixed seed), and which operations were
 * accepted is printed, 32 to a line: two hypervisors that keep the same rules print the same.
 *
 * @widths both
 */
#include "test.h"

#define PAGES   6
#define WINDOWS 4
#define ROUNDS  4000
#define WINDOW  0x38000000ul

static pte_t *page[PAGES];
static unsigned long frame[PAGES];
static unsigned pinned[PAGES]; /* level, 0 if not */
static uint64_t hook_entry;    /* machine address of an L2 entry to hook pages into */
static bool gdt_set;

/* A small linear generator: good enough to stumble, and the same everywhere. The command line may
 * give another seed ("seed=77"). */
static uint32_t state = 12345;

static void seed_from(const char *options)
{
    if (memcmp(options, "seed=", 5) == 0) {
        for (state = 0, options += 5; *options >= '0' && *options <= '9'; options++) {
            state = state * 10 + (uint32_t)(*options - '0');
        }
    }
}

static uint32_t chance(uint32_t below)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % below;
}

static pte_t random_bits(void)
{
    static const pte_t bits[] = {0,
                                 PTE_PRESENT,
                                 PTE_PRESENT,
                                 PTE_PLAIN,
                                 PTE_PLAIN | PTE_USER,
                                 PTE_READ_ONLY | PTE_USER,
                                 PTE_PLAIN | PTE_NX,
                                 PTE_PLAIN | PTE_SUPERPAGE};
    return bits[chance(sizeof(bits) / sizeof(bits[0]))];
}

/* An entry towards one of the pages, the top table, or nobody's frame. */
static pte_t random_entry(void)
{
    unsigned which = chance(PAGES + 6);
    pte_t bits = random_bits();
    if (which < PAGES) {
        return page_entry(frame[which], bits);
    }
    if (which == PAGES) {
        return page_entry(page_base(), bits);
    }
    return which == PAGES + 1 ? page_entry(0x200, bits) : 0;
}

static uintptr_t window(unsigned which)
{
    return WINDOW + which * PAGE_SIZE;
}

/* A plain store, where the entry says that it may be: so it never depends on an emulated one. */
static bool store(uintptr_t va, unsigned slot, pte_t value)
{
    if ((page_look_up(va) & (PTE_PRESENT | PTE_WRITE)) != (PTE_PRESENT | PTE_WRITE)) {
        return false;
    }
    volatile uint32_t *half = (uint32_t *)(va + slot * 8);
    return PROBE("movl %0, (%1)",
                 :
                 : "r"((uint32_t)value), "r"(half)
                 : "memory") == PROBE_NONE &&
           PROBE("movl %0, (%1)",
                 :
                 : "r"((uint32_t)(value >> 32)), "r"(half + 1)
                 : "memory") == PROBE_NONE;
}

static bool pin(unsigned p, unsigned level)
{
    if (page_pin(frame[p], level) != 0) {
        return false;
    }
    pinned[p] = level;
    return true;
}

static bool unpin(unsigned p)
{
    if (page_unpin(frame[p]) != 0) {
        return false;
    }
    pinned[p] = 0;
    return true;
}

static bool use_as_gdt(unsigned p)
{
    guest_word at = frame[p];
    bool done = hypercall_set_gdt((unsigned long)&at, 512) == 0;
    gdt_set |= done;
    return done;
}

/* Does one operation; true if it was accepted. */
static bool operate(void)
{
    unsigned what = chance(14), p = chance(PAGES), w = chance(WINDOWS), slot = chance(4);
    uint64_t slot_address = page_entry(frame[p], 0) + slot * 8;
    switch (what) {
    case 0:
    case 1:
        return page_map(window(w), random_entry()) == 0;
    case 2: {
        bool done = page_set_entry(page_find(window(w), 1, NULL), random_entry()) == 0;
        page_flush();
        return done;
    }
    case 3:
        return page_make_read_only(page[p]) == 0;
    case 4:
        return page_make_writable(page[p]) == 0;
    case 5:
    case 6:
        return store((uintptr_t)page[p], slot, random_entry());
    case 7:
        return store(window(w), slot, random_entry());
    case 8:
        return page_set_entry(slot_address, random_entry()) == 0;
    case 9:
        return pin(p, 1 + chance(2)); /* no L3: Xen leaves its own entries in a retired top L2 */
    case 10:
        return unpin(p);
    case 11: {
        bool done = page_set_entry(hook_entry, random_entry()) == 0;
        page_flush();
        return done;
    }
    case 12:
        return page_extended(chance(2) ? ABI_MMUEXT_CLEAR_PAGE : ABI_MMUEXT_COPY_PAGE, frame[p],
                             frame[chance(PAGES)]) == 0;
    default:
        return chance(4) == 0 ? use_as_gdt(p) : hypercall_set_gdt(0, 0) == 0;
    }
}

/* Can this page be written at va? The value, if it were written into an L1, maps the page itself
 * writable: no emulation of table writes lets that pass. */
static bool writable_at(uintptr_t va, unsigned p)
{
    if (page_entry_mfn(page_look_up(va)) != frame[p] || (page_look_up(va) & PTE_PRESENT) == 0) {
        return false;
    }
    return probe_write((char *)va + 7 * 8, (unsigned long)page_entry(frame[p], PTE_PLAIN)) ==
           PROBE_NONE;
}

static unsigned violations(void)
{
    unsigned found = 0;
    for (unsigned p = 0; p < PAGES; p++) {
        if (pinned[p] == 0) {
            continue;
        }
        found += writable_at((uintptr_t)page[p], p);
        for (unsigned w = 0; w < WINDOWS; w++) {
            found += writable_at(window(w), p);
        }
    }
    return found;
}

int guest_main(void)
{
    unsigned found = 0, accepted = 0, levels[3] = {0};
    uint32_t line = 0;
    seed_from((const char *)guest_info->cmd_line);
    for (unsigned p = 0; p < PAGES; p++) {
        page[p] = page_alloc();
        frame[p] = page_mfn_at(page[p]);
    }
    test_equal(page_make_tables(WINDOW), 0, "windows with tables of their own");
    hook_entry = page_find(WINDOW + 0x200000, 2, NULL);
    test_ok(hook_entry != 0, "and a slot to hook pages into");
    for (unsigned round = 1; round <= ROUNDS && found == 0; round++) {
        bool done = operate();
        accepted += done;
        line = line << 1 | done;
        for (unsigned p = 0; p < PAGES; p++) {
            levels[pinned[p]]++;
        }
        found = violations();
        if (round % 32 == 0) {
            console_print("# = %u: %08x\n", round, (unsigned)line);
        }
    }
    test_equal(found, 0, "no page that is pinned as a table can be written");
    test_ok(accepted > ROUNDS / 10, "enough of the operations were accepted");
    test_ok(levels[1] > 50 && levels[2] > 50, "pages were pinned as L1 and as L2 for a while");
    console_print("# %u of %u accepted; pinned as L1 %u, L2 %u page rounds\n", accepted, ROUNDS,
                  levels[1], levels[2]);
    return test_end();
}
