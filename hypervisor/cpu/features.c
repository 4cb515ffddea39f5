/* SPDX-License-Identifier: MIT */
/*
 * The processor as guests see it. CPUID answers are the real ones minus what a paravirtual guest
 * cannot have: paging features that ring 0 decides, long mode for 32-bit guests, and extended
 * state (XSAVE) as long as it is not switched. pv-abi 1.10 and part 3.
 */
#include "cpu/features.h"

#include "abi/numbers.h"
#include "call/extable.h"
#include "cpu/cpu.h"
#include "lib/string.h"
#include "mm/mm.h"
#include "pv/pv.h"
#include "time/time.h"
#include "watch/watch.h"

#define MSR_EFER          0xc0000080
#define MSR_PAT           0x277
#define MSR_APIC_BASE     0x1b
#define MSR_TSC           0x10
#define MSR_PLATFORM_INFO 0xce
#define MSR_MISC_FEATURES 0x140

#define EFER_SCE (1ull << 0)
#define EFER_LME (1ull << 8)
#define EFER_LMA (1ull << 10)
#define EFER_NXE (1ull << 11)

#define INFO_CPUID_FAULTING (1ull << 31)
#define CPUID_FAULTING      (1ull << 0)

#define CR4_PAE        (1ull << 5)
#define CR4_MCE        (1ull << 6)
#define CR4_OSFXSR     (1ull << 9)
#define CR4_OSXMMEXCPT (1ull << 10)

/* Bits of leaves 1, 7 and 0x80000001 that are withheld. */
#define LEAF1_ECX_HIDDEN                                                                           \
    (1u << 3 | 1u << 5 | 1u << 6 | 1u << 12 | 1u << 17 | 1u << 21 | 1u << 24 | 1u << 26 |          \
     1u << 27 | 1u << 28 | 1u << 29)
/* MONITOR VMX SMX FMA PCID x2APIC TSC-deadline XSAVE OSXSAVE AVX F16C */
#define LEAF1_ECX_SET    (1u << 31) /* running under a hypervisor */
#define LEAF1_EDX_HIDDEN (1u << 1 | 1u << 3 | 1u << 12 | 1u << 13 | 1u << 17)
/* VME PSE MTRR PGE PSE36 */
#define LEAF7_FSGSBASE (1u << 0) /* for 64-bit guests: other code does not have it */
#define LEAF7_EBX_KEPT                                                                             \
    (1u << 0 | 1u << 3 | 1u << 8 | 1u << 9 | 1u << 18 | 1u << 19 | 1u << 23 | 1u << 24 | 1u << 29)
/* BMI1 BMI2 ERMS RDSEED ADX CLFLUSHOPT CLWB SHA */
#define EXT_EDX_HIDDEN                                                                             \
    (1u << 1 | 1u << 3 | 1u << 12 | 1u << 13 | 1u << 17 | 1u << 25 | 1u << 26 | 1u << 27)
/* VME PSE MTRR PGE PSE36 FFXSR 1-GiB pages RDTSCP */
#define EXT_EDX_LONG   (1u << 29 | 1u << 11) /* long mode, SYSCALL: for 64-bit guests */
#define EXT_ECX_HIDDEN (1u << 2 | 1u << 3 | 1u << 10 | 1u << 11 | 1u << 12 | 1u << 15 | 1u << 16)
/* SVM extended-APIC IBS XOP SKINIT LWP FMA4 */

#define HV_LEAF 0x40000000u

static void hypervisor_leaf(u32 leaf, u32 sub, u32 out[4])
{
    static const u32 leaves[6][4] = {
        /* "XenVMMXenVMM": what PV guests look for. */
        {HV_LEAF + 5, 0x566e6558, 0x65584d4d, 0x4d4d566e},
        {ABI_VERSION_MAJOR << 16 | ABI_VERSION_MINOR},
        /* One hypercall page, written through this MSR; MMU_PT_UPDATE_PRESERVE_AD works. */
        {1, ABI_HYPERCALL_MSR, 1},
        [5] = {0, 52}, /* widest machine address */
    };

    if (leaf - HV_LEAF < array_size(leaves))
        memcpy(out, leaves[leaf - HV_LEAF], sizeof(leaves[0]));
    if (leaf == HV_LEAF + 3 && (sub == 0 || sub == 2))
        out[2 - sub] = time_tsc_khz();
}

void features_cpuid(struct vcpu *v, u32 leaf, u32 sub, u32 out[4])
{
    u32 highest[4];

    memset(out, 0, 4 * sizeof(u32));
    if (leaf >= HV_LEAF && leaf < HV_LEAF + 0x100) {
        hypervisor_leaf(leaf, sub, out);
        return;
    }
    cpuid(leaf & 0x80000000, 0, highest);
    if (leaf > highest[0] || (leaf & 0x7fffffff) > 0xff)
        return;
    cpuid(leaf, sub, out);
    switch (leaf) {
    case 1:
        out[2] = (out[2] & ~LEAF1_ECX_HIDDEN) | LEAF1_ECX_SET;
        out[3] &= ~LEAF1_EDX_HIDDEN;
        break;
    case 5:
    case 6:
    case 0xa:
    case 0xb:
    case 0xd:
    case 0xf:
    case 0x10: /* MWAIT, power, PMU, XSAVE */
        memset(out, 0, 4 * sizeof(u32));
        break;
    case 7:
        out[0] = 0;
        out[1] = sub ? 0 : out[1] & LEAF7_EBX_KEPT;
        if (v->domain->width == WIDTH_32)
            out[1] &= ~LEAF7_FSGSBASE;
        out[2] = out[3] = 0;
        break;
    case 0x80000001:
        out[2] &= ~EXT_ECX_HIDDEN;
        out[3] &= ~EXT_EDX_HIDDEN;
        if (v->domain->width == WIDTH_32)
            out[3] &= ~EXT_EDX_LONG;
        break;
    case 0x8000000a: /* SVM */
        memset(out, 0, 4 * sizeof(u32));
        break;
    }
}

u64 features_cr4_settable(const struct vcpu *v)
{
    u32 out[4];

    features_cpuid((struct vcpu *)v, 7, 0, out);
    return CR4_TSD | CR4_DE | (out[1] & LEAF7_FSGSBASE ? CR4_FSGSBASE : 0);
}

u64 features_cr4_initial(void)
{
    return CR4_PAE | CR4_MCE | CR4_OSFXSR | CR4_OSXMMEXCPT;
}

bool features_is_intel(void)
{
    u32 out[4];

    cpuid(0, 0, out);
    return out[1] == 0x756e6547; /* "Genu" */
}

/* An MSR that not every processor has. */
static bool msr_try(u32 msr, u64 *value)
{
    u32 lo, hi;

    __asm__ goto("1: rdmsr\n\t" EXTABLE("1b", "%l3") : "=a"(lo), "=d"(hi) : "c"(msr)::bad);
    *value = (u64)hi << 32 | lo;
    return true;
bad:
    return false;
}

/* Then guests cannot see the processor's own answers: their CPUID comes to pv_emulate_gp. */
static bool can_fault_cpuid(void)
{
    u64 info;

    return features_is_intel() && msr_try(MSR_PLATFORM_INFO, &info) && (info & INFO_CPUID_FAULTING);
}

/*
 * MSRs without a life of their own: what they read as, on whose processors, and whether writes
 * vanish or fault. Rule: pv-abi part 3.
 */
enum { OF_AMD = 1, OF_INTEL = 2, OF_ANY = 3, VANISH = 4, REAL = 8 /* the processor's value */ };
static const struct {
    u32 first, count;
    u8 how;
    u64 value;
} plain_msrs[] = {
    {0x17, 1, OF_INTEL, 0},         /* platform id */
    {0x3a, 1, OF_INTEL, 1},         /* feature control: locked */
    {0x8b, 1, OF_ANY | REAL, 0},    /* microcode */
    {0x10a, 1, OF_INTEL, 0},        /* architectural capabilities */
    {0x179, 3, OF_ANY | VANISH, 0}, /* machine checks: there are no banks */
    {0x198, 1, OF_INTEL, 0},        /* performance status, control */
    {0x199, 1, OF_INTEL | VANISH, 0},
    {0x19c, 1, OF_INTEL, 0},               /* thermal status */
    {0x1a0, 1, OF_ANY | REAL | VANISH, 0}, /* misc. features, where they are (XSA-333) */
    {0x1d9, 1, OF_ANY, 0},                 /* debug control: some read it unguarded */
    {MSR_PAT, 1, OF_ANY, ABI_PAT_VALUE},
    {0x280, 32, OF_ANY | VANISH, 0},  /* machine checks */
    {0x345, 1, OF_ANY, 0},            /* performance capabilities */
    {0x400, 128, OF_ANY | VANISH, 0}, /* machine checks */
    {ABI_HYPERCALL_MSR, 1, OF_ANY, 0},
    {0xc0010010, 1, OF_AMD, 0}, /* system configuration, top of memory */
    {0xc001001a, 1, OF_AMD, 0},
    {0xc001001d, 1, OF_AMD, 0},
    {0xc0010015, 1, OF_AMD | VANISH, 0}, /* hardware configuration, northbridge */
    {0xc001001f, 1, OF_AMD | VANISH, 0},
    {0xc0010041, 2, OF_AMD | VANISH, 0}, /* frequencies and power states */
    {0xc0010061, 1, OF_AMD | VANISH, 0},
    {0xc0010063, 2, OF_AMD | VANISH, 0},
    {0xc0011029, 1, OF_AMD | VANISH, 2}, /* decoder configuration: LFENCE serializes */
};

/* Its row for this processor: `how`, or 0; and the value. */
static u32 plain_msr(u32 msr, u64 *value)
{
    for (u32 i = 0; i < array_size(plain_msrs); i++) {
        u32 how = plain_msrs[i].how;
        *value = plain_msrs[i].value;
        if (msr - plain_msrs[i].first < plain_msrs[i].count &&
            (how & (features_is_intel() ? OF_INTEL : OF_AMD)) &&
            (!(how & REAL) || msr_try(msr, value)))
            return how;
    }
    return 0;
}

bool features_rdmsr(struct vcpu *v, u32 msr, u64 *out)
{
    bool wide = v->domain->width == WIDTH_64;

    switch (msr) {
    case MSR_TSC:
        *out = tsc_read();
        return true;
    case MSR_APIC_BASE:
        *out = 0xfee00000 | 1 << 11 | (v->id == 0 ? 1 << 8 : 0);
        return true;
    case MSR_EFER:
        *out = EFER_NXE | (wide ? EFER_SCE | EFER_LME | EFER_LMA : 0);
        if (!features_is_intel()) /* whose 32-bit code has no SYSCALL */
            *out |= EFER_SCE;
        return true;
    case MSR_PLATFORM_INFO:
        *out = can_fault_cpuid() ? INFO_CPUID_FAULTING : 0;
        return true;
    case MSR_MISC_FEATURES:
        *out = v->cpuid_faults;
        return true;
    case MSR_FS_BASE:
    case MSR_GS_BASE:
    case MSR_KERNEL_GS_BASE:
        *out = msr_read(msr);
        return wide;
    }
    if (!plain_msr(msr, out)) {
        refuse(v, REASON_EMULATE_MSR, msr);
        return false;
    }
    return true;
}

bool features_wrmsr(struct vcpu *v, u32 msr, u64 value)
{
    u64 now;
    bool ok = plain_msr(msr, &now) & VANISH;

    switch (msr) {
    case MSR_FS_BASE:
    case MSR_GS_BASE:
    case MSR_KERNEL_GS_BASE:
        ok = v->domain->width == WIDTH_64 && is_canonical(value);
        if (ok)
            msr_write(msr, value);
        break;
    case MSR_EFER: /* may be written with what it is */
        ok = features_rdmsr(v, msr, &now) && now == value;
        break;
    case MSR_MISC_FEATURES:
        ok = value <= (can_fault_cpuid() ? CPUID_FAULTING : 0);
        v->cpuid_faults = ok && value;
        break;
    case ABI_HYPERCALL_MSR: /* names a frame */
        ok = !(value & ~PAGE_MASK) && !pv_put_hypercall_page(v->domain, MFN(value >> PAGE_SHIFT));
        break;
    }
    if (!ok)
        refuse(v, REASON_EMULATE_MSR, msr);
    return ok;
}

void features_init_cpu(void)
{
    u32 out[4];

    cpuid(0x80000001, 0, out);
    if (!(out[3] & 1u << 20))
        panic("this processor has no NX bit, which the hypervisor needs");
    msr_write(MSR_PAT, ABI_PAT_VALUE);
    /* SYSCALL and SYSENTER have their doors since tables_init_cpu. */
    msr_write(MSR_EFER, msr_read(MSR_EFER) | EFER_SCE | EFER_NXE);
    if (can_fault_cpuid())
        msr_write(MSR_MISC_FEATURES, CPUID_FAULTING);
}
