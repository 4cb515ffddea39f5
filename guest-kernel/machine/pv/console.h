/* SPDX-License-Identifier: MIT */
/* The ways to a console that a domain may have been given; console.c picks one. */
#ifndef GUEST_KERNEL_PV_CONSOLE_H
#define GUEST_KERNEL_PV_CONSOLE_H

#include "machine/pv/pv.h"

struct console_way {
    void (*start)(void); /* from now on what is typed is received */
    void (*write)(const char *text, size_t size);
    size_t (*room)(void);
};

extern const struct console_way console_line, console_ring;

#endif
