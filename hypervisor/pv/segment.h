/* SPDX-License-Identifier: MIT */
#ifndef PV_SEGMENT_H
#define PV_SEGMENT_H
/*
 * Inside the pv room: the bits of descriptors.
 */
#include "pv/pv.h"

#define DESC_DPL(d)    ((u32)((d) >> 45) & 3)
#define DESC_TYPE(d)   ((u32)((d) >> 40) & 0x1f) /* with the code-or-data bit */
#define DESC_CODE_DATA (1ull << 44)
#define DESC_CODE      (1ull << 43)
#define DESC_DOWN      (1ull << 42) /* data: expands down; code: conforming */
#define DESC_WRITE     (1ull << 41) /* data: writable; code: readable */
#define DESC_PRESENT   (1ull << 47)
#define DESC_LONG      (1ull << 53)
#define DESC_BIG       (1ull << 54)
#define DESC_PAGES     (1ull << 55)
#define DESC_CALL_GATE 0x0cu

/* The last byte of a segment, counted from its base. */
u64 descriptor_limit(u64 d);

#endif
