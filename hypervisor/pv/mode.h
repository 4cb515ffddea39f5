/* SPDX-License-Identifier: MIT */
#ifndef PV_MODE_H
#define PV_MODE_H
/*
 * Inside the pv room: the modes of 64-bit guests (see mode.c).
 */
#include "pv/pv.h"

/* v is current, 64-bit, and in the other mode. pv_to_program: user_base must be set. */
void pv_to_kernel(struct vcpu *v);
void pv_to_program(struct vcpu *v);

#endif
