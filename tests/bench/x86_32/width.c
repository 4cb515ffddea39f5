/* SPDX-License-Identifier: MIT */
/*
 * The 32-bit half of what differs between the widths.
 */
#include "tests/bench/bench.h"

const struct bench_system_call bench_system_calls[] = {
    {"system-call-hypercall", bench_user_calls, bench_call_hypercall, false},
    {"system-call-iret", bench_user_calls, bench_call_iret, false},
    {0}};

/* The fourth L2 has the hypervisor's entries in it and may serve one top-level table only: a copy
 * without them. */
pte_t *bench_second_top(void)
{
    pte_t *old = (void *)(uintptr_t)guest_info->pt_base;
    pte_t *top = page_alloc(), *top_l2 = page_alloc();
    for (unsigned slot = 0; slot < 428; slot++) {
        top_l2[slot] = ((pte_t *)page_at_mfn(page_entry_mfn(old[3])))[slot];
    }
    for (unsigned slot = 0; slot < 3; slot++) {
        top[slot] = old[slot] & (PTE_FRAME | PTE_PRESENT);
    }
    top[3] = page_entry(page_mfn_at(top_l2), PTE_PRESENT);
    page_make_read_only(top);
    page_make_read_only(top_l2);
    return top;
}
