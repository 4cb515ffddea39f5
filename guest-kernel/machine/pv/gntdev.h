/* SPDX-License-Identifier: MIT */
/* What gntdev.c (mapping) and gntdev_copy.c share. */
#ifndef GUEST_KERNEL_PV_GNTDEV_H
#define GUEST_KERNEL_PV_GNTDEV_H

#include "machine/pv/devices.h"

struct granted_page {
    uint16_t domid;
    bool mapped;
    uint32_t ref, handle;
};

/* Grants that are mapped together: pages first.. of the device. */
struct grant_map {
    struct list node;
    unsigned first, count;
    bool removed;  /* no longer to be found; goes when it is unmapped */
    struct vm *vm; /* where it is mapped, or NULL */
    uintptr_t start;
    unsigned mapped_count;
    unsigned notify_byte, notify_action, notify_port;
    struct granted_page pages[];
};

int gntdev_copy(uintptr_t user);
/* Where a granted page is read by its owner, without mapping it. */
void gntdev_clear_byte(const struct granted_page *page, unsigned offset);

#endif
