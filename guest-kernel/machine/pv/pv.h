/* SPDX-License-Identifier: MIT */
/*
 * What the files of this folder know of each other. The hypercalls by name come from libhypercall's
 * hypercall/call.h; its start code has run before the first function here is called.
 */
#ifndef GUEST_KERNEL_PV_H
#define GUEST_KERNEL_PV_H

#include "machine/i386/i386.h"

#include "hypercall/batch.h"
#include "hypercall/own.h"

extern guest_shared_info guest_shared;     /* the page shared with the hypervisor */
extern const guest_start_info *guest_info; /* what the builder told us */
extern char guest_image_end[];

static inline volatile guest_vcpu_info *pv_vcpu(void)
{
    return &guest_shared.vcpu_info[0];
}

/* A hypercall that cannot fail unless one of us is wrong: panics with `what` and the error. */
void pv_must(long result, const char *what);
const char *pv_last_refusal(void); /* in words (report.c) */

/* Calls that wait to be sent in one; a refusal of any is a panic that says `what`. (paging.c) */
extern struct batch pv_batch;
void pv_batch_send(const char *what);

/* Map every page of this domain at its place; returns the first that nobody uses. (directory.c) */
frame_t paging_init(void);
/* The machine address of something the kernel has mapped. */
uint64_t pv_machine_address(const void *address);
/* Take away, or give back, the right to write to a page of the kernel. */
void pv_page_protect(const void *page, bool writable);

void descriptors_init(void); /* traps.c */
void traps_init(void);       /* traps.c */
void clock_init(void);       /* clock.c */
void console_init(void);     /* console.c */

/* Is this the domain that owns the machine? Another one has only what it was given. */
static inline bool pv_is_first_domain(void)
{
    return guest_info->flags & ABI_SIF_INITDOMAIN;
}

/* One of our pages, by its machine frame number. */
void *pv_page_of_machine(uint64_t machine_frame);

#endif
