/* SPDX-License-Identifier: MIT */
#ifndef DOMAIN_DOMAIN_H
#define DOMAIN_DOMAIN_H
/*
 * The door of the domain room: what a domain and a vCPU are. Every other room hangs its part
 * of the state in here, grouped by who may touch it.
 */
#include "abi/layout.h"
#include "abi/numbers.h"
#include "abi/reasons.h"
#include "cpu/regs.h"
#include "lib/lock.h"
#include "sched/runq.h"
#include "time/timer.h"

enum width { WIDTH_32 = 0, WIDTH_64 = 1 };

struct geometry; /* mm/geometry.h: what the page tables of a width look like */
struct evtchn;   /* evtchn/evtchn.h */
struct grant_table;

#define DOMAIN_VCPUS_MAX 32
#define VIRQ_COUNT       ABI_NR_VIRQS
#define EVTCHN_BUCKETS   16

/* A code address the hypervisor may jump to in the guest. */
struct entry_point {
    u64 ip;
    u16 cs;
    u8 flags; /* trap table: TRAP_DPL, TRAP_MASK; callbacks: TRAP_MASK */
    bool is_set;
};
#define TRAP_DPL  3u /* lowest privilege that may use INT n */
#define TRAP_MASK 4u /* mask events on entry */

struct vcpu {
    struct domain *domain; /* constant */
    u32 id;                /* constant */

    /* Owned by the CPU that runs this vCPU; saved here while it does not run. */
    struct regs regs;
    u16 ds, es, fs, gs;
    u64 fs_base, gs_base, gs_base_other; /* other: of the mode that is not live */
    u8 fpu[512] __attribute__((aligned(16)));

    /* Written by the vCPU's own hypercalls (and before it first runs). */
    void *info; /* its vcpu_info, shared with the guest; layout by width */
    bool info_is_moved;
    gaddr_t runstate_area, time_area; /* where the guest wants records written; 0 = nowhere */
    bool areas_stale;                 /* they could not be written yet */
    struct entry_point traps[256];
    struct entry_point event, failsafe, syscall, syscall32, sysenter;
    u16 kernel_ss;
    u64 kernel_sp;
    u64 cr2;
    bool ts;                      /* the guest's CR0.TS */
    u64 cr4;                      /* the guest's view */
    u8 iopl;                      /* virtual I/O privilege level */
    bool cpuid_faults;            /* CPUID faults in its programs */
    bool nmi_pending, nmi_masked; /* pending: set by any CPU */
    gaddr_t iobitmap;             /* the ports that programs may use, a clear bit each */
    u32 iobitmap_ports;
    u64 debugreg[8];
    mfn_t gdt_frames[ABI_GDT_GUEST_FRAMES];
    u32 gdt_entries;
    u64 ldt_base; /* linear address */
    u32 ldt_entries;
    mfn_t base;       /* top-level table of the guest (kernel), type reference held */
    mfn_t user_base;  /* 64-bit guests: that of its programs */
    mfn_t root;       /* what CR3 names: for 32-bit guests a table of our own */
    bool in_kernel;   /* 64-bit guests: kernel or program */
    u32 last_refusal; /* enum reason */
    u64 restart[5];   /* arguments with which an unfinished call goes on */
    bool restarting;  /* call_restart was called: see call/dispatch.c */
    bool iret_done;
    u64 calls[64];

    /* Under LOCK_SCHED. */
    bool is_initialised; /* has registers and page tables */
    bool is_up, is_blocked;
    u32 pauses; /* how many wait for it to stand still: sched_pause */
    volatile bool is_running;
    struct cpu *cpu;    /* where it runs or ran last */
    struct cpu *loaded; /* atomic: who holds its registers, maybe while idle; NULL: they are here */
    volatile bool is_wanted;      /* ... and shall put them back */
    u32 affinity;                 /* set of the CPUs that may run it */
    u32 affinity_before;          /* before SCHEDOP_pin_override; 0: not overridden */
    struct runq *queue;           /* whose member it is while it can run */
    struct place place;           /* its place there, or in its domain's line of the parked */
    u64 charged_ns, turn_ends_ns; /* up to when its time is counted; when its turn is over */
    u32 runstate;                 /* ABI_RUNSTATE_* */
    u64 runstate_entry_ns, runstate_ns[4];
    bool is_polling; /* SCHEDOP_poll: wakes on any pending event of the ports */
    u32 poll_port;   /* the one port polled, 0 if several */

    struct timer single, periodic; /* VIRQ_TIMER: once at a deadline, and every period */
    struct timer poll;             /* ends a SCHEDOP_poll */
    u64 period_ns;
    u32 virq_port[VIRQ_COUNT]; /* under LOCK_EVTCHN; 0 = not bound */
};

struct domain {
    struct domain *next; /* in the table of domains, by rising id; under LOCK_DOMAINS */
    u16 id;              /* constant from here ... */
    enum width width;
    bool privileged;
    u32 vcpus_max;              /* it may get so many, by vcpu_create() */
    const struct geometry *geo; /* ... to here */
    u64 handle_max;             /* first address no guest pointer may reach (32-bit guests) */

    volatile bool is_shut_down; /* it has ended itself: its vCPUs stand still */
    volatile bool is_dying;     /* it is being destroyed: gets no frames and no ports any more */
    u32 shutdown_reason;
    bool reason_is_latched; /* it has said beforehand why it will end */
    u8 handle[16];          /* what tools call it */
    bool is_store;          /* ... and whether they made it for xenstore */

    /* Under LOCK_CONTROL, but for the counts. */
    u32 pauses_asked; /* by the tools */
    u8 stage;         /* of its destruction: domain/destroy.c */
    u32 cpus_to_pass; /* set of those that have not come round the way out since domain_round() */
    u32 awaited;      /* frames not free yet, and one for the destruction itself */
    struct domain *grave; /* it has left the table: next in the list of those to be freed */

    /* Under LOCK_SCHED. */
    u32 pauses;         /* as a vCPU's, for all of them */
    u16 weight, cap;    /* its vCPUs' share against others'; percent of one CPU, 0 = no limit */
    s64 budget_ns;      /* with a cap: what it may still run in the period ... */
    u64 period_ends_ns; /* ... until then */
    struct place *parked;
    struct timer refill; /* lets the parked go on */

    struct timer watchdog[2]; /* set: the domain ends unless it is put off */

    /* Under LOCK_DOMAIN_MM. */
    struct lock mm_lock;
    u32 frames_first; /* list of its frames, by frame number; 0 = end */
    u32 frames, frames_max;
    u32 release_first; /* tables waiting to be taken apart; 0 = none */
    u64 vm_assist;
    bool has_linear_slots;
    u64 linear_slots[8]; /* of L4 tables: those that ever held a linear entry. Never cleared */
    struct own_map *memory_map; /* what the tools say it has; NULL = they said nothing */

    u32 pci_address; /* what the guest wrote to the index ports of PCI and of the clock */
    u8 cmos_index;

    /* Under console_lock. */
    char line[256]; /* what it prints, until a line is whole */
    u32 line_length;

    void *shared; /* shared_info; layout by width */
    mfn_t shared_mfn;
    struct vcpu *vcpu[DOMAIN_VCPUS_MAX];
    u32 vcpus;

    /* Under LOCK_EVTCHN. */
    struct lock evtchn_lock;
    struct evtchn *evtchn[EVTCHN_BUCKETS]; /* a page of ports each, allocated when needed */

    struct lock grant_lock;
    struct grant_table *grants; /* grant/table.h; NULL until it is first needed */

    /* What torc_op tells, but for the calls, which each vCPU counts. Plain increments: exact on one
     * CPU, near enough on many. */
    abi64_torc_counters counters;
};

/* Width-dependent views of the shared structures: the only code that knows their layout. */
static inline abi32_vcpu_info *vcpu_info32(const struct vcpu *v)
{
    return v->info;
}
static inline abi64_vcpu_info *vcpu_info64(const struct vcpu *v)
{
    return v->info;
}

/* pending and mask stand at the same place in both widths. */
static inline volatile u8 *vcpu_upcall_pending(const struct vcpu *v)
{
    return v->info;
}
static inline volatile u8 *vcpu_upcall_mask(const struct vcpu *v)
{
    return (u8 *)v->info + 1;
}

/* d's vCPU of that number, or NULL. And: for each of them. */
static inline struct vcpu *domain_vcpu(const struct domain *d, u64 id)
{
    return id < DOMAIN_VCPUS_MAX ? d->vcpu[id] : NULL;
}
#define domain_each_vcpu(v, d)                                                                     \
    for (u32 number_ = 0; number_ < DOMAIN_VCPUS_MAX; number_++)                                   \
        for (struct vcpu *v = (d)->vcpu[number_]; v; v = NULL)

/*
 * The domain with that number, dying or not, or NULL. DOMID_SELF is the caller's. The pointer is
 * good until the handler returns to the way out.
 */
struct domain *domain_by_id(struct vcpu *v, u32 domid);
/* The first domain in the order of numbers whose number is not below id: for walking them all. */
struct domain *domain_from(u32 id);
/*
 * A new domain without memory and vCPUs: frames_max is 0, and vCPUs come by vcpu_create(). NULL if
 * memory is exhausted or there is a domain with that number.
 */
struct domain *domain_create(u32 id, enum width width, u32 vcpus_max);

/* Goes on with destroying d. CALL_RESTART, or 0: it is dead, and vanishes with its last frame. */
long domain_destroy(struct vcpu *v, struct domain *d);
bool domain_is_dead(const struct domain *d);
/* One thing fewer that a dying domain waits for. */
void domain_came_home(struct domain *d);
/*
 * On the way out, where no handler of this CPU holds a pointer to any domain (WORK_DOMAINS): tells
 * those who wait for that, buries the dead, and frees those that all CPUs have forgotten.
 */
void domain_go_round(void);
extern struct domain *domain_first; /* the first domain, NULL before it is built and if none is */

/*
 * Ends the current domain's run: prints the reason, the registers and a backtrace of the guest,
 * and never lets it run again. Returns; the caller unwinds to the one way out.
 */
void domain_crash(struct vcpu *v, enum reason reason, u64 value);

/*
 * SCHEDOP_shutdown of a domain; of the first domain, or where there is none, of the last one that
 * still ran, it ends the machine. reason: SHUTDOWN_*.
 */
void domain_shutdown(struct domain *d, u32 reason);
/* A domain that has shut down goes on. False if it had not. */
bool domain_resume(struct domain *d);

/*
 * Refuses a call: records the reason and a value that tells more (an address, an entry) for
 * this vCPU and returns the negative errno that belongs to the reason.
 */
long refuse(struct vcpu *v, enum reason reason, u64 value);
/* Does a step of a handler, whose answer is this refusal (or restart) if the step's is one. */
#define TRY(step)                                                                                  \
    do {                                                                                           \
        long tried = (step);                                                                       \
        if (tried)                                                                                 \
            return tried;                                                                          \
    } while (0)

/* Is there such a domain, and may v act on it? Others than one's own need privilege. 0 or a
 * refusal. */
static inline long domain_check(struct vcpu *v, const struct domain *d, u32 domid)
{
    if (!d)
        return refuse(v, REASON_DOMAIN_UNKNOWN, domid);
    if (d != v->domain && !v->domain->privileged)
        return refuse(v, REASON_DOMAIN_FOREIGN, domid);
    return 0;
}

/* The reason's name and sentence, for the console; "?" for an unknown id. */
const char *reason_name(u32 reason);
const char *reason_text(u32 reason);

/*
 * Builds from the boot modules what the options say, the first domain or several unprivileged
 * ones, and makes their vCPU 0 runnable, or ends the boot.
 */
void domain_build_all(void);

#endif
