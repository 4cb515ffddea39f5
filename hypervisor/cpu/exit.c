/* SPDX-License-Identifier: MIT */
/*
 * What happens on the way out when something is pending: timers, page tables to take apart,
 * another vCPU to run, an event to deliver. It goes round until nothing is left, because each of
 * these may cause another. There is one stack per CPU and nothing on it between two guests,
 * so switching vCPUs is copying registers.
 */
#include "cpu/exit.h"

#include "call/call.h"
#include "call/extable.h"
#include "cpu/features.h"
#include "cpu/tables.h"
#include "domain/vcpu.h"
#include "irq/irq.h"
#include "lib/string.h"
#include "mm/root.h"
#include "mm/tlb.h"
#include "pv/pv.h"
#include "sched/areas.h"
#include "sched/sched.h"
#include "time/time.h"
#include "watch/watch.h"

static u32 take_work(struct cpu *c)
{
    return __atomic_exchange_n(&c->work, 0, __ATOMIC_SEQ_CST);
}

void cpu_add_work(struct cpu *c, u32 bits)
{
    __atomic_or_fetch(&c->work, bits, __ATOMIC_SEQ_CST);
    cpu_kick(c);
}

void cpu_kick(struct cpu *c)
{
    if (c != cpu_this())
        irq_send(c->apic_id, VECTOR_WAKE);
}

static void save_vcpu(struct cpu *c, struct vcpu *v)
{
    v->regs = c->guest;
    __asm__ volatile("mov %%ds, %0; mov %%es, %1; mov %%fs, %2; mov %%gs, %3"
                     : "=m"(v->ds), "=m"(v->es), "=m"(v->fs), "=m"(v->gs));
    v->fs_base = msr_read(MSR_FS_BASE);
    v->gs_base = msr_read(MSR_GS_BASE);
    v->gs_base_other = msr_read(MSR_KERNEL_GS_BASE);
    __asm__ volatile("clts; fxsaveq %0" : "=m"(v->fpu));
    LOCKED(&v->domain->mm_lock);
    ldt_drop(v);
}

/* From here on others may load v, and free the tables it ran on: this CPU has left those. */
static void give_up(struct vcpu *v)
{
    v->is_wanted = false;
    __atomic_store_n(&v->loaded, NULL, __ATOMIC_RELEASE);
}

/* A selector the guest had loaded may have become invalid meanwhile: null then, and false. */
#define LOAD_SELECTOR(seg)                                                                         \
    static bool load_##seg(u16 selector)                                                           \
    {                                                                                              \
        __asm__ goto("1: mov %0, %%" #seg "\n\t" EXTABLE("1b", "%l1")::"r"((u32)selector)          \
                     : "memory"                                                                    \
                     : bad);                                                                       \
        return true;                                                                               \
bad:                                                                                               \
        __asm__ volatile("mov %0, %%" #seg ::"r"(0));                                              \
        return false;                                                                              \
    }
LOAD_SELECTOR(ds)
LOAD_SELECTOR(es)
LOAD_SELECTOR(fs)
LOAD_SELECTOR(gs)

static void load_vcpu(struct cpu *c, struct vcpu *v)
{
    c->current = v;
    v->is_wanted = false;
    v->loaded = c;
    c->guest = v->regs;
    mm_load_root(v);
    tables_show_gdt(v);
    tables_show_ldt(v);
    __asm__ volatile("clts; fxrstorq %0" ::"m"(v->fpu));
    pv_load_control(v);
    pv_load_debug(v);
    bool all = load_ds(v->ds) & load_es(v->es) & load_fs(v->fs) & load_gs(v->gs);
    if (v->domain->width == WIDTH_64) { /* after the selectors, which change them */
        msr_write(MSR_FS_BASE, v->fs_base);
        msr_write(MSR_GS_BASE, v->gs_base);
        msr_write(MSR_KERNEL_GS_BASE, v->gs_base_other);
    }
    time_publish(v);
    areas_write(v);
    if (unlikely(!all))
        pv_failsafe(v, &c->guest);
}

/* Off this CPU with the one it ran last, and with its tables. */
static void put_away(struct cpu *c)
{
    struct vcpu *v = c->current;

    save_vcpu(c, v);
    c->current = NULL;
    mm_load_own_root();
    give_up(v);
}

static void switch_to(struct cpu *c, struct vcpu *next)
{
    struct vcpu *before = c->current;

    if (!sched_detach(next)) { /* another CPU still has it; that one may wait for ours, so: */
        if (before)
            put_away(c);
        before = NULL;
        while (__atomic_load_n(&next->loaded, __ATOMIC_ACQUIRE)) {
            cpu_relax();
            tlb_answer();
            if (unlikely(c->work & WORK_STOP)) { /* so is the other one, and gives nothing up */
                __atomic_and_fetch(&c->work, ~(u32)WORK_STOP, __ATOMIC_SEQ_CST);
                watch_wait_for_audit();
            }
        }
    }
    if (before)
        save_vcpu(c, before);
    load_vcpu(c, next);
    if (before)
        give_up(before);
}

/*
 * Nobody to run. The last one's registers stay, since mostly it is also the next, unless another
 * CPU wants them. Its tables do not: a CPU without translations of guests is waited for by nobody
 * who changes them.
 */
static void idle(struct cpu *c)
{
    if (c->current && c->current->is_wanted)
        put_away(c);
    else if (cpus_online > 1 && !c->is_empty)
        mm_load_own_root();
    if (!c->work)
        __asm__ volatile("sti; hlt; cli" ::: "memory");
}

/* The machine's NMIs are the first domain's, with the reason that the chipset gives, if any. */
static void nmi_pass_on(void)
{
    struct domain *d = domain_first;
    if (!d) /* of the machine, but nobody here is told about it */
        return;
    u8 status = port_in8(0x61);
    u32 reason = status & 0x80   ? ABI_XEN_NMIREASON_pci_serr
                 : status & 0x40 ? ABI_XEN_NMIREASON_io_error
                                 : ABI_XEN_NMIREASON_unknown;
    u64 *shared = d->width == WIDTH_32 ? (u64 *)&((abi32_shared_info *)d->shared)->nmi_reason
                                       : (u64 *)&((abi64_shared_info *)d->shared)->nmi_reason;

    __atomic_or_fetch((u32 *)shared, reason, __ATOMIC_SEQ_CST);
    vcpu_nmi(d->vcpu[0]);
}

static bool event_deliverable(struct vcpu *v)
{
    return *vcpu_upcall_pending(v) && !*vcpu_upcall_mask(v);
}

/* Time went on without it, and its run states have changed. */
static void resume_after_idle(struct vcpu *v)
{
    if (cpu_this()->is_empty)
        mm_load_root(v);
    time_publish(v);
    areas_write(v);
}

/* Interrupts off. Comes back with a guest's registers in c->guest that may run at once. */
void exit_work(struct regs *r)
{
    struct cpu *c = (struct cpu *)r;
    bool was_idle = false;

    if (!c->work && event_deliverable(c->current)) { /* the most frequent reason, alone */
        pv_upcall(c->current, &c->guest);
        if (!c->work)
            return;
    }
    for (;;) {
        u32 work = take_work(c);
        if (unlikely(work & WORK_STOP))
            watch_wait_for_audit();
        if (unlikely(work & WORK_DOMAINS))
            domain_go_round();
        if (work & WORK_TIMER) {
            __asm__ volatile("sti" ::: "memory");
            timer_run();
            __asm__ volatile("cli" ::: "memory");
        }
        if (unlikely(work & WORK_NMI))
            nmi_pass_on();
        struct vcpu *next = sched_pick(work & WORK_SCHEDULE);
        if (!next) {
            idle(c);
            was_idle = true;
            continue;
        }
        if (next != c->current)
            switch_to(c, next);
        else if (was_idle)
            resume_after_idle(next);
        was_idle = false;
        if (next->domain->release_first) { /* no guest instruction before that is finished */
            __asm__ volatile("sti" ::: "memory");
            mm_release_some(next->domain);
            __asm__ volatile("cli" ::: "memory");
            continue;
        }
        if (unlikely(next->nmi_pending))
            pv_nmi(next, &c->guest);
        if (event_deliverable(next))
            pv_upcall(next, &c->guest);
        if (!c->work)
            return;
    }
}

_Noreturn void exit_to_first_guest(void)
{
    struct cpu *c = cpu_this();

    c->work |= WORK_SCHEDULE;
    c->current = NULL;
    /* exit_work finds the first vCPU; then leave as every entry does. */
    __asm__ volatile(
        "mov %0, %%rsp\n\tmov %0, %%rdi\n\tcall exit_work\n\tjmp exit_to_guest" ::"r"(&c->guest)
        : "memory");
    __builtin_unreachable();
}
