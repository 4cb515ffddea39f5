/* SPDX-License-Identifier: MIT */
#ifndef SCHED_AREAS_H
#define SCHED_AREAS_H
/*
 * Records that a vCPU shares with its guest (see areas.c).
 */
#include "domain/domain.h"

/* Writes the registered records; v is current. Sets v->areas_stale if an address is not mapped. */
void areas_write(struct vcpu *v);
/* VCPUOP_register_vcpu_info; of may be v itself or a vCPU that is down. */
long areas_move_info(struct vcpu *v, struct vcpu *of, u64 arg);
/* VCPUOP_register_*_memory_area: arg points to the address, 0 ends it. */
long areas_register(struct vcpu *v, struct vcpu *of, gaddr_t *area, u64 arg);

#endif
