/* SPDX-License-Identifier: MIT */
#ifndef CONSOLE_WIRE_H
#define CONSOLE_WIRE_H
/*
 * The page that is a guest's console: two rings of bytes, in numbers and a structure of our own. A
 * host test compares them with Xen's public header xen/io/console.h. Indices only grow; the byte of
 * index i is at i modulo the ring's size. The guest shares the page with the console daemon, an
 * event channel says that an index moved, and the hypervisor looks at neither.
 */
#include <stdint.h>

enum { CONSOLE_IN_SIZE = 1024, CONSOLE_OUT_SIZE = 2048 };

struct console_ring {
    char in[CONSOLE_IN_SIZE];    /* the daemon writes */
    char out[CONSOLE_OUT_SIZE];  /* the guest writes */
    uint32_t in_cons, in_prod;   /* the guest's, the daemon's */
    uint32_t out_cons, out_prod; /* the daemon's, the guest's */
};

#endif
