/* SPDX-License-Identifier: MIT */
/* The selectors this kernel gave itself when it filled the descriptor table (descriptors.c). */
#ifndef GUEST_KERNEL_SEGMENTS_H
#define GUEST_KERNEL_SEGMENTS_H

#define SELECTOR_KERNEL_CODE 0x08
#define SELECTOR_KERNEL_DATA 0x10
#define SELECTOR_USER_CODE   0x1B
#define SELECTOR_USER_DATA   0x23
#define SELECTOR_TASK        0x28

#endif
