/* SPDX-License-Identifier: MIT */
#ifndef CPU_CPU_H
#define CPU_CPU_H
/*
 * The door of the cpu room: one physical processor, its stacks, tables and pending work.
 *
 * Each CPU has one block of 32 KiB, aligned to its size: four small stacks for the exceptions
 * that need one of their own, the stack that everything else runs on, and, at the end, struct
 * cpu. Masking the stack pointer therefore finds the CPU, from any of its stacks, and ring 0
 * needs no GS register, which guests are free to load.
 */
#include "cpu/regs.h"

#define CPU_BLOCK_SIZE  0x8000
#define CPU_STRUCT_SIZE 0x400
#define CPU_MAX         16

/* Pending work of a CPU: bits of cpu->work, tested once on the one way out to a guest. */
enum {
    WORK_SCHEDULE = 1u << 0, /* another vCPU may deserve this CPU */
    WORK_TIMER = 1u << 1,    /* timers are due */
    WORK_RELEASE = 1u << 2,  /* page tables wait to be taken apart */
    WORK_FLUSH = 1u << 3,    /* another CPU asks for a TLB flush */
    WORK_FAULT = 1u << 4,    /* the current domain was crashed */
    WORK_STOP = 1u << 5,     /* an audit waits for this CPU to stand still */
    WORK_NMI = 1u << 6,      /* the machine has raised an NMI */
    WORK_DOMAINS = 1u << 7,  /* somebody waits for this CPU to hold no pointer to a domain */
};

struct tss {
    u32 reserved0;
    u64 rsp[3];
    u64 reserved1;
    u64 ist[7];
    u64 reserved2;
    u16 reserved3, iomap;
} __attribute__((packed));

struct cpu {
    struct regs guest;    /* registers of the guest that entered; the stack starts right here */
    struct vcpu *current; /* whose registers these are; NULL before the first guest runs */
    u32 id;
    volatile u32 work; /* any CPU sets bits (atomically), this CPU clears them */
    u32 apic_id;
    volatile bool flush_wanted; /* another CPU waits for this one to flush */
    u32 flush_epoch;            /* TLB epoch of this CPU's last full flush; see mm/tlb.h */
    u64 cr3;                    /* what is loaded */
    u32 gdt_pages; /* guest pages in this CPU's GDT window, to be cleared at a switch */
    u32 ldt_pages;
    u32 locks_held[8]; /* levels of held locks, debug builds */
    u32 lock_depth;
    bool is_empty; /* it holds no translation of any guest, and loads tables before it runs one */
    struct tss tss __attribute__((aligned(16)));
};
_Static_assert(sizeof(struct cpu) <= CPU_STRUCT_SIZE, "struct cpu fits into its place");

/* The CPU this code runs on. */
static inline struct cpu *cpu_this(void)
{
    u64 rsp;
    __asm__("mov %%rsp, %0" : "=r"(rsp));
    return (struct cpu *)((rsp | (CPU_BLOCK_SIZE - 1)) - (CPU_STRUCT_SIZE - 1));
}

/* The vCPU whose guest entered last on this CPU. */
static inline struct vcpu *vcpu_current(void)
{
    return cpu_this()->current;
}

extern struct cpu *cpus[CPU_MAX];
extern u32 cpus_online;

/* Sets bits of c->work, and wakes c if it is another CPU (any context). */
void cpu_add_work(struct cpu *c, u32 bits);

/* Makes another CPU come round the way out, where it sees work and events. */
void cpu_kick(struct cpu *c);

static inline u64 irq_save(void)
{
    u64 flags;
    __asm__ volatile("pushfq; pop %0; cli" : "=r"(flags)::"memory");
    return flags;
}

static inline void irq_restore(u64 flags)
{
    if (flags & RFLAGS_IF)
        __asm__ volatile("sti" ::: "memory");
}

static inline void cpu_relax(void)
{
    __asm__ volatile("pause" ::: "memory");
}

static inline u8 port_in8(u16 port)
{
    u8 v;
    __asm__ volatile("inb %1, %0" : "=a"(v) : "Nd"(port));
    return v;
}

static inline u16 port_in16(u16 port)
{
    u16 v;
    __asm__ volatile("inw %1, %0" : "=a"(v) : "Nd"(port));
    return v;
}

static inline u32 port_in32(u16 port)
{
    u32 v;
    __asm__ volatile("inl %1, %0" : "=a"(v) : "Nd"(port));
    return v;
}

static inline void port_out8(u16 port, u8 v)
{
    __asm__ volatile("outb %0, %1" ::"a"(v), "Nd"(port));
}

static inline void port_out16(u16 port, u16 v)
{
    __asm__ volatile("outw %0, %1" ::"a"(v), "Nd"(port));
}

static inline void port_out32(u16 port, u32 v)
{
    __asm__ volatile("outl %0, %1" ::"a"(v), "Nd"(port));
}

static inline u64 msr_read(u32 msr)
{
    u32 lo, hi;
    __asm__ volatile("rdmsr" : "=a"(lo), "=d"(hi) : "c"(msr));
    return ((u64)hi << 32) | lo;
}

static inline void msr_write(u32 msr, u64 v)
{
    __asm__ volatile("wrmsr" ::"c"(msr), "a"((u32)(v & 0xffffffff)), "d"((u32)(v >> 32))
                     : "memory");
}

static inline u64 tsc_read(void)
{
    u32 lo, hi;
    __asm__ volatile("rdtsc" : "=a"(lo), "=d"(hi));
    return ((u64)hi << 32) | lo;
}

static inline void cpuid(u32 leaf, u32 sub, u32 out[4])
{
    __asm__ volatile("cpuid"
                     : "=a"(out[0]), "=b"(out[1]), "=c"(out[2]), "=d"(out[3])
                     : "a"(leaf), "c"(sub));
}

/* Did this frame come from a guest? In long mode every guest runs at privilege 1 or 3. */
static inline bool regs_from_guest(const struct regs *r)
{
    return (r->cs & 3) != 0;
}

/*
 * An interrupt handler: entry.S calls the row of its vector with the saved registers,
 * interrupts off. It must acknowledge the interrupt itself (irq/irq.h).
 */
typedef void (*cpu_vector_fn)(struct regs *r);
void cpu_vector_set(u8 vector, cpu_vector_fn fn);

#endif
