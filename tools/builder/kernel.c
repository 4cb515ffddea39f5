/* SPDX-License-Identifier: MIT */
/*
 * The kernel's file as the loader wants it, an ELF file in memory: it may have come gzip'ed, or as
 * a bzImage of Linux. How long it is when unpacked the file says; that is believed up to a limit,
 * and must then be true to the byte.
 */
#include "tools/builder/private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KERNEL_MOST (256u << 20)

/* The whole file; its size is what could be read. */
static bool read_all(struct making *m, int fd, const struct stat *status)
{
    const char *path = m->wish->kernel;
    ssize_t n = 0;

    if (!S_ISREG(status->st_mode))
        return making_fails(m, "kernel", "kernel '%s' is no regular file", path);
    if (status->st_size == 0)
        return making_fails(m, "kernel", "kernel '%s' is empty", path);
    if (status->st_size > KERNEL_MOST)
        return making_fails(m, "kernel", "kernel '%s' has more than 256 MiB: it is none", path);
    m->kernel = malloc((size_t)status->st_size);
    if (!m->kernel)
        return making_fails(m, "kernel", "no memory to read kernel '%s': stop other programs",
                            path);
    while (m->kernel_size < (size_t)status->st_size &&
           (n = read(fd, m->kernel + m->kernel_size, (size_t)status->st_size - m->kernel_size)) > 0)
        m->kernel_size += (size_t)n;
    return n >= 0 ||
           making_fails(m, "kernel", "cannot read kernel '%s': %s", path, strerror(errno));
}

static bool open_and_read(struct making *m)
{
    int fd = open(m->wish->kernel, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status;
    bool good = fd >= 0 && fstat(fd, &status) == 0;

    if (!good)
        making_fails(m, "kernel", "cannot read kernel '%s': %s", m->wish->kernel, strerror(errno));
    good = good && read_all(m, fd, &status);
    if (fd >= 0)
        close(fd);
    return good;
}

/* The file in memory becomes what is packed in it. */
static bool replace(struct making *m, enum packing packing, const uint8_t *in, size_t size,
                    uint32_t unpacked_size)
{
    const char *path = m->wish->kernel, *name = packing_names[packing], *wrong;
    uint8_t *out;

    if (!unpack_knows(packing))
        return making_fails(m, "kernel",
                            "kernel '%s' is packed with %s, which is not known here: unpack it, or "
                            "pack it with gzip, XZ, zstd or LZ4",
                            path, name);
    if (unpacked_size == 0 || unpacked_size > KERNEL_MOST)
        return making_fails(m, "kernel", "kernel '%s' is damaged: unpacked it would have %u bytes",
                            path, unpacked_size);
    out = malloc(unpacked_size);
    if (!out)
        return making_fails(m, "kernel",
                            "no memory to unpack kernel '%s' (%u KiB): stop other "
                            "programs, or give the first domain more (dom0_mem)",
                            path, unpacked_size >> 10);
    wrong = unpack(packing, in, size, out, unpacked_size);
    free(m->kernel);
    m->kernel = out;
    m->kernel_size = unpacked_size;
    return !wrong ||
           making_fails(m, "kernel", "kernel '%s' is damaged: its %s data %s", path, name, wrong);
}

bool kernel_read(struct making *m)
{
    struct bzimage found;

    if (!open_and_read(m))
        return false;
    if (bzimage_is(m->kernel, m->kernel_size)) {
        const char *wrong = bzimage_find(&found, m->kernel, m->kernel_size);

        if (wrong)
            return making_fails(m, "kernel", "kernel '%s' is %s", m->wish->kernel, wrong);
        return replace(m, found.packing, found.payload, found.size, found.unpacked_size);
    }
    if (packing_of(m->kernel, m->kernel_size) == PACKED_GZIP && m->kernel_size > 18) {
        uint32_t size;

        memcpy(&size, m->kernel + m->kernel_size - 4, 4);
        return replace(m, PACKED_GZIP, m->kernel, m->kernel_size, size);
    }
    return true;
}
