/* SPDX-License-Identifier: MIT */
/* The setup header of a bzImage, believed only as far as the file goes. */
#include "tools/bzimage/bzimage.h"

#include <string.h>

/* Boot protocol 2.08 and later; offsets into the file. */
enum {
    SETUP_SECTORS = 0x1f1,   /* one byte; 0 means 4; the boot sector comes on top */
    SETUP_BOOT_MARK = 0x1fe, /* 0xaa55 */
    SETUP_MAGIC = 0x202,     /* "HdrS" */
    SETUP_VERSION = 0x206,
    SETUP_PAYLOAD_OFFSET = 0x248, /* from where the setup sectors end */
    SETUP_PAYLOAD_LENGTH = 0x24c,
    SETUP_END = 0x250,
    SECTOR = 512,
    PAYLOAD_LEAST = 8,
};

const char *const packing_names[PACKINGS] = {"gzip", "XZ", "zstd", "LZ4", "bzip2", "LZMA", "LZO"};

/* How each begins. */
static const struct {
    const char *bytes;
    size_t size;
} magics[PACKINGS] = {
    [PACKED_GZIP] = {"\x1f\x8b", 2},
    [PACKED_XZ] = {"\xfd\x37\x7a\x58\x5a\x00", 6},
    [PACKED_ZSTD] = {"\x28\xb5\x2f\xfd", 4},
    [PACKED_LZ4] = {"\x02\x21\x4c\x18", 4},
    [PACKED_BZIP2] = {"BZh", 3},
    [PACKED_LZMA] = {"\x5d\x00\x00", 3},
    [PACKED_LZO] = {"\x89LZO", 4},
};

static uint32_t read_le32(const uint8_t *at)
{
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

enum packing packing_of(const uint8_t *bytes, size_t size)
{
    for (unsigned i = 0; i < PACKINGS; i++)
        if (size >= magics[i].size && memcmp(bytes, magics[i].bytes, magics[i].size) == 0)
            return (enum packing)i;
    return PACKED_UNKNOWN;
}

bool bzimage_is(const uint8_t *file, size_t size)
{
    return size >= SETUP_VERSION && memcmp(file, "\177ELF", 4) != 0 &&
           file[SETUP_BOOT_MARK] == 0x55 && file[SETUP_BOOT_MARK + 1] == 0xaa &&
           memcmp(file + SETUP_MAGIC, "HdrS", 4) == 0;
}

const char *bzimage_find(struct bzimage *out, const uint8_t *file, size_t size)
{
    uint64_t from, length;

    *out = (struct bzimage){.packing = PACKED_UNKNOWN};
    if (size < SETUP_END)
        return "no bzImage: its header alone would need 592 bytes";
    if (!bzimage_is(file, size))
        return "no bzImage: there is no setup header at 0x202";
    if ((file[SETUP_VERSION] | file[SETUP_VERSION + 1] << 8) < 0x208)
        return "too old: headers tell where the payload is since boot protocol 2.08 (Linux 2.6.26)";
    from = ((file[SETUP_SECTORS] ? file[SETUP_SECTORS] : 4) + 1) * (uint64_t)SECTOR +
           read_le32(file + SETUP_PAYLOAD_OFFSET);
    length = read_le32(file + SETUP_PAYLOAD_LENGTH);
    if (length < PAYLOAD_LEAST || from > size || length > size - from)
        return "cut short or damaged: its payload reaches outside the file";
    out->payload = file + from;
    out->unpacked_size = read_le32(out->payload + length - 4);
    out->packing = packing_of(out->payload, (size_t)length);
    if (out->packing == PACKED_UNKNOWN)
        return "packed in a way unknown here";
    /* All but gzip are followed by the unpacked length, four bytes that are no part of their
     * format; gzip ends in these four bytes by itself. */
    out->size = (size_t)length - (out->packing == PACKED_GZIP ? 0 : 4);
    return NULL;
}
