/* SPDX-License-Identifier: MIT */
/* Pages shared by grants, through /dev/xen/gntdev and /dev/xen/gntalloc. */
#include "tools/control/control.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

static int device(const char *path, int *fd)
{
    if (*fd < 0)
        *fd = open(path, O_RDWR | O_CLOEXEC);
    return *fd;
}

static int gntdev_fd(void)
{
    static int fd = -1;

    return device("/dev/xen/gntdev", &fd);
}

static int gntalloc_fd(void)
{
    static int fd = -1;

    return device("/dev/xen/gntalloc", &fd);
}

static void *map_at(int fd, uint64_t index, unsigned count, int prot)
{
    void *pages = mmap(NULL, count * CONTROL_PAGE, prot, MAP_SHARED, fd, (off_t)index);

    return pages == MAP_FAILED ? NULL : pages;
}

/* Once it is mapped, its name is not needed: the grants are given back when it is unmapped. */
void *grants_map(unsigned domid, const uint32_t *refs, unsigned count, int prot)
{
    struct ioctl_gntdev_map_grant_ref *op = calloc(1, sizeof(*op) + count * sizeof(op->refs[0]));
    struct ioctl_gntdev_unmap_grant_ref forget = {.count = count};
    void *pages = NULL;
    int kept;

    if (!op)
        return NULL;
    op->count = count;
    for (unsigned i = 0; i < count; i++)
        op->refs[i] = (struct ioctl_gntdev_grant_ref){.domid = domid, .ref = refs[i]};
    if (gntdev_fd() >= 0 && ioctl(gntdev_fd(), IOCTL_GNTDEV_MAP_GRANT_REF, op) == 0) {
        pages = map_at(gntdev_fd(), op->index, count, prot);
        kept = errno;
        forget.index = op->index;
        ioctl(gntdev_fd(), IOCTL_GNTDEV_UNMAP_GRANT_REF, &forget);
        errno = kept;
    }
    free(op);
    return pages;
}

void grants_unmap(void *pages, unsigned count)
{
    if (pages)
        munmap(pages, count * CONTROL_PAGE);
}

/* Likewise: the pages stay granted until they are unmapped. */
void *grants_share(unsigned domid, uint32_t *refs, unsigned count, int writable)
{
    struct ioctl_gntalloc_alloc_gref *op = calloc(1, sizeof(*op) + count * sizeof(op->gref_ids[0]));
    struct ioctl_gntalloc_dealloc_gref forget = {.count = count};
    void *pages = NULL;
    int kept;

    if (!op)
        return NULL;
    op->domid = (uint16_t)domid;
    op->flags = writable ? GNTALLOC_FLAG_WRITABLE : 0;
    op->count = count;
    if (gntalloc_fd() >= 0 && ioctl(gntalloc_fd(), IOCTL_GNTALLOC_ALLOC_GREF, op) == 0) {
        pages = map_at(gntalloc_fd(), op->index, count, PROT_READ | PROT_WRITE);
        for (unsigned i = 0; i < count; i++)
            refs[i] = op->gref_ids[i];
        kept = errno;
        forget.index = op->index;
        ioctl(gntalloc_fd(), IOCTL_GNTALLOC_DEALLOC_GREF, &forget);
        errno = kept;
    }
    free(op);
    return pages;
}

void grants_unshare(void *pages, unsigned count)
{
    if (pages)
        munmap(pages, count * CONTROL_PAGE);
}
