/* SPDX-License-Identifier: MIT */
/*
 * The rule: whatever a guest calls with whatever words, it gets an answer and goes on; no call
 * writes where it was not told to; nothing a guest says makes the hypervisor fail.
 *
 * This guest makes thousands of random calls. Arguments are drawn from what makes trouble:
 * addresses that are unmapped, read-only, at the end of a page, in the hypervisor's part; counts
 * that overflow; frames of others; and structures of random words in good memory. Only calls that
 * would end or stop the guest, or move its own handlers, are left out. The command line may give
 * another seed ("seed=77").
 *
 * @widths both
 */
#include "test.h"

#define ROUNDS 20000

static uint32_t state = 2024;
static unsigned long *scratch, *watched;

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

/* A word that is somehow interesting. Never an address of the guest's own image or stack. */
static unsigned long word(void)
{
    switch (chance(14)) {
    case 0:
        return 0;
    case 1:
        return 1ul << chance(WORD_BITS);
    case 2:
        return chance(40);
    case 3:
        return 0x1000 + chance(64);
    case 4:
        return M2P_START + chance(0x10000);
    case 5:
        return -4096ul + chance(4096);
    case 6:
        return guest_info->pt_base + chance(4096);
    case 7:
        return (unsigned long)scratch + PAGE_SIZE - 1 - chance(32);
    case 8:
        return page_mfn_at(scratch);
    case 9:
        return chance(0x10000);
    case 10:
        return ABI_DOMID_SELF + chance(3);
    default:
        return (unsigned long)(scratch + chance(256));
    }
}

/* Structures for the calls to read: small numbers, frames, addresses. */
static void fill_scratch(void)
{
    for (unsigned i = 0; i < 64; i++) {
        scratch[chance(1024)] = chance(3) != 0 ? chance(24) : word();
    }
}

static const unsigned calls[] = {
    ABI_CALL_mmu_update,
    ABI_CALL_set_gdt,
    ABI_CALL_stack_switch,
    ABI_CALL_fpu_taskswitch,
    ABI_CALL_set_debugreg,
    ABI_CALL_get_debugreg,
    ABI_CALL_update_descriptor,
    ABI_CALL_memory_op,
    ABI_CALL_xen_version,
    ABI_CALL_vm_assist,
    ABI_CALL_vcpu_op,
    ABI_CALL_mmuext_op,
    ABI_CALL_event_channel_op,
    ABI_CALL_physdev_op,
    ABI_CALL_set_timer_op,
    ABI_CALL_update_va_mapping,
    ABI_CALL_update_va_mapping_otherdomain,
    ABI_CALL_callback_op,
    ABI_CALL_multicall,
    ABI_CALL_set_trap_table,
};

static bool in_guest(unsigned long at)
{
    return at >= GUEST_BASE && (WORD_BITS == 64 || at < ABI_HOLE32_START);
}

/* Would this change what the guest stands on? Its addresses are the builder's mapping; a multicall
 * or a list of frames could name anything, so what they read is looked at, too. */
static bool spares_us(unsigned call, const unsigned long *a)
{
    switch (call) {
    case ABI_CALL_update_va_mapping:
    case ABI_CALL_update_va_mapping_otherdomain:
    case ABI_CALL_multicall:
    case ABI_CALL_set_trap_table:
        return !in_guest(a[0]);
    case ABI_CALL_callback_op:
        return a[0] != ABI_CALLBACKOP_register;
    case ABI_CALL_mmu_update:
    case ABI_CALL_mmuext_op:
        return a[1] < 4; /* or random memory would be read as requests about our own tables */
    case ABI_CALL_vcpu_op:
        return a[0] != ABI_VCPUOP_register_vcpu_info && a[0] != ABI_VCPUOP_initialise &&
               a[0] != ABI_VCPUOP_register_runstate_memory_area && a[0] != ABI_VCPUOP_down;
    default:
        return true;
    }
}

/* mmu_update and mmuext_op get requests made for them, about the scratch page and about wild
 * frames. */
static void make_requests(unsigned call, unsigned long *a)
{
    guest_mmu_update *updates = (void *)scratch;
    guest_mmuext_op *operations = (void *)scratch;
    for (unsigned i = 0; i < 4 && call == ABI_CALL_mmu_update; i++) {
        unsigned long frame = chance(2) ? page_mfn_at(scratch) : chance(0x400);
        updates[i].ptr = page_entry(frame, 0) + 2048 + chance(2048);
        updates[i].val = page_entry(chance(2) ? frame : chance(0x10000000), chance(4096));
    }
    for (unsigned i = 0; i < 4 && call == ABI_CALL_mmuext_op; i++) {
        operations[i].cmd = chance(22);
        operations[i].arg1 = chance(2) ? word() : chance(0x400);
        operations[i].arg2 = word();
        if (operations[i].cmd == ABI_MMUEXT_NEW_BASEPTR) {
            operations[i].arg1 = 0xfffffff; /* an empty page is a good top table with 64 bits */
        }
        if (operations[i].arg1 == page_mfn_at(scratch) ||
            operations[i].cmd == ABI_MMUEXT_UNPIN_TABLE) {
            operations[i].arg1 =
                0x300; /* clearing our requests, or unpinning our tables, is our loss */
        }
    }
    if (call == ABI_CALL_mmu_update || call == ABI_CALL_mmuext_op) {
        a[0] = chance(4) ? (unsigned long)scratch : word();
        a[1] = chance(4);
        if (in_guest(a[0]) && a[0] != (unsigned long)scratch) {
            a[1] = 0;
        }
    }
}

static bool random_call(unsigned *answers)
{
    unsigned long a[5];
    unsigned call = chance(8) == 0 ? chance(70) : calls[chance(sizeof(calls) / sizeof(calls[0]))];
    fill_scratch();
    for (unsigned i = 0; i < 5; i++) {
        a[i] = word();
    }
    make_requests(call, a);
    if (call == ABI_CALL_iret || call == ABI_CALL_set_callbacks || call == ABI_CALL_sched_op ||
        call == ABI_CALL_console_io || !spares_us(call, a)) {
        return false;
    }
    if (chance(3) != 0 && (call == ABI_CALL_memory_op || call == ABI_CALL_event_channel_op ||
                           call == ABI_CALL_xen_version || call == ABI_CALL_physdev_op)) {
        a[0] = chance(16);
    }
    long result = hypercall_by_number(call, a[0], a[1], a[2], a[3], a[4]);
    if (call != ABI_CALL_get_debugreg) { /* whose answers may be any word */
        answers[result >= 0 ? 0 : result >= -4095 ? 1 : 2]++;
    }
    return true;
}

/* What the calls may have changed and the guest needs. */
static void restore(void)
{
    guest_vcpu()->upcall_mask = 1;
    hypercall_set_gdt(0, 0);
    hypercall_fpu_taskswitch(0);
    hypercall_set_debugreg(7, 0x400);
    hypercall_set_timer_op(0);
    trap_set_handler(TRAP_PAGE_FAULT, 0, NULL);
}

int guest_main(void)
{
    unsigned made = 0, answers[3] = {0}, changed = 0;
    seed_from((const char *)guest_info->cmd_line);
    scratch = page_alloc();
    page_alloc(); /* the neighbour may be written to through an address near the end of scratch */
    watched = page_alloc();
    memset(watched, 0x5a, PAGE_SIZE);
    for (unsigned round = 0; round < ROUNDS; round++) {
        made += random_call(answers);
        restore();
        page_map((uintptr_t)scratch, page_entry(page_mfn_at(scratch), PTE_PLAIN));
    }
    for (unsigned i = 0; i < PAGE_SIZE / sizeof(long); i++) {
        changed += watched[i] != (unsigned long)0x5a5a5a5a5a5a5a5a;
    }
    test_ok(made > ROUNDS / 2, "thousands of random calls");
    test_equal(answers[2], 0, "each is answered with a result or an error number");
    test_ok(answers[1] > ROUNDS / 4, "most are refused");
    test_equal(changed, 0, "nothing was written where no call pointed");
    test_ok(hypercall_xen_version(ABI_XENVER_version, 0) > 0, "and the guest goes on");
    console_print("# %u calls: %u accepted, %u refused\n", made, answers[0], answers[1]);
    return test_end();
}
