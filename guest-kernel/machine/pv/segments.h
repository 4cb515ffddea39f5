/* SPDX-License-Identifier: MIT */
/*
 * The selectors the hypervisor has ready for a kernel in ring 1 and its programs: part of the
 * contract.
 */
#ifndef GUEST_KERNEL_SEGMENTS_H
#define GUEST_KERNEL_SEGMENTS_H

#include "abi/layout.h"

#define SELECTOR_KERNEL_CODE ABI_FLAT_RING1_CS32
#define SELECTOR_KERNEL_DATA ABI_FLAT_RING1_DS32
#define SELECTOR_USER_CODE   ABI_FLAT_RING3_CS32
#define SELECTOR_USER_DATA   ABI_FLAT_RING3_DS32

#endif
