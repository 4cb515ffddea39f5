/* SPDX-License-Identifier: MIT */
/*
 * Exceptions and interrupts, after entry.S has saved the registers. From a guest: most are
 * handed on to the guest's own handler, some are work it delegates to us. From ring 0: only
 * those that were expected (call/extable.h) are survived.
 */
#include "abi/layout.h"
#include "call/extable.h"
#include "call/guest.h"
#include "console/console.h"
#include "cpu/cpu.h"
#include "lib/string.h"
#include "mm/fault.h"
#include "mm/mm.h"
#include "mm/root.h"
#include "pv/decode.h"
#include "pv/pv.h"
#include "watch/watch.h"

#define ERROR_IDT  2u /* the error code names an IDT entry */
#define PF_PRESENT 1u
#define PF_WRITE   2u
#define PF_USER    4u
#define DR6_ONES   0xffff0ff0ull

static cpu_vector_fn irq_handlers[256];

void cpu_vector_set(u8 vector, cpu_vector_fn fn)
{
    irq_handlers[vector] = fn;
}

static void interrupt(struct regs *r)
{
    cpu_vector_fn fn = irq_handlers[r->vector];

    if (fn)
        fn(r);
    else
        print("interrupt %lu has no handler and is ignored\n", r->vector);
}

static u64 fault_address(void)
{
    u64 cr2;
    __asm__ volatile("mov %%cr2, %0" : "=r"(cr2));
    return cr2;
}

/* Is this address in the LDT window of this CPU? Then the page may only be missing yet. */
static bool ldt_fault(struct vcpu *v, u64 address, u32 *offset)
{
    u64 window = WINDOW_GDT((u64)cpu_this()->id) + WINDOW_LDT;

    *offset = (u32)(address - window);
    return address >= window && address < window + (WINDOW_SIZE - WINDOW_LDT) && v->ldt_entries;
}

static void on_page_fault(struct vcpu *v, struct regs *r)
{
    u64 address = fault_address();
    u32 error = (u32)r->error & ~PF_USER, offset;

    if (unlikely(ldt_fault(v, address, &offset))) {
        if (ldt_show_page(v, offset))
            return;
        address = v->ldt_base + offset;
    }
    if ((error & (PF_PRESENT | PF_WRITE)) == (PF_PRESENT | PF_WRITE) && pv_in_kernel(v, r) &&
        guest_range_ok(v, GADDR(address), 1) && fault_table_write(v, r, address))
        return;
    /* Ring 1 is "supervisor" to the processor; what the guest is told follows its own modes. */
    if (!pv_in_kernel(v, r))
        error |= PF_USER;
    pv_page_fault(v, r, address, error);
}

/*
 * INT n: allowed if the guest's trap table says so for its present level. A vector without a
 * handler has no flags, and so a DPL of 0, which allows nobody.
 */
static inline bool int_allowed(const struct vcpu *v, const struct regs *r, u8 n)
{
    return (v->traps[n].flags & TRAP_DPL) >= (pv_in_kernel(v, r) ? 1u : 3u);
}

static void software_interrupt(struct vcpu *v, struct regs *r, u8 n, u8 length)
{
    if (int_allowed(v, r, n)) {
        r->rip += length;
        pv_exception(v, r, n, false, 0);
    } else {
        pv_exception(v, r, VECTOR_GP, true, (u32)n << 3 | ERROR_IDT);
    }
}

/* INT 0x80, the system call of many kernels, has a gate that programs may use: no fault first. */
void trap_int80(struct regs *r)
{
    struct vcpu *v = ((struct cpu *)r)->current;
    const struct entry_point *to = &v->traps[0x80];

    if (likely(int_allowed(v, r, 0x80))) {
        v->domain->counters.exceptions++;
        pv_enter(v, r, to, to->flags & TRAP_MASK);
    } else {
        r->rip -= 2; /* as if it had been refused at the instruction */
        pv_exception(v, r, VECTOR_GP, true, 0x80 << 3 | ERROR_IDT);
    }
}

static void on_general_protection(struct vcpu *v, struct regs *r)
{
    struct insn i;

    if (r->error & ERROR_IDT) {
        /* The number is taken from the instruction: some emulators report a wrong one. */
        insn_decode(v, r, &i);
        if (i.kind == INSN_INT) {
            software_interrupt(v, r, i.imm, i.length);
            return;
        }
    }
    if (r->error == 0 ? pv_emulate_gp(v, r) : !(r->error & 3) && pv_emulate_gate(v, r))
        return;
    if (v->domain->is_shut_down)
        return;
    pv_exception(v, r, VECTOR_GP, true, (u32)r->error);
}

/* The FPU is switched eagerly; #NM only means that the guest set TS, and it clears it. */
static void on_no_fpu(struct vcpu *v, struct regs *r)
{
    pv_set_ts(v, false);
    pv_exception(v, r, VECTOR_NM, false, 0);
}

static void on_debug(struct vcpu *v, struct regs *r)
{
    u64 dr6;

    __asm__ volatile("mov %%dr6, %0" : "=r"(dr6));
    __asm__ volatile("mov %0, %%dr6" ::"r"(DR6_ONES));
    pv_debug_exception(v, r, dr6);
}

static void on_undefined(struct vcpu *v, struct regs *r)
{
    if (!pv_emulate_ud(v, r))
        pv_exception(v, r, VECTOR_UD, false, 0);
}

static void on_plain(struct vcpu *v, struct regs *r)
{
    pv_exception(v, r, (u8)r->vector, false, 0);
}

static void on_plain_error(struct vcpu *v, struct regs *r)
{
    pv_exception(v, r, (u8)r->vector, true, (u32)r->error);
}

/* The guests' exceptions, in the processor's order. */
static void (*const exceptions[32])(struct vcpu *v, struct regs *r) = {
    on_plain,       on_debug,
    on_plain,       on_plain,
    on_plain,       on_plain,
    on_undefined,   on_no_fpu,
    on_plain_error, on_plain,
    on_plain_error, on_plain_error,
    on_plain_error, on_general_protection,
    on_page_fault,  on_plain,
    on_plain,       on_plain_error,
    on_plain,       on_plain,
    on_plain,       on_plain_error,
    on_plain,       on_plain,
    on_plain,       on_plain,
    on_plain,       on_plain,
    on_plain,       on_plain_error,
    on_plain_error, on_plain,
};

/* Called by entry.S, interrupts off; afterwards the one way out is taken. */
void trap_from_guest(struct regs *r)
{
    struct vcpu *v = ((struct cpu *)r)->current;

    if (likely(r->vector < array_size(exceptions))) {
        exceptions[r->vector](v, r);
        return;
    }
    v->domain->counters.interrupts++;
    interrupt(r);
}

extern char exit_iret[];

/*
 * The IRET to a guest faulted. What lies below the hardware's frame of that fault are the
 * guest's other registers, all restored already: they are put back together in struct cpu.
 */
static struct regs *exit_fault(struct regs *r)
{
    struct cpu *c = cpu_this();
    struct regs nested = *r; /* overlaps with what we are about to write */
    u64 address = fault_address();
    u32 offset = 0;

    memcpy(&c->guest, &nested, offsetof(struct regs, vector));
    /* The selector lies in an LDT page that is not shown yet: then simply try again. */
    if (nested.vector == VECTOR_PF && ldt_fault(c->current, address, &offset) &&
        ldt_show_page(c->current, offset))
        return &c->guest;
    pv_exit_fault(c->current, &c->guest, (u8)nested.vector, (u32)nested.error,
                  c->current->ldt_base + offset);
    return &c->guest;
}

/* Called by entry.S. NULL: go on where it happened; else leave with these guest registers. */
struct regs *trap_from_hypervisor(struct regs *r)
{
    if (r->vector >= 32) {
        interrupt(r);
        return NULL;
    }
    if (r->rip == (u64)exit_iret)
        return exit_fault(r);
    u32 offset;
    /* A segment register of a vCPU that is being loaded: its LDT page is not shown yet. */
    if (r->vector == VECTOR_PF && ldt_fault(cpu_this()->current, fault_address(), &offset) &&
        ldt_show_page(cpu_this()->current, offset))
        return NULL;
    u64 fixup = extable_find(r->rip);
    if (!fixup)
        panic_regs(r, "exception %lu, error %lx, address %lx", r->vector, r->error,
                   fault_address());
    r->rip = fixup;
    return NULL;
}

/*
 * On stacks of their own come debug exceptions and NMIs, and double faults and machine checks,
 * which are not survived. A debug exception of a guest goes on where other exceptions do, with the
 * registers returned; in ring 0 it is a guest's breakpoint on data that we accessed for it, or
 * one that MOV SS had put off until our first instruction (XSA-260): forgotten.
 */
struct regs *trap_own_stack(struct regs *r)
{
    struct cpu *c = cpu_this();

    if (r->vector != VECTOR_NMI && r->vector != VECTOR_DB)
        panic_regs(r, "%s", r->vector == VECTOR_DF ? "double fault" : "machine check");
    if (r->vector == VECTOR_NMI) {
        __atomic_or_fetch(&c->work, WORK_NMI, __ATOMIC_SEQ_CST);
        return NULL;
    }
    if (regs_from_guest(r)) {
        c->guest = *r;
        return &c->guest;
    }
    __asm__ volatile("mov %0, %%dr6" ::"r"(DR6_ONES));
    return NULL;
}
