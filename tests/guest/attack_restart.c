/* SPDX-License-Identifier: MIT */
/*
 * The rule: checking and taking apart page tables stops when something else is to be done and goes
 * on later, and every reference is counted exactly once all the same.
 *
 * How someone would break it: have a hundred thousand entries checked under a timer as fast as it
 * goes; and, in the midst of it, never come back to the call that was to be repeated, but use the
 * half-checked tables for something else. If a reference too few was counted, a page could be given
 * back, or written, while a table still maps it; if one too many, never again.
 *
 * @limit 120
 * @peer no
 * @widths both
 */
#include "test.h"

#define WINDOW 0x30000000ul
#define TABLES 200

static unsigned long l3_frame, l2_frame, l1_frames[TABLES], data_frame;

/* Our own event callback: it counts, and makes the call it interrupted be skipped if asked to. */
extern char restart_callback[], restart_call[];
unsigned long restart_upcalls, restart_abandon, restart_seen;

/* What differs: where the frame has the instruction pointer, how wide a word is, how one returns.
 */
#if WORD_BITS == 32
#define IP          "(%esp)"
#define W           "l"
#define SELECTOR_AT "4"
#define GO_BACK     "iret\n"
#define CALL_AT_LABEL(op)                                                                          \
    ({                                                                                             \
        long result_ = ABI_CALL_mmuext_op;                                                         \
        unsigned long b_ = (unsigned long)(op), c_ = 1, d_ = 0, s_ = ABI_DOMID_SELF;               \
        asm volatile("restart_call: int $0x82"                                                     \
                     : "+a"(result_), "+b"(b_), "+c"(c_), "+d"(d_), "+S"(s_)                       \
                     :                                                                             \
                     : "memory", "cc", "edi");                                                     \
        result_;                                                                                   \
    })
#else
#define IP          "16(%rsp)" /* above rcx and r11 */
#define W           "q"
#define GO_BACK     "pop %rcx; pop %r11; orb $3, 8(%rsp); orb $3, 32(%rsp); iretq\n"
#define SELECTOR_AT "8"
#define CALL_AT_LABEL(op)                                                                          \
    ({                                                                                             \
        long result_ = ABI_CALL_mmuext_op;                                                         \
        unsigned long a_ = (unsigned long)(op), b_ = 1, c_ = 0;                                    \
        register unsigned long d_ asm("r10") = ABI_DOMID_SELF;                                     \
        asm volatile("restart_call: syscall"                                                       \
                     : "+a"(result_), "+D"(a_), "+S"(b_), "+d"(c_), "+r"(d_)                       \
                     :                                                                             \
                     : "memory", "cc", "rcx", "r11", "r8");                                        \
        result_;                                                                                   \
    })
#endif
asm(".text\n"
    "restart_callback:\n"
    "   inc" W " restart_upcalls\n"
    "   cmp" W " $restart_call, " IP "\n"
    "   jne 1f\n"
    "   inc" W " restart_seen\n"
    "   cmp" W " $0, restart_abandon\n"
    "   je 1f\n"
    "   dec" W " restart_abandon\n"
    "   jnz 1f\n"
    "   add" W " $2, " IP "\n"
    "1: movb $0, guest_shared\n"
    "   mov" W " $0, guest_shared + " SELECTOR_AT "\n"
    "   mov" W " $0, guest_shared + 0x800\n"
    "   movb $0, guest_shared + 1\n"
    "   " GO_BACK);

/* mmuext_op of one operation by an instruction whose address the callback knows. */
static __attribute__((noinline, noclone)) long operation(unsigned command, unsigned long mfn)
{
    guest_mmuext_op op = {.cmd = command, .arg1 = mfn};
    return CALL_AT_LABEL(&op);
}

static void fill(unsigned long frame, pte_t entry, unsigned count)
{
    page_map(WINDOW, page_entry(frame, PTE_PLAIN));
    pte_t *table = (pte_t *)WINDOW;
    for (unsigned i = 0; i < PAGE_SLOTS; i++) {
        table[i] = i < count ? entry : 0;
    }
    page_map(WINDOW, 0);
}

/* The L2 names all the tables, the L3 in its last slot the L2. */
static void fill_upper(unsigned long frame)
{
    page_map(WINDOW, page_entry(frame, PTE_PLAIN));
    for (unsigned i = 0; i < TABLES && frame == l2_frame; i++) {
        ((pte_t *)WINDOW)[i] = page_entry(l1_frames[i], PTE_PLAIN | PTE_USER);
    }
    if (frame == l3_frame) {
        ((pte_t *)WINDOW)[3] = page_entry(l2_frame, PTE_PRESENT);
    }
    page_map(WINDOW, 0);
}

static void build(void)
{
    data_frame = page_take_unmapped();
    for (unsigned i = 0; i < TABLES; i++) {
        l1_frames[i] = page_take_unmapped();
        fill(l1_frames[i], page_entry(data_frame, PTE_PLAIN), PAGE_SLOTS);
    }
    l2_frame = page_take_unmapped();
    fill(l2_frame, 0, 0);
    l3_frame = page_take_unmapped();
    fill(l3_frame, 0, 0);
    fill_upper(l2_frame);
    fill_upper(l3_frame);
}

static bool writable(unsigned long frame)
{
    bool result = page_map(WINDOW, page_entry(frame, PTE_PLAIN)) == 0;
    page_map(WINDOW, 0);
    return result;
}

/* Everything can be written: no table is left a table, nothing half done. */
static bool all_free(void)
{
    bool result = writable(l3_frame) && writable(l2_frame) && writable(data_frame);
    for (unsigned i = 0; i < TABLES; i++) {
        result = writable(l1_frames[i]) && result;
    }
    return result;
}

static unsigned long ends_after(unsigned command, unsigned long frame, const char *name)
{
    restart_seen = 0;
    test_equal(operation(command, frame), 0, "%s", name);
    console_print("# %s: stopped %lu times\n", name, restart_seen);
    return restart_seen;
}

static void whole(void)
{
    unsigned long stopped = 0;
    for (unsigned i = 0; i < 4; i++) {
        stopped += ends_after(ABI_MMUEXT_PIN_L3_TABLE, l3_frame, "pinning");
        test_ok(!writable(l3_frame) && !writable(l2_frame) && !writable(l1_frames[TABLES - 1]),
                "the tables cannot be written then");
        test_ok(operation(ABI_MMUEXT_PIN_L1_TABLE, data_frame) < 0, "nor the page become a table");
        stopped += ends_after(ABI_MMUEXT_UNPIN_TABLE, l3_frame, "unpinning");
        test_ok(all_free(), "afterwards all pages can be written");
    }
    test_ok(stopped > 0, "some of it was stopped in between");
}

/* Leaves the pin half way, once after each number of stops. */
static void abandoned(unsigned after, unsigned command, unsigned long then, const char *name)
{
    restart_abandon = after;
    long result = operation(ABI_MMUEXT_PIN_L3_TABLE, l3_frame);
    bool left = restart_abandon == 0 && after != 0;
    restart_abandon = 0;
    if (!left) {
        test_equal(result, 0, "pinned before it could be left, %s", name);
        operation(ABI_MMUEXT_UNPIN_TABLE, l3_frame);
        return;
    }
    result = operation(command, then);
    test_ok(result <= 0, "after leaving a pin half way: %s", name);
    console_print("# %s after %u: %ld\n", name, after, result);
    if (result == 0 && command != ABI_MMUEXT_UNPIN_TABLE && command != ABI_MMUEXT_CLEAR_PAGE) {
        test_equal(operation(ABI_MMUEXT_UNPIN_TABLE, then), 0, "which can be undone");
    }
    if (command == ABI_MMUEXT_PIN_L1_TABLE && (then == l2_frame || then == l3_frame)) {
        fill_upper(
            then); /* with 64 bits that has left global bits, which no upper table may have */
    }
    test_equal(operation(ABI_MMUEXT_PIN_L3_TABLE, l3_frame), 0, "the pin then succeeds");
    test_equal(operation(ABI_MMUEXT_UNPIN_TABLE, l3_frame), 0, "and can be undone");
    test_ok(all_free(), "afterwards all pages can be written");
}

static void all_abandoned(void)
{
    for (unsigned after = 1; after < 4; after++) {
        abandoned(after, ABI_MMUEXT_PIN_L3_TABLE, l3_frame, "the same pin");
        abandoned(after, ABI_MMUEXT_PIN_L2_TABLE, l2_frame, "its L2 as a plain L2");
        abandoned(after, ABI_MMUEXT_PIN_L1_TABLE, l2_frame, "its L2 as an L1");
        abandoned(after, ABI_MMUEXT_PIN_L1_TABLE, l3_frame, "the L3 as an L1");
        abandoned(after, ABI_MMUEXT_PIN_L1_TABLE, l1_frames[TABLES - 1], "its last L1");
        abandoned(after, ABI_MMUEXT_PIN_L2_TABLE, l1_frames[0], "its first L1 as an L2");
        abandoned(after, ABI_MMUEXT_UNPIN_TABLE, l3_frame, "unpinning it");
        abandoned(after, ABI_MMUEXT_CLEAR_PAGE, l3_frame, "clearing it");
    }
}

/* Half-checked tables cannot be written or given back. */
static void no_use(void)
{
    restart_abandon = 1;
    operation(ABI_MMUEXT_PIN_L3_TABLE, l3_frame);
    bool left = restart_abandon == 0;
    restart_abandon = 0;
    guest_word frame = l2_frame;
    guest_memory_reservation r = {
        .extent_start = guest_address(&frame), .nr_extents = 1, .domid = ABI_DOMID_SELF};
    test_equal(hypercall_memory_op(ABI_XENMEM_decrease_reservation, (unsigned long)&r), 0,
               "a table half checked (%s) cannot be given back", left ? "yes" : "no, whole");
    frame = data_frame;
    test_equal(hypercall_memory_op(ABI_XENMEM_decrease_reservation, (unsigned long)&r), 0,
               "nor what it maps");
    test_ok(!writable(l3_frame), "nor written");
    operation(ABI_MMUEXT_PIN_L3_TABLE, l3_frame);
    operation(ABI_MMUEXT_UNPIN_TABLE, l3_frame);
    test_ok(all_free(), "afterwards all pages can be written");
    frame = data_frame;
    test_equal(hypercall_memory_op(ABI_XENMEM_decrease_reservation, (unsigned long)&r), 1,
               "and the page given back");
}

int guest_main(void)
{
    test_equal(page_make_tables(WINDOW), 0, "a window");
    build();
    guest_vcpu_set_periodic_timer tick = {.period_ns = 1000000};
    hypercall_vcpu_op(ABI_VCPUOP_set_periodic_timer, 0, (unsigned long)&tick);
    event_bind_virq(ABI_VIRQ_TIMER, 0, NULL, NULL);
    guest_callback_register callback = {.type = ABI_CALLBACKTYPE_event};
    callback.address = guest_entry_at(restart_callback);
    hypercall_callback_op(ABI_CALLBACKOP_register, (unsigned long)&callback);
    guest_vcpu()->upcall_mask = 0;
    whole();
    all_abandoned();
    no_use();
    guest_vcpu()->upcall_mask = 1;
    console_print("# %lu upcalls\n", restart_upcalls);
    return test_end();
}
