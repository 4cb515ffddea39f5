/* SPDX-License-Identifier: MIT */
/*
 * Bytes on their way. A read or write has one side in a file and the other in the memory of a
 * program, scattered over several spans if it came through readv or writev, or in the kernel's own
 * memory when exec or sendfile reads. Everything that moves bytes for a file goes through here, so
 * no file type needs to know which it is.
 */
#include "kernel/fs/vfs.h"

void uio_init_user(struct uio *uio, struct span *span, uintptr_t base, size_t size)
{
    *span = (struct span){.base = base, .size = size};
    *uio = (struct uio){.spans = span, .count = 1, .left = size};
}

void uio_init_kernel(struct uio *uio, struct span *span, void *base, size_t size)
{
    uio_init_user(uio, span, (uintptr_t)base, size);
    uio->kernel = true;
}

int uio_init_vector(struct uio *uio, struct span **spans, uintptr_t user_vector, unsigned count)
{
    int error = 0;

    if (count > IOV_MAX)
        return -EINVAL;
    *uio = (struct uio){.count = MAX(count, 1u)};
    *spans = kzalloc(uio->count * sizeof(**spans));
    if (!*spans)
        return -ENOMEM;
    for (unsigned i = 0; i < count && !error; i++) {
        struct iovec32 vector;

        error = copy_from_user(&vector, user_vector + i * sizeof(vector), sizeof(vector));
        if (!error && vector.length > TRANSFER_MAX - uio->left)
            error = -EINVAL;
        (*spans)[i] = (struct span){.base = vector.base, .size = vector.length};
        uio->left += vector.length;
    }
    uio->spans = *spans;
    if (error)
        kfree(*spans);
    return error;
}

/* Where the next bytes are, at most `size` of them that adjoin. */
static uintptr_t uio_next(const struct uio *uio, size_t size, size_t *adjoining)
{
    *adjoining = MIN(size, uio->spans->size - uio->done_in_span);
    return uio->spans->base + uio->done_in_span;
}

static void uio_advance(struct uio *uio, size_t size)
{
    uio->done_in_span += size;
    uio->left -= size;
    while (uio->count > 1 && uio->done_in_span == uio->spans->size) {
        uio->spans++;
        uio->count--;
        uio->done_in_span = 0;
    }
}

int uio_put(struct uio *uio, const void *from, size_t size)
{
    const char *next = from;

    while (size > 0) {
        size_t chunk;
        uintptr_t to = uio_next(uio, size, &chunk);

        if (uio->kernel)
            memcpy((void *)to, next, chunk);
        else if (copy_to_user(to, next, chunk))
            return -EFAULT;
        uio_advance(uio, chunk);
        next += chunk;
        size -= chunk;
    }
    return 0;
}

int uio_put_zeroes(struct uio *uio, size_t size)
{
    while (size > 0) {
        size_t chunk;
        uintptr_t to = uio_next(uio, size, &chunk);

        if (uio->kernel)
            memset((void *)to, 0, chunk);
        else if (clear_user(to, chunk))
            return -EFAULT;
        uio_advance(uio, chunk);
        size -= chunk;
    }
    return 0;
}

int uio_get(struct uio *uio, void *to, size_t size)
{
    char *next = to;

    while (size > 0) {
        size_t chunk;
        uintptr_t from = uio_next(uio, size, &chunk);

        if (uio->kernel)
            memcpy(next, (void *)from, chunk);
        else if (copy_from_user(next, from, chunk))
            return -EFAULT;
        uio_advance(uio, chunk);
        next += chunk;
        size -= chunk;
    }
    return 0;
}
