/* SPDX-License-Identifier: MIT */
#ifndef MM_FAULT_H
#define MM_FAULT_H
/*
 * Writes of a guest kernel to its read-only page tables.
 */
#include "domain/domain.h"

/*
 * The guest's kernel faulted writing at address, which is mapped read-only. If that is an L1
 * table and the guest has asked for it (vm_assist), the write is checked and made. False: the
 * fault is the guest's.
 */
bool fault_table_write(struct vcpu *v, struct regs *r, u64 address);

#endif
