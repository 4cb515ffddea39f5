/* SPDX-License-Identifier: MIT */
/*
 * Reads a kernel's ELF file. It comes from whoever starts a domain and may be damaged or
 * malicious, so nothing in it is believed before it is checked: each offset, size and count is
 * tested by arithmetic that cannot wrap. What the kernel wants of its domain it says in Xen
 * notes (notes.c); here both are put together and held against each other.
 *
 * Segments go where their physical address says, never by their virtual one: Linux has a
 * segment of per-CPU data at virtual address 0.
 */
#include "abi/layout.h"
#include "domain/elf.h"
#include "lib/string.h"

/* A Linux boot image: no ELF, but worth a message of its own. See its setup header. */
#define BZIMAGE_MAGIC_OFFSET 0x202
#define BZIMAGE_MAGIC        "HdrS"

#define WIDEN_HEADER(e, h)                                                                         \
    ((e)->entry = (h).entry, (e)->phoff = (h).phoff, (e)->shoff = (h).shoff,                       \
     (e)->phnum = (h).phnum, (e)->phentsize = (h).phentsize, (e)->shnum = (h).shnum,               \
     (e)->shentsize = (h).shentsize, (e)->shstrndx = (h).shstrndx)

#define WIDEN_SEGMENT(s)                                                                           \
    ((struct elf_part){.type = (s).type,                                                           \
                       .flags = (s).flags,                                                         \
                       .offset = (s).offset,                                                       \
                       .filesz = (s).filesz,                                                       \
                       .paddr = (s).paddr,                                                         \
                       .memsz = (s).memsz})

#define WIDEN_SECTION(s)                                                                           \
    ((struct elf_part){                                                                            \
        .type = (s).type, .name = (s).name, .offset = (s).offset, .filesz = (s).size})

static enum reason no(const char **detail, enum reason reason, const char *text)
{
    *detail = text;
    return reason;
}

static bool is_bzimage(const u8 *bytes, u64 size)
{
    return size >= BZIMAGE_MAGIC_OFFSET + 4 &&
           memcmp(bytes + BZIMAGE_MAGIC_OFFSET, BZIMAGE_MAGIC, 4) == 0;
}

/* Type and machine stand at the same place in both widths. */
static enum reason check_identity(const struct elf *e, const struct elf32_header *h,
                                  const char **detail)
{
    if (h->ident[5] != 1)
        return no(detail, REASON_IMAGE_MACHINE, "big-endian");
    if (h->machine != (e->is_64 ? ELF_MACHINE_X86_64 : ELF_MACHINE_386))
        return no(detail, REASON_IMAGE_MACHINE, "e_machine is neither i386 nor x86-64");
    if (h->type != ELF_TYPE_EXEC && h->type != ELF_TYPE_DYN)
        return no(detail, REASON_IMAGE_NOT_ELF, "e_type: an ELF file, but not an executable");
    return REASON_NONE;
}

enum reason elf_open(struct elf *e, const void *file, u64 size, const char **detail)
{
    struct elf32_header h32;
    struct elf64_header h64;
    const u8 *bytes = file;

    *e = (struct elf){.bytes = bytes, .size = size};
    if (size < 4 || memcmp(bytes, "\177ELF", 4) != 0)
        return is_bzimage(bytes, size) ? no(detail, REASON_IMAGE_BZIMAGE, "found its setup header")
                                       : no(detail, REASON_IMAGE_NOT_ELF, "no ELF magic");
    if (size < sizeof(h32))
        return no(detail, REASON_IMAGE_TRUNCATED, "file header");
    memcpy(&h32, bytes, sizeof(h32));
    if (h32.ident[4] != 1 && h32.ident[4] != 2)
        return no(detail, REASON_IMAGE_MACHINE, "neither a 32-bit nor a 64-bit ELF");
    e->is_64 = h32.ident[4] == 2;

    enum reason reason = check_identity(e, &h32, detail);
    if (reason != REASON_NONE)
        return reason;
    if (!e->is_64) {
        WIDEN_HEADER(e, h32);
        return REASON_NONE;
    }
    if (size < sizeof(h64))
        return no(detail, REASON_IMAGE_TRUNCATED, "file header");
    memcpy(&h64, bytes, sizeof(h64));
    WIDEN_HEADER(e, h64);
    return REASON_NONE;
}

/* The table's entry i as bytes, or NULL if it is not in the file (or smaller than it must be). */
static const u8 *table_entry(const struct elf *e, u64 table, u32 i, u32 stride, u64 size)
{
    u64 skip = (u64)i * stride; /* two factors of 16 bits */

    if (stride < size || table > e->size || !elf_holds(e, table + skip, size))
        return NULL;
    return e->bytes + table + skip;
}

bool elf_segment(const struct elf *e, u32 i, struct elf_part *out)
{
    struct elf32_segment s32;
    struct elf64_segment s64;
    const u8 *p = table_entry(e, e->phoff, i, e->phentsize, e->is_64 ? sizeof(s64) : sizeof(s32));

    if (!p)
        return false;
    if (e->is_64) {
        memcpy(&s64, p, sizeof(s64));
        *out = WIDEN_SEGMENT(s64);
    } else {
        memcpy(&s32, p, sizeof(s32));
        *out = WIDEN_SEGMENT(s32);
    }
    if (out->type != ELF_SEGMENT_LOAD && out->type != ELF_SEGMENT_NOTE)
        return true; /* of no interest, wherever it points */
    return elf_holds(e, out->offset, out->filesz);
}

bool elf_section(const struct elf *e, u32 i, struct elf_part *out)
{
    struct elf32_section s32;
    struct elf64_section s64;
    const u8 *p = table_entry(e, e->shoff, i, e->shentsize, e->is_64 ? sizeof(s64) : sizeof(s32));

    if (!p)
        return false;
    if (e->is_64) {
        memcpy(&s64, p, sizeof(s64));
        *out = WIDEN_SECTION(s64);
    } else {
        memcpy(&s32, p, sizeof(s32));
        *out = WIDEN_SECTION(s32);
    }
    return true;
}

/* Lists what has to be loaded, and its lowest and highest physical address. */
static enum reason read_segments(const struct elf *e, struct image *out, u64 *low, u64 *high,
                                 const char **detail)
{
    struct elf_part part;

    *low = ~0ull;
    *high = 0;
    for (u32 i = 0; i < e->phnum; i++) {
        if (!elf_segment(e, i, &part))
            return no(detail, REASON_IMAGE_TRUNCATED, "a program header or its segment");
        if (part.type != ELF_SEGMENT_LOAD || !(part.flags & 7) || part.memsz == 0)
            continue;
        if (part.filesz > part.memsz)
            return no(detail, REASON_IMAGE_SEGMENTS, "a segment is larger in the file than loaded");
        if (part.paddr + part.memsz < part.paddr)
            return no(detail, REASON_IMAGE_SEGMENTS, "a segment wraps around the address space");
        if (out->segments == IMAGE_SEGMENTS_MAX)
            return no(detail, REASON_IMAGE_SEGMENTS, "more than 32 segments");
        out->segment[out->segments++] =
            (struct image_segment){part.paddr, part.offset, part.filesz, part.memsz};
        *low = min(*low, part.paddr);
        *high = max(*high, part.paddr + part.memsz);
    }
    return out->segments ? REASON_NONE : no(detail, REASON_IMAGE_SEGMENTS, "nothing to load");
}

/* Is the image where a guest of its width may have memory? */
static enum reason check_place(const struct image *m, const char **detail)
{
    if (m->is_64) {
        if ((m->virt_base < ABI_HYPERVISOR64_END && m->end > 1ull << 47))
            return no(detail, REASON_IMAGE_ADDRESSES, "not canonical, or in slots 256 to 271");
        return REASON_NONE;
    }
    if (m->end > ABI_HOLE32_START)
        return no(detail, REASON_IMAGE_ADDRESSES, "the image must end below 0xf5800000");
    if (m->hv_start_low > ABI_HOLE32_START)
        return no(detail, REASON_IMAGE_ADDRESSES, "HV_START_LOW is above 0xf5800000");
    return REASON_NONE;
}

/* Holds the addresses that the notes give against those of the image. */
static enum reason check_addresses(struct image *m, const struct image_notes *n,
                                   const char **detail)
{
    enum reason bad = REASON_IMAGE_NOTES_BAD;

    if (m->start > m->end)
        return no(detail, bad,
                  "VIRT_BASE and PADDR_OFFSET move the image around the end of memory");
    if (m->virt_base > m->start)
        return no(detail, bad, "VIRT_BASE lies above the image");
    if (m->virt_base & ~PAGE_MASK)
        return no(detail, bad, "VIRT_BASE is not page aligned");
    if (m->entry < m->start || m->entry >= m->end)
        return no(detail, bad, "ENTRY lies outside the image");
    if (m->has_init_p2m && m->init_p2m >= m->start && m->init_p2m < m->end)
        return no(detail, bad, "INIT_P2M lies inside the image");

    m->has_hypercall_page = n->hypercall_page != IMAGE_UNSET;
    if (!m->has_hypercall_page)
        return check_place(m, detail);
    m->hypercall_page = n->hypercall_page;
    if (n->is_legacy) /* there it is a page number, counted from VIRT_BASE */
        m->hypercall_page = (n->hypercall_page << PAGE_SHIFT) + m->virt_base;
    if (m->hypercall_page & ~PAGE_MASK)
        return no(detail, bad, "HYPERCALL_PAGE is not page aligned");
    if (m->hypercall_page < m->virt_base || m->hypercall_page >= m->end)
        return no(detail, bad, "HYPERCALL_PAGE lies outside the image");
    return check_place(m, detail);
}

enum reason image_read(struct image *out, const void *file, u64 size, const char **detail)
{
    struct elf e;
    struct image_notes n;
    u64 low, high;

    memset(out, 0, sizeof(*out));
    *detail = "";
    enum reason reason = elf_open(&e, file, size, detail);
    if (reason == REASON_NONE)
        reason = read_segments(&e, out, &low, &high, detail);
    if (reason == REASON_NONE)
        reason = notes_read(&e, out, &n, detail);
    if (reason != REASON_NONE)
        return reason;
    out->is_64 = e.is_64;

    if (n.paddr_offset != IMAGE_UNSET && n.virt_base == IMAGE_UNSET)
        return no(detail, REASON_IMAGE_NOTES_BAD, "PADDR_OFFSET without VIRT_BASE");
    out->virt_base = n.virt_base != IMAGE_UNSET ? n.virt_base : 0;
    /* The old string's loaders took physical addresses for virtual ones. */
    out->paddr_offset = n.paddr_offset != IMAGE_UNSET ? n.paddr_offset
                        : n.is_legacy                 ? out->virt_base
                                                      : 0;
    out->start = low + (out->virt_base - out->paddr_offset);
    out->end = high + (out->virt_base - out->paddr_offset);
    out->entry = n.entry != IMAGE_UNSET ? n.entry : e.entry;
    return check_addresses(out, &n, detail);
}
