/* SPDX-License-Identifier: MIT */
#ifndef CPU_EXIT_H
#define CPU_EXIT_H
/*
 * The one way out to guests.
 */
#include "cpu/cpu.h"

/* Ends the boot: enters the scheduler, never to return. Interrupts off. */
_Noreturn void exit_to_first_guest(void);

#endif
