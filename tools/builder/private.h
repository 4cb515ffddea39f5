/* SPDX-License-Identifier: MIT */
/* A domain under construction, as the files of the builder hand it on. */
#ifndef TOOLS_BUILDER_PRIVATE_H
#define TOOLS_BUILDER_PRIVATE_H

#include "domain/image.h"
#include "tools/builder/builder.h"
#include "tools/bzimage/bzimage.h"
#include "tools/control/control.h"

#define DOMAIN_VCPUS_MOST 32u

struct making {
    const struct builder_wish *wish;
    struct builder_guest *guest;
    uint8_t *kernel; /* an ELF file, unpacked */
    size_t kernel_size;
    int ramdisk; /* -1: none */
    uint64_t ramdisk_size;
    struct image image;
    struct plan plan;
    unsigned pages;
    unsigned long *frames; /* of each page */
    bool exists;           /* the domain: it has a number */
};

/* What went wrong; false. The first one counts. `field` is one of struct builder_wish. */
bool making_fails(struct making *m, const char *field, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same of a call that answered -1: with the hypervisor's reason, or errno's text. */
bool making_refused(struct making *m, const char *field, const char *what);
/* The sentence for a reason. */
const char *reason_sentence(long reason);

/* kernel.c: the kernel's file, read and unpacked. */
bool kernel_read(struct making *m);
/* unpack.c: exactly out_size bytes. NULL, or what went wrong: a text. */
const char *unpack(enum packing packing, const uint8_t *in, size_t in_size, uint8_t *out,
                   size_t out_size);
bool unpack_knows(enum packing packing);

/* memory.c: all of its memory; what is in the files, and the list of its frames, put there. */
bool memory_get(struct making *m);
bool memory_fill(struct making *m);
/* Pages from a virtual address on, mapped to be written; domain_unmap(). */
void *memory_map(struct making *m, uint64_t va, unsigned count);
unsigned long memory_frame(const struct making *m, uint64_t va);

/* start.c: start_info, shared_info, page tables, rings; and the first vCPU. */
bool start_put(struct making *m);
bool start_set_registers(struct making *m);

/* store.c: its entries in xenstore, and the introduction of its ring. */
bool store_introduce(struct making *m);
/* Every trace of it. */
void store_forget(struct xenstore *store, unsigned domid);

#endif
