/* SPDX-License-Identifier: MIT */
#ifndef DOMAIN_CONTROL_H
#define DOMAIN_CONTROL_H
/*
 * Inside the domain room: what the files of the two control calls share.
 */
#include "abi/structs.h"
#include "domain/domain.h"

/* A control call as it is on both sides. */
struct domctl {
    u32 cmd, version;
    u16 domain, pad[3];
    union {
        abi64_domctl_createdomain create;
        abi64_domctl_getdomaininfo info;
        abi64_domctl_max_mem max_mem;
        abi64_domctl_max_vcpus max_vcpus;
        abi64_domctl_vcpucontext context;
        abi64_domctl_getvcpuinfo vcpu;
        abi64_domctl_vcpuaffinity affinity;
        abi64_domctl_scheduler_op scheduler;
        abi64_domctl_setdomainhandle handle;
        abi64_domctl_hypercall_init page;
        abi64_domctl_address_size width;
        abi64_domctl_getpageframeinfo3 frames;
        u64 body[16];
    } u;
};
_Static_assert(sizeof(struct domctl) == sizeof(abi64_domctl), "as the public header");

/* Refuses an argument. */
long control_bad(struct vcpu *v, u64 value);
/* How long a vCPU has run. */
u64 control_time_run(const struct vcpu *of);
/* What tools are told of a domain. */
void control_describe(const struct domain *d, abi64_domctl_getdomaininfo *info);

/* domctl_vcpu.c: rows of domctl. */
long domctl_set_context(struct vcpu *v, struct domain *d, struct domctl *c);
long domctl_get_context(struct vcpu *v, struct domain *d, struct domctl *c);
long domctl_vcpu_info(struct vcpu *v, struct domain *d, struct domctl *c);
long domctl_set_affinity(struct vcpu *v, struct domain *d, struct domctl *c);
long domctl_get_affinity(struct vcpu *v, struct domain *d, struct domctl *c);
long domctl_scheduler(struct vcpu *v, struct domain *d, struct domctl *c);

#endif
