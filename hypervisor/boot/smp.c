/* SPDX-License-Identifier: MIT */
/*
 * The other processors. Each gets a block of stacks of its own, is sent through the code in
 * start.S, sets up its tables like the first one, and joins the scheduler, where it idles until a
 * vCPU is its own. They are woken one by one, so that they can share one place to start from.
 */
#include "boot/smp.h"

#include "console/console.h"
#include "cpu/cpu.h"
#include "cpu/exit.h"
#include "cpu/features.h"
#include "cpu/tables.h"
#include "irq/irq.h"
#include "lib/string.h"
#include "mm/mm.h"
#include "mm/tlb.h"
#include "plat/plat.h"
#include "time/time.h"
#include "watch/watch.h"

#define WAKE_PAGE 8 /* frame below 1 MiB that the code is copied to */
#define WAIT_NS   100000000ull

extern char wake_code[], wake_code_end[];
/* Of the processor that is being woken; start.S reads them. */
extern u64 wake_stack;
extern void (*wake_main)(void);

/* Nothing to do but to come back through the one way out. */
static void on_wake(struct regs *r)
{
    irq_ack();
}

static void on_flush(struct regs *r)
{
    irq_ack();
    tlb_flush_own();
}

/* First C code of a woken processor, on its own stack. */
_Noreturn void smp_main(void)
{
    struct cpu *c = cpu_this();

    tlb_flush_own(); /* onto ring 0's own tables */
    tables_init_cpu(c);
    features_init_cpu();
    irq_init_cpu();
    time_init_cpu();
    __atomic_fetch_add(&cpus_online, 1, __ATOMIC_SEQ_CST);
    exit_to_first_guest();
}

static bool wake(u32 apic_id)
{
    u32 id = cpus_online;
    mfn_t block = heap_alloc(3, 1ull << 32); /* the first tables reach up to 4 GiB */

    _Static_assert(CPU_BLOCK_SIZE == PAGE_SIZE << 3, "a block is 2^3 pages");
    if (block.n == MFN_NONE.n)
        return false;
    memset(mm_pointer(block), 0, CPU_BLOCK_SIZE);
    wake_stack = (u64)mm_pointer(block) + CPU_BLOCK_SIZE - CPU_STRUCT_SIZE;
    struct cpu *c = (struct cpu *)wake_stack;
    c->id = id;
    c->cr3 = cpu_this()->cr3;
    cpus[id] = c;

    memcpy(mm_pointer(MFN(WAKE_PAGE)), wake_code, (u64)(wake_code_end - wake_code));
    irq_start_cpu(apic_id, WAKE_PAGE);
    u64 limit = time_now_ns() + WAIT_NS;
    while (__atomic_load_n(&cpus_online, __ATOMIC_SEQ_CST) == id) {
        if (time_now_ns() > limit)
            return false;
        cpu_relax();
    }
    return true;
}

void smp_init(void)
{
    cpu_vector_set(VECTOR_WAKE, on_wake);
    cpu_vector_set(VECTOR_FLUSH, on_flush);
    wake_main = smp_main;
    for (u32 i = 0; i < plat.cpus && cpus_online < CPU_MAX; i++) {
        u32 apic_id = plat.cpu[i].apic_id;
        if (apic_id != cpus[0]->apic_id && !wake(apic_id)) {
            print("processor with APIC id %u does not start and is left alone\n", apic_id);
            break; /* it may yet come: its block stays its own, and nobody else gets that number */
        }
    }
}
