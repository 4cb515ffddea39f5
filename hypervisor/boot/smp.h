/* SPDX-License-Identifier: MIT */
#ifndef BOOT_SMP_H
#define BOOT_SMP_H
/*
 * Waking the machine's other processors.
 */

/* Starts every processor that the firmware lists, one after the other; each then waits for work. */
void smp_init(void);

#endif
