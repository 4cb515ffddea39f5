/* SPDX-License-Identifier: MIT */
#ifndef DOMAIN_CONTEXT_H
#define DOMAIN_CONTEXT_H
/*
 * The whole state of a vCPU as a guest (or a toolstack) passes it: vcpu_guest_context.
 */
#include "domain/domain.h"

/*
 * VCPUOP_initialise: gives `of`, which never ran, the state at `at`; v asks and its memory is read.
 * 0, CALL_RESTART (its page tables take longer), or a refusal, which leaves it as it was.
 */
long context_initialise(struct vcpu *v, struct vcpu *of, gaddr_t at);

/* Writes the state of `of`, which is on no CPU, to v's memory, in the layout of of's width. */
long context_write(struct vcpu *v, struct vcpu *of, gaddr_t at);

#endif
