/* SPDX-License-Identifier: MIT */
#ifndef TOOLSTACK_GUEST_H
#define TOOLSTACK_GUEST_H
/*
 * What a configuration means: a guest, with everything checked that can be without a machine.
 * Strings belong to the configuration.
 */
#include "config.h"

#include <stdint.h>

#define GUEST_NAME_MAX    63
#define GUEST_VCPUS_MAX   32
#define GUEST_DEVICES_MAX 16
#define GUEST_CMDLINE_MAX 1023
#define GUEST_CPUS_MAX    64 /* of the machine, in a mask */

/* Why a domain shuts down, in the order of SHUTDOWN_...; and what then. */
enum event {
    EVENT_POWEROFF,
    EVENT_REBOOT,
    EVENT_SUSPEND,
    EVENT_CRASH,
    EVENT_WATCHDOG,
    EVENT_SOFT_RESET,
    EVENTS
};
enum action { ACTION_DESTROY, ACTION_RESTART, ACTION_RENAME_RESTART, ACTION_PRESERVE, ACTIONS };

enum disk_format { DISK_RAW, DISK_QCOW, DISK_QCOW2, DISK_VHD, DISK_QED };

struct disk {
    const char *target;
    enum disk_format format;
    const char *vdev;
    bool is_writable, is_cdrom;
    const char *script, *backend;
};

struct vif {
    uint8_t mac[6]; /* all 0: one is drawn */
    const char *bridge, *ip, *script, *vifname, *backend;
    unsigned mtu, devid;
    unsigned long long rate_bytes_per_s, rate_interval_us; /* 0: no limit */
};

struct guest {
    const char *name, *kernel, *ramdisk;
    const char *cmdline;
    uint64_t memory_kib, maxmem_kib;
    unsigned vcpus, maxvcpus;
    unsigned weight, cap; /* weight 0: as the scheduler does */
    uint8_t uuid[16];     /* all 0: one is drawn */
    enum action action[EVENTS];
    bool is_pinned;
    uint64_t cpus[GUEST_VCPUS_MAX]; /* where each vCPU may run */
    struct disk disks[GUEST_DEVICES_MAX];
    unsigned disk_count;
    struct vif vifs[GUEST_DEVICES_MAX];
    unsigned vif_count;
};

/* False: it has errors, which have been reported. */
bool guest_read(struct config *config, struct report *report, struct guest *guest);
/* Where a key stands, for messages about what came of it; without the key, where the text begins.
 */
struct place guest_place(const struct config *config, const char *key, const char *file);
const char *action_name(enum action action);

/* ---- parts of it, each with what it stands in -------------------------------------------------
 */

struct spot {
    struct config *config;
    struct report *report;
    struct place at;
    const char *key;
};

/* "0-3,5,^1", "all": a mask; false and reported otherwise. */
bool cpus_read(const struct spot *spot, const char *text, uint64_t *mask);
bool disk_read(const struct spot *spot, const char *text, struct disk *disk);
bool vif_read(const struct spot *spot, const char *text, struct vif *vif);
bool uuid_read(const char *text, uint8_t *uuid);
bool name_is_good(const char *name);
/*
 * The next part of a text up to a comma, without blanks before it, copied; *text advances, and is
 * NULL behind the last.
 */
char *spec_next(const struct spot *spot, const char **text);

#endif
