/* SPDX-License-Identifier: MIT */
#ifndef CPU_TABLES_H
#define CPU_TABLES_H
/*
 * The descriptor tables of a CPU. Its GDT is a window of 16 pages: the first 14 show the current
 * guest's own descriptor frames, the 15th is ours and holds what the ABI fixes (selectors
 * 0xe000 and up), with one version for each guest width.
 */
#include "domain/domain.h"

/* Builds GDT window, IDT and TSS of a CPU and loads them. */
void tables_init_cpu(struct cpu *c);
/* Shows v's GDT and LDT in this CPU's window (at a switch, and when v changes them). */
void tables_show_gdt(struct vcpu *v);
void tables_show_ldt(struct vcpu *v);

/* What the processor would find at a selector of v: its 8 bytes; false if outside the tables. */
bool tables_descriptor(struct vcpu *v, u16 selector, u64 *out);

#endif
