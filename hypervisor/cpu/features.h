/* SPDX-License-Identifier: MIT */
#ifndef CPU_FEATURES_H
#define CPU_FEATURES_H
/*
 * What guests get to see of the processor: CPUID through the forced prefix, the MSRs of the
 * ABI, and the bits of CR4 they may change.
 */
#include "domain/domain.h"

/* Checks that this processor can do what ring 0 needs, sets PAT; at start-up of each CPU. */
void features_init_cpu(void);

/* Intel's, whose SYSENTER works in long mode. */
bool features_is_intel(void);

/* CPUID as v may see it. */
void features_cpuid(struct vcpu *v, u32 leaf, u32 sub, u32 out[4]);
/* Bits of CR4 that v may set and clear. */
u64 features_cr4_settable(const struct vcpu *v);
/* CR4 as a new vCPU sees it. */
u64 features_cr4_initial(void);
/* MSRs; false means #GP. */
bool features_rdmsr(struct vcpu *v, u32 msr, u64 *out);
bool features_wrmsr(struct vcpu *v, u32 msr, u64 value);

#endif
