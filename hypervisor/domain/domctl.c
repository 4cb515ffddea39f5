/* SPDX-License-Identifier: MIT */
/*
 * Control calls about one domain, for the tools in the privileged domain: making it, giving it
 * memory and vCPUs, stopping and destroying it. One row of a table for each. The structures have
 * one layout for both widths; the copy is read once, acted on, and written back where the row
 * says so. One control call at a time in the whole machine.
 */
#include "call/call.h"
#include "call/guest.h"
#include "cpu/cpu.h"
#include "domain/control.h"
#include "domain/vcpu.h"
#include "evtchn/evtchn.h"
#include "lib/string.h"
#include "mm/frame.h"
#include "mm/geometry.h"
#include "pv/pv.h"
#include "sched/sched.h"
#include "time/time.h"

long control_bad(struct vcpu *v, u64 value)
{
    return refuse(v, REASON_CONTROL_ARGUMENT, value);
}

/* The next number after the last one given out that nobody has; 0 if there is none. */
static u32 free_id(void)
{
    static u32 last;

    for (u32 n = 1; n < ABI_DOMID_FIRST_RESERVED; n++) {
        last = last % (ABI_DOMID_FIRST_RESERVED - 1) + 1;
        struct domain *d = domain_from(last);
        if (!d || d->id != last)
            return last;
    }
    return 0;
}

static long op_create(struct vcpu *v, struct domain *d, struct domctl *c)
{
    const abi64_domctl_createdomain *want = &c->u.create;
    bool chosen = c->domain && c->domain < ABI_DOMID_FIRST_RESERVED;

    if (want->flags & ~(u32)ABI_XEN_DOMCTL_CDF_xs_domain)
        return control_bad(v, want->flags);
    if (!want->max_vcpus || want->max_vcpus > DOMAIN_VCPUS_MAX)
        return control_bad(v, want->max_vcpus);
    if (want->iommu_opts || want->vmtrace_size || want->cpupool_id || want->misc_flags & ~1u ||
        (want->grant_opts & 15) > 1)
        return control_bad(v, want->grant_opts);
    if (want->emulation_flags)
        return refuse(v, REASON_CONTROL_DEVICES, want->emulation_flags);
    if (chosen && (d = domain_from(c->domain)) && d->id == c->domain)
        return refuse(v, REASON_DOMAIN_EXISTS, c->domain);
    u32 id = chosen ? c->domain : free_id();
    d = id ? domain_create(id, WIDTH_64, want->max_vcpus) : NULL;
    if (!d)
        return refuse(v, REASON_MEMORY_EXHAUSTED, id);
    memcpy(d->handle, want->handle, sizeof(d->handle));
    d->is_store = want->flags & ABI_XEN_DOMCTL_CDF_xs_domain;
    time_publish_wallclock(d);
    d->pauses_asked = 1; /* it begins when it is unpaused */
    sched_pause_domain(d);
    c->domain = d->id;
    return 0;
}

static long op_destroy(struct vcpu *v, struct domain *d, struct domctl *c)
{
    return domain_destroy(v, d);
}

static long op_pause(struct vcpu *v, struct domain *d, struct domctl *c)
{
    d->pauses_asked++;
    sched_pause_domain(d);
    return 0;
}

static long op_unpause(struct vcpu *v, struct domain *d, struct domctl *c)
{
    if (!d->pauses_asked)
        return control_bad(v, 0);
    d->pauses_asked--;
    sched_unpause_domain(d);
    return 0;
}

static long op_resume(struct vcpu *v, struct domain *d, struct domctl *c)
{
    domain_resume(d);
    return 0;
}

u64 control_time_run(const struct vcpu *of)
{
    u64 run = of->runstate_ns[ABI_RUNSTATE_running];

    return of->runstate == ABI_RUNSTATE_running ? run + time_now_ns() - of->runstate_entry_ns : run;
}

void control_describe(const struct domain *d, abi64_domctl_getdomaininfo *info)
{
    u32 flags = ABI_XEN_DOMINF_blocked;

    memset(info, 0, sizeof(*info));
    info->max_vcpu_id = ABI_XEN_INVALID_MAX_VCPU_ID;
    domain_each_vcpu (of, d) {
        info->max_vcpu_id = of->id;
        info->cpu_time += control_time_run(of);
        info->nr_online_vcpus += of->is_up;
        if (of->is_up && !of->is_blocked)
            flags &= ~(u32)ABI_XEN_DOMINF_blocked;
        if (of->runstate == ABI_RUNSTATE_running)
            flags |= ABI_XEN_DOMINF_running;
    }
    info->domain = d->id;
    info->flags =
        (info->nr_online_vcpus ? flags : 0) | (domain_is_dead(d) ? ABI_XEN_DOMINF_dying : 0) |
        (d->is_shut_down ? ABI_XEN_DOMINF_shutdown : 0) |
        (d->pauses_asked ? ABI_XEN_DOMINF_paused : 0) |
        (d->is_store ? ABI_XEN_DOMINF_xs_domain : 0) |
        (d->is_shut_down ? d->shutdown_reason & 255 : 255) << ABI_XEN_DOMINF_shutdownshift;
    info->tot_pages = d->frames;
    info->max_pages = d->frames_max;
    info->shared_info_frame = d->shared_mfn.n;
    memcpy(info->handle, d->handle, sizeof(info->handle));
}

static long op_info(struct vcpu *v, struct domain *d, struct domctl *c)
{
    control_describe(d, &c->u.info);
    c->domain = d->id;
    return 0;
}

static long op_max_mem(struct vcpu *v, struct domain *d, struct domctl *c)
{
    d->frames_max = (u32)min(c->u.max_mem.max_memkb >> (PAGE_SHIFT - 10), 0xffffffffull);
    return 0;
}

static long op_max_vcpus(struct vcpu *v, struct domain *d, struct domctl *c)
{
    if (c->u.max_vcpus.max != d->vcpus_max)
        return control_bad(v, c->u.max_vcpus.max);
    for (u32 i = 0; i < d->vcpus_max; i++) {
        if (!d->vcpu[i] && !vcpu_create(d, i))
            return refuse(v, REASON_MEMORY_EXHAUSTED, i);
    }
    return 0;
}

static long op_set_width(struct vcpu *v, struct domain *d, struct domctl *c)
{
    enum width w = c->u.width.size == 32 ? WIDTH_32 : WIDTH_64;

    if ((c->u.width.size != 32 && c->u.width.size != 64) || w > d->width)
        return control_bad(v, c->u.width.size);
    if (d->width == w)
        return 0;
    if (d->frames || !evtchn_set_width(d, w))
        return refuse(v, REASON_CONTROL_LATE, d->frames);
    d->geo = &geometries[w];
    bool ok = true;
    domain_each_vcpu (of, d)
        ok = ok && mm_vcpu_init(of) == 0;
    if (ok)
        return 0;
    domain_each_vcpu (of, d) /* as it was */
        mm_vcpu_drop(of);
    evtchn_set_width(d, WIDTH_64);
    d->geo = &geometries[WIDTH_64];
    return refuse(v, REASON_MEMORY_EXHAUSTED, 0);
}

static long op_get_width(struct vcpu *v, struct domain *d, struct domctl *c)
{
    c->u.width.size = d->width == WIDTH_32 ? 32 : 64;
    return 0;
}

static long op_hypercall_page(struct vcpu *v, struct domain *d, struct domctl *c)
{
    enum reason why = pv_put_hypercall_page(d, MFN(c->u.page.gmfn));

    return why ? refuse(v, why, c->u.page.gmfn) : 0;
}

/* What a frame of d is used as, in the words of the public header. */
static u32 frame_use(struct domain *d, u64 n)
{
    mfn_t m = MFN(n);

    if (!frame_get(d, m))
        return ABI_XEN_DOMCTL_PFINFO_XTAB;
    u64 type = frame_at(m)->type;
    u32 level = (type & TYPE_VALID) && type_kind(type) <= TYPE_L4 ? type_kind(type) : 0;
    frame_put(m);
    return level << ABI_XEN_DOMCTL_PFINFO_LTAB_SHIFT |
           (type & TYPE_PINNED ? ABI_XEN_DOMCTL_PFINFO_LPINTAB : 0);
}

static long op_frames(struct vcpu *v, struct domain *d, struct domctl *c)
{
    gaddr_t at = GADDR(c->u.frames.array);
    u64 n;

    if (c->u.frames.num > 1024)
        return refuse(v, REASON_CONTROL_TOO_MANY, c->u.frames.num);
    for (u64 i = 0; i < c->u.frames.num; i++) {
        if (!guest_read_word(v, &n, at, i))
            return refuse(v, REASON_POINTER_UNREADABLE, at.va);
        if (!guest_write_word(v, at, i, frame_use(d, n)))
            return refuse(v, REASON_POINTER_UNWRITABLE, at.va);
    }
    return 0;
}

static long op_handle(struct vcpu *v, struct domain *d, struct domctl *c)
{
    memcpy(d->handle, c->u.handle.handle, sizeof(d->handle));
    return 0;
}

#define OTHERS 1u /* not about the caller's own domain */
#define LIVE   2u /* not about one that is being destroyed */
#define ANSWER 4u /* the structure is written back */
#define FREELY 8u /* there may be no domain with that number */

static const struct row {
    long (*fn)(struct vcpu *v, struct domain *d, struct domctl *c);
    u32 flags;
} rows[] = {
    [ABI_XEN_DOMCTL_createdomain] = {op_create, FREELY | ANSWER},
    [ABI_XEN_DOMCTL_destroydomain] = {op_destroy, OTHERS},
    [ABI_XEN_DOMCTL_pausedomain] = {op_pause, OTHERS},
    [ABI_XEN_DOMCTL_unpausedomain] = {op_unpause, 0},
    [ABI_XEN_DOMCTL_getdomaininfo] = {op_info, ANSWER},
    [ABI_XEN_DOMCTL_max_mem] = {op_max_mem, 0},
    [ABI_XEN_DOMCTL_setvcpucontext] = {domctl_set_context, OTHERS | LIVE},
    [ABI_XEN_DOMCTL_getvcpucontext] = {domctl_get_context, OTHERS | LIVE},
    [ABI_XEN_DOMCTL_getvcpuinfo] = {domctl_vcpu_info, ANSWER},
    [ABI_XEN_DOMCTL_setvcpuaffinity] = {domctl_set_affinity, LIVE},
    [ABI_XEN_DOMCTL_getvcpuaffinity] = {domctl_get_affinity, 0},
    [ABI_XEN_DOMCTL_scheduler_op] = {domctl_scheduler, ANSWER},
    [ABI_XEN_DOMCTL_max_vcpus] = {op_max_vcpus, OTHERS | LIVE},
    [ABI_XEN_DOMCTL_setdomainhandle] = {op_handle, 0},
    [ABI_XEN_DOMCTL_hypercall_init] = {op_hypercall_page, LIVE},
    [ABI_XEN_DOMCTL_resumedomain] = {op_resume, OTHERS | LIVE},
    [ABI_XEN_DOMCTL_set_address_size] = {op_set_width, OTHERS | LIVE},
    [ABI_XEN_DOMCTL_get_address_size] = {op_get_width, ANSWER},
    [ABI_XEN_DOMCTL_getpageframeinfo3] = {op_frames, OTHERS},
};

static long run(struct vcpu *v, struct domctl *c, u64 arg)
{
    const struct row *row = c->cmd < array_size(rows) ? &rows[c->cmd] : NULL;
    struct domain *d = domain_from(c->domain);

    if (!row || !row->fn)
        return refuse(v, REASON_SUBOP_UNKNOWN, c->cmd);
    if (!(row->flags & FREELY) && (!d || d->id != c->domain))
        return refuse(v, REASON_DOMAIN_UNKNOWN, c->domain);
    if ((row->flags & OTHERS) && d == v->domain)
        return control_bad(v, c->domain);
    if ((row->flags & LIVE) && d->is_dying)
        return refuse(v, REASON_DOMAIN_DYING, c->domain);
    long rc = row->fn(v, d, c);
    if (rc == 0 && (row->flags & ANSWER) && !guest_copy_out(v, GADDR(arg), c, sizeof(*c)))
        return refuse(v, REASON_POINTER_UNWRITABLE, arg);
    return rc;
}

/* domctl(control): see the rows. Restarts with the same argument. */
long call_domctl(struct vcpu *v, u64 arg)
{
    static struct lock lock = LOCK_INIT(LOCK_CONTROL);
    struct domctl c;

    if (!guest_copy_in(v, &c, GADDR(arg), sizeof(c)))
        return refuse(v, REASON_POINTER_UNREADABLE, arg);
    if (c.version != ABI_XEN_DOMCTL_INTERFACE_VERSION)
        return refuse(v, REASON_CONTROL_VERSION, c.version);
    lock_take(&lock);
    long rc = run(v, &c, arg);
    lock_give(&lock);
    return rc == CALL_RESTART ? call_restart(v, arg, 0, 0, 0, 0) : rc;
}
