/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_HOST_XEN_H
#define XENSTORE_HOST_XEN_H
/*
 * Domains of a real hypervisor, through the devices in /dev/xen.
 */
#include "../server.h"

/* NULL: a message has said why. */
const struct host *host_xen_open(void);

#endif
