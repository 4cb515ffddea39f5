/* SPDX-License-Identifier: MIT */
/*
 * Making vCPUs. All that a domain may ever have are made with it, and lie there until the guest
 * initialises them and brings them up.
 */
#include "domain/vcpu.h"

#include "cpu/cpu.h"
#include "lib/string.h"
#include "mm/mm.h"
#include "sched/sched.h"
#include "time/time.h"

void vcpu_free(struct vcpu *v)
{
    mm_free_pages(v, mm_order(sizeof(struct vcpu)));
}

void vcpu_reset_fpu(struct vcpu *v)
{
    memset(v->fpu, 0, sizeof(v->fpu));
    *(u16 *)&v->fpu[0] = 0x37f;   /* FCW after FNINIT */
    *(u32 *)&v->fpu[24] = 0x1f80; /* MXCSR after reset */
}

struct vcpu *vcpu_create(struct domain *d, u32 id)
{
    struct vcpu *v = mm_alloc_pages(mm_order(sizeof(struct vcpu)));

    _Static_assert(sizeof(struct vcpu) <= 2 * PAGE_SIZE, "a vCPU is two pages: docs/testing.md");
    if (!v)
        return NULL;
    v->domain = d;
    v->id = id;
    /* All have their place in shared_info; its size is the same in both widths. */
    _Static_assert(DOMAIN_VCPUS_MAX <= ABI_LEGACY_VCPUS, "a vcpu_info for each");
    v->info = (u8 *)d->shared + id * sizeof(abi64_vcpu_info);
    if (mm_vcpu_init(v)) {
        vcpu_free(v);
        return NULL;
    }
    d->vcpu[id] = v;
    d->vcpus++;
    sched_vcpu_init(v);
    time_vcpu_init(v);
    return v;
}

void vcpu_nmi(struct vcpu *v)
{
    v->nmi_pending = true;
    sched_wake(v);
    cpu_add_work(v->cpu, WORK_SCHEDULE);
}

void vcpu_start(struct vcpu *v)
{
    time_publish(v);
    time_vcpu_start(v);
    sched_start(v);
}
