/* SPDX-License-Identifier: MIT */
/*
 * Descriptor tables. The processor reads a GDT in ring 0 whenever a guest loads a selector, so
 * the guest's part of it is made of frames that mm has typed as descriptor tables: checked when
 * they got the type, never writable by the guest since. They appear here in a window of the
 * hypervisor's address space, one per CPU, so that a switch of guests changes page-table entries
 * of the window and never the GDT register. The CR3 load of the switch flushes them.
 */
#include "cpu/tables.h"

#include "call/guest.h"
#include "cpu/cpu.h"
#include "cpu/features.h"
#include "lib/string.h"
#include "mm/mm.h"
#include "mm/tlb.h"
#include "watch/watch.h"

extern u64 syscall_stacks[CPU_MAX];
extern char entry_syscall_stubs[], entry_syscall32_stubs[];
extern char entry_sysenter[], entry_vectors[], entry_int80[], entry_hypercall32[];

#define MSR_SYSENTER_CS  0x174
#define MSR_SYSENTER_ESP 0x175
#define MSR_SYSENTER_EIP 0x176
#define MSR_STAR         0xc0000081
#define MSR_LSTAR        0xc0000082
#define MSR_CSTAR        0xc0000083
#define MSR_SFMASK       0xc0000084

struct idt_gate {
    u16 offset0, selector;
    u8 ist, type;
    u16 offset1;
    u32 offset2, zero;
};
static struct idt_gate idt[256] __attribute__((aligned(4096)));

struct table_register {
    u16 limit;
    u64 base;
} __attribute__((packed));

/* A descriptor from access byte and flags: base 0, limit 4 GiB. */
#define FLAT(access, flags) (0x000f00000000ffffull | (u64)(access) << 40 | (u64)(flags) << 52)
#define FLAGS_32            0xc
#define FLAGS_64            0xa

/* From selector 0xe000 on, by guest width. The DPL sits in bits 5 and 6 of the access byte. */
static const u64 reserved[2][7] = {
    [WIDTH_32] = {0, FLAT(0x9b, FLAGS_64), FLAT(0x93, FLAGS_32), FLAT(0xbb, FLAGS_32),
                  FLAT(0xb3, FLAGS_32), FLAT(0xfb, FLAGS_32), FLAT(0xf3, FLAGS_32)},
    [WIDTH_64] = {0, FLAT(0x9b, FLAGS_64), FLAT(0x93, FLAGS_32), 0, FLAT(0xfb, FLAGS_32),
                  FLAT(0xf3, FLAGS_32), FLAT(0xfb, FLAGS_64)},
};

/* Our GDT page of each CPU in both versions, and its window's page-table entries. */
static u64 *reserved_page[CPU_MAX][2];
static u64 *window_entry(u32 cpu, u32 page)
{
    return mm_hypervisor_entry(WINDOW_GDT((u64)cpu) + page * PAGE_SIZE);
}

static void system_descriptor(u64 *gdt, u16 selector, u64 base, u32 limit, u8 access)
{
    u64 *d = &gdt[(selector - ABI_GDT_RESERVED_START) / 8];
    d[0] = (limit & 0xffff) | (base & 0xffffff) << 16 | (u64)access << 40 |
           (u64)((limit >> 16) & 0xf) << 48 | ((base >> 24) & 0xff) << 56;
    d[1] = base >> 32;
}

static void idt_set(u32 vector, void *entry, u8 dpl, u8 ist)
{
    u64 at = (u64)entry;
    idt[vector] = (struct idt_gate){.offset0 = (u16)at,
                                    .selector = SEL_HV_CS,
                                    .ist = ist,
                                    .type = (u8)(0x8e | dpl << 5),
                                    .offset1 = (u16)(at >> 16),
                                    .offset2 = (u32)(at >> 32)};
}

static void idt_init(void)
{
    for (u32 i = 0; i < 256; i++)
        idt_set(i, entry_vectors + 16 * i, 0, 0);
    idt_set(VECTOR_NMI, entry_vectors + 16 * VECTOR_NMI, 0, 1);
    idt_set(VECTOR_DF, entry_vectors + 16 * VECTOR_DF, 0, 2);
    idt_set(VECTOR_MC, entry_vectors + 16 * VECTOR_MC, 0, 3);
    idt_set(VECTOR_DB, entry_vectors + 16 * VECTOR_DB, 0, 4);
    /* INT3 and INTO are delivered whatever the guest's own DPL says: pv-abi 1.10. */
    idt_set(VECTOR_BP, entry_vectors + 16 * VECTOR_BP, 3, 0);
    idt_set(VECTOR_OF, entry_vectors + 16 * VECTOR_OF, 3, 0);
    idt_set(0x80, entry_int80, 3, 0);
    idt_set(ABI_HYPERCALL_VECTOR32, entry_hypercall32, 1, 0);
}

/*
 * SYSCALL: where to, on which stack, with which selectors, and which flags it clears. SYSENTER: the
 * same where the processor has it in long mode, which is Intel's; else it must fault.
 */
static void doors_init(struct cpu *c)
{
    bool has_sysenter = features_is_intel();

    syscall_stacks[c->id] = c->tss.rsp[0];
    msr_write(MSR_STAR, (u64)ABI_FLAT64_CS32 << 48 | (u64)SEL_HV_CS << 32);
    msr_write(MSR_LSTAR, (u64)entry_syscall_stubs + 32 * c->id);
    msr_write(MSR_CSTAR, (u64)entry_syscall32_stubs + 32 * c->id);
    msr_write(MSR_SFMASK, RFLAGS_IF | RFLAGS_TF | RFLAGS_DF | RFLAGS_IOPL | RFLAGS_NT | RFLAGS_AC);
    msr_write(MSR_SYSENTER_ESP, c->tss.rsp[0]);
    msr_write(MSR_SYSENTER_EIP, (u64)entry_sysenter);
    msr_write(MSR_SYSENTER_CS, has_sysenter ? SEL_HV_CS : 0);
}

void tables_init_cpu(struct cpu *c)
{
    u64 block = (u64)c & ~(u64)(CPU_BLOCK_SIZE - 1);

    c->tss.rsp[0] = (u64)&c->guest + sizeof(struct regs);
    for (u32 i = 0; i < 4; i++) /* NMI, double fault, machine check, debug: 4 KiB each */
        c->tss.ist[i] = block + (i + 1) * 0x1000;
    c->tss.iomap = sizeof(struct tss);

    for (u32 w = 0; w < 2; w++) {
        u64 *page = mm_alloc_page();
        must(page);
        memcpy(page, reserved[w], sizeof(reserved[w]));
        system_descriptor(page, SEL_TSS, (u64)&c->tss, sizeof(struct tss) - 1, 0x89);
        reserved_page[c->id][w] = page;
    }
    for (u32 i = 0; i < 16; i++)
        *window_entry(c->id, i) = mm_zero_page().n << PAGE_SHIFT | PTE_P | PTE_NX;
    *window_entry(c->id, ABI_GDT_GUEST_FRAMES) =
        mm_frame_of(reserved_page[c->id][WIDTH_32]).n << PAGE_SHIFT | PTE_P | PTE_RW | PTE_NX;

    if (c->id == 0)
        idt_init();
    struct table_register gdtr = {0xffff, WINDOW_GDT((u64)c->id)};
    struct table_register idtr = {sizeof(idt) - 1, (u64)idt};
    __asm__ volatile("lgdt %0; lidt %1" ::"m"(gdtr), "m"(idtr));
    __asm__ volatile("pushq %0; lea 1f(%%rip), %%rax; push %%rax; lretq; 1:" ::"i"(SEL_HV_CS)
                     : "rax", "memory");
    __asm__ volatile(
        "mov %0, %%ss; mov %1, %%ds; mov %1, %%es; mov %1, %%fs; mov %1, %%gs" ::"r"(SEL_HV_DS),
        "r"(0));
    __asm__ volatile("ltr %w0; lldt %w1" ::"r"(SEL_TSS), "r"(0));

    doors_init(c);
}

void tables_show_gdt(struct vcpu *v)
{
    struct cpu *c = cpu_this();
    u32 pages = (v->gdt_entries + 511) / 512;

    for (u32 i = 0; i < max(pages, c->gdt_pages); i++) {
        u64 pte =
            i < pages ? v->gdt_frames[i].n << PAGE_SHIFT | PTE_RW : mm_zero_page().n << PAGE_SHIFT;
        *window_entry(c->id, i) = pte | PTE_P | PTE_NX;
        tlb_flush_own_page(WINDOW_GDT((u64)c->id) + i * PAGE_SIZE);
    }
    c->gdt_pages = pages;

    u64 *page = reserved_page[c->id][v->domain->width];
    *window_entry(c->id, ABI_GDT_GUEST_FRAMES) =
        mm_frame_of(page).n << PAGE_SHIFT | PTE_P | PTE_RW | PTE_NX;
    tlb_flush_own_page(WINDOW_GDT((u64)c->id) + ABI_GDT_GUEST_FRAMES * PAGE_SIZE);
}

/*
 * The LDT window is filled lazily, page by page, when the processor faults on it (ldt_show_page
 * in mm/root.c), as the ABI has it: the frames are typed on first use. It is empty here: the
 * caller has dropped the pages of the LDT before.
 */
void tables_show_ldt(struct vcpu *v)
{
    struct cpu *c = cpu_this();

    must(!c->ldt_pages);
    if (v->ldt_entries) {
        u64 *page = reserved_page[c->id][v->domain->width];
        u64 base = WINDOW_GDT((u64)c->id) + WINDOW_LDT;
        system_descriptor(page, SEL_LDT, base, v->ldt_entries * 8 - 1, 0x82);
        __asm__ volatile("lldt %w0" ::"r"(SEL_LDT));
    } else {
        __asm__ volatile("lldt %w0" ::"r"(0));
    }
}

bool tables_descriptor(struct vcpu *v, u16 selector, u64 *out)
{
    u64 index = selector >> 3;

    if (selector & 4) {
        if (index >= v->ldt_entries)
            return false;
        /* Through the guest's own mapping: the window may not be filled yet. */
        return guest_copy_in(v, out, GADDR(v->ldt_base + index * 8), 8);
    }
    if (selector >= ABI_GDT_RESERVED_START + 7 * 8)
        return false;
    *out = ((u64 *)WINDOW_GDT((u64)cpu_this()->id))[index];
    return true;
}
