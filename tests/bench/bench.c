/* SPDX-License-Identifier: MIT */
/*
 * What an operation costs, in instructions. On the ruler (QEMU with -icount shift=0,sleep=off) the
 * time-stamp counter advances by one with every instruction of guest and hypervisor together, so
 * the difference of two readings is a count and the same on every run.
 *
 * Output, two lines a row: bench NAME COST with the cost of one operation in instructions, and
 * events NAME times N ... with what N bodies (bench.h) took of privileged events by Torc's own
 * counters; Xen has none of them. results.awk makes figures of it.
 */
#include "tests/bench/bench.h"

#include "hypercall/event.h"
#include "hypercall/grant.h"
#include "hypercall/trap.h"

static unsigned long *page_a, *page_b, *page_c;
static pte_t entry_a, entry_b;

/* ---- Counting. -------------------------------------------------------------------------- */

static struct counts {
    uint64_t entries, exceptions, base_loads, flushes;
} opened, sum;

/* Calls made inside of others: a multicall counts once more for each. */
static unsigned inner_calls;

static bool count_events(struct counts *counts)
{
    static guest_torc_counters c;
    c.size = sizeof(c);
    if (hypercall_torc_op(ABI_TORC_OP_counters, (unsigned long)&c) < 0) {
        return false;
    }
    counts->exceptions = c.exceptions + c.emulated + c.table_writes + c.interrupts;
    counts->entries = c.calls_total + counts->exceptions;
    counts->base_loads = c.base_loads;
    counts->flushes = c.tlb_flushes;
    return true;
}

void window_open(void)
{
    MARK_LOG(MARK_ON);
    count_events(&opened);
    MARK(MARK_ON);
}

void window_close(void)
{
    struct counts closed;
    MARK(MARK_OFF);
    if (count_events(&closed)) {
        sum.entries += closed.entries - opened.entries - 1 - inner_calls;
        sum.exceptions += closed.exceptions - opened.exceptions;
        sum.base_loads += closed.base_loads - opened.base_loads;
        sum.flushes += closed.flushes - opened.flushes;
    }
    MARK_LOG(MARK_OFF);
}

/* a / b, rounded, for small results, without 64-bit division. */
static uint32_t divide(uint64_t a, uint32_t b)
{
    return ((uint32_t)a + b / 2) / b;
}

void report(const char *name, uint64_t instructions, unsigned operations, unsigned times)
{
    struct counts unused;
    console_print("bench %s %u\nevents %s times %u", name, divide(instructions, operations), name,
                  times);
    if (count_events(&unused)) {
        console_print(" entries %u exceptions %u loads %u flushes %u", (unsigned)sum.entries,
                      (unsigned)sum.exceptions, (unsigned)sum.base_loads, (unsigned)sum.flushes);
    }
    console_print("\n");
    sum = (struct counts){0};
    MARK(MARK_ROW);
    MARK_LOG(MARK_ROW);
}

/* ---- Calls. ----------------------------------------------------------------------------- */

static void calls(void)
{
    static guest_multicall_entry entries[16];
    uint64_t far = time_now_ns() + 5000000000ull;
    for (unsigned e = 0; e < 16; e++) {
        entries[e] = (guest_multicall_entry){.op = ABI_CALL_xen_version};
    }
    MEASURE("null-hypercall", 1, hypercall_xen_version(ABI_XENVER_version, 0));
    inner_calls = 16 * TIMES;
    MEASURE("multicall-entry", 16, hypercall_multicall((unsigned long)entries, 16));
    inner_calls = 0;
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

static void set_callback(unsigned type, const void *handler)
{
    guest_callback_register callback = {.type = (uint16_t)type, .address = guest_entry_at(handler)};
    hypercall_callback_op(ABI_CALLBACKOP_register, (unsigned long)&callback);
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
    MEASURE_EACH("page-fault-map", 1, page_map(WINDOW, 0), *(volatile unsigned long *)WINDOW);
    trap_set_handler(TRAP_PAGE_FAULT, 0, NULL);
}

static void system_calls(const struct bench_system_call *way)
{
    uint64_t best = ~0ull;
    if (way->is_callback) {
        set_callback(ABI_CALLBACKTYPE_syscall, way->handler);
    } else {
        set_trap(0x80, 3, way->handler);
    }
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct user_registers registers = user_registers_for(way->program);
        MARK(MARK_CLEAR);
        MARK_LOG(MARK_CLEAR);
        sum = (struct counts){0};
        window_open();
        user_run(&registers, USER_BY_HYPERCALL);
        window_close();
        best = registers.si < best ? registers.si : best;
    }
    report(way->name, best, 1000, 1000);
}

/* ---- Events. ---------------------------------------------------------------------------- */

static void events(void)
{
    unsigned port = (unsigned)event_bind_ipi(0);
    bench_event_clear = ~((guest_word)1 << port);
    set_callback(ABI_CALLBACKTYPE_event, bench_event);
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
    volatile guest_word *table = page_at_mfn(page_entry_mfn(l2));
    hypercall_vm_assist(ABI_VMASST_CMD_enable, ABI_VMASST_TYPE_writable_pagetables);
    if (PROBE("mov %0, (%1)",
              :
              : "r"((guest_word)entry_a), "r"(&table[20])
              : "memory") == PROBE_NONE) {
        MEASURE("table-write-emulated", 1, table[20] = (guest_word)(i % 2 ? entry_a : entry_b));
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
    MEASURE_EACH("pin-l1-entry", 512, page_unpin(frame), page_pin(frame, 1));
    page_unpin(frame);
}

static void bases(void)
{
    unsigned long base[2] = {page_base(), page_mfn_at(bench_second_top())};
    page_pin(base[1], PAGE_LEVELS);
    guest_mmuext_op op = {.cmd = ABI_MMUEXT_NEW_BASEPTR};
    MEASURE("switch-base", 1, {
        op.arg1 = base[(i + 1) % 2];
        hypercall_mmuext_op((unsigned long)&op, 1, 0, ABI_DOMID_SELF);
    });
    page_extended(ABI_MMUEXT_NEW_BASEPTR, base[0], 0);
    page_unpin(base[1]);
}

/* ---- Grants, to ourselves. ---------------------------------------------------------------- */

#define GRANT_SLOT (WINDOW + PAGE_SIZE)
#define COPY_MOVES                                                                                 \
    (PAGE_SIZE / 8) /* steps of `rep movsq` for a page: counted on both sides alike */
#define COPY_ENTRIES 16

static void grants(void)
{
    unsigned ref = (unsigned)grant_page(0, page_mfn_at(page_a), false);
    unsigned other = (unsigned)grant_page(0, page_mfn_at(page_a), false);
    guest_gnttab_map_grant_ref map = {
        .host_addr = GRANT_SLOT, .flags = ABI_GNTMAP_host_map, .ref = ref, .dom = 0};
    guest_gnttab_unmap_grant_ref unmap = {.host_addr = GRANT_SLOT};
    static guest_gnttab_copy copies[COPY_ENTRIES];
    for (unsigned i = 0; i < COPY_ENTRIES; i++) {
        copies[i] = (guest_gnttab_copy){
            .source = {.frame =
                           i % 2 ? ref : other}, /* or Xen would keep it from one to the next */
            .dest = {.frame = page_mfn_at(i % 2 ? page_b : page_c), .domid = ABI_DOMID_SELF},
            .len = PAGE_SIZE,
            .flags = ABI_GNTCOPY_source_gref};
    }
    grant_call(ABI_GNTTABOP_map_grant_ref, &map);
    MEASURE_EACH(
        "grant-map", 1,
        {
            unmap.handle = map.handle;
            grant_call(ABI_GNTTABOP_unmap_grant_ref, &unmap);
        },
        grant_call(ABI_GNTTABOP_map_grant_ref, &map));
    unmap.handle = map.handle;
    grant_call(ABI_GNTTABOP_unmap_grant_ref, &unmap);
    MEASURE_EACH(
        "grant-unmap", 1,
        {
            grant_call(ABI_GNTTABOP_map_grant_ref, &map);
            unmap.handle = map.handle;
        },
        grant_call(ABI_GNTTABOP_unmap_grant_ref, &unmap));
    MEASURE_MINUS("grant-copy", COPY_ENTRIES, COPY_MOVES,
                  hypercall_grant_table_op(ABI_GNTTABOP_copy, (unsigned long)copies, COPY_ENTRIES));
}

int guest_main(void)
{
    hypercall_vcpu_op(ABI_VCPUOP_stop_periodic_timer, 0, 0);
    page_a = page_alloc();
    page_b = page_alloc();
    page_c = page_alloc();
    entry_a = page_entry(page_mfn_at(page_a), PTE_PLAIN);
    entry_b = page_entry(page_mfn_at(page_b), PTE_PLAIN);
    page_make_tables(WINDOW);
    page_map(WINDOW, entry_a);
    user_prepare();
    calls();
    exceptions();
    page_faults();
    for (const struct bench_system_call *way = bench_system_calls; way->name; way++) {
        system_calls(way);
    }
    events();
    entries();
    table_writes();
    pins();
    bases();
    grants();
    console_print("bench end\n");
    return ABI_SHUTDOWN_poweroff;
}
