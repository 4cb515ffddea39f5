/* SPDX-License-Identifier: MIT */
#ifndef TESTS_ELF_MAKER_H
#define TESTS_ELF_MAKER_H
/*
 * Makes kernels for the loader's tests: small ELF files of either width, with notes in any of
 * the three places. A test makes a good one and then spoils what its story is about.
 */
#include <stdlib.h>
#include <string.h>

#include "abi/numbers.h"
#include "domain/elf.h"

#define MAKER_HEADERS  0x40  /* program headers */
#define MAKER_NOTES    0x300 /* note entries, or the old string */
#define MAKER_SECTIONS 0x700
#define MAKER_NAMES    0x880
#define MAKER_DATA     0x900
#define MAKER_SIZE     0xa00

/* The file format as its standard writes it; the loader has tables of places instead. */
struct elf32_header {
    u8 ident[16];
    u16 type, machine;
    u32 version, entry, phoff, shoff, flags;
    u16 ehsize, phentsize, phnum, shentsize, shnum, shstrndx;
};

struct elf64_header {
    u8 ident[16];
    u16 type, machine;
    u32 version;
    u64 entry, phoff, shoff;
    u32 flags;
    u16 ehsize, phentsize, phnum, shentsize, shnum, shstrndx;
};

struct elf32_segment {
    u32 type, offset, vaddr, paddr, filesz, memsz, flags, align;
};

struct elf64_segment {
    u32 type, flags;
    u64 offset, vaddr, paddr, filesz, memsz, align;
};

struct elf32_section {
    u32 name, type, flags, addr, offset, size, link, info, align, entsize;
};

struct elf64_section {
    u32 name, type;
    u64 flags, addr, offset, size;
    u32 link, info;
    u64 align, entsize;
};

static const char maker_names[] = "\0.shstrtab\0__xen_guest\0.note";

struct maker {
    u8 file[MAKER_SIZE];
    u64 size;
    bool is_64;
    u32 loads, notes_size;
};

enum maker_place { IN_SEGMENT, IN_SECTION, IN_TEXT };

static inline struct elf32_header *maker_head32(struct maker *m)
{
    return (struct elf32_header *)m->file;
}

static inline struct elf64_header *maker_head64(struct maker *m)
{
    return (struct elf64_header *)m->file;
}

static inline void maker_segment(struct maker *m, u32 type, u64 offset, u64 paddr, u64 filesz,
                                 u64 memsz)
{
    u8 *at = m->file + MAKER_HEADERS;

    if (m->is_64) {
        struct elf64_segment s = {type, 7, offset, 0, paddr, filesz, memsz, 4096};
        memcpy(at + maker_head64(m)->phnum++ * sizeof(s), &s, sizeof(s));
    } else {
        struct elf32_segment s = {type, (u32)offset, 0, (u32)paddr, (u32)filesz, (u32)memsz, 7, 4096};
        memcpy(at + maker_head32(m)->phnum++ * sizeof(s), &s, sizeof(s));
    }
}

static inline void maker_section(struct maker *m, u32 type, u32 name, u64 offset, u64 size)
{
    u8 *at = m->file + MAKER_SECTIONS;

    if (m->is_64) {
        struct elf64_section s = {.type = type, .name = name, .offset = offset, .size = size};
        memcpy(at + maker_head64(m)->shnum++ * sizeof(s), &s, sizeof(s));
    } else {
        struct elf32_section s = {
            .type = type, .name = name, .offset = (u32)offset, .size = (u32)size};
        memcpy(at + maker_head32(m)->shnum++ * sizeof(s), &s, sizeof(s));
    }
}

/* Begins a kernel of which `loaded` bytes at paddr are to be loaded. */
static inline void maker_begin(struct maker *m, bool is_64, u64 paddr, u64 loaded, u64 entry)
{
    memset(m, 0, sizeof(*m));
    m->is_64 = is_64;
    m->size = MAKER_SIZE;
    memcpy(m->file, "\177ELF\1\1\1", 7);
    m->file[4] = is_64 ? 2 : 1;
    if (is_64) {
        struct elf64_header *h = maker_head64(m);
        h->type = ELF_TYPE_EXEC, h->machine = ELF_MACHINE_X86_64, h->entry = entry;
        h->phoff = MAKER_HEADERS, h->phentsize = sizeof(struct elf64_segment);
        h->shoff = MAKER_SECTIONS, h->shentsize = sizeof(struct elf64_section), h->shstrndx = 1;
    } else {
        struct elf32_header *h = maker_head32(m);
        h->type = ELF_TYPE_EXEC, h->machine = ELF_MACHINE_386, h->entry = (u32)entry;
        h->phoff = MAKER_HEADERS, h->phentsize = sizeof(struct elf32_segment);
        h->shoff = MAKER_SECTIONS, h->shentsize = sizeof(struct elf32_section), h->shstrndx = 1;
    }
    memcpy(m->file + MAKER_NAMES, maker_names, sizeof(maker_names));
    maker_section(m, 0, 0, 0, 0);
    maker_section(m, 3, 1, MAKER_NAMES, sizeof(maker_names));
    maker_segment(m, ELF_SEGMENT_LOAD, MAKER_DATA, paddr, MAKER_SIZE - MAKER_DATA, loaded);
}

static inline void maker_note(struct maker *m, u32 type, const void *value, u32 size)
{
    u32 head[3] = {4, size, type};
    u8 *at = m->file + MAKER_NOTES + m->notes_size;

    memcpy(at, head, sizeof(head));
    memcpy(at + 12, "Xen", 4);
    memcpy(at + 16, value, size);
    m->notes_size += 16 + (size + 3) / 4 * 4;
}

static inline void maker_number(struct maker *m, u32 type, u64 value)
{
    maker_note(m, type, &value, m->is_64 ? 8 : 4);
}

static inline void maker_string(struct maker *m, u32 type, const char *text)
{
    maker_note(m, type, text, (u32)strlen(text) + 1);
}

/* The notes that every kernel has. */
static inline void maker_identity(struct maker *m)
{
    maker_string(m, ABI_XEN_ELFNOTE_GUEST_OS, "test");
    maker_string(m, ABI_XEN_ELFNOTE_LOADER, "generic");
    maker_string(m, ABI_XEN_ELFNOTE_XEN_VERSION, "xen-3.0");
    maker_string(m, ABI_XEN_ELFNOTE_PAE_MODE, "yes");
}

static inline void maker_text(struct maker *m, const char *text)
{
    m->notes_size = (u32)strlen(text) + 1;
    memcpy(m->file + MAKER_NOTES, text, m->notes_size);
}

static inline void maker_end(struct maker *m, enum maker_place place)
{
    if (place == IN_SEGMENT)
        maker_segment(m, ELF_SEGMENT_NOTE, MAKER_NOTES, 0, m->notes_size, 0);
    if (place == IN_SECTION)
        maker_section(m, ELF_SECTION_NOTE, 23, MAKER_NOTES, m->notes_size);
    if (place == IN_TEXT)
        maker_section(m, 1, 11, MAKER_NOTES, m->notes_size);
}

/* Reads the made file from a heap block of exactly its size, so that a step outside is seen. */
static inline enum reason maker_read(const struct maker *m, struct image *image,
                                     const char **detail)
{
    u8 *copy = malloc(m->size ? m->size : 1);

    memcpy(copy, m->file, m->size);
    enum reason reason = image_read(image, copy, m->size, detail);
    free(copy);
    return reason;
}

#endif
