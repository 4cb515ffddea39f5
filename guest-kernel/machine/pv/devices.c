/* SPDX-License-Identifier: MIT */
/*
 * What a control domain's programs work with, under the names and with the calls that Linux gives
 * them. For root alone: who may make hypercalls may do anything.
 */
#include "machine/pv/devices.h"

#define MISC 10 /* the major number Linux has for such devices; their minors are nobody's */

void machine_devices_register(void)
{
    device_register_root(MISC, 60, "xen/privcmd", &privcmd_ops);
    device_register_root(MISC, 61, "xen/evtchn", &evtchn_ops);
    device_register_root(MISC, 62, "xen/gntdev", &gntdev_ops);
    device_register_root(MISC, 63, "xen/gntalloc", &gntalloc_ops);
}
