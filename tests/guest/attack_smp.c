/* SPDX-License-Identifier: MIT */
/*
 * The rule: once a page is a page table nobody writes it, on no processor, however old the
 * translation it writes through.
 *
 * How someone would break it: several vCPUs map pages writable, take the mappings away without a
 * flush and go on writing through what their processors remember; meanwhile another makes tables of
 * the same pages and looks whether they stay as they are.
 *
 * @options --vcpus 2
 * @limit 120
 * @peer no
 * @widths both
 */
#include "smp.h"

#define WINDOWS 0x30000000ul /* one for each vCPU, 2 MiB apart */
#define POOL    6
#define WORKERS 3
#define ROUNDS  150

static unsigned long pool[POOL];
static volatile unsigned running, stop, writes, faults, maps;

static unsigned next_random(unsigned *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 16;
}

/* Writes one word; whether it faulted. Touches no variable that vCPUs share. */
static unsigned store(volatile void *address, unsigned long value)
{
    unsigned faulted = 1;
    asm volatile("771: mov %2, (%1)\n\txorl %0, %0\n772:\n"
                 "\t.pushsection .probe_fixups,\"a\"\n\t" WORD_ASM " 771b, 772b\n\t.popsection"
                 : "+r"(faulted)
                 : "r"(address), "r"(value)
                 : "memory", "cc");
    return faulted;
}

/* The entry of va without a flush of any kind. */
static long map_quietly(unsigned long va, pte_t entry)
{
    return hypercall_update_va_mapping(va, entry, 0);
}

static void smp_worker(unsigned number)
{
    unsigned random = number * 77 + 1;
    unsigned long va = WINDOWS + number * 0x200000;

    __atomic_fetch_add(&running, 1, __ATOMIC_SEQ_CST);
    while (!stop) {
        unsigned which = next_random(&random) % POOL;
        if (map_quietly(va, page_entry(pool[which], PTE_PLAIN)) == 0) {
            maps++;
            store((void *)(va + 8 * (next_random(&random) % 512)), 0);
            if (next_random(&random) & 1)
                map_quietly(va, 0);
            else
                map_quietly(va, page_entry(pool[which], PTE_READ_ONLY));
        }
        for (unsigned i = next_random(&random) * 10; i > 0 && !stop; i--) {
            unsigned slot = next_random(&random) % 512;
            /* Not present, or it could not become a table; but each time something else. */
            if (store((void *)(va + 8 * slot), next_random(&random) << 12)) {
                faults++;
                break;
            }
            writes++;
        }
        map_quietly(va, 0);
    }
    __atomic_fetch_sub(&running, 1, __ATOMIC_SEQ_CST);
}

static unsigned bring_up(void)
{
    unsigned up = 0;
    for (unsigned i = 1; i <= WORKERS; i++) {
        up += smp_start(i) == 0;
    }
    while (running < up) {
        asm volatile("pause");
    }
    return up;
}

/* Makes a table of the page and looks at it, as long as others might still write to it. */
static bool stays_as_it_is(unsigned long frame, pte_t *copy)
{
    pte_t *view = (pte_t *)WINDOWS;
    bool same = true;

    page_map(WINDOWS, page_entry(frame, PTE_READ_ONLY));
    memcpy(copy, view, PAGE_SIZE);
    for (unsigned again = 0; again < 100 && same; again++) {
        asm volatile("" : : : "memory"); /* others write there: look again */
        same = memcmp(copy, view, PAGE_SIZE) == 0;
    }
    page_map(WINDOWS, 0);
    return same;
}

int guest_main(void)
{
    pte_t *copy = page_alloc();
    unsigned pinned = 0, refused = 0, changed = 0;

    for (unsigned i = 0; i <= WORKERS; i++) {
        page_make_tables(WINDOWS + i * 0x200000);
    }
    for (unsigned i = 0; i < POOL; i++) {
        pool[i] = page_take_unmapped();
        page_map(WINDOWS, page_entry(pool[i], PTE_PLAIN));
        memset((void *)WINDOWS, 0, PAGE_SIZE);
        page_map(WINDOWS, 0);
    }
    if (hypercall_vcpu_op(ABI_VCPUOP_is_up, 1, 0) < 0) {
        test_skip("tables stay as they are", "there is one vCPU only");
        return test_end();
    }
    unsigned up = bring_up();
    test_ok(up > 0, "other vCPUs run");
    for (unsigned round = 0; round < ROUNDS * 20 && pinned < ROUNDS; round++) {
        unsigned long frame = pool[round % POOL];
        if (page_pin(frame, 1) == 0) {
            pinned++;
            changed += !stays_as_it_is(frame, copy);
            page_unpin(frame);
        } else {
            refused++;
        }
    }
    stop = 1;
    for (unsigned long i = 0; running > 0 && i < 1000000; i++) {
        hypercall_sched_op(ABI_SCHEDOP_yield, 0);
    }
    console_print("# %u pinned, %u refused; the others: %u mappings, %u stores, %u faults\n",
                  pinned, refused, maps, writes, faults);
    test_ok(pinned > 0 && maps > 0 && writes > 0, "both sides got their way now and then");
    test_equal(changed, 0, "no table changed while it was one");
    test_equal(running, 0, "the others have ended");
    for (unsigned i = 0; i < POOL; i++) {
        test_equal(page_map(WINDOWS, page_entry(pool[i], PTE_PLAIN)), 0, "page %u is free again",
                   i);
        page_map(WINDOWS, 0);
    }
    return test_end();
}
