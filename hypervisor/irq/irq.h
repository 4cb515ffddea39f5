/* SPDX-License-Identifier: MIT */
#ifndef IRQ_IRQ_H
#define IRQ_IRQ_H
/*
 * The door of the irq room: local APIC, IO-APIC and the vectors of ring 0.
 */
#include "cpu/cpu.h"

enum {
    VECTOR_CONSOLE = 0xe0, /* the first that the local APIC lets through */
    VECTOR_TIMER = 0xf0,
    VECTOR_WAKE = 0xf1, /* another CPU set work bits for this one */
    VECTOR_FLUSH = 0xf2,
    VECTOR_SPURIOUS = 0xff,
};

/* Masks the PICs, enables this CPU's APIC, masks every IO-APIC pin. */
void irq_init(void);
void irq_init_cpu(void);
/* Routes ISA interrupt number isa to a vector of this CPU and unmasks it. */
void irq_route_isa(u32 isa, u8 vector);
/* End of interrupt. */
void irq_ack(void);
/* Sends a vector to one CPU. */
void irq_send(u32 apic_id, u8 vector);
/* INIT and STARTUP for waking other CPUs; page is the 4 KiB frame below 1 MiB to start at. */
void irq_start_cpu(u32 apic_id, u8 page);

/* The local APIC timer: one shot after count ticks of its clock (divide by 1); 0 stops it. */
void irq_timer_set(u32 count);
u32 irq_timer_read(void);

#endif
