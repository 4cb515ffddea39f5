/* SPDX-License-Identifier: MIT */
#ifndef CPU_SHIM_H
#define CPU_SHIM_H
/*
 * Included before everything else: the present vCPU is found from the stack pointer in ring 0, and is
 * nobody in a test.
 */
#define vcpu_current vcpu_current_by_stack
#include "cpu/cpu.h"
#undef vcpu_current
static inline struct vcpu *vcpu_current(void)
{
    return NULL;
}

#endif
