/* SPDX-License-Identifier: MIT */
#ifndef DOMAIN_VCPU_H
#define DOMAIN_VCPU_H
/*
 * Inside the domain room: making vCPUs.
 */
#include "domain/domain.h"

/* A vCPU of d that is down; d->shared must be there. NULL if memory is exhausted. */
struct vcpu *vcpu_create(struct domain *d, u32 id);
/* Gives the structure back; nobody may know of it any more. */
void vcpu_free(struct vcpu *v);
/* Every CPU is to come round the way out: see domain_go_round(). */
void domain_round(struct domain *d);
/* FPU state as after FNINIT and reset. */
void vcpu_reset_fpu(struct vcpu *v);
/* Gives v an NMI (any context that may take locks). */
void vcpu_nmi(struct vcpu *v);
/* Lets an initialised vCPU run. */
void vcpu_start(struct vcpu *v);

#endif
