/* SPDX-License-Identifier: MIT */
/*
 * The local APIC: end of interrupt, interrupts to other CPUs, and the one-shot timer. Also the
 * burial of its predecessor, the pair of PICs: they are moved to vectors of their own and
 * masked, but may still send a spurious interrupt.
 */
#include "irq/irq.h"

#include "irq/ioapic.h"
#include "plat/plat.h"
#include "watch/watch.h"

enum {
    LAPIC_ID = 0x20,
    LAPIC_PRIORITY = 0x80,
    LAPIC_ACK = 0xb0,
    LAPIC_SPURIOUS = 0xf0,
    LAPIC_ERROR = 0x280,
    LAPIC_COMMAND = 0x300,
    LAPIC_TARGET = 0x310,
    LAPIC_LVT_TIMER = 0x320,
    LAPIC_LVT_LINT0 = 0x350,
    LAPIC_LVT_LINT1 = 0x360,
    LAPIC_LVT_ERROR = 0x370,
    LAPIC_TIMER_START = 0x380,
    LAPIC_TIMER_NOW = 0x390,
    LAPIC_TIMER_DIVIDE = 0x3e0,
};
#define LVT_MASKED       0x10000
#define LVT_NMI          0x400
#define SPURIOUS_ENABLE  0x100
#define DIVIDE_BY_1      0xb
#define COMMAND_PENDING  0x1000
#define COMMAND_INIT     0x4500 /* INIT, level assert */
#define COMMAND_STARTUP  0x4600
#define MSR_APIC_BASE    0x1b
#define APIC_BASE_ENABLE 0x800

#define PIC_VECTOR_FIRST 0x20

static volatile u8 *lapic;

static u32 lapic_read(u32 reg)
{
    return *(volatile u32 *)(lapic + reg);
}

static void lapic_write(u32 reg, u32 value)
{
    *(volatile u32 *)(lapic + reg) = value;
}

void irq_ack(void)
{
    lapic_write(LAPIC_ACK, 0);
}

/* Not to be acknowledged: the APIC only says that an interrupt went away again. */
static void on_spurious(struct regs *r)
{
}

/* The second PIC's spurious interrupt still is a real one to the first. */
static void on_pic(struct regs *r)
{
    if (r->vector >= PIC_VECTOR_FIRST + 8)
        port_out8(0x20, 0x20);
}

static void pic_retire(void)
{
    static const u8 words[2][4] = {
        {0x11, PIC_VECTOR_FIRST, 4, 1}, /* cascaded, 8 vectors each, second on line 2 */
        {0x11, PIC_VECTOR_FIRST + 8, 2, 1},
    };

    for (u32 pic = 0; pic < 2; pic++) {
        u16 port = pic ? 0xa0 : 0x20;
        port_out8(port, words[pic][0]);
        for (u32 i = 1; i < 4; i++)
            port_out8(port + 1, words[pic][i]);
        port_out8(port + 1, 0xff);
    }
    for (u32 i = 0; i < 16; i++)
        cpu_vector_set((u8)(PIC_VECTOR_FIRST + i), on_pic);
}

void irq_init_cpu(void)
{
    msr_write(MSR_APIC_BASE, msr_read(MSR_APIC_BASE) | APIC_BASE_ENABLE);
    /* Nothing from outside below our own vectors: some gates there are for guests, by INT alone. */
    lapic_write(LAPIC_PRIORITY, VECTOR_CONSOLE - 0x10);
    lapic_write(LAPIC_SPURIOUS, SPURIOUS_ENABLE | VECTOR_SPURIOUS);
    lapic_write(LAPIC_LVT_LINT0, LVT_MASKED); /* the PICs' line */
    lapic_write(LAPIC_LVT_LINT1, LVT_NMI);
    lapic_write(LAPIC_LVT_ERROR, LVT_MASKED);
    lapic_write(LAPIC_ERROR, 0);
    lapic_write(LAPIC_TIMER_START, 0);
    lapic_write(LAPIC_TIMER_DIVIDE, DIVIDE_BY_1);
    lapic_write(LAPIC_LVT_TIMER, VECTOR_TIMER);
    cpu_this()->apic_id = lapic_read(LAPIC_ID) >> 24;
}

void irq_init(void)
{
    lapic = mm_map_device(plat.lapic_base, PAGE_SIZE);
    must(lapic);
    pic_retire();
    cpu_vector_set(VECTOR_SPURIOUS, on_spurious);
    irq_init_cpu();
    ioapic_init();
}

/* Waits for the last command to leave, sends the next. Interrupts may send as well: they wait. */
static void command(u32 apic_id, u32 what)
{
    u64 saved = irq_save();

    while (lapic_read(LAPIC_COMMAND) & COMMAND_PENDING)
        cpu_relax();
    lapic_write(LAPIC_TARGET, apic_id << 24);
    lapic_write(LAPIC_COMMAND, what);
    irq_restore(saved);
}

void irq_send(u32 apic_id, u8 vector)
{
    command(apic_id, vector);
}

void irq_start_cpu(u32 apic_id, u8 page)
{
    command(apic_id, COMMAND_INIT);
    for (u32 i = 0; i < 20000; i++)
        port_in8(0x80); /* about a microsecond each: the processor needs 10 ms */
    for (u32 twice = 0; twice < 2; twice++) {
        command(apic_id, COMMAND_STARTUP | page);
        for (u32 i = 0; i < 400; i++)
            port_in8(0x80);
    }
}

void irq_timer_set(u32 count)
{
    lapic_write(LAPIC_TIMER_START, count);
}

u32 irq_timer_read(void)
{
    return lapic_read(LAPIC_TIMER_NOW);
}
