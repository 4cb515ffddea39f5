/* SPDX-License-Identifier: MIT */
#ifndef WATCH_AUDIT_H
#define WATCH_AUDIT_H
/*
 * How a room tells the audit what it has. Called while everybody else stands still.
 */
#include "mm/frame.h"

struct audit_uses {
    /* Somebody holds a reference to m, and, unless type is TYPE_NONE, one to it as that. */
    void (*frame)(mfn_t m, enum frame_type type);
    /* Something of d contradicts something else: what, and its number. */
    void (*wrong)(const struct domain *d, const char *what, u32 number);
};

#endif
