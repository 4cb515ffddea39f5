/* SPDX-License-Identifier: MIT */
#ifndef ABI_LAYOUT_H
#define ABI_LAYOUT_H
/*
 * Addresses and selectors that guests may compile in: the fixed points of the contract.
 * Plain numbers only, so that assembly may include this file.
 *
 * 64-bit guests: the hypervisor owns top-level slots 256 to 271, and the machine-to-physical
 * table stands at the beginning of the first, readable. 32-bit guests: the hypervisor owns the
 * addresses from the hole upward; there, too, the table (of 4-byte entries) comes first.
 */
#define ABI_HYPERVISOR_SLOT_FIRST 256
#define ABI_HYPERVISOR_SLOT_LAST  271
#define ABI_M2P64_START           0xffff800000000000
#define ABI_M2P64_END             0xffff804000000000
#define ABI_HYPERVISOR64_START    0xffff800000000000
#define ABI_HYPERVISOR64_END      0xffff880000000000
#define ABI_HOLE32_START          0xf5800000
#define ABI_M2P32_END             0xffe00000

/* The part of the GDT that a guest may fill, and the selectors behind it. */
#define ABI_GDT_GUEST_FRAMES      14
#define ABI_GDT_GUEST_ENTRIES     7168
#define ABI_GDT_RESERVED_START    0xe000
#define ABI_LDT_ENTRIES_MAX       8192

#define ABI_FLAT_RING1_CS32       0xe019
#define ABI_FLAT_RING1_DS32       0xe021
#define ABI_FLAT_RING3_CS32       0xe02b /* 32-bit guests */
#define ABI_FLAT_RING3_DS32       0xe033 /* 32-bit guests */
#define ABI_FLAT64_CS32           0xe023 /* 64-bit guests */
#define ABI_FLAT64_DS             0xe02b /* 64-bit guests */
#define ABI_FLAT64_CS64           0xe033 /* 64-bit guests */

#define ABI_HYPERCALL_VECTOR32    0x82
#define ABI_HYPERCALL_STUB_SIZE   32
#define ABI_HYPERCALL_MSR         0x40000000

#endif
