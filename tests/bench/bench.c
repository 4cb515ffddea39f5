/* SPDX-License-Identifier: MIT */
/*
 * What an operation costs, in instructions. On the ruler (QEMU with -icount shift=0,sleep=off) the
 * time-stamp counter advances by one with every instruction of guest and hypervisor together, so
 * the difference of two readings is a count and the same on every run.
 *
 * Each row does its operation many times, several rounds, and keeps the cheapest round: a timer of
 * the hypervisor may have come into the others. Output, one line a row: bench NAME COST with the
 * cost in instructions; compare.awk holds it against goals.tsv. On Torc a second line says how many
 * privileged events one operation took: entries into ring 0, base loads, flushes.
 */
#include "hypercall/batch.h"
#include "hypercall/call.h"
#include "hypercall/console.h"
#include "hypercall/event.h"
#include "hypercall/guest.h"
#include "hypercall/page.h"
#include "hypercall/time.h"
#include "hypercall/trap.h"
#include "hypercall/user.h"

#define ROUNDS 6
#define TIMES  500
#define WINDOW 0x20000000ul

extern char bench_undefined[], bench_page_fault[], bench_call_hypercall[], bench_call_iret[];
extern char bench_event[];
extern uint64_t bench_entry;
extern guest_word bench_address, bench_event_clear;
void bench_user_calls(void);

static unsigned long *page_a, *page_b;
static pte_t entry_a, entry_b;

/* ---- Counting. -------------------------------------------------------------------------- */

struct events {
    uint64_t entries, base_loads, flushes;
};

static bool count_events(struct events *events)
{
    static guest_torc_counters counters;
    counters.size = sizeof(counters);
    if (hypercall_torc_op(ABI_TORC_OP_counters, (unsigned long)&counters) < 0) {
        return false;
    }
    events->entries = counters.calls_total + counters.exceptions + counters.emulated +
                      counters.interrupts; /* a multicall counts once more for each part */
    events->base_loads = counters.base_loads;
    events->flushes = counters.tlb_flushes;
    return true;
}

/* a / b for small results, without 64-bit division. */
static uint32_t divide(uint64_t a, uint32_t b)
{
    return (uint32_t)a / b;
}

static void report(const char *name, uint64_t cycles, uint32_t operations)
{
    console_print("bench %s %u\n", name, divide(cycles + operations / 2, operations));
}

static void report_events(const char *name, const struct events *before, uint32_t operations)
{
    struct events after;
    if (!count_events(&after)) {
        return;
    }
    /* In hundredths, rounded: what is not the operation's (a timer) then shows as a small rest. */
    console_print(
        "events %s entries %u loads %u flushes %u\n", name,
        divide((after.entries - before->entries) * 100 + operations / 2, operations),
        divide((after.base_loads - before->base_loads) * 100 + operations / 2, operations),
        divide((after.flushes - before->flushes) * 100 + operations / 2, operations));
}

/* Runs `body` TIMES times a round; `each` is how many operations one body is. */
#define MEASURE(name, each, body)                                                                  \
    do {                                                                                           \
        uint64_t best_ = ~0ull;                                                                    \
        struct events before_ = {0};                                                               \
        for (unsigned round_ = 0; round_ < ROUNDS; round_++) {                                     \
            uint64_t start_ = time_counter();                                                      \
            for (unsigned i = 0; i < TIMES; i++) {                                                 \
                body;                                                                              \
            }                                                                                      \
            uint64_t took_ = time_counter() - start_;                                              \
            best_ = took_ < best_ ? took_ : best_;                                                 \
        }                                                                                          \
        report(name, best_, TIMES *(each));                                                        \
        if (count_events(&before_)) {                                                              \
            for (unsigned i = 0; i < TIMES; i++) {                                                 \
                body;                                                                              \
            }                                                                                      \
            report_events(name, &before_, TIMES *(each));                                          \
        }                                                                                          \
    } while (0)

/* ---- Calls. ----------------------------------------------------------------------------- */

static void calls(void)
{
    static guest_multicall_entry entries[16];
    uint64_t far = time_now_ns() + 5000000000ull;
    for (unsigned e = 0; e < 16; e++) {
        entries[e] = (guest_multicall_entry){.op = ABI_CALL_xen_version};
    }
    MEASURE("null-hypercall", 1, hypercall_xen_version(ABI_XENVER_version, 0));
    MEASURE("multicall-entry", 16, hypercall_multicall((unsigned long)entries, 16));
    MEASURE("set-timer", 1, hypercall_set_timer_op(far));
    MEASURE("yield", 1, hypercall_sched_op(ABI_SCHEDOP_yield, 0));
}

/* ---- Traps. ----------------------------------------------------------------------------- */

static void set_trap(unsigned vector, unsigned ring, const void *handler)
{
    guest_trap_info table[2] = {{.vector = (uint8_t)vector,
                                 .flags = (uint8_t)ring,
                                 .cs = SELECTOR_KERNEL_CODE,
                                 .address = guest_address(handler)}};
    hypercall_set_trap_table((unsigned long)table);
}

static void exceptions(void)
{
    set_trap(TRAP_UNDEFINED, 0, bench_undefined);
    MEASURE("exception-bounce", 1, asm volatile("ud2" : : : "memory"));
    trap_set_handler(TRAP_UNDEFINED, 0, NULL);
    unsigned long cr0;
    MEASURE("read-cr0", 1, asm volatile("mov %%cr0, %0" : "=r"(cr0)));
}

static void page_faults(void)
{
    bench_address = WINDOW;
    bench_entry = entry_a;
    set_trap(TRAP_PAGE_FAULT, 0, bench_page_fault);
    uint64_t best = ~0ull;
    for (unsigned round = 0; round < ROUNDS; round++) {
        uint64_t start = time_counter(), took = 0;
        for (unsigned i = 0; i < TIMES; i++) {
            page_map(WINDOW, 0);
            start = time_counter();
            *(volatile unsigned long *)WINDOW;
            took += time_counter() - start;
        }
        best = took < best ? took : best;
    }
    report("page-fault-map", best, TIMES);
    trap_set_handler(TRAP_PAGE_FAULT, 0, NULL);
}

static void system_calls(const char *name, const void *handler)
{
    uint64_t best = ~0ull;
    struct events before = {0};
    set_trap(0x80, 3, handler);
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct user_registers registers = user_registers_for(bench_user_calls);
        count_events(&before);
        user_run(&registers, USER_BY_HYPERCALL);
        best = registers.si < best ? registers.si : best;
    }
    report(name, best, 1000);
    report_events(name, &before, 1000);
}

/* ---- Events. ---------------------------------------------------------------------------- */

static void events(void)
{
    unsigned port = (unsigned)event_bind_ipi(0);
    bench_event_clear = ~(1u << port);
    guest_callback_register callback = {.type = ABI_CALLBACKTYPE_event,
                                        .address = guest_entry_at(bench_event)};
    hypercall_callback_op(ABI_CALLBACKOP_register, (unsigned long)&callback);
    event_unmask(port);
    guest_vcpu()->upcall_mask = 0;
    guest_evtchn_send send = {.port = port};
    MEASURE("event-to-self", 1,
            hypercall_event_channel_op(ABI_EVTCHNOP_send, (unsigned long)&send));
    guest_vcpu()->upcall_mask = 1;
    event_close(port);
}

/* ---- Page tables. ----------------------------------------------------------------------- */

static void entries(void)
{
    static guest_mmu_update updates[2][128];
    pte_t *table = page_alloc();
    uint64_t at = page_entry(page_mfn_at(table), 0);
    for (unsigned e = 0; e < 128; e++) {
        updates[0][e] = (guest_mmu_update){.ptr = at + 8 * e, .val = entry_a};
        updates[1][e] = (guest_mmu_update){.ptr = at + 8 * e, .val = entry_b};
    }
    page_make_read_only(table);
    page_pin(page_mfn_at(table), 1);
    MEASURE("update-va-mapping", 1,
            hypercall_update_va_mapping(WINDOW, i % 2 ? entry_a : entry_b, ABI_UVMF_INVLPG));
    MEASURE("mmu-update-entry", 128,
            hypercall_mmu_update((unsigned long)updates[i % 2], 128, 0, ABI_DOMID_SELF));
    page_unpin(page_mfn_at(table));
}

static void table_writes(void)
{
    pte_t l2;
    page_find(WINDOW, 2, &l2);
    volatile uint32_t *table = page_at_mfn(page_entry_mfn(l2));
    hypercall_vm_assist(ABI_VMASST_CMD_enable, ABI_VMASST_TYPE_writable_pagetables);
    if (PROBE("movl %0, (%1)",
              :
              : "r"((uint32_t)entry_a), "r"(&table[20])
              : "memory") == PROBE_NONE) {
        MEASURE("table-write-emulated", 1, table[20] = (uint32_t)(i % 2 ? entry_a : entry_b));
        table[20] = 0;
    }
    hypercall_vm_assist(ABI_VMASST_CMD_disable, ABI_VMASST_TYPE_writable_pagetables);
}

static void pins(void)
{
    pte_t *table = page_alloc();
    for (unsigned e = 0; e < 512; e++) {
        table[e] = entry_a;
    }
    unsigned long frame = page_mfn_at(table);
    page_make_read_only(table);
    uint64_t best = ~0ull;
    for (unsigned round = 0; round < 20; round++) {
        uint64_t start = time_counter();
        page_pin(frame, 1);
        uint64_t took = time_counter() - start;
        best = took < best ? took : best;
        page_unpin(frame);
    }
    report("pin-l1-entry", best, 512);
}

static void bases(void)
{
    pte_t *old = (void *)(uintptr_t)guest_info->pt_base;
    pte_t *top = page_alloc(), *top_l2 = page_alloc();
    unsigned long base[2] = {page_base(), page_mfn_at(top)};
    for (unsigned slot = 0; slot < 428; slot++) {
        top_l2[slot] = ((pte_t *)page_at_mfn(page_entry_mfn(old[3])))[slot];
    }
    for (unsigned slot = 0; slot < 3; slot++) {
        top[slot] = old[slot] & (PTE_FRAME | PTE_PRESENT);
    }
    top[3] = page_entry(page_mfn_at(top_l2), PTE_PRESENT);
    page_make_read_only(top);
    page_make_read_only(top_l2);
    page_pin(base[1], 3);
    guest_mmuext_op op = {.cmd = ABI_MMUEXT_NEW_BASEPTR};
    MEASURE("switch-base", 1, {
        op.arg1 = base[(i + 1) % 2];
        hypercall_mmuext_op((unsigned long)&op, 1, 0, ABI_DOMID_SELF);
    });
    page_extended(ABI_MMUEXT_NEW_BASEPTR, base[0], 0);
    page_unpin(base[1]);
}

int guest_main(void)
{
    hypercall_vcpu_op(ABI_VCPUOP_stop_periodic_timer, 0, 0);
    page_a = page_alloc();
    page_b = page_alloc();
    entry_a = page_entry(page_mfn_at(page_a), PTE_PLAIN);
    entry_b = page_entry(page_mfn_at(page_b), PTE_PLAIN);
    page_make_tables(WINDOW);
    page_map(WINDOW, entry_a);
    user_prepare();
    calls();
    exceptions();
    page_faults();
    system_calls("system-call-hypercall", bench_call_hypercall);
    system_calls("system-call-iret", bench_call_iret);
    events();
    entries();
    table_writes();
    pins();
    bases();
    console_print("bench end\n");
    return ABI_SHUTDOWN_poweroff;
}
