/* SPDX-License-Identifier: MIT */
/*
 * The domain builder of the first domain: a kernel's file becomes a domain with memory, page
 * tables, rings to console and xenstore, and registers, as a guest of Xen's ABI expects to find
 * itself. It stands on tools/control. It knows nothing of configuration files and prints nothing:
 * what went wrong is a sentence in the answer, and then nothing is left of the domain.
 *
 * What kernels want and where everything goes is decided by the same files as for the first domain
 * (hypervisor/domain/image.c, notes.c, plan.c).
 */
#ifndef TOOLS_BUILDER_H
#define TOOLS_BUILDER_H

#include <stdbool.h>
#include <stdint.h>

struct xenstore;

/* Who it shall be. Strings are read while the call lasts; what may be 0 or NULL says so. */
struct builder_wish {
    const char *name;
    const char *kernel;                  /* an ELF file, gzip'ed or not, or a bzImage */
    const char *ramdisk;                 /* NULL: none */
    const char *command_line;            /* NULL: empty; at most 1023 characters */
    uint64_t memory_kib;                 /* what it starts with */
    uint64_t max_memory_kib;             /* what it may come to have; 0: memory_kib */
    unsigned vcpus;                      /* those that are online when it starts */
    unsigned max_vcpus;                  /* those that it has; 0: vcpus */
    uint8_t uuid[16];                    /* all 0: one is drawn */
    unsigned domid;                      /* 0: the next that is free */
    unsigned store_domid, console_domid; /* who serves its rings */
    /* Where its entries are written and it is introduced (store.c); NULL: neither. */
    struct xenstore *store;
};

/* Who it has become. Frames are machine frames, ports those of the guest's own side. */
struct builder_guest {
    unsigned domid;
    unsigned width; /* 32 or 64 */
    uint8_t uuid[16];
    unsigned long console_frame, store_frame;
    unsigned console_port, store_port;
    /* If it failed: a sentence (which file, what is wrong with it, what to do), and which field of
     * the wish it is about, or NULL if none. */
    char error[640];
    const char *field;
};

/*
 * Makes the domain, paused: domain_unpause() starts it. False: nothing is left of it, and error
 * says why.
 */
bool builder_create(const struct builder_wish *wish, struct builder_guest *guest);

/*
 * Ends a domain: its entries in xenstore (if store is not NULL) and then itself. False and errno if
 * there is none; it may stay a while in the list, dying, until nobody uses its memory any more.
 */
bool builder_destroy(struct xenstore *store, unsigned domid);

/* "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx" and the NUL. */
#define BUILDER_UUID_TEXT 37
void builder_uuid_text(const uint8_t *uuid, char *text);

#endif
