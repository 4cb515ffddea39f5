/* SPDX-License-Identifier: MIT */
/*
 * The new domain's memory, and what is put into it. The hypervisor hands frames out empty and
 * numbered (the machine-to-physical table knows their pages), so only what is not zero is written:
 * through our own mappings of its frames, many at a time. What goes where was planned within the
 * domain's pages; it is checked again here, where a mistake would write elsewhere.
 */
#include "tools/builder/private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define WINDOW 512u /* pages mapped at a time */

bool memory_get(struct making *m)
{
    int got;

    m->frames = malloc(m->pages * sizeof(*m->frames));
    if (!m->frames)
        return making_fails(m, "memory_kib", "no memory for the list of its %u pages", m->pages);
    for (unsigned i = 0; i < m->pages; i++)
        m->frames[i] = i;
    got = domain_populate(m->guest->domid, m->frames, m->pages);
    if (got == (int)m->pages)
        return true;
    if (got < 0)
        return making_refused(m, "memory_kib", "give it memory");
    return making_fails(
        m, "memory_kib",
        "%llu KiB are wanted, and after %llu KiB no more could be had: ask for less, "
        "or destroy a domain",
        (unsigned long long)m->wish->memory_kib, (unsigned long long)got << (PAGE_SHIFT - 10));
}

static uint64_t page_of(const struct making *m, uint64_t va)
{
    return (va - m->plan.virt_base) >> PAGE_SHIFT;
}

unsigned long memory_frame(const struct making *m, uint64_t va)
{
    uint64_t page = page_of(m, va);

    if (page >= m->pages)
        abort(); /* not planned: a mistake of ours */
    return m->frames[page];
}

void *memory_map(struct making *m, uint64_t va, unsigned count)
{
    uint64_t page = page_of(m, va);
    void *pages;

    if (page >= m->pages || count > m->pages - page)
        abort();
    pages = domain_map(m->guest->domid, PROT_READ | PROT_WRITE, m->frames + page, count);
    if (!pages)
        making_refused(m, NULL, "show us its memory");
    return pages;
}

/* Puts bytes `from` .. `from` + n of something to a place in mapped memory. */
typedef bool put_part(struct making *m, void *to, uint64_t from, size_t n);

static bool put(struct making *m, uint64_t va, uint64_t n, uint64_t from, put_part *part)
{
    bool good = true;

    while (n && good) {
        size_t offset = (size_t)(va & ~PAGE_MASK);
        size_t step = (size_t)min(n, (uint64_t)WINDOW * PAGE_SIZE - offset);
        unsigned count = (unsigned)((offset + step + PAGE_SIZE - 1) >> PAGE_SHIFT);
        uint8_t *pages = memory_map(m, va & PAGE_MASK, count);

        if (!pages)
            return false;
        good = part(m, pages + offset, from, step);
        domain_unmap(pages, count);
        va += step;
        from += step;
        n -= step;
    }
    return good;
}

static bool put_kernel(struct making *m, void *to, uint64_t from, size_t n)
{
    memcpy(to, m->kernel + from, n); /* image_read() saw that it is in the file */
    return true;
}

static bool put_ramdisk(struct making *m, void *to, uint64_t from, size_t n)
{
    for (size_t done = 0; done < n;) {
        ssize_t got = pread(m->ramdisk, (char *)to + done, n - done, (off_t)(from + done));

        if (got <= 0)
            return making_fails(m, "ramdisk", "cannot read ramdisk '%s': %s", m->wish->ramdisk,
                                got ? strerror(errno) : "it has become shorter meanwhile");
        done += (size_t)got;
    }
    return true;
}

static bool put_list(struct making *m, void *to, uint64_t from, size_t n)
{
    if (m->image.is_64)
        for (size_t i = 0; i < n / 8; i++)
            ((uint64_t *)to)[i] = m->frames[from / 8 + i];
    else
        for (size_t i = 0; i < n / 4; i++)
            ((uint32_t *)to)[i] = (uint32_t)m->frames[from / 4 + i];
    return true;
}

bool memory_fill(struct making *m)
{
    for (uint32_t i = 0; i < m->image.segments; i++) {
        const struct image_segment *s = &m->image.segment[i];
        uint64_t va = s->paddr - m->image.paddr_offset + m->image.virt_base;

        if (!put(m, va, s->filesz, s->offset, put_kernel))
            return false;
    }
    if (m->plan.initrd_size && !put(m, m->plan.initrd, m->plan.initrd_size, 0, put_ramdisk))
        return false;
    if (!put(m, m->plan.p2m, m->plan.p2m_size, 0, put_list))
        return false;
    if (m->image.has_hypercall_page &&
        domain_hypercall_page(m->guest->domid, memory_frame(m, m->image.hypercall_page)) != 0)
        return making_refused(m, "kernel", "write its hypercall page");
    return true;
}
