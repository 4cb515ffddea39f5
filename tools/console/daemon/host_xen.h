/* SPDX-License-Identifier: MIT */
#ifndef CONSOLE_HOST_XEN_H
#define CONSOLE_HOST_XEN_H

struct host;

/* NULL: it has said why. */
const struct host *host_xen_open(void);

#endif
