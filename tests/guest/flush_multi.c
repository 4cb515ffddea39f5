/* SPDX-License-Identifier: MIT */
/*
 * The rule: a flush of some vCPUs takes a set of them from guest memory. Bits of vCPUs that are not
 * there mean nothing; only a set that cannot be read is an error.
 *
 * How someone would break it: sets full of ones, of vCPUs that never were or have gone down; sets
 * nowhere, in the hypervisor's part, across its end.
 *
 * @widths both
 * @options --hypervisor-append dom0_max_vcpus=4
 */
#include "smp.h"

static volatile unsigned round_trips[SMP_MAX];
static volatile bool stop;

static void smp_worker(unsigned number)
{
    while (!stop)
        round_trips[number]++;
}

static void flush(const void *set, unsigned long address, long expected, const char *what)
{
    test_equal(page_extended(ABI_MMUEXT_TLB_FLUSH_MULTI, 0, (unsigned long)set), expected,
               "a flush of %s", what);
    test_equal(page_extended(ABI_MMUEXT_INVLPG_MULTI, address, (unsigned long)set), expected,
               "one address of %s", what);
}

int guest_main(void)
{
    static const struct {
        unsigned long bits;
        const char *name;
    } sets[] = {
        {1, "ourselves"},
        {0, "nobody"},
        {3, "both that run"},
        {2, "the other"},
        {8, "one never made"},
        {1ul << 31, "one beyond all"},
        {~0ul, "everybody and more"},
        {~0xful, "nobody there is"},
    };
    unsigned long *page = page_alloc();

    test_equal(smp_start(1), 0, "a second vCPU");
    for (unsigned i = 0; i < 10000 && !round_trips[1]; i++)
        hypercall_sched_op(ABI_SCHEDOP_yield, 0);
    for (unsigned i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
        *page = sets[i].bits;
        flush(page, (unsigned long)page, 0, sets[i].name);
    }
    *page = ~0ul;
    console_print("# = an address of the hypervisor's: %ld\n",
                  page_extended(ABI_MMUEXT_INVLPG_MULTI, M2P_START, (unsigned long)page));
    console_print("# = a set in the M2P: %ld\n",
                  page_extended(ABI_MMUEXT_TLB_FLUSH_MULTI, 0, M2P_START));
    flush((void *)0x1000, (unsigned long)page, -ABI_EINVAL, "a set that is nowhere");
    flush((void *)(M2P_END - 1), (unsigned long)page, -ABI_EINVAL, "a set at the M2P's end");
    stop = true;
    return test_end();
}
