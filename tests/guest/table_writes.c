/* SPDX-License-Identifier: MIT */
/*
 * The rule: with the writable_pagetables assist, a store of the kernel to a level-1 table that is
 * mapped read-only is carried out by the hypervisor, checked like an mmu_update of that entry; a
 * store it cannot allow is a page fault, and the entry stays.
 *
 * How someone would break it: store a mapping that no call would accept; store half an entry, or
 * across two; use instructions the decoder knows badly; store to upper tables; store as a program.
 *
 * A 32-bit kernel cannot store an entry at once, so an upper half that makes nonsense of it is
 * stored with the present bit cleared. To a 64-bit kernel such a store is a fault like others.
 *
 * @widths both
 */
#include "test.h"

#define WINDOW 0x2c000000ul

static volatile uint32_t *low, *high; /* the two halves of the entry of WINDOW */
static pte_t *table;
static unsigned long frame_a, frame_b, table_frame;
static pte_t entry_a, entry_b;

/* Without what processor and hypervisor add to it. */
static pte_t entry(void)
{
    return page_look_up(WINDOW) & ~(PTE_ACCESSED | PTE_DIRTY | PTE_GLOBAL);
}

static void reset(void)
{
    page_map(WINDOW, entry_a);
}

#define STORE(instruction, ...) (reset(), PROBE(instruction, __VA_ARGS__))

static void moves(void)
{
    test_equal(STORE("movl %0, (%1)",
                     :
                     : "r"((uint32_t)entry_b), "r"(low)
                     : "memory"),
               PROBE_NONE, "a word can be stored to a table");
    test_ok(entry() == entry_b, "and is in the entry");
    test_equal(STORE("movl $0, (%0)", : : "r"(low) : "memory"), PROBE_NONE, "a zero can");
    test_ok(entry() == 0, "and clears it");
    test_equal(STORE("movl %0, (%1)",
                     :
                     : "r"(0x80000000), "r"(high)
                     : "memory"),
               PROBE_NONE, "the upper half can");
    test_ok(entry() == (entry_a | PTE_NX), "and sets no-execute");
    test_equal(STORE("movb $0, (%0)", : : "r"(low) : "memory"), PROBE_NONE, "a byte can");
    test_ok(entry() == (entry_a & ~0xffull), "and clears the lowest");
    test_equal(STORE("movw %w0, (%1)",
                     :
                     : "r"((uint32_t)entry_b & 0xffff), "r"(low)
                     : "memory"),
               PROBE_NONE, "half a word can");
    test_equal(STORE("mov %0, (%1)",
                     :
                     : "r"((unsigned long)entry_b), "r"(low)
                     : "memory"),
               PROBE_NONE, "as much as a register holds can");
    test_ok(entry() == entry_b, "and is in the entry");
    *(volatile unsigned long *)page_at_mfn(frame_a) = 0xaa;
    *(volatile unsigned long *)page_at_mfn(frame_b) = 0xbb;
    STORE("movl %0, (%1)", : : "r"((uint32_t)entry_b | 2), "r"(low) : "memory");
    page_flush();
    test_equal(*(volatile unsigned long *)WINDOW, 0xbb, "what was stored translates");
}

static void other_instructions(void)
{
    uint32_t value = (uint32_t)entry_b;
    test_equal(STORE("xchgl %0, (%1)", : "+r"(value) : "r"(low) : "memory"), PROBE_NONE, "XCHG");
    test_ok(entry() == entry_b && (value & ~0x160u) == (uint32_t)entry_a, "exchanges");
    test_equal(STORE("lock andl %0, (%1)", : : "r"(~2u), "r"(low) : "memory"), PROBE_NONE, "AND");
    test_ok(entry() == (entry_a & ~PTE_WRITE), "clears a bit");
    test_equal(STORE("orl %0, (%1)", : : "r"(0x200), "r"(low) : "memory"), PROBE_NONE, "OR");
    test_ok(entry() == (entry_a | 0x200), "sets a bit");
    test_equal(STORE("lock btrl $1, (%0)", : : "r"(low) : "memory"), PROBE_NONE, "BTR");
    test_ok(entry() == (entry_a & ~PTE_WRITE), "clears a bit");
    test_equal(STORE("lock btsl $10, (%0)", : : "r"(low) : "memory"), PROBE_NONE, "BTS");
    test_ok(entry() == (entry_a | 0x400), "sets a bit");
    reset();
    uint32_t old = *low;
    test_equal(PROBE("lock cmpxchgl %2, (%1)",
                     : "+a"(old)
                     : "r"(low), "r"((uint32_t)entry_b)
                     : "memory"),
               PROBE_NONE, "CMPXCHG");
    test_ok(entry() == entry_b, "exchanges if equal");
    old = 0x12345;
    PROBE("lock cmpxchgl %2, (%1)", : "+a"(old) : "r"(low), "r"((uint32_t)entry_a) : "memory");
    test_ok(entry() == entry_b && (old & ~0x160u) == (uint32_t)entry_b, "and reads if not");
    reset();
    uint32_t was_low = *low, was_high = *high;
    test_equal(PROBE("lock cmpxchg8b (%2)",
                     : "+a"(was_low), "+d"(was_high)
                     : "r"(low), "b"((uint32_t)entry_b), "c"(0x80000000)
                     : "memory"),
               PROBE_NONE, "CMPXCHG8B");
    test_ok(entry() == (entry_b | PTE_NX), "exchanges the whole entry");
}

/* The same on whole words, which are whole entries in one of the widths. */
static void words(void)
{
    unsigned long value = (unsigned long)entry_b;
    test_equal(STORE("xchg %0, (%1)", : "+r"(value) : "r"(low) : "memory"), PROBE_NONE, "XCHG");
    test_ok(entry() == entry_b && (value & ~0x160ul) == (unsigned long)entry_a, "of a word");
    test_equal(STORE("lock and %0, (%1)", : : "r"(~2ul), "r"(low) : "memory"), PROBE_NONE, "AND");
    test_ok(entry() == (entry_a & ~PTE_WRITE), "of a word");
    test_equal(STORE("lock bts %0, (%1)", : : "r"(10ul), "r"(low) : "memory"), PROBE_NONE, "BTS");
    test_ok(entry() == (entry_a | 0x400), "with the bit in a register");
    test_equal(STORE("lock btc %0, (%1)",
                     :
                     : "r"(-54ul), "r"(low + 2)
                     : "memory"),
               PROBE_NONE, "BTC");
    test_ok(entry() == (entry_a | 0x400), "which may lie before the address");
    reset();
    unsigned long old = *(volatile unsigned long *)low;
    test_equal(PROBE("lock cmpxchg %2, (%1)",
                     : "+a"(old)
                     : "r"(low), "r"((unsigned long)entry_b)
                     : "memory"),
               PROBE_NONE, "CMPXCHG");
    test_ok(entry() == entry_b, "of a word");
}

/* A 32-bit kernel writes an entry in two halves; in between it may be nonsense. */
static void halves(void)
{
    bool stored = STORE("movl %0, (%1)", : : "r"(0x7ff), "r"(high) : "memory") == PROBE_NONE;
    test_equal(stored, WORD_BITS == 32, "an upper half that makes nonsense of the entry");
    test_equal(entry() & PTE_PRESENT, WORD_BITS == 32 ? 0 : PTE_PRESENT,
               "leaves it not present, or as it was");
    test_equal(STORE("movl %0, (%1)",
                     :
                     : "r"((uint32_t)page_entry(table_frame, PTE_PLAIN)), "r"(low)
                     : "memory"),
               TRAP_PAGE_FAULT, "a lower half that is refused faults");
    test_ok(entry() == entry_a, "and the entry stays");
}

static void refusals(void)
{
    static const struct {
        unsigned long offset;
        const char *name;
    } crossing[] = {{2, "across the middle"}, {6, "across two entries"}};
    for (unsigned i = 0; i < 2; i++) {
        char *at = (char *)low + crossing[i].offset;
        test_equal(STORE("movl $0, (%0)",
                         :
                         : "r"(at)
                         : "memory"),
                   TRAP_PAGE_FAULT, "a store %s faults", crossing[i].name);
        test_ok(entry() == entry_a, "and the entry stays");
    }
    test_equal(STORE("movl %0, (%1)",
                     :
                     : "r"(0x200063), "r"(low)
                     : "memory"),
               TRAP_PAGE_FAULT, "a foreign frame faults");
    test_ok(entry() == entry_a, "and the entry stays");
    test_equal(probe_last.error, FAULT_PRESENT | FAULT_WRITE, "the fault says: present, write");
    test_equal(probe_last.address, (unsigned long)low, "and where");
    pte_t third, *top = page_at_mfn(page_base());
    page_find(WINDOW, 3, &third);
    pte_t *l2 = page_at_mfn(page_entry_mfn(third));
    test_equal(probe_write(&l2[page_slot(WINDOW, 2)], 0), TRAP_PAGE_FAULT,
               "a level-2 table faults");
    test_equal(probe_write(&top[1], 0), TRAP_PAGE_FAULT, "the top table faults");
}

USER_TEXT static void user_stores(void)
{
    asm volatile("xorl %eax, %eax; stosl; int $0x80");
}

static void from_ring_3(void)
{
    struct user_registers registers = user_registers_for(user_stores);
    registers.di = (unsigned long)low;
    reset();
    test_equal(user_expose(table), 0, "the table can be shown to ring 3");
    test_equal(user_run(&registers, USER_BY_HYPERCALL), TRAP_PAGE_FAULT,
               "but a program's store faults");
    test_ok(entry() == entry_a, "and the entry stays");
}

/* Flags, stack and string instructions: what is emulated must be as the processor would do it. */
static void details(void)
{
    unsigned long flags = 0, count = 4;
    reset();
    asm volatile("stc; lock btrl $1, (%1); pushf; pop %0"
                 : "=r"(flags)
                 : "r"(low)
                 : "memory", "cc");
    test_equal(flags & 1, 1, "BTR leaves the old bit in the carry flag");
    reset();
    asm volatile("lock andl $0, (%1); pushf; pop %0" : "=r"(flags) : "r"(low) : "memory", "cc");
    test_equal(flags & 0x40, 0x40, "AND to zero sets the zero flag");
    char *to = (char *)low;
    console_print("# = REP STOSL of four words: trap %d\n", STORE("rep stosl",
                                                                  : "+D"(to), "+c"(count)
                                                                  : "a"(0)
                                                                  : "memory"));
}

int guest_main(void)
{
    test_equal(user_prepare(), 0, "pages can be given to ring 3");
    frame_a = page_mfn_at(page_alloc());
    frame_b = page_mfn_at(page_alloc());
    entry_a = page_entry(frame_a, PTE_PRESENT | PTE_WRITE | PTE_USER);
    entry_b = page_entry(frame_b, PTE_PRESENT | PTE_WRITE | PTE_USER);
    page_make_tables(WINDOW);
    pte_t l2;
    page_find(WINDOW, 2, &l2);
    table_frame = page_entry_mfn(l2);
    table = page_at_mfn(table_frame);
    low = (uint32_t *)&table[page_slot(WINDOW, 1)];
    high = low + 1;
    test_equal(hypercall_vm_assist(ABI_VMASST_CMD_enable, ABI_VMASST_TYPE_writable_pagetables), 0,
               "the assist can be enabled");
    moves();
    other_instructions();
    words();
    halves();
    refusals();
    from_ring_3();
    details();
    return test_end();
}
