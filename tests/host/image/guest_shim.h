/* SPDX-License-Identifier: MIT */
#ifndef TESTS_GUEST_SHIM_H
#define TESTS_GUEST_SHIM_H
/*
 * Just enough of the hypervisor around a hypercall handler to call it on this machine: guest
 * memory is an array whose addresses begin at GUEST_BASE, refusals are remembered, pages come
 * from the C library.
 */
#include "call/call.h"
#include "call/guest.h"

#define GUEST_BASE      0x10000
#define GUEST_SIZE      0x2000
#define SHIM_DOMAINS    2
#define SHIM_VCPUS      4
#define SHIM_GOOD_FRAME 42 /* the one machine frame that a domain may write */

extern u8 guest_memory[GUEST_SIZE];
extern bool guest_read_only; /* reads work, writes fail */
extern struct domain shim_domain[SHIM_DOMAINS];
extern struct vcpu shim_vcpu[SHIM_DOMAINS][SHIM_VCPUS];
extern u32 shim_wakes[SHIM_DOMAINS][SHIM_VCPUS]; /* calls of sched_wake */
extern u32 shim_pages_left, shim_pages_used;
extern enum reason shim_reason; /* of the last refusal; reset it yourself */

/* Two domains, ids 0 (privileged) and 1, of the given widths, with shared pages. */
void shim_begin(enum width width0, enum width width1);

/* The errno of a reason, negated: what the guest gets. */
long shim_error(enum reason reason);

#endif
