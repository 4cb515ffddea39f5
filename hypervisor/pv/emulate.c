/* SPDX-License-Identifier: MIT */
/*
 * Privileged instructions. A guest kernel in ring 1 gets #GP from the processor where a kernel
 * in ring 0 would have got its way; what the ABI lists (pv-abi part 3) is carried out here on
 * the guest's virtual state, everything else stays the guest's #GP.
 */
#include "call/access.h"
#include "call/call.h"
#include "call/guest.h"
#include "cpu/features.h"
#include "mm/frame.h"
#include "mm/root.h"
#include "pv/decode.h"
#include "pv/ports.h"

#define DR6_BS (1ull << 14)

static bool read_cr(struct vcpu *v, u32 cr, u64 *out)
{
    u64 x;

    switch (cr) {
    case 0:
        __asm__ volatile("mov %%cr0, %0" : "=r"(x));
        *out = (x & ~CR0_TS) | (v->ts ? CR0_TS : 0);
        return true;
    case 2:
        *out = v->cr2;
        return true;
    case 3:
        *out = root_to_cr3(v, v->base);
        return true;
    case 4:
        *out = v->cr4;
        return true;
    }
    return false;
}

/* 0: done; CALL_RESTART: execute the instruction again; else refused, the guest gets #GP. */
static long write_cr3(struct vcpu *v, u64 x)
{
    struct domain *d = v->domain;
    long rc = CALL_RESTART;

    /* Tables may have to be checked, which stops only for an interrupt: as in a call, let them in.
     */
    __asm__ volatile("sti" ::: "memory");
    lock_take(&d->mm_lock);
    if (releases_done(d))
        rc = root_set_base(v, root_from_cr3(v, x));
    lock_give(&d->mm_lock);
    __asm__ volatile("cli" ::: "memory");
    return rc;
}

static long write_cr(struct vcpu *v, u32 cr, u64 x)
{
    u64 now;

    switch (cr) {
    case 0:
        read_cr(v, 0, &now);
        if ((x ^ now) & ~CR0_TS & (v->domain->width == WIDTH_32 ? 0xffffffff : ~0ull))
            return refuse(v, REASON_EMULATE_CR0, x);
        pv_set_ts(v, x & CR0_TS);
        return 0;
    case 2:
        v->cr2 = x;
        return 0;
    case 3:
        return write_cr3(v, x);
    case 4:
        /* Bits a guest may not have are dropped without a fault: pv-abi part 3. */
        v->cr4 = (v->cr4 & ~features_cr4_settable(v)) | (x & features_cr4_settable(v));
        pv_load_control(v);
        return 0;
    }
    return refuse(v, REASON_EMULATE_UNKNOWN, cr);
}

/* DR4 and DR5 are other names of DR6 and DR7, unless debugging extensions are on. */
static bool no_such_register(const struct vcpu *v, const struct insn *i)
{
    return (i->kind == INSN_READ_DR || i->kind == INSN_WRITE_DR) &&
           (i->crdr == 4 || i->crdr == 5) && (v->cr4 & CR4_DE);
}

static void set_edx_eax(struct regs *r, u64 x)
{
    r->rax = (u32)x;
    r->rdx = x >> 32;
}

/* Carries out what only a guest kernel may do; false: the guest gets its #GP. */
static bool emulate_kernel(struct vcpu *v, struct regs *r, const struct insn *i, bool *restart)
{
    u64 *reg = insn_register(r, i->reg), x = 0;
    long rc = 0;

    switch (i->kind) {
    case INSN_CLTS:
        pv_set_ts(v, false);
        return true;
    case INSN_WBINVD:
        return true; /* ignored without device rights; caches are coherent */
    case INSN_READ_CR:
        if (!read_cr(v, i->crdr, &x))
            return false;
        *reg = pv_truncate(v, x);
        return true;
    case INSN_WRITE_CR:
        rc = write_cr(v, i->crdr, pv_truncate(v, *reg));
        *restart = rc == CALL_RESTART;
        return rc == 0;
    case INSN_READ_DR:
        *reg = pv_truncate(v, (u64)call_get_debugreg(v, i->crdr));
        return i->crdr < 8;
    case INSN_WRITE_DR:
        return call_set_debugreg(v, i->crdr, pv_truncate(v, *reg)) == 0;
    case INSN_RDMSR:
        if (!features_rdmsr(v, (u32)r->rcx, &x)) {
            /* Before a kernel has a #GP handler, reading an MSR it hopes for must not end it. */
            if (v->traps[VECTOR_GP].is_set)
                return false;
            x = 0;
        }
        set_edx_eax(r, x);
        return true;
    case INSN_WRMSR:
        return features_wrmsr(v, (u32)r->rcx, (u32)r->rax | r->rdx << 32);
    default:
        return false;
    }
}

/* What any code may execute, unless the guest has reserved it to its kernel. */
static bool emulate_any(struct vcpu *v, struct regs *r, const struct insn *i)
{
    u32 out[4];

    switch (i->kind) {
    case INSN_CLI:
    case INSN_STI: /* virtual interrupts are masked in shared memory instead */
        return ports_iopl_ok(v, r);
    case INSN_RDTSC:
        if (!pv_in_kernel(v, r) && (v->cr4 & CR4_TSD))
            return false;
        set_edx_eax(r, tsc_read());
        return true;
    case INSN_CPUID:
        if (!pv_in_kernel(v, r) && v->cpuid_faults)
            return false;
        features_cpuid(v, (u32)r->rax, (u32)r->rcx, out);
        r->rax = out[0];
        r->rbx = out[1];
        r->rcx = out[2];
        r->rdx = out[3];
        return true;
    default:
        return false;
    }
}

void pv_step(struct vcpu *v, struct regs *r, u32 length, u64 dr6)
{
    v->domain->counters.emulated++;
    r->rip = pv_truncate(v, r->rip + length);
    r->rflags &= ~(u64)RFLAGS_RF;
    if (r->rflags & RFLAGS_TF)
        dr6 |= DR6_BS;
    if (unlikely(dr6))
        pv_debug_exception(v, r, dr6);
}

bool pv_emulate_gp(struct vcpu *v, struct regs *r)
{
    struct insn i;
    bool restart = false;

    insn_decode(v, r, &i);
    if (i.kind == INSN_FAULT) {
        pv_page_fault(v, r, i.fault_at, pv_in_kernel(v, r) ? 0x10 : 0x14);
        return true;
    }
    if (i.kind >= INSN_IN)
        return ports_emulate(v, r, &i);
    if (no_such_register(v, &i) && pv_in_kernel(v, r)) {
        pv_exception(v, r, VECTOR_UD, false, 0);
        return true;
    }
    if (!emulate_any(v, r, &i) && (!pv_in_kernel(v, r) || !emulate_kernel(v, r, &i, &restart)))
        return restart;
    pv_step(v, r, i.length, 0);
    return true;
}

#define FORCED_CPUID_LOW  0x65780b0fu /* UD2, 'x', 'e' ... */
#define FORCED_CPUID_HIGH 0xa20f6eu   /* ... 'n', CPUID */

/* That prefix before CPUID asks for the hypervisor's answer instead of the processor's. */
bool pv_emulate_ud(struct vcpu *v, struct regs *r)
{
    static const struct insn cpuid = {.kind = INSN_CPUID};
    u32 low = 0, high = 0; /* low is compared with one value only: no need to ask whose it was */
    gaddr_t at;

    if (!pv_segment_linear(v, r->cs, pv_truncate(v, r->rip), 7, false, &at) ||
        !guest_range_ok(v, at, 7) || !access_load32(&low, at.va) || low != FORCED_CPUID_LOW ||
        !guest_copy_in(v, &high, gaddr_add(at, 4), 3) || high != FORCED_CPUID_HIGH)
        return false;
    if (emulate_any(v, r, &cpuid)) {
        pv_step(v, r, 7, 0);
    } else { /* the guest has programs' CPUID fault: at the instruction itself */
        r->rip = pv_truncate(v, r->rip + 5);
        pv_exception(v, r, VECTOR_GP, true, 0);
    }
    return true;
}
