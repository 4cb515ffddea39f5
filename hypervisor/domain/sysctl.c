/* SPDX-License-Identifier: MIT */
/*
 * Control calls about the machine: its domains, its memory, what was said on the console.
 */
#include "boot/multiboot.h"
#include "call/call.h"
#include "call/guest.h"
#include "console/console.h"
#include "cpu/cpu.h"
#include "domain/control.h"
#include "lib/string.h"
#include "mm/mm.h"
#include "time/time.h"

struct control {
    u32 cmd, version;
    union {
        abi64_sysctl_readconsole console;
        abi64_sysctl_physinfo machine;
        abi64_sysctl_sched_id scheduler;
        abi64_sysctl_getdomaininfolist list;
        u64 body[16];
    } u;
};
_Static_assert(sizeof(struct control) == sizeof(abi64_sysctl), "as the public header");

static long op_console(struct vcpu *v, struct control *c)
{
    abi64_sysctl_readconsole *op = &c->u.console;
    char piece[256];
    u32 at = console_log_begin(op->incremental ? op->index : 0), done = 0, n;

    while (done < op->count &&
           (n = console_log_read(at, piece, min(op->count - done, (u32)sizeof(piece))))) {
        if (!guest_copy_out(v, GADDR(op->buffer + done), piece, n))
            return refuse(v, REASON_POINTER_UNWRITABLE, op->buffer);
        at += n;
        done += n;
    }
    if (op->clear)
        console_log_clear(at);
    op->count = done;
    op->index = at;
    return 0;
}

static u64 ram_frames(void)
{
    u64 frames = 0;

    for (u32 i = 0; i < boot_info.ranges; i++) {
        const struct boot_range *r = &boot_info.range[i];
        frames += r->type == 1 ? (r->end - r->start) >> PAGE_SHIFT : 0;
    }
    return frames;
}

static long op_machine(struct vcpu *v, struct control *c)
{
    c->u.machine = (abi64_sysctl_physinfo){
        .threads_per_core = 1,
        .cores_per_socket = 1,
        .nr_cpus = cpus_online,
        .max_cpu_id = cpus_online - 1,
        .nr_nodes = 1,
        .cpu_khz = time_tsc_khz(),
        .capabilities = ABI_XEN_SYSCTL_PHYSCAP_pv | ABI_XEN_SYSCTL_PHYSCAP_gnttab_v1,
        .total_pages = ram_frames(),
        .free_pages = heap_free_frames(),
        .max_mfn = mm_frames_end - 1,
    };
    return 0;
}

static long op_scheduler(struct vcpu *v, struct control *c)
{
    c->u.scheduler.sched_id = ABI_XEN_SCHEDULER_CREDIT;
    return 0;
}

static long op_list(struct vcpu *v, struct control *c)
{
    abi64_sysctl_getdomaininfolist *op = &c->u.list;
    abi64_domctl_getdomaininfo info;
    struct domain *d = domain_from(op->first_domain);

    for (op->num_domains = 0; d && op->num_domains < op->max_domains; d = domain_from(d->id + 1u)) {
        control_describe(d, &info);
        if (!guest_copy_out(v, GADDR(op->buffer + op->num_domains * sizeof(info)), &info,
                            sizeof(info)))
            return refuse(v, REASON_POINTER_UNWRITABLE, op->buffer);
        op->num_domains++;
    }
    return 0;
}

static long (*const rows[])(struct vcpu *v, struct control *c) = {
    [ABI_XEN_SYSCTL_readconsole] = op_console,
    [ABI_XEN_SYSCTL_physinfo] = op_machine,
    [ABI_XEN_SYSCTL_sched_id] = op_scheduler,
    [ABI_XEN_SYSCTL_getdomaininfolist] = op_list,
};

/* sysctl(control): each row's answer is written back. */
long call_sysctl(struct vcpu *v, u64 arg)
{
    struct control c;

    if (!guest_copy_in(v, &c, GADDR(arg), sizeof(c)))
        return refuse(v, REASON_POINTER_UNREADABLE, arg);
    if (c.version != ABI_XEN_SYSCTL_INTERFACE_VERSION)
        return refuse(v, REASON_CONTROL_VERSION, c.version);
    if (c.cmd >= array_size(rows) || !rows[c.cmd])
        return refuse(v, REASON_SUBOP_UNKNOWN, c.cmd);
    long rc = rows[c.cmd](v, &c);
    if (rc == 0 && !guest_copy_out(v, GADDR(arg), &c, sizeof(c)))
        return refuse(v, REASON_POINTER_UNWRITABLE, arg);
    return rc;
}
