/* SPDX-License-Identifier: MIT */
/*
 * Unpacking by Debian's libraries (zlib, liblzma, libzstd, liblz4), each told where the output
 * ends: what a crafted file unpacks to cannot be more than was asked for.
 */
#include "tools/builder/private.h"

#include <lz4.h>
#include <lzma.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#define XZ_MEMORY_MOST (256ull << 20)
#define OTHER_LENGTH   "unpack to another length than the file says"

static const char *unpack_gzip(const uint8_t *in, size_t in_size, uint8_t *out, size_t out_size)
{
    z_stream stream = {.next_in = (uint8_t *)(uintptr_t)in,
                       .avail_in = (uInt)in_size,
                       .next_out = out,
                       .avail_out = (uInt)out_size};
    int result;

    if (inflateInit2(&stream, 15 + 16) != Z_OK) /* with gzip's head, and nothing else */
        return "need more memory to be unpacked than there is";
    result = inflate(&stream, Z_FINISH);
    inflateEnd(&stream);
    if (result == Z_BUF_ERROR && stream.avail_out == 0)
        return OTHER_LENGTH;
    if (result != Z_STREAM_END)
        return "make no sense";
    return stream.avail_out == 0 ? NULL : OTHER_LENGTH;
}

static const char *unpack_xz(const uint8_t *in, size_t in_size, uint8_t *out, size_t out_size)
{
    uint64_t memory = XZ_MEMORY_MOST;
    size_t in_at = 0, out_at = 0;

    switch (
        lzma_stream_buffer_decode(&memory, 0, NULL, in, &in_at, in_size, out, &out_at, out_size)) {
    case LZMA_OK:
        return out_at == out_size ? NULL : OTHER_LENGTH;
    case LZMA_BUF_ERROR:
        return OTHER_LENGTH;
    case LZMA_MEM_ERROR:
    case LZMA_MEMLIMIT_ERROR:
        return "need more memory to be unpacked than there is";
    default:
        return "make no sense";
    }
}

static const char *unpack_zstd(const uint8_t *in, size_t in_size, uint8_t *out, size_t out_size)
{
    size_t result = ZSTD_decompress(out, out_size, in, in_size);

    if (ZSTD_isError(result))
        return ZSTD_getErrorCode(result) == ZSTD_error_dstSize_tooSmall ? OTHER_LENGTH
                                                                        : "make no sense";
    return result == out_size ? NULL : OTHER_LENGTH;
}

/* The format that kernels use: a magic number, then blocks, each behind its size. */
static const char *unpack_lz4(const uint8_t *in, size_t in_size, uint8_t *out, size_t out_size)
{
    size_t in_at = 4, out_at = 0;
    uint32_t size;

    while (in_size - in_at >= sizeof(size) && out_at < out_size) {
        memcpy(&size, in + in_at, sizeof(size));
        in_at += sizeof(size);
        if (size > in_size - in_at || size > LZ4_MAX_INPUT_SIZE)
            return "make no sense";
        int n = LZ4_decompress_safe((const char *)in + in_at, (char *)out + out_at, (int)size,
                                    (int)(out_size - out_at));
        if (n <= 0)
            return "make no sense";
        in_at += size;
        out_at += (size_t)n;
    }
    return out_at == out_size && in_at == in_size ? NULL : OTHER_LENGTH;
}

static const char *(*const unpackers[PACKINGS])(const uint8_t *in, size_t in_size, uint8_t *out,
                                                size_t out_size) = {[PACKED_GZIP] = unpack_gzip,
                                                                    [PACKED_XZ] = unpack_xz,
                                                                    [PACKED_ZSTD] = unpack_zstd,
                                                                    [PACKED_LZ4] = unpack_lz4};

bool unpack_knows(enum packing packing)
{
    return packing < PACKINGS && unpackers[packing];
}

const char *unpack(enum packing packing, const uint8_t *in, size_t in_size, uint8_t *out,
                   size_t out_size)
{
    return unpackers[packing](in, in_size, out, out_size);
}
