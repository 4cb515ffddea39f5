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

/* A field of a record in the file: where it is and how long, by width, and where it goes. */
struct field {
    u8 at[2], size[2], to;
};

struct record {
    u32 size[2];
    const struct field *fields;
    u32 count;
};

#define IN_HEADER(name) offsetof(struct elf, name)
#define IN_PART(name)   offsetof(struct elf_part, name)

static const struct field header_fields[] = {
    {{16, 16}, {2, 2}, IN_HEADER(type)},  {{18, 18}, {2, 2}, IN_HEADER(machine)},
    {{24, 24}, {4, 8}, IN_HEADER(entry)}, {{28, 32}, {4, 8}, IN_HEADER(phoff)},
    {{32, 40}, {4, 8}, IN_HEADER(shoff)}, {{42, 54}, {2, 2}, IN_HEADER(phentsize)},
    {{44, 56}, {2, 2}, IN_HEADER(phnum)}, {{46, 58}, {2, 2}, IN_HEADER(shentsize)},
    {{48, 60}, {2, 2}, IN_HEADER(shnum)}, {{50, 62}, {2, 2}, IN_HEADER(shstrndx)},
};
static const struct field segment_fields[] = {
    {{0, 0}, {4, 4}, IN_PART(type)},     {{24, 4}, {4, 4}, IN_PART(flags)},
    {{4, 8}, {4, 8}, IN_PART(offset)},   {{12, 24}, {4, 8}, IN_PART(paddr)},
    {{16, 32}, {4, 8}, IN_PART(filesz)}, {{20, 40}, {4, 8}, IN_PART(memsz)},
};
static const struct field section_fields[] = {
    {{0, 0}, {4, 4}, IN_PART(name)},
    {{4, 4}, {4, 4}, IN_PART(type)},
    {{16, 24}, {4, 8}, IN_PART(offset)},
    {{20, 32}, {4, 8}, IN_PART(filesz)},
};
static const struct record header_record = {{52, 64}, header_fields, array_size(header_fields)};
static const struct record segment_record = {{32, 56}, segment_fields, array_size(segment_fields)};
static const struct record section_record = {{40, 64}, section_fields, array_size(section_fields)};

/* Reads the record at an offset of the file into a struct of u64; false if it is not in there. */
static bool read_record(const struct elf *e, const struct record *r, u64 offset, void *out)
{
    if (!elf_holds(e, offset, r->size[e->is_64]))
        return false;
    for (u32 i = 0; i < r->count; i++) {
        const struct field *f = &r->fields[i];
        u64 value = 0;
        memcpy(&value, e->bytes + offset + f->at[e->is_64], f->size[e->is_64]);
        memcpy((u8 *)out + f->to, &value, sizeof(value));
    }
    return true;
}

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

enum reason elf_open(struct elf *e, const void *file, u64 size, const char **detail)
{
    const u8 *bytes = file;

    *e = (struct elf){.bytes = bytes, .size = size};
    if (size < 4 || memcmp(bytes, "\177ELF", 4) != 0)
        return is_bzimage(bytes, size) ? no(detail, REASON_IMAGE_BZIMAGE, "found its setup header")
                                       : no(detail, REASON_IMAGE_NOT_ELF, "no ELF magic");
    e->is_64 = size > 4 && bytes[4] == 2;
    if (!read_record(e, &header_record, 0, e))
        return no(detail, REASON_IMAGE_TRUNCATED, "file header");
    if (bytes[4] != 1 && bytes[4] != 2)
        return no(detail, REASON_IMAGE_MACHINE, "neither a 32-bit nor a 64-bit ELF");
    if (bytes[5] != 1)
        return no(detail, REASON_IMAGE_MACHINE, "big-endian");
    if (e->machine != (e->is_64 ? ELF_MACHINE_X86_64 : ELF_MACHINE_386))
        return no(detail, REASON_IMAGE_MACHINE, "e_machine is neither i386 nor x86-64");
    if (e->type != ELF_TYPE_EXEC && e->type != ELF_TYPE_DYN)
        return no(detail, REASON_IMAGE_NOT_ELF, "e_type: an ELF file, but not an executable");
    return REASON_NONE;
}

/* Entry i of a table. Index and stride have 16 bits, so only `table` could make the sum wrap. */
static bool read_entry(const struct elf *e, const struct record *r, u64 table, u64 stride, u32 i,
                       struct elf_part *out)
{
    *out = (struct elf_part){0};
    return stride >= r->size[e->is_64] && table <= e->size &&
           read_record(e, r, table + i * stride, out);
}

bool elf_segment(const struct elf *e, u32 i, struct elf_part *out)
{
    if (!read_entry(e, &segment_record, e->phoff, e->phentsize, i, out))
        return false;
    if (out->type != ELF_SEGMENT_LOAD && out->type != ELF_SEGMENT_NOTE)
        return true; /* of no interest, wherever it points */
    return elf_holds(e, out->offset, out->filesz);
}

bool elf_section(const struct elf *e, u32 i, struct elf_part *out)
{
    return read_entry(e, &section_record, e->shoff, e->shentsize, i, out);
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
