/* SPDX-License-Identifier: MIT */
/* The devices below /dev/xen, and what they share. */
#ifndef GUEST_KERNEL_PV_DEVICES_H
#define GUEST_KERNEL_PV_DEVICES_H

#include "machine/pv/pv.h"

#include "xen_devices.h"
#include "kernel/fs/vfs.h"
#include "kernel/proc.h"
#include "kernel/vm.h"

/* The files of /proc/xen. (proc_xen.c) */
void proc_xen_register(bool has_store);

#define FOREIGN_BATCH 64u

extern const struct file_ops privcmd_ops, evtchn_ops, gntdev_ops, gntalloc_ops, xenbus_ops;

/*
 * Frames that are not this domain's in a program's memory (foreign.c): map up to FOREIGN_BATCH of
 * domain `domid` from `address` on, writing 0 or why not into errors[]. 0 or -ENOMEM.
 */
int foreign_map(struct vm *vm, uintptr_t address, unsigned domid, const guest_word *frames,
                unsigned count, bool writable, int *errors);
void foreign_unmap(struct vm *vm, uintptr_t start, uintptr_t end);
/* Machine address of the page-table entry for `address`, for grants. 0: out of memory. */
uint64_t foreign_entry(struct vm *vm, uintptr_t address);

#endif
