/* SPDX-License-Identifier: MIT */
/*
 * Numbers that look random: for hash seeds, temporary names and shuffles. The machine offers no
 * source of entropy but the time at which things happen, so this is no ground for cryptography, and
 * the documentation says so.
 */
#ifndef GUEST_KERNEL_FS_RANDOM_H
#define GUEST_KERNEL_FS_RANDOM_H

#include "kernel/types.h"

void random_fill(void *to, size_t size);
/* Stir the current time in; called when a key is pressed. */
void random_stir(void);

#endif
