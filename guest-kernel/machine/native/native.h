/* SPDX-License-Identifier: MIT */
/* Privileged instructions by name, and what the files of this folder know of each other. */
#ifndef GUEST_KERNEL_NATIVE_H
#define GUEST_KERNEL_NATIVE_H

#include "machine/i386/i386.h"

#define IRQ_TIMER  0
#define IRQ_SERIAL 4
#define VECTOR_IRQ 32 /* first of the 16 interrupt lines */

static inline void write_port8(uint16_t port, uint8_t value)
{
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint8_t read_port8(uint16_t port)
{
    uint8_t value;

    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

static inline void write_port16(uint16_t port, uint16_t value)
{
    __asm__ volatile("outw %0, %1" : : "a"(value), "Nd"(port));
}

static inline void write_port32(uint16_t port, uint32_t value)
{
    __asm__ volatile("outl %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint32_t read_port32(uint16_t port)
{
    uint32_t value;

    __asm__ volatile("inl %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

static inline void write_cr3(uint32_t value)
{
    __asm__ volatile("movl %0, %%cr3" : : "r"(value) : "memory");
}

static inline uint32_t read_cr2(void)
{
    uint32_t value;

    __asm__ volatile("movl %%cr2, %0" : "=r"(value));
    return value;
}

static inline void invalidate_page(uintptr_t address)
{
    __asm__ volatile("invlpg (%0)" : : "r"(address) : "memory");
}

void paging_init(void);      /* paging.c */
void descriptors_init(void); /* traps.c */
void traps_init(void);       /* traps.c */
void clock_init(void);       /* clock.c */
void console_init(void);     /* console.c */
void console_interrupt(void);

#endif
