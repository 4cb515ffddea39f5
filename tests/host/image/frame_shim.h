/* SPDX-License-Identifier: MIT */
/*
 * Before everything else: references to frames are taken inline, from a table that is not here. Who
 * includes this calls those of guest_shim.c instead.
 */
#define frame_get          frame_get_inline
#define frame_put          frame_put_inline
#define frame_get_writable frame_get_writable_inline
#include "mm/frame.h"
#undef frame_get
#undef frame_put
#undef frame_get_writable
bool frame_get(struct domain *d, mfn_t m);
void frame_put(mfn_t m);
bool frame_get_writable(mfn_t m);
