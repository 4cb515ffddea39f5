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
    u8 size[2];
    struct field field[11]; /* ends with zeros */
};

#define IN_HEADER(name) offsetof(struct elf, name)
#define IN_PART(name)   offsetof(struct elf_part, name)

static const struct record header_record = {
    {52, 64},
    {{{16, 16}, {2, 2}, IN_HEADER(type)},
     {{18, 18}, {2, 2}, IN_HEADER(machine)},
     {{24, 24}, {4, 8}, IN_HEADER(entry)},
     {{28, 32}, {4, 8}, IN_HEADER(table[ELF_SEGMENTS].offset)},
     {{32, 40}, {4, 8}, IN_HEADER(table[ELF_SECTIONS].offset)},
     {{42, 54}, {2, 2}, IN_HEADER(table[ELF_SEGMENTS].stride)},
     {{44, 56}, {2, 2}, IN_HEADER(table[ELF_SEGMENTS].count)},
     {{46, 58}, {2, 2}, IN_HEADER(table[ELF_SECTIONS].stride)},
     {{48, 60}, {2, 2}, IN_HEADER(table[ELF_SECTIONS].count)},
     {{50, 62}, {2, 2}, IN_HEADER(names)}}};

static const struct record part_records[2] = {
    [ELF_SEGMENTS] = {{32, 56},
                      {{{0, 0}, {4, 4}, IN_PART(type)},
                       {{24, 4}, {4, 4}, IN_PART(flags)},
                       {{4, 8}, {4, 8}, IN_PART(offset)},
                       {{12, 24}, {4, 8}, IN_PART(paddr)},
                       {{16, 32}, {4, 8}, IN_PART(filesz)},
                       {{20, 40}, {4, 8}, IN_PART(memsz)}}},
    [ELF_SECTIONS] = {{40, 64},
                      {{{0, 0}, {4, 4}, IN_PART(name)},
                       {{4, 4}, {4, 4}, IN_PART(type)},
                       {{16, 24}, {4, 8}, IN_PART(offset)},
                       {{20, 32}, {4, 8}, IN_PART(filesz)}}},
};

/* Reads the record at an offset of the file into a struct of u64; false if it is not in there. */
static bool read_record(const struct elf *e, const struct record *r, u64 offset, void *out)
{
    if (!elf_holds(e, offset, r->size[e->is_64]))
        return false;
    for (const struct field *f = r->field; f->size[0]; f++) {
        u64 value = 0;
        memcpy(&value, e->bytes + offset + f->at[e->is_64], f->size[e->is_64]);
        memcpy((u8 *)out + f->to, &value, sizeof(value));
    }
    return true;
}

/* Index and stride have 16 bits, so only the table's offset could make the sum wrap. */
bool elf_part(const struct elf *e, enum elf_table which, u32 i, struct elf_part *out)
{
    const struct record *r = &part_records[which];
    u64 table = e->table[which].offset, stride = e->table[which].stride;

    *out = (struct elf_part){0};
    return i < e->table[which].count && stride >= r->size[e->is_64] && table <= e->size &&
           read_record(e, r, table + i * stride, out);
}

bool elf_refuse(struct elf *e, enum reason reason, const char *detail)
{
    e->reason = reason;
    e->detail = detail;
    return false;
}

static bool read_header(struct elf *e)
{
    if (elf_says(e, BZIMAGE_MAGIC_OFFSET, BZIMAGE_MAGIC, 4) && !elf_says(e, 0, ELF_MAGIC, 4))
        return elf_refuse(e, REASON_IMAGE_BZIMAGE, "found its setup header");
    if (!elf_says(e, 0, ELF_MAGIC, 4))
        return elf_refuse(e, REASON_IMAGE_NOT_ELF, "no ELF magic");
    e->is_64 = e->size > 4 && e->bytes[4] == 2;
    if (!read_record(e, &header_record, 0, e))
        return elf_refuse(e, REASON_IMAGE_TRUNCATED, "file header");
    if (e->bytes[4] != 1 && e->bytes[4] != 2)
        return elf_refuse(e, REASON_IMAGE_MACHINE, "neither a 32-bit nor a 64-bit ELF");
    if (e->bytes[5] != 1)
        return elf_refuse(e, REASON_IMAGE_MACHINE, "big-endian");
    if (e->machine != (e->is_64 ? ELF_MACHINE_X86_64 : ELF_MACHINE_386))
        return elf_refuse(e, REASON_IMAGE_MACHINE, "e_machine is neither i386 nor x86-64");
    if (e->type != ELF_TYPE_EXEC && e->type != ELF_TYPE_DYN)
        return elf_refuse(e, REASON_IMAGE_NOT_ELF, "e_type: an ELF file, but not an executable");
    return true;
}

/* Lists what has to be loaded; start and end are physical addresses for now. */
static bool read_segments(struct elf *e, struct image *out)
{
    const char *nonsense = NULL;
    struct elf_part part;

    out->start = ~0ull;
    for (u32 i = 0; i < e->table[ELF_SEGMENTS].count; i++) {
        bool is_there = elf_part(e, ELF_SEGMENTS, i, &part);
        bool is_load = part.type == ELF_SEGMENT_LOAD;
        if (!is_there ||
            ((is_load || part.type == ELF_SEGMENT_NOTE) && !elf_holds(e, part.offset, part.filesz)))
            return elf_refuse(e, REASON_IMAGE_TRUNCATED, "a program header or its segment");
        if (!is_load || !(part.flags & 7) || part.memsz == 0)
            continue;
        if (part.filesz > part.memsz)
            nonsense = "a segment is larger in the file than loaded";
        else if (part.paddr + part.memsz < part.paddr)
            nonsense = "a segment wraps around the address space";
        else if (out->segments == IMAGE_SEGMENTS_MAX)
            nonsense = "more than 32 segments";
        if (nonsense)
            return elf_refuse(e, REASON_IMAGE_SEGMENTS, nonsense);
        out->segment[out->segments++] =
            (struct image_segment){part.paddr, part.offset, part.filesz, part.memsz};
        out->start = min(out->start, part.paddr);
        out->end = max(out->end, part.paddr + part.memsz);
    }
    return out->segments || elf_refuse(e, REASON_IMAGE_SEGMENTS, "nothing to load");
}

/* Puts what the notes say and what the file says together. */
static bool resolve(struct elf *e, struct image *m)
{
    if (m->paddr_offset != IMAGE_UNSET && m->virt_base == IMAGE_UNSET)
        return elf_refuse(e, REASON_IMAGE_NOTES_BAD, "PADDR_OFFSET without VIRT_BASE");
    m->is_64 = e->is_64;
    m->has_init_p2m = m->init_p2m != IMAGE_UNSET;
    m->has_hypercall_page = m->hypercall_page != IMAGE_UNSET;
    if (m->virt_base == IMAGE_UNSET)
        m->virt_base = 0;
    if (m->paddr_offset == IMAGE_UNSET) /* the old string's loaders took physical for virtual */
        m->paddr_offset = e->is_legacy ? m->virt_base : 0;
    if (m->entry == IMAGE_UNSET)
        m->entry = e->entry;
    if (m->has_hypercall_page && e->is_legacy) /* a page number, counted from VIRT_BASE */
        m->hypercall_page = (m->hypercall_page << PAGE_SHIFT) + m->virt_base;
    m->start += m->virt_base - m->paddr_offset;
    m->end += m->virt_base - m->paddr_offset;
    return true;
}

/* Holds the addresses that the notes give against those of the image, and of the hypervisor. */
static bool check_addresses(struct elf *e, const struct image *m)
{
    enum reason bad = REASON_IMAGE_NOTES_BAD, place = REASON_IMAGE_ADDRESSES;
    const struct {
        bool is_so;
        enum reason reason;
        const char *text;
    } wrong[] = {
        {m->start > m->end, bad, "VIRT_BASE and PADDR_OFFSET move it around the end of memory"},
        {m->virt_base > m->start, bad, "VIRT_BASE lies above the image"},
        {m->virt_base & ~PAGE_MASK, bad, "VIRT_BASE is not page aligned"},
        {m->entry < m->start || m->entry >= m->end, bad, "ENTRY lies outside the image"},
        {m->init_p2m >= m->start && m->init_p2m < m->end, bad, "INIT_P2M lies inside the image"},
        {m->has_hypercall_page && m->hypercall_page & ~PAGE_MASK, bad,
         "HYPERCALL_PAGE is not page aligned"},
        {m->has_hypercall_page && (m->hypercall_page < m->virt_base || m->hypercall_page >= m->end),
         bad, "HYPERCALL_PAGE lies outside the image"},
        {m->is_64 && m->virt_base < ABI_HYPERVISOR64_END && m->end > 1ull << 47, place,
         "not canonical, or in slots 256 to 271"},
        {!m->is_64 && m->end > ABI_HOLE32_START, place, "the image must end below 0xf5800000"},
        {!m->is_64 && m->hv_start_low > ABI_HOLE32_START, place,
         "HV_START_LOW is above 0xf5800000"},
    };

    for (u32 i = 0; i < array_size(wrong); i++) {
        if (wrong[i].is_so)
            return elf_refuse(e, wrong[i].reason, wrong[i].text);
    }
    return true;
}

enum reason image_read(struct image *out, const void *file, u64 size, const char **detail)
{
    struct elf e = {.bytes = file, .size = size, .reason = REASON_NONE, .detail = ""};

    *out = (struct image){.virt_base = IMAGE_UNSET,
                          .paddr_offset = IMAGE_UNSET,
                          .entry = IMAGE_UNSET,
                          .hypercall_page = IMAGE_UNSET,
                          .init_p2m = IMAGE_UNSET};
    if (read_header(&e) && read_segments(&e, out) && notes_read(&e, out) && resolve(&e, out))
        check_addresses(&e, out);
    *detail = e.detail;
    return e.reason;
}
