/* SPDX-License-Identifier: MIT */
/* Filling the page allocator; taking from it is in kernel.h. */
#ifndef GUEST_KERNEL_PAGE_H
#define GUEST_KERNEL_PAGE_H

#include "machine/machine.h"

void page_init(const struct boot_info *boot);
/* Hand over pages that were in use since boot (the initrd, once unpacked). */
void pages_release_range(frame_t first, frame_t count);

#endif
