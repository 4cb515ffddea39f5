/* SPDX-License-Identifier: MIT */
#ifndef DOMAIN_ELF_H
#define DOMAIN_ELF_H
/*
 * The ELF file format as far as a kernel image uses it, and a reader of it that trusts nothing:
 * each header is copied out of the file after a check that it lies inside. Private to the
 * domain room (image.c, notes.c).
 */
#include "domain/image.h"
#include "lib/string.h"

#define ELF_MAGIC          "\177ELF"
#define ELF_MACHINE_386    3
#define ELF_MACHINE_X86_64 62
#define ELF_TYPE_EXEC      2
#define ELF_TYPE_DYN       3
#define ELF_SEGMENT_LOAD   1
#define ELF_SEGMENT_NOTE   4
#define ELF_SECTION_NOTE   7

enum elf_table { ELF_SEGMENTS, ELF_SECTIONS };

/* An open file: where its tables are, and what was found wrong with it. */
struct elf {
    const u8 *bytes;
    u64 size;
    bool is_64, is_legacy; /* legacy: what would be in notes is in the __xen_guest string */
    u64 type, machine, entry, names; /* names: section of section names */
    struct {
        u64 offset, stride, count;
    } table[2];
    enum reason reason;
    const char *detail;
};

/* A segment or section. Of a section, paddr, memsz and flags are 0; of a segment, name. */
struct elf_part {
    u64 type, flags, name, offset, filesz, paddr, memsz;
};

/* Does [offset, offset + n) lie in the file? And does it say this? */
static inline bool elf_holds(const struct elf *e, u64 offset, u64 n)
{
    return offset <= e->size && n <= e->size - offset;
}
static inline bool elf_says(const struct elf *e, u64 offset, const char *text, u64 n)
{
    return elf_holds(e, offset, n) && memcmp(e->bytes + offset, text, n) == 0;
}

/* Reads number i of a table. False if there is no such, or its header is not in the file. */
bool elf_part(const struct elf *e, enum elf_table which, u32 i, struct elf_part *out);

/* This is no kernel for us, for this reason. Returns false. */
bool elf_refuse(struct elf *e, enum reason reason, const char *detail);

/* Reads the Xen notes into image, whose numbers are IMAGE_UNSET unless given. False if refused. */
#define IMAGE_UNSET (~0ull)
bool notes_read(struct elf *e, struct image *image);

#endif
