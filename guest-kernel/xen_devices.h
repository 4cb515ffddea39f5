/* SPDX-License-Identifier: MIT */
/*
 * What the programs of a control domain say to the devices below /dev/xen: the ioctl numbers and
 * structures of Linux's drivers, so that the same programs can be built there. The one place where
 * they are written down; the drivers (machine/pv/) and the programs (tools/control/) include it.
 * The layouts are those of the width it is compiled for, as on Linux.
 */
#ifndef GUEST_KERNEL_XEN_DEVICES_H
#define GUEST_KERNEL_XEN_DEVICES_H

#include <stdint.h>

#define XEN_IOCTL(letter, number, size) ((uint32_t)(size) << 16 | (letter) << 8 | (number))

/* ---- /dev/xen/privcmd: any hypercall, and other domains' memory ------------------------------ */

/* A hypercall; the result is the ioctl's. Pointers among the arguments must lead to memory that is
 * there and, where the hypervisor writes, writable. */
struct privcmd_hypercall {
    uint64_t op, arg[5];
};

/* Each maps frames into a range that was mmap'ed from the device before. */
struct privcmd_mmap_entry {
    uint64_t va, mfn, npages;
};
struct privcmd_mmap {
    int num;
    uint16_t dom;
    struct privcmd_mmap_entry *entry;
};
/* `err` gets 0 or a negative error for each frame; the ioctl fails only as a whole. */
struct privcmd_mmapbatch_v2 {
    unsigned num;
    uint16_t dom;
    uint64_t addr;
    const unsigned long *arr;
    int *err;
};

#define IOCTL_PRIVCMD_HYPERCALL    XEN_IOCTL('P', 0, sizeof(struct privcmd_hypercall))
#define IOCTL_PRIVCMD_MMAP         XEN_IOCTL('P', 2, sizeof(struct privcmd_mmap))
#define IOCTL_PRIVCMD_MMAPBATCH_V2 XEN_IOCTL('P', 4, sizeof(struct privcmd_mmapbatch_v2))

/* ---- /dev/xen/evtchn: event channels --------------------------------------------------------- */

/* The first three answer the local port. Ports that are pending are read as 32-bit numbers, each
 * once; it is heard again after its number was written back. */
struct ioctl_evtchn_bind_virq {
    unsigned virq;
};
struct ioctl_evtchn_bind_interdomain {
    unsigned remote_domain, remote_port;
};
struct ioctl_evtchn_bind_unbound_port {
    unsigned remote_domain;
};
struct ioctl_evtchn_unbind {
    unsigned port;
};
struct ioctl_evtchn_notify {
    unsigned port;
};

#define IOCTL_EVTCHN_BIND_VIRQ XEN_IOCTL('E', 0, sizeof(struct ioctl_evtchn_bind_virq))
#define IOCTL_EVTCHN_BIND_INTERDOMAIN                                                              \
    XEN_IOCTL('E', 1, sizeof(struct ioctl_evtchn_bind_interdomain))
#define IOCTL_EVTCHN_BIND_UNBOUND_PORT                                                             \
    XEN_IOCTL('E', 2, sizeof(struct ioctl_evtchn_bind_unbound_port))
#define IOCTL_EVTCHN_UNBIND XEN_IOCTL('E', 3, sizeof(struct ioctl_evtchn_unbind))
#define IOCTL_EVTCHN_NOTIFY XEN_IOCTL('E', 4, sizeof(struct ioctl_evtchn_notify))
#define IOCTL_EVTCHN_RESET  XEN_IOCTL('E', 5, 0)

/* ---- /dev/xen/gntdev: pages that other domains grant ----------------------------------------- */

struct ioctl_gntdev_grant_ref {
    uint32_t domid, ref;
};
/* `index` is the offset for mmap. */
struct ioctl_gntdev_map_grant_ref {
    uint32_t count, pad;
    uint64_t index;
    struct ioctl_gntdev_grant_ref refs[1];
};
struct ioctl_gntdev_unmap_grant_ref {
    uint64_t index;
    uint32_t count, pad;
};
struct ioctl_gntdev_get_offset_for_vaddr {
    uint64_t vaddr, offset;
    uint32_t count, pad;
};
struct ioctl_gntdev_set_max_grants {
    uint32_t count;
};

/* What the other side shall see when a mapping goes: a byte becomes 0, an event is sent. */
#define UNMAP_NOTIFY_CLEAR_BYTE 1
#define UNMAP_NOTIFY_SEND_EVENT 2
struct ioctl_gntdev_unmap_notify {
    uint64_t index; /* of the byte */
    uint32_t action, event_channel_port;
};

#define GNTDEV_COPY_SOURCE_GREF 1
#define GNTDEV_COPY_DEST_GREF   2
union gntdev_copy_end {
    void *virt;
    struct {
        uint32_t ref;
        uint16_t offset, domid;
    } foreign;
};
struct gntdev_grant_copy_segment {
    union gntdev_copy_end source, dest;
    uint16_t len, flags;
    int16_t status; /* GNTST_... */
};
struct ioctl_gntdev_grant_copy {
    unsigned count;
    struct gntdev_grant_copy_segment *segments;
};

#define IOCTL_GNTDEV_MAP_GRANT_REF   XEN_IOCTL('G', 0, sizeof(struct ioctl_gntdev_map_grant_ref))
#define IOCTL_GNTDEV_UNMAP_GRANT_REF XEN_IOCTL('G', 1, sizeof(struct ioctl_gntdev_unmap_grant_ref))
#define IOCTL_GNTDEV_GET_OFFSET_FOR_VADDR                                                          \
    XEN_IOCTL('G', 2, sizeof(struct ioctl_gntdev_get_offset_for_vaddr))
#define IOCTL_GNTDEV_SET_MAX_GRANTS   XEN_IOCTL('G', 3, sizeof(struct ioctl_gntdev_set_max_grants))
#define IOCTL_GNTDEV_SET_UNMAP_NOTIFY XEN_IOCTL('G', 7, sizeof(struct ioctl_gntdev_unmap_notify))
#define IOCTL_GNTDEV_GRANT_COPY       XEN_IOCTL('G', 8, sizeof(struct ioctl_gntdev_grant_copy))

/* ---- /dev/xen/gntalloc: pages granted to other domains --------------------------------------- */

#define GNTALLOC_FLAG_WRITABLE 1
/* `index` is the offset for mmap of the first page. */
struct ioctl_gntalloc_alloc_gref {
    uint16_t domid, flags;
    uint32_t count;
    uint64_t index;
    uint32_t gref_ids[1];
};
struct ioctl_gntalloc_dealloc_gref {
    uint64_t index;
    uint32_t count;
};

#define IOCTL_GNTALLOC_ALLOC_GREF   XEN_IOCTL('G', 5, sizeof(struct ioctl_gntalloc_alloc_gref))
#define IOCTL_GNTALLOC_DEALLOC_GREF XEN_IOCTL('G', 6, sizeof(struct ioctl_gntalloc_dealloc_gref))

#endif
