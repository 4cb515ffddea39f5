/* SPDX-License-Identifier: MIT */
/*
 * The rule: a long call may be interrupted by an event and resumed from the guest's registers; to
 * the guest it looks as if it had been done once, each part exactly once. A hypercall changes no
 * register but its arguments and its result.
 *
 * How it breaks: a part done twice or not at all around an event; a register of the guest lost on
 * the way. This guest lets a fast timer interrupt long batches and counts.
 *
 * @widths both
 */
#include "test.h"

#define ENTRIES 512

static volatile unsigned ticks;
static guest_mmu_update updates[2][ENTRIES];
static guest_multicall_entry entries[ENTRIES];

static void tick(unsigned port, void *context)
{
    ticks++;
    time_set_timer(time_now_ns() + 20000);
}

/* Entry e of the table maps one of two pages; each batch moves all of them to the other. */
static void table_batches(void)
{
    pte_t *table = page_alloc();
    unsigned long frames[2] = {page_mfn_at(page_alloc()), page_mfn_at(page_alloc())};
    uint64_t at = page_entry(page_mfn_at(table), 0);
    for (unsigned e = 0; e < ENTRIES; e++) {
        for (unsigned i = 0; i < 2; i++) {
            updates[i][e] =
                (guest_mmu_update){.ptr = at + 8 * e, .val = page_entry(frames[i], PTE_PLAIN)};
        }
    }
    page_make_read_only(table);
    test_equal(page_pin(page_mfn_at(table), 1), 0, "a table of 512 entries");
    unsigned wrong = 0, undone = 0, before = ticks;
    for (unsigned round = 0; round < 60; round++) {
        unsigned done = 0;
        wrong += hypercall_mmu_update((unsigned long)updates[round % 2], ENTRIES,
                                      (unsigned long)&done, ABI_DOMID_SELF) != 0;
        undone += ENTRIES - done;
        for (unsigned e = 0; e < ENTRIES; e++) {
            wrong += page_entry_mfn(table[e]) != frames[round % 2];
        }
    }
    test_equal(wrong, 0, "60 long mmu_updates are each done whole");
    test_equal(undone, 0, "and say so");
    test_ok(ticks - before >= 3, "though events came in between");
    console_print("# %u events\n", ticks - before);
    page_unpin(page_mfn_at(table));
}

/* Each entry allocates a port: one that was done twice would show as two. */
static void multicalls(void)
{
    static guest_evtchn_alloc_unbound alloc[ENTRIES];
    unsigned before = ticks, wrong = 0, seen = 0;
    for (unsigned e = 0; e < ENTRIES; e++) {
        alloc[e] =
            (guest_evtchn_alloc_unbound){.dom = ABI_DOMID_SELF, .remote_dom = ABI_DOMID_SELF};
        entries[e] =
            (guest_multicall_entry){.op = ABI_CALL_event_channel_op,
                                    .args = {ABI_EVTCHNOP_alloc_unbound, guest_address(&alloc[e])}};
    }
    test_equal(hypercall_multicall((unsigned long)entries, ENTRIES), 0, "a long multicall");
    for (unsigned e = 0; e < ENTRIES; e++) {
        wrong += entries[e].result != 0;
        for (unsigned other = 0; other < e; other++) {
            seen += alloc[e].port == alloc[other].port;
        }
    }
    test_equal(wrong, 0, "every entry was done");
    test_equal(seen, 0, "and none twice");
    console_print("# %u events\n", ticks - before);
    for (unsigned e = 0; e < ENTRIES; e++) {
        wrong += event_close(alloc[e].port) != 0;
    }
    test_equal(wrong, 0, "each gave a port of its own");
}

/* One call of two arguments; what the other registers, all set to numbers, differ by afterwards. */
#if WORD_BITS == 32
static unsigned long lost_in_call(long *result)
{
    unsigned long bx = 0, cx = 0, wrong;
    *result = ABI_CALL_xen_version;
    asm volatile("push %%ebp; mov $0x11111111, %%edx; mov $0x22222222, %%esi;"
                 "mov $0x33333333, %%edi; mov $0x44444444, %%ebp; int $0x82;"
                 "sub $0x11111111, %%edx; sub $0x22222222, %%esi; sub $0x33333333, %%edi;"
                 "sub $0x44444444, %%ebp; or %%edx, %%esi; or %%edi, %%esi; or %%ebp, %%esi;"
                 "pop %%ebp"
                 : "+a"(*result), "+b"(bx), "+c"(cx), "=&S"(wrong)
                 :
                 : "edx", "edi", "memory", "cc");
    return wrong;
}
#else
static unsigned long lost_in_call(long *result)
{
    unsigned long di = 0, si = 0, wrong;
    *result = ABI_CALL_xen_version;
    asm volatile("push %%rbp; mov $1, %%ebx; mov $2, %%edx; mov $3, %%r8; mov $4, %%r9;"
                 "mov $5, %%r10; mov $6, %%r12; mov $7, %%r13; mov $8, %%r14; mov $9, %%r15;"
                 "mov $10, %%ebp; syscall;"
                 "sub $1, %%rbx; sub $2, %%rdx; sub $3, %%r8; sub $4, %%r9; sub $5, %%r10;"
                 "sub $6, %%r12; sub $7, %%r13; sub $8, %%r14; sub $9, %%r15; sub $10, %%rbp;"
                 "or %%rdx, %%rbx; or %%r8, %%rbx; or %%r9, %%rbx; or %%r10, %%rbx;"
                 "or %%r12, %%rbx; or %%r13, %%rbx; or %%r14, %%rbx; or %%r15, %%rbx;"
                 "or %%rbp, %%rbx; pop %%rbp"
                 : "+a"(*result), "+D"(di), "+S"(si), "=&b"(wrong)
                 :
                 : "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "memory", "cc");
    return wrong;
}
#endif

/* Many calls while the timer interrupts: no register but those of the call changes. */
static void registers(void)
{
    unsigned lost = 0;
    for (unsigned i = 0; i < 20000; i++) {
        long result;
        lost += lost_in_call(&result) != 0 || result == 0;
    }
    test_equal(lost, 0, "a hypercall leaves the registers it does not use as they were");
}

/* The same of events: they may come at any instruction. */
static void interrupted_code(void)
{
    unsigned long wrong = 0;
    unsigned before = ticks;
    while (ticks - before < 20) {
        unsigned long bad;
        asm volatile("push " WORD_REGISTER(bp) "; mov $5, %%eax; mov $6, %%ebx; mov $7, %%ecx; mov $8, %%edx;"
                     "mov $9, %%edi; mov $10, %%ebp; mov $2000, %%esi;"
                     "1: add %%ebx, %%eax; sub %%ebx, %%eax; dec %%esi; jnz 1b;"
                     "sub $5, %%eax; sub $6, %%ebx; sub $7, %%ecx; sub $8, %%edx; sub $9, %%edi;"
                     "sub $10, %%ebp; or %%eax, %%ebx; or %%ecx, %%edx; or %%edi, %%ebp;"
                     "or %%ebx, %%edx; or %%ebp, %%edx; mov %%edx, %%esi; pop " WORD_REGISTER(bp)
                     : "=&S"(bad)
                     :
                     : "eax", "ebx", "ecx", "edx", "edi", "memory", "cc");
        wrong |= bad;
    }
    test_equal(wrong, 0, "events at any instruction leave every register as it was");
}

int guest_main(void)
{
    hypercall_vcpu_op(ABI_VCPUOP_stop_periodic_timer, 0, 0);
    test_ok(event_bind_virq(ABI_VIRQ_TIMER, 0, tick, NULL) > 0, "a timer");
    time_set_timer(time_now_ns() + 20000);
    event_enable();
    table_batches();
    multicalls();
    registers();
    interrupted_code();
    event_disable();
    return test_end();
}
