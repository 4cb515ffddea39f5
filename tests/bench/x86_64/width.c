/* SPDX-License-Identifier: MIT */
/*
 * The 64-bit half of what differs between the widths.
 */
#include "tests/bench/bench.h"

const struct bench_system_call bench_system_calls[] = {
    {"system-call-hypercall", bench_user_calls, bench_call_hypercall, false},
    {"system-call-syscall", bench_user_syscalls, bench_call_hypercall, true},
    {0}};

pte_t *bench_second_top(void)
{
    pte_t *old = (void *)(uintptr_t)guest_info->pt_base;
    pte_t *top = page_alloc();
    for (unsigned slot = 0; slot < PAGE_TOP_SLOTS; slot++) {
        if (slot < ABI_HYPERVISOR_SLOT_FIRST || slot > ABI_HYPERVISOR_SLOT_LAST) {
            top[slot] = old[slot];
        }
    }
    page_make_read_only(top);
    return top;
}
