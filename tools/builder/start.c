/* SPDX-License-Identifier: MIT */
/*
 * How a guest finds itself when it begins: start_info, its page tables, the rings to its console
 * and to xenstore with the grants by which their other ends are served, and the registers of its
 * first vCPU (pv-abi part 1). Each structure is written in the guest's layout, whatever ours is.
 */
#include "lib/string.h"
#include "tools/builder/private.h"

#include <string.h>
#include <sys/mman.h>

/* ---- what it reads -----------------------------------------------------------------------------
 */

static uint64_t ramdisk_start(const struct making *m)
{
    if (m->plan.initrd_is_unmapped) /* it asked for the number of the page */
        return (m->plan.initrd - m->plan.virt_base) >> PAGE_SHIFT;
    return m->plan.initrd_size ? m->plan.initrd : 0;
}

#define PUT_START_INFO(si, m, kind, shared)                                                        \
    do {                                                                                           \
        string_copy((char *)(si)->magic, kind, sizeof((si)->magic));                               \
        (si)->nr_pages = (m)->pages;                                                               \
        (si)->shared_info = (shared);                                                              \
        (si)->flags = (m)->plan.initrd_is_unmapped ? ABI_SIF_MOD_START_PFN : 0;                    \
        (si)->store_mfn = (m)->guest->store_frame;                                                 \
        (si)->store_evtchn = (m)->guest->store_port;                                               \
        (si)->console_mfn = (m)->guest->console_frame;                                             \
        (si)->console_evtchn = (m)->guest->console_port;                                           \
        (si)->pt_base = (m)->plan.tables;                                                          \
        (si)->nr_pt_frames = (m)->plan.tables_count;                                               \
        (si)->mfn_list = (m)->plan.p2m;                                                            \
        (si)->mod_start = ramdisk_start(m);                                                        \
        (si)->mod_len = (m)->plan.initrd_size;                                                     \
        if ((m)->wish->command_line)                                                               \
            string_copy((char *)(si)->cmd_line, (m)->wish->command_line, sizeof((si)->cmd_line));  \
    } while (0)

static bool put_start_info(struct making *m, uint64_t shared)
{
    void *page = memory_map(m, m->plan.start_info, 1);

    if (!page)
        return false;
    if (m->image.is_64)
        PUT_START_INFO((abi64_start_info *)page, m, "xen-3.0-x86_64", shared);
    else
        PUT_START_INFO((abi32_start_info *)page, m, "xen-3.0-x86_32p", shared);
    domain_unmap(page, 1);
    return true;
}

/* No vCPU hears events until it says so. In both layouts a vcpu_info has the same size. */
static bool mask_events(struct making *m, unsigned long frame)
{
    abi64_shared_info *shared = domain_map(m->guest->domid, PROT_READ | PROT_WRITE, &frame, 1);

    _Static_assert(sizeof(abi32_vcpu_info) == sizeof(abi64_vcpu_info), "in both the same");
    if (!shared)
        return making_refused(m, NULL, "show us its shared page");
    for (unsigned i = 0; i < array_size(shared->vcpu_info); i++)
        shared->vcpu_info[i].upcall_mask = 1;
    domain_unmap(shared, 1);
    return true;
}

/* Whoever serves a ring maps it by the grant that the ABI keeps for that. */
static bool put_grants(struct making *m)
{
    const struct builder_guest *g = m->guest;
    guest_grant_entry *entries = domain_map_grants(g->domid);

    if (!entries)
        return making_refused(m, NULL, "show us its grant table");
    entries[ABI_GNTTAB_RESERVED_CONSOLE] =
        (guest_grant_entry){.flags = ABI_GTF_permit_access,
                            .domid = (uint16_t)m->wish->console_domid,
                            .frame = (uint32_t)g->console_frame};
    entries[ABI_GNTTAB_RESERVED_XENSTORE] =
        (guest_grant_entry){.flags = ABI_GTF_permit_access,
                            .domid = (uint16_t)m->wish->store_domid,
                            .frame = (uint32_t)g->store_frame};
    domain_unmap(entries, 1);
    return true;
}

/* ---- page tables -------------------------------------------------------------------------------
 */

/* The bits of pte.h in ring 0, which is not for tools. */
enum { ENTRY_P = 1, ENTRY_RW = 2, ENTRY_US = 4, ENTRY_A = 32, ENTRY_D = 64 };

struct tables {
    struct making *m;
    uint8_t *pages; /* all of them, mapped */
};

static void put_entry(void *self, const struct plan_entry *e)
{
    struct tables *t = self;
    uint64_t flags = ENTRY_P | ENTRY_A | (e->is_writable ? ENTRY_RW : 0);

    if (e->level == 3 && !t->m->image.is_64)
        flags = ENTRY_P; /* all that the processor allows there */
    else if (e->level > 1 || t->m->image.is_64)
        flags |= ENTRY_US;
    uint64_t *table = (uint64_t *)(t->pages + (e->table - t->m->plan.tables));
    table[e->slot] = (uint64_t)memory_frame(t->m, e->to) << PAGE_SHIFT | flags;
}

static bool put_tables(struct making *m)
{
    struct tables t = {m, memory_map(m, m->plan.tables, m->plan.tables_count)};

    if (!t.pages)
        return false;
    plan_tables(&m->plan, put_entry, &t);
    domain_unmap(t.pages, m->plan.tables_count);
    if (domain_pin(m->guest->domid,
                   m->image.is_64 ? ABI_MMUEXT_PIN_L4_TABLE : ABI_MMUEXT_PIN_L3_TABLE,
                   memory_frame(m, m->plan.tables)) != 0)
        return making_refused(m, "kernel", "take its page tables");
    return true;
}

bool start_put(struct making *m)
{
    guest_domctl_getdomaininfo info;

    if (domain_info(m->guest->domid, &info) != 0)
        return making_refused(m, NULL, "tell about it");
    return put_start_info(m, info.shared_info_frame << PAGE_SHIFT) &&
           mask_events(m, (unsigned long)info.shared_info_frame) && put_grants(m) && put_tables(m);
}

/* ---- registers ---------------------------------------------------------------------------------
 */

#define PUT_CONTEXT(c, m, code, stack, base)                                                       \
    do {                                                                                           \
        (c)->flags = ABI_VGCF_online | ABI_VGCF_IN_KERNEL;                                         \
        (c)->user_regs.ip = (m)->image.entry;                                                      \
        (c)->user_regs.sp = (m)->plan.stack_top;                                                   \
        (c)->user_regs.si = (m)->plan.start_info;                                                  \
        (c)->user_regs.flags = 0x202; /* interrupts are on */                                      \
        (c)->user_regs.cs = (code);                                                                \
        (c)->user_regs.ss = (stack);                                                               \
        (c)->kernel_ss = (stack);                                                                  \
        (c)->kernel_sp = (m)->plan.stack_top;                                                      \
        (c)->ctrlreg[3] = (base);                                                                  \
    } while (0)

static int set_narrow(struct making *m, unsigned long top)
{
    static abi32_vcpu_guest_context c;

    memset(&c, 0, sizeof(c));
    PUT_CONTEXT(&c, m, ABI_FLAT_RING1_CS32, ABI_FLAT_RING1_DS32, top << 12 | top >> 20);
    c.user_regs.ds = c.user_regs.es = c.user_regs.fs = c.user_regs.gs = ABI_FLAT_RING1_DS32;
    c.callbacks.event.cs = c.callbacks.failsafe.cs = ABI_FLAT_RING1_CS32;
    c.vm_assist = m->image.pae_extended_cr3 ? 1u << ABI_VMASST_TYPE_pae_extended_cr3 : 0;
    return domain_set_context(m->guest->domid, 0, &c, sizeof(c));
}

static int set_wide(struct making *m, unsigned long top)
{
    static abi64_vcpu_guest_context c;

    memset(&c, 0, sizeof(c));
    PUT_CONTEXT(&c, m, ABI_FLAT64_CS64, ABI_FLAT64_DS, (uint64_t)top << PAGE_SHIFT);
    return domain_set_context(m->guest->domid, 0, &c, sizeof(c));
}

bool start_set_registers(struct making *m)
{
    unsigned long top = memory_frame(m, m->plan.tables);

    if ((m->image.is_64 ? set_wide : set_narrow)(m, top) == 0)
        return true;
    return making_refused(m, "kernel", "set its registers");
}
