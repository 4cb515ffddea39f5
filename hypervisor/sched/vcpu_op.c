/* SPDX-License-Identifier: MIT */
/*
 * vcpu_op: bringing vCPUs up and down, questions about them, and their timers.
 */
#include "call/call.h"
#include "call/guest.h"
#include "cpu/cpu.h"
#include "domain/context.h"
#include "domain/vcpu.h"
#include "plat/plat.h"
#include "sched/areas.h"
#include "sched/sched.h"
#include "time/time.h"

#define PERIOD_MIN_NS 1000000ull
#define PERIOD_MAX_NS (1ull << 62) /* the present and this together do not wrap */

static long op_runstate(struct vcpu *v, struct vcpu *of, u64 arg)
{
    struct vcpu_runstate_info info;

    sched_runstate(of, &info);
    if (!guest_write_vcpu_runstate_info(v, GADDR(arg), &info))
        return refuse(v, REASON_POINTER_UNWRITABLE, arg);
    return 0;
}

static long op_periodic(struct vcpu *v, struct vcpu *of, u64 arg)
{
    struct vcpu_set_periodic_timer set;

    if (!guest_read_vcpu_set_periodic_timer(v, &set, GADDR(arg)))
        return refuse(v, REASON_POINTER_UNREADABLE, arg);
    if (set.period_ns < PERIOD_MIN_NS || set.period_ns > PERIOD_MAX_NS)
        return refuse(v, REASON_TIMER_PERIOD, set.period_ns);
    time_vcpu_periodic(of, set.period_ns);
    return 0;
}

static long op_single(struct vcpu *v, struct vcpu *of, u64 arg)
{
    struct vcpu_set_singleshot_timer set;

    if (of != v)
        return refuse(v, REASON_VCPU_STATE, of->id);
    if (!guest_read_vcpu_set_singleshot_timer(v, &set, GADDR(arg)))
        return refuse(v, REASON_POINTER_UNREADABLE, arg);
    time_vcpu_single(of, set.timeout_abs_ns);
    return 0;
}

/* Which processor it is, APIC id and the firmware's: a question of the first domain, once pinned.
 */
static long op_physid(struct vcpu *v, struct vcpu *of, u64 arg)
{
    u32 cpus = of->affinity & SCHED_CPUS_ONLINE;

    if (!v->domain->privileged || (cpus & (cpus - 1)) || of->id >= plat.cpus)
        return refuse(v, REASON_VCPU_STATE, of->id);
    const struct plat_cpu *c = &plat.cpu[of->id]; /* by the vCPU's number, as on Xen */
    u64 answer = c->apic_id | (u64)c->acpi_id << 32;
    return guest_copy_out(v, GADDR(arg), &answer, sizeof(answer))
               ? 0
               : refuse(v, REASON_POINTER_UNWRITABLE, arg);
}

static long op_up(struct vcpu *v, struct vcpu *of)
{
    if (!of->is_initialised)
        return refuse(v, REASON_VCPU_STATE, of->id);
    if (!of->is_up)
        vcpu_start(of);
    return 0;
}

/* The last one to go down takes the domain with it: nobody is left to bring one up again. */
static long op_down(struct vcpu *of)
{
    if (sched_stop(of))
        time_vcpu_stop(of);
    else
        domain_shutdown(of->domain, ABI_SHUTDOWN_poweroff);
    return 0;
}

static long op_initialise(struct vcpu *v, struct vcpu *of, u64 command, u64 arg)
{
    long rc = context_initialise(v, of, GADDR(arg));

    return rc == CALL_RESTART ? call_restart(v, command, of->id, arg, 0, 0) : rc;
}

/* vcpu_op(command, vcpu, arg). ENOENT: no such vCPU, which is how guests count them. */
long call_vcpu_op(struct vcpu *v, u64 command, u64 id, u64 arg)
{
    struct vcpu *of = id < DOMAIN_VCPUS_MAX ? v->domain->vcpu[id] : NULL;

    if (!of)
        return refuse(v, REASON_VCPU_UNKNOWN, id);
    switch (command) {
    case ABI_VCPUOP_initialise:
        return op_initialise(v, of, command, arg);
    case ABI_VCPUOP_up:
        return op_up(v, of);
    case ABI_VCPUOP_down:
        return op_down(of);
    case ABI_VCPUOP_is_up:
        return of->is_up;
    case ABI_VCPUOP_get_runstate_info:
        return op_runstate(v, of, arg);
    case ABI_VCPUOP_set_periodic_timer:
        return op_periodic(v, of, arg);
    case ABI_VCPUOP_stop_periodic_timer:
        time_vcpu_periodic(of, 0);
        return 0;
    case ABI_VCPUOP_set_singleshot_timer:
        return op_single(v, of, arg);
    case ABI_VCPUOP_stop_singleshot_timer:
        if (of != v)
            return refuse(v, REASON_VCPU_STATE, of->id);
        time_vcpu_single(of, 0);
        return 0;
    case ABI_VCPUOP_get_physid:
        return op_physid(v, of, arg);
    case ABI_VCPUOP_send_nmi:
        vcpu_nmi(of);
        return 0;
    case ABI_VCPUOP_register_vcpu_info:
        return areas_move_info(v, of, arg);
    case ABI_VCPUOP_register_runstate_memory_area:
        return areas_register(v, of, &of->runstate_area, arg);
    case ABI_VCPUOP_register_vcpu_time_memory_area:
        return areas_register(v, of, &of->time_area, arg);
    }
    return refuse(v, REASON_SUBOP_UNKNOWN, command);
}
