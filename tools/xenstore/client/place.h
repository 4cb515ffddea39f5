/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_PLACE_H
#define XENSTORE_PLACE_H
/*
 * Where xenstore is found, as Xen's own clients look for it.
 */
/* $XENSTORED_PATH, else socket in $XENSTORED_RUNDIR, else in /run/xenstored. */
const char *xenstore_socket_path(void);

#endif
