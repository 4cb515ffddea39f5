/* SPDX-License-Identifier: MIT */
/*
 * What programs of a domain work with, under the names and with the calls that Linux gives them.
 * For root alone: who may make hypercalls may do anything.
 */
#include "machine/pv/devices.h"
#include "machine/pv/xenstore.h"

#define MISC 10 /* the major number Linux has for such devices; their minors are nobody's */

void machine_devices_register(void)
{
    bool has_store = store_init();

    device_register_root(MISC, 60, "xen/privcmd", &privcmd_ops);
    device_register_root(MISC, 61, "xen/evtchn", &evtchn_ops);
    device_register_root(MISC, 62, "xen/gntdev", &gntdev_ops);
    device_register_root(MISC, 63, "xen/gntalloc", &gntalloc_ops);
    proc_xen_register(has_store);
    if (!has_store)
        return; /* the first domain's programs come by xenstored's socket */
    device_register_root(MISC, 59, "xen/xenbus", &xenbus_ops);
    power_watch_begin();
}
