/* SPDX-License-Identifier: MIT */
#ifndef DOMAIN_ELF_H
#define DOMAIN_ELF_H
/*
 * The ELF file format as far as a kernel image uses it, and a reader of it that trusts nothing:
 * each header is copied out of the file after a check that it lies inside. Private to the
 * domain room (image.c, notes.c).
 */
#include "domain/image.h"

#define ELF_MACHINE_386    3
#define ELF_MACHINE_X86_64 62
#define ELF_TYPE_EXEC      2
#define ELF_TYPE_DYN       3
#define ELF_SEGMENT_LOAD   1
#define ELF_SEGMENT_NOTE   4
#define ELF_SECTION_NOTE   7

/* An open file: where its tables are. */
struct elf {
    const u8 *bytes;
    u64 size;
    bool is_64;
    u64 type, machine, entry, phoff, shoff, phentsize, phnum, shentsize, shnum, shstrndx;
};

/* A segment or section. Of a section, paddr, memsz and flags are 0; of a segment, name. */
struct elf_part {
    u64 type, flags, name, offset, filesz, paddr, memsz;
};

/* Does [offset, offset + n) lie in the file? */
static inline bool elf_holds(const struct elf *e, u64 offset, u64 n)
{
    return offset <= e->size && n <= e->size - offset;
}

/* Reads the file header. REASON_NONE, or why this is no kernel for us. */
enum reason elf_open(struct elf *e, const void *file, u64 size, const char **detail);

/* Reads segment or section number i. False if its header or what it names is not in the file. */
bool elf_segment(const struct elf *e, u32 i, struct elf_part *out);
bool elf_section(const struct elf *e, u32 i, struct elf_part *out);

/* What the notes say that is not an address (notes.c); the addresses come back here. */
#define IMAGE_UNSET (~0ull)

struct image_notes {
    bool is_legacy;                                     /* from the __xen_guest string */
    u64 entry, virt_base, paddr_offset, hypercall_page; /* IMAGE_UNSET if not given */
};

/* Collects the Xen notes of the file into image and notes. */
enum reason notes_read(const struct elf *e, struct image *image, struct image_notes *notes,
                       const char **detail);

#endif
