/* SPDX-License-Identifier: MIT */
#ifndef IRQ_IOAPIC_H
#define IRQ_IOAPIC_H
/* Inside the irq room: the IO-APIC, where the interrupts of devices come in. */

/* Maps it and masks all of its pins. */
void ioapic_init(void);

#endif
