/* SPDX-License-Identifier: MIT */
/*
 * Building domains from what the boot loader brought: a privileged first one, or, if the options
 * say so, several that are not and live side by side. image.c and plan.c say what the kernel wants
 * and where everything goes; here it is put there: frames for all of its memory, the image,
 * initrd, list of frames, start_info, page tables, and a vCPU with the registers that pv-abi 1.3
 * promises. The page tables are made like any guest would make them and then pass the same
 * validation as a guest's.
 */
#include "boot/multiboot.h"
#include "boot/options.h"
#include "call/call.h"
#include "console/console.h"
#include "cpu/features.h"
#include "cpu/cpu.h"
#include "domain/image.h"
#include "domain/vcpu.h"
#include "evtchn/evtchn.h"
#include "grant/grant.h"
#include "lib/fmt.h"
#include "lib/string.h"
#include "mm/geometry.h"
#include "mm/root.h"
#include "pv/pv.h"
#include "sched/sched.h"
#include "time/time.h"
#include "watch/watch.h"

#define KEPT_BACK_MIN (8ull << 20) /* for ring 0's own needs, where the options do not say */
#define LINE_SIZE     sizeof(((abi64_start_info *)0)->cmd_line)

/* Everything about a domain under construction. */
static struct build {
    u16 id; /* 0: the first domain, the privileged one; else its place among the options */
    const struct boot_module *kernel, *initrd;
    struct domain *d;
    struct vcpu *v;
    struct image image;
    struct plan plan;
    const u8 *file;
    u64 pages;
    u32 *frames; /* frame of each pfn, while we build */
    char *line;  /* its command line, in start_info */
    u32 links;   /* made so far, of those whose page is its own */
} builds[OPTION_DOMAINS_MAX];

_Noreturn static void refuse_boot(enum reason reason, const char *detail)
{
    print("%s%s%s\n", reason_text(reason), detail ? ": " : "", detail ? detail : "");
    console_end("refused", reason_text(reason));
}

/* Bytes for the first domain: what dom0_mem says, or all that there is. */
static u64 choose_first(u64 free, u64 all)
{
    u64 want = options.dom0_mem;

    if (options.dom0_mem_negative)
        want = want < free ? free - want : 0;
    if (!want)
        want = all;
    if (options.dom0_mem_max)
        want = min(want, options.dom0_mem_max);
    return max(want, options.dom0_mem_min);
}

/* For another: what its option says, or an equal part of what those to come leave over. */
static u64 choose_share(u32 id, u64 all)
{
    u64 said = 0, parts = 0;

    if (options.domain[id - 1].memory)
        return options.domain[id - 1].memory;
    for (u32 i = id - 1; i < options.domains; i++) {
        said += options.domain[i].memory;
        parts += !options.domain[i].memory;
    }
    return parts && said < all ? (all - said) / parts : 0;
}

static u64 choose_pages(const struct build *b)
{
    static u64 kept;
    u64 free = heap_free_frames() << PAGE_SHIFT;
    kept = kept ? kept : max(free / 16, KEPT_BACK_MIN);
    u64 all = free > kept ? free - kept : 0;
    u64 want = b->id ? choose_share(b->id, all) : choose_first(free, all);

    if (want > free - min(free, 1ull << 20)) {
        print("domain %u is to have %lu KiB, but only %lu KiB are free\n", b->id, want >> 10,
              free >> 10);
        refuse_boot(REASON_MEMORY_TOO_BIG, NULL);
    }
    return want >> PAGE_SHIFT;
}

static void make_domain(struct build *b)
{
    u32 vcpus = b->id                    ? options.domain[b->id - 1].vcpus
                : options.dom0_max_vcpus ? options.dom0_max_vcpus
                                         : cpus_online;
    struct domain *d = domain_create(b->id, b->image.is_64 ? WIDTH_64 : WIDTH_32,
                                     min(vcpus, (u32)DOMAIN_VCPUS_MAX));

    must(d);
    d->privileged = !b->id;
    d->frames_max = (u32)b->pages;
    b->d = d;
    for (u32 i = 0; i < d->vcpus_max; i++)
        must(vcpu_create(d, i));
    b->v = d->vcpu[0];
}

static void make_memory(struct build *b)
{
    b->frames = mm_alloc_pages(mm_order(b->pages * sizeof(u32)));
    must(b->frames);
    for (u64 pfn = 0; pfn < b->pages; pfn++) {
        mfn_t m = reserve_frame(b->d, 0);
        if (m.n == MFN_NONE.n)
            refuse_boot(REASON_MEMORY_TOO_BIG, NULL);
        b->frames[pfn] = (u32)m.n;
        /* The first domain may see what was there before; but its BSS, and what we fill, is empty.
         */
        if (b->id || pfn < (b->plan.end - b->plan.virt_base) >> PAGE_SHIFT)
            memset(mm_pointer(m), 0, PAGE_SIZE);
        m2p_set(m, pfn);
    }
}

/* The memory behind a virtual address of the initial mapping. */
static u8 *at_va(struct build *b, u64 va)
{
    u64 pfn = (va - b->plan.virt_base) >> PAGE_SHIFT;

    must(pfn < b->pages);
    return (u8 *)mm_pointer(MFN(b->frames[pfn])) + (va & ~PAGE_MASK);
}

static void put_bytes(struct build *b, u64 va, const void *from, u64 n)
{
    const u8 *in = from;

    while (n) {
        u64 step = min(n, PAGE_SIZE - (va & ~PAGE_MASK));
        memcpy(at_va(b, va), in, step);
        va += step;
        in += step;
        n -= step;
    }
}

static void put_word(struct build *b, u64 va, u64 index, u64 value)
{
    u64 size = b->d->width == WIDTH_32 ? 4 : 8;

    memcpy(at_va(b, va + index * size), &value, size);
}

static void put_contents(struct build *b)
{
    for (u32 i = 0; i < b->image.segments; i++) {
        const struct image_segment *s = &b->image.segment[i];
        u64 va = s->paddr - b->image.paddr_offset + b->image.virt_base;
        put_bytes(b, va, b->file + s->offset, s->filesz);
    }
    if (b->plan.initrd_size)
        put_bytes(b, b->plan.initrd, mm_pointer(MFN(0)) + b->initrd->start, b->plan.initrd_size);
    for (u64 pfn = 0; pfn < b->pages; pfn++)
        put_word(b, b->plan.p2m, pfn, b->frames[pfn]);
    if (b->image.has_hypercall_page)
        pv_fill_hypercall_page(b->d->width, at_va(b, b->image.hypercall_page & PAGE_MASK));
}

/* Guests get the entries that the rules of their width allow, and no more rights than needed. */
static void put_entry(void *self, const struct plan_entry *e)
{
    struct build *b = self;
    u64 flags = PTE_P | PTE_A | PTE_D | (e->is_writable ? PTE_RW : 0);

    if (e->level > 1)
        flags = (flags | PTE_US) & ~b->d->geo->level[e->level].flags_refused;
    else if (b->d->width == WIDTH_64)
        flags |= PTE_US;
    ((u64 *)at_va(b, e->table))[e->slot] = mm_frame_of(at_va(b, e->to)).n << PAGE_SHIFT | flags;
}

/* An address, or a page number for guests that asked for that. */
static u64 initrd_start(const struct build *b)
{
    if (b->plan.initrd_is_unmapped)
        return (b->plan.initrd - b->plan.virt_base) >> PAGE_SHIFT;
    return b->plan.initrd_size ? b->plan.initrd : 0;
}

/* Start-of-day information: the one structure that we write for both widths. */
#define PUT_START_INFO(W, si)                                                                      \
    do {                                                                                           \
        string_copy((char *)(si)->magic, W == 32 ? "xen-3.0-x86_32p" : "xen-3.0-x86_64", 32);      \
        (si)->nr_pages = b->pages;                                                                 \
        (si)->shared_info = b->d->shared_mfn.n << PAGE_SHIFT;                                      \
        (si)->flags = (b->id ? 0 : ABI_SIF_PRIVILEGED | ABI_SIF_INITDOMAIN) |                      \
                      (b->plan.initrd_is_unmapped ? ABI_SIF_MOD_START_PFN : 0);                    \
        (si)->pt_base = b->plan.tables;                                                            \
        (si)->nr_pt_frames = b->plan.tables_count;                                                 \
        (si)->mfn_list = b->plan.p2m;                                                              \
        (si)->mod_start = initrd_start(b);                                                         \
        (si)->mod_len = b->plan.initrd_size;                                                       \
        b->line = (char *)(si)->cmd_line;                                                          \
        (si)->first_p2m_pfn = b->id ? 0 : b->pages;                                                \
    } while (0)

static void put_start_info(struct build *b)
{
    void *page = at_va(b, b->plan.start_info);

    if (b->d->width == WIDTH_32)
        PUT_START_INFO(32, (abi32_start_info *)page);
    else
        PUT_START_INFO(64, (abi64_start_info *)page);
    string_copy(b->line, multiboot_module_args(b->kernel, boot_info.loader_puts_name), LINE_SIZE);
}

/* The tables become real: validated, pinned, and the vCPU's base. */
static void adopt_tables(struct build *b)
{
    struct domain *d = b->d;
    mfn_t top = mm_frame_of(at_va(b, b->plan.tables));
    long rc;

    lock_take(&d->mm_lock);
    do
        rc = frame_get_table(b->v, d, top, (enum frame_type)d->geo->top, false);
    while (rc == CALL_RESTART);
    if (rc)
        panic("domain %u's tables are refused: %s", d->id, reason_name(b->v->last_refusal));
    frame_at(top)->type |= TYPE_PINNED;
    rc = frame_get_table(b->v, d, top, (enum frame_type)d->geo->top, false);
    must(rc == 0);
    root_adopt(b->v, top);
    d->vm_assist = b->image.pae_extended_cr3 ? 1u << ABI_VMASST_TYPE_pae_extended_cr3 : 0;
    lock_give(&d->mm_lock);
}

static void set_registers(struct build *b)
{
    static const u16 code[2] = {ABI_FLAT_RING1_CS32, ABI_FLAT64_CS64};
    static const u16 stack[2] = {ABI_FLAT_RING1_DS32, ABI_FLAT64_DS};
    static const u16 data[2] = {ABI_FLAT_RING1_DS32, 0};
    struct vcpu *v = b->v;
    enum width w = b->d->width;

    v->regs = (struct regs){.rip = b->image.entry,
                            .cs = code[w],
                            .ss = stack[w],
                            .rsp = b->plan.stack_top,
                            .rsi = b->plan.start_info,
                            .rflags = RFLAGS_IF | RFLAGS_ONE};
    v->ds = v->es = v->fs = v->gs = data[w];
    if (b->id) { /* as the tools of a first domain set it */
        v->kernel_ss = stack[w];
        v->kernel_sp = b->plan.stack_top;
    }
    v->in_kernel = true;
    v->event.cs = v->failsafe.cs = w == WIDTH_32 ? ABI_FLAT_RING1_CS32 : 0;
    v->cr4 = features_cr4_initial();
    v->debugreg[6] = 0xffff0ff0;
    v->debugreg[7] = 0x400;
    vcpu_reset_fpu(v);
    v->is_initialised = true;
    time_publish_wallclock(b->d);
}

/* Links whose page is the domain's own. */
static u32 links_owned(const struct build *b)
{
    u32 n = 0;

    for (u32 i = 0; i < options.links; i++)
        n += options.link[i].owner == b->id;
    return n;
}

static void build(struct build *b)
{
    const char *detail = NULL;
    u64 initrd_size = b->initrd ? b->initrd->end - b->initrd->start : 0;

    b->file = mm_pointer(MFN(0)) + b->kernel->start;
    enum reason why = image_read(&b->image, b->file, b->kernel->end - b->kernel->start, &detail);
    if (why)
        refuse_boot(why, detail);
    if (!b->id && b->image.has_supported_features &&
        !(b->image.supported_features & 1u << ABI_XENFEAT_dom0))
        refuse_boot(REASON_IMAGE_NOT_DOM0, NULL);
    b->pages = choose_pages(b);
    why = plan_make(&b->plan, &b->image, initrd_size, b->pages, links_owned(b));
    if (why)
        refuse_boot(why, NULL);

    make_domain(b);
    make_memory(b);
    put_contents(b);
    plan_tables(&b->plan, put_entry, b);
    put_start_info(b);
    adopt_tables(b);
    set_registers(b);
    print("domain %u: %u-bit kernel, %lu MiB in %lu pages, entry %lx\n", b->id,
          b->image.is_64 ? 64 : 32, b->pages >> 8, b->pages, b->image.entry);
}

/* How a guest finds its end of a link: the last words of its command line. */
static void tell(struct build *b, u32 neighbour, u32 port, const char *word, u64 value)
{
    size_t used = strlen(b->line);

    if (fmt(b->line + used, LINE_SIZE - used, "%slink=%u:port=%u:%s=%lu", used ? " " : "",
            neighbour, port, word, value) >= LINE_SIZE - used)
        refuse_boot(REASON_BOOT_LINK, NULL);
}

/*
 * Neighbours share a page and an event channel. The page is the owner's; the user maps it by a
 * grant, one of the numbers that the ABI keeps for whoever builds a domain.
 */
static void link(struct build *owner, struct build *user)
{
    u64 va = owner->plan.shared + PAGE_SIZE * owner->links;
    u32 ref = ABI_GNTTAB_RESERVED_XENSTORE + 1 + owner->links++, port, user_port;

    if (ref >= ABI_GNTTAB_NR_RESERVED_ENTRIES ||
        !grant_preset(owner->d, ref, user->d, mm_frame_of(at_va(owner, va))) ||
        !evtchn_connect(owner->v, user->v, &port, &user_port))
        refuse_boot(REASON_BOOT_LINK, NULL);
    tell(owner, user->id, port, "page", (va - owner->plan.virt_base) >> PAGE_SHIFT);
    tell(user, owner->id, user_port, "grant", ref);
}

/* Which module is what: the options say, or the first is a kernel and the second its initrd. */
static void take_modules(struct build *b, u32 *next)
{
    bool has_initrd = b->id ? options.domain[b->id - 1].has_initrd : boot_info.modules > 1;

    if (*next + has_initrd >= boot_info.modules)
        refuse_boot(b->id ? REASON_BOOT_MODULES : REASON_BOOT_NO_MODULE, NULL);
    b->kernel = &boot_info.module[(*next)++];
    b->initrd = has_initrd ? &boot_info.module[(*next)++] : NULL;
}

void domain_build_all(void)
{
    u32 count = max(options.domains, 1u), next = 0;

    for (u32 i = 0; i < count; i++) {
        builds[i].id = (u16)(options.domains ? i + 1 : 0);
        take_modules(&builds[i], &next);
        build(&builds[i]);
    }
    for (u32 i = 0; i < options.links; i++)
        link(&builds[options.link[i].owner - 1], &builds[options.link[i].user - 1]);
    if (!options.domains)
        domain_first = builds[0].d;
    for (u32 i = 0; i < count; i++)
        mm_free_pages(builds[i].frames, mm_order(builds[i].pages * sizeof(u32)));
    mm_free_boot_modules();
    for (u32 i = 0; i < count; i++) /* all is done: another CPU may run it at once */
        vcpu_start(builds[i].v);
}
