/* SPDX-License-Identifier: MIT */
/*
 * The IO-APIC: a table of pins, each with a vector, a target and how the line signals. Ring 0
 * itself uses one interrupt of the ISA days, the serial line's; the firmware says on which pin
 * it arrives, and how.
 */
#include "irq/ioapic.h"

#include "irq/irq.h"
#include "plat/plat.h"
#include "watch/watch.h"

#define REG_VERSION 1
#define REG_PIN(n)  (0x10 + 2 * (n)) /* low half; the high half, with the target, follows */
#define PIN_LOW     (1u << 13)       /* active low */
#define PIN_LEVEL   (1u << 15)
#define PIN_MASKED  (1u << 16)

/* Flags of a MADT override: two fields of two bits, 0 = as the bus has it (ISA: high, edge). */
#define MPS_POLARITY_LOW(flags) (((flags)&3) == 3)
#define MPS_LEVEL(flags)        (((flags) >> 2 & 3) == 3)

static volatile u32 *ioapic; /* [0] selects a register, [4] is its value */
static u32 pins;

static u32 ioapic_read(u32 reg)
{
    ioapic[0] = reg;
    return ioapic[4];
}

static void ioapic_write(u32 reg, u32 value)
{
    ioapic[0] = reg;
    ioapic[4] = value;
}

void ioapic_init(void)
{
    ioapic = mm_map_device(plat.ioapic_base, PAGE_SIZE);
    must(ioapic);
    pins = ((ioapic_read(REG_VERSION) >> 16) & 0xff) + 1;
    for (u32 pin = 0; pin < pins; pin++)
        ioapic_write(REG_PIN(pin), PIN_MASKED);
}

void irq_route_isa(u32 isa, u8 vector)
{
    u32 pin = plat.isa_gsi[isa & 15] - plat.ioapic_gsi_base;
    u32 flags = plat.isa_flags[isa & 15];
    u32 low = vector | (MPS_POLARITY_LOW(flags) ? PIN_LOW : 0) | (MPS_LEVEL(flags) ? PIN_LEVEL : 0);

    if (pin >= pins)
        return; /* no such pin: the console then works one way only */
    ioapic_write(REG_PIN(pin) + 1, cpu_this()->apic_id << 24);
    ioapic_write(REG_PIN(pin), low);
}
