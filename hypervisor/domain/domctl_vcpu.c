/* SPDX-License-Identifier: MIT */
/*
 * Control calls about a domain's vCPUs: their registers, where they may run and how much.
 */
#include "call/call.h"
#include "call/guest.h"
#include "cpu/cpu.h"
#include "domain/context.h"
#include "domain/control.h"
#include "domain/vcpu.h"
#include "sched/sched.h"

long domctl_set_context(struct vcpu *v, struct domain *d, struct domctl *c)
{
    struct vcpu *of = domain_vcpu(d, c->u.context.vcpu);
    gaddr_t at = GADDR(c->u.context.ctxt);
    u32 flags;

    if (!of)
        return control_bad(v, c->u.context.vcpu);
    long rc = context_initialise(v, of, at);
    /* Its flags stand behind the FPU registers in both layouts; read again: they only start it. */
    if (rc == 0 && guest_copy_in(v, &flags, gaddr_add(at, 512), sizeof(flags)) &&
        (flags & ABI_VGCF_online))
        vcpu_start(of);
    return rc;
}

long domctl_get_context(struct vcpu *v, struct domain *d, struct domctl *c)
{
    struct vcpu *of = domain_vcpu(d, c->u.context.vcpu);

    if (!of)
        return control_bad(v, c->u.context.vcpu);
    if (!of->is_initialised)
        return refuse(v, REASON_VCPU_BLANK, of->id);
    sched_pause(of);
    long rc = sched_detach(of) ? context_write(v, of, GADDR(c->u.context.ctxt)) : CALL_RESTART;
    sched_unpause(of);
    return rc;
}

long domctl_vcpu_info(struct vcpu *v, struct domain *d, struct domctl *c)
{
    abi64_domctl_getvcpuinfo *info = &c->u.vcpu;
    const struct vcpu *of = domain_vcpu(d, info->vcpu);

    if (info->vcpu >= d->vcpus_max)
        return control_bad(v, info->vcpu);
    if (!of)
        return refuse(v, REASON_VCPU_MISSING, info->vcpu);
    info->online = of->is_up;
    info->blocked = of->is_blocked;
    info->running = of->runstate == ABI_RUNSTATE_running;
    info->cpu_time = control_time_run(of);
    info->cpu = of->cpu->id;
    return 0;
}

/* Sets of CPUs in the tools' memory: of as many bits as they say, which may be more or fewer. */
static bool read_set(struct vcpu *v, u64 at, u32 bits, u32 *set)
{
    *set = 0;
    bool ok = guest_copy_in(v, set, GADDR(at), min((bits + 7ull) / 8, sizeof(*set)));
    if (bits < 32)
        *set &= (1u << bits) - 1;
    return ok;
}

static bool write_set(struct vcpu *v, u64 at, u32 bits, u32 set)
{
    u64 bytes = min((bits + 7ull) / 8, 1024ull); /* more than Xen has processors */

    for (u64 i = 0; i < bytes; i++) {
        u8 byte = (u8)(i < sizeof(set) ? set >> 8 * i : 0);
        if (!guest_copy_out(v, GADDR(at + i), &byte, 1))
            return false;
    }
    return true;
}

#define EITHER (ABI_XEN_VCPUAFFINITY_HARD | ABI_XEN_VCPUAFFINITY_SOFT)

static long affinity_of(struct vcpu *v, struct domain *d, const abi64_domctl_vcpuaffinity *a,
                        struct vcpu **of)
{
    *of = domain_vcpu(d, a->vcpu);
    if (a->vcpu >= d->vcpus_max || !(a->flags & EITHER) || a->flags & ~(u32)EITHER)
        return control_bad(v, a->flags);
    return *of ? 0 : refuse(v, REASON_VCPU_MISSING, a->vcpu);
}

/* The soft set, of preference, is every CPU: what a vCPU may use, it uses alike. */
long domctl_get_affinity(struct vcpu *v, struct domain *d, struct domctl *c)
{
    const abi64_domctl_vcpuaffinity *a = &c->u.affinity;
    struct vcpu *of;
    long rc = affinity_of(v, d, a, &of);

    if (rc == 0 &&
        (((a->flags & ABI_XEN_VCPUAFFINITY_HARD) &&
          !write_set(v, a->hard_map, a->hard_bits, of->affinity)) ||
         ((a->flags & ABI_XEN_VCPUAFFINITY_SOFT) && !write_set(v, a->soft_map, a->soft_bits, ~0u))))
        return refuse(v, REASON_POINTER_UNWRITABLE, a->hard_map);
    return rc;
}

/* Answers with what of the set there is. */
long domctl_set_affinity(struct vcpu *v, struct domain *d, struct domctl *c)
{
    const abi64_domctl_vcpuaffinity *a = &c->u.affinity;
    struct vcpu *of;
    u32 hard = 0;
    long rc = affinity_of(v, d, a, &of);

    if (rc || !(a->flags & ABI_XEN_VCPUAFFINITY_HARD))
        return rc;
    if (!read_set(v, a->hard_map, a->hard_bits, &hard))
        return refuse(v, REASON_POINTER_UNREADABLE, a->hard_map);
    enum reason why =
        of->affinity_before ? REASON_PIN_OVERRIDE_TWICE : sched_set_affinity(of, hard);
    if (why)
        return refuse(v, why, hard);
    return write_set(v, a->hard_map, a->hard_bits, hard & SCHED_CPUS_ONLINE)
               ? 0
               : refuse(v, REASON_POINTER_UNWRITABLE, a->hard_map);
}

/* Weight and cap; what is 0, or all ones, stays as it is. */
long domctl_scheduler(struct vcpu *v, struct domain *d, struct domctl *c)
{
    abi64_domctl_scheduler_op *op = &c->u.scheduler;
    u16 weight = (u16)op->params, cap = (u16)(op->params >> 16);

    if (op->sched_id != ABI_XEN_SCHEDULER_CREDIT || op->cmd > ABI_XEN_DOMCTL_SCHEDOP_getinfo)
        return control_bad(v, op->cmd);
    if (op->cmd == ABI_XEN_DOMCTL_SCHEDOP_putinfo)
        sched_set_params(d, weight ? weight : d->weight, cap != 0xffff ? cap : d->cap);
    else
        op->params = (op->params & ~0xffffffffull) | (u32)d->cap << 16 | d->weight;
    return 0;
}
