/* SPDX-License-Identifier: MIT */
/*
 * What a bzImage is. Linux distributions ship their kernel as one: a setup header, a little code
 * that unpacks the rest, and the kernel itself, an ELF file, compressed. The setup header says
 * where the payload is and its first bytes say what packed it. Pure: whoever wants the kernel
 * unpacks it, with programs on the laptop (tools/unpack-kernel) and libraries in the first domain
 * (tools/builder).
 */
#ifndef TOOLS_BZIMAGE_H
#define TOOLS_BZIMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum packing {
    PACKED_GZIP,
    PACKED_XZ,
    PACKED_ZSTD,
    PACKED_LZ4,
    PACKED_BZIP2,
    PACKED_LZMA,
    PACKED_LZO,
    PACKINGS,
    PACKED_UNKNOWN = PACKINGS
};

/* As people call it. */
extern const char *const packing_names[PACKINGS];

struct bzimage {
    const uint8_t *payload; /* in the file */
    size_t size;            /* of what the unpacker gets */
    uint32_t unpacked_size; /* what the file says about it */
    enum packing packing;
};

/* Does the file say that it is one? An ELF file is none, whatever else it has. */
bool bzimage_is(const uint8_t *file, size_t size);
/*
 * Finds the payload of a file that is one. NULL, or what is wrong with it: a text that goes on
 * behind the file's name and "is ".
 */
const char *bzimage_find(struct bzimage *out, const uint8_t *file, size_t size);
/* What packed these bytes. */
enum packing packing_of(const uint8_t *bytes, size_t size);

#endif
