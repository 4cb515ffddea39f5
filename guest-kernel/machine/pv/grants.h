/* SPDX-License-Identifier: MIT */
/* Grants: giving pages of ours away, and the call for using those of others. */
#ifndef GUEST_KERNEL_PV_GRANTS_H
#define GUEST_KERNEL_PV_GRANTS_H

#include "machine/pv/pv.h"

/* One element of a grant operation: its status is in it, the result is the call's. */
int grants_call(unsigned command, void *op);
/* A page of the kernel for another domain: the reference, or an error. */
int grants_give(unsigned domain, const void *page, bool writable);
/* False as long as it is in use: then nothing has changed. */
bool grants_end(unsigned ref);

#endif
