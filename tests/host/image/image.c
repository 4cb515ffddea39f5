/* SPDX-License-Identifier: MIT */
/*
 * The loader reads files that anybody may have written. These tests hold its rules one by one,
 * good kernels first, then one fault a kernel, then a hundred thousand random ones: whatever the
 * file, it must be refused with a reason or come out with numbers that can be trusted.
 */
#include <check.h>
#include <stdio.h>

#include "abi/layout.h"
#include "elf_maker.h"

static struct image image;
static const char *detail;

static void expect(const struct maker *m, enum reason reason)
{
    enum reason got = maker_read(m, &image, &detail);

    ck_assert_msg(got == reason, "expected reason %d, got %d (%s)", reason, got, detail);
    if (got != REASON_NONE)
        ck_assert_msg(detail[0], "a refusal comes with a detail");
}

/* A kernel that is loaded at 1 MiB and has every note that it needs. */
static void good(struct maker *m, bool is_64)
{
    maker_begin(m, is_64, 0x100000, 0x8000, 0x100010);
    maker_identity(m);
}

/* Linux: high base, a segment list by physical address, notes of 64 bits. */
START_TEST(linux_like_64)
{
    struct maker m;

    maker_begin(&m, true, 0x1000000, 0x200000, 0);
    maker_segment(&m, ELF_SEGMENT_LOAD, MAKER_DATA, 0x3042000, 0x10, 0x1000);
    maker_string(&m, ABI_XEN_ELFNOTE_GUEST_OS, "linux");
    maker_string(&m, ABI_XEN_ELFNOTE_XEN_VERSION, "xen-3.0");
    maker_number(&m, ABI_XEN_ELFNOTE_VIRT_BASE, 0xffffffff80000000);
    maker_number(&m, ABI_XEN_ELFNOTE_PADDR_OFFSET, 0);
    maker_number(&m, ABI_XEN_ELFNOTE_ENTRY, 0xffffffff810771c0);
    maker_number(&m, ABI_XEN_ELFNOTE_HYPERCALL_PAGE, 0xffffffff81001000);
    maker_string(&m, ABI_XEN_ELFNOTE_FEATURES, "!writable_page_tables|pae_pgdir_above_4gb");
    maker_number(&m, ABI_XEN_ELFNOTE_SUPPORTED_FEATURES, 0x8801);
    maker_number(&m, ABI_XEN_ELFNOTE_HV_START_LOW, 0xffff800000000000);
    maker_number(&m, ABI_XEN_ELFNOTE_INIT_P2M, 0x8000000000);
    maker_number(&m, ABI_XEN_ELFNOTE_MOD_START_PFN, 1);
    maker_end(&m, IN_SEGMENT);
    expect(&m, REASON_NONE);
    ck_assert(image.is_64);
    ck_assert_uint_eq(image.virt_base, 0xffffffff80000000);
    ck_assert_uint_eq(image.start, 0xffffffff81000000);
    ck_assert_uint_eq(image.end, 0xffffffff83043000);
    ck_assert_uint_eq(image.entry, 0xffffffff810771c0);
    ck_assert_uint_eq(image.segments, 2);
    ck_assert_uint_eq(image.segment[1].paddr, 0x3042000);
    ck_assert_uint_eq(image.segment[1].filesz, 0x10);
    ck_assert_uint_eq(image.segment[1].memsz, 0x1000);
    ck_assert(image.has_hypercall_page && image.hypercall_page == 0xffffffff81001000);
    ck_assert(image.has_supported_features && (image.supported_features & 1u << 11));
    ck_assert(image.has_init_p2m && image.init_p2m == 0x8000000000);
    ck_assert(image.mod_start_pfn);
}
END_TEST

/* The least a 32-bit kernel can say; note sections serve when no segment has notes. */
START_TEST(small_32)
{
    for (enum maker_place place = IN_SEGMENT; place <= IN_SECTION; place++) {
        struct maker m;
        good(&m, false);
        maker_end(&m, place);
        expect(&m, REASON_NONE);
        ck_assert(!image.is_64);
        ck_assert_uint_eq(image.virt_base, 0);
        ck_assert_uint_eq(image.start, 0x100000);
        ck_assert_uint_eq(image.end, 0x108000);
        ck_assert_uint_eq(image.entry, 0x100010);
        ck_assert(!image.has_hypercall_page && !image.has_init_p2m && !image.has_supported_features);
        ck_assert(image.pae_extended_cr3);
    }
}
END_TEST

/* mini-os: the string; its hypercall page is a page number, its segments lie at VIRT_BASE. */
START_TEST(legacy_string)
{
    struct maker m;

    maker_begin(&m, false, 0xc0100000, 0x8000, 0xc0100010);
    maker_text(&m, "GUEST_OS=Mini-OS,XEN_VER=xen-3.0,VIRT_BASE=0xc0000000,"
                   "HYPERCALL_PAGE=0x102,PAE=yes[extended-cr3],LOADER=generic,BSD_SYMTAB");
    maker_end(&m, IN_TEXT);
    expect(&m, REASON_NONE);
    ck_assert_uint_eq(image.paddr_offset, 0xc0000000);
    ck_assert_uint_eq(image.start, 0xc0100000);
    ck_assert(image.has_hypercall_page && image.hypercall_page == 0xc0102000);
    ck_assert(image.pae_extended_cr3);

    maker_begin(&m, false, 0x100000, 0x8000, 0x100010);
    maker_text(&m, "XEN_VER=xen-3.0,LOADER=generic,PAE=yes,ELF_PADDR_OFFSET=0,VIRT_BASE=0,"
                   "VIRT_ENTRY=1048608");
    maker_end(&m, IN_TEXT);
    expect(&m, REASON_NONE);
    ck_assert_uint_eq(image.entry, 0x100020);
    ck_assert(!image.pae_extended_cr3);
}
END_TEST

START_TEST(legacy_bad_number)
{
    static const char *const numbers[] = {"", "x", "0x", "12z", "0x1ffffffffffffffff", "-1"};

    for (u32 i = 0; i < array_size(numbers); i++) {
        struct maker m;
        char text[200];
        good(&m, false);
        snprintf(text, sizeof(text), "XEN_VER=xen-3.0,LOADER=generic,PAE=yes,VIRT_BASE=%s",
                 numbers[i]);
        maker_text(&m, text);
        maker_end(&m, IN_TEXT);
        expect(&m, REASON_IMAGE_NOTES_BAD);
    }
}
END_TEST

/* The string may fill its section to the last byte, without a NUL. */
START_TEST(legacy_without_nul)
{
    struct maker m;

    good(&m, false);
    maker_text(&m, "XEN_VER=xen-3.0,LOADER=generic,PAE=yes");
    m.notes_size--;
    maker_end(&m, IN_TEXT);
    expect(&m, REASON_NONE);
}
END_TEST

START_TEST(not_an_elf)
{
    struct maker m;

    good(&m, false);
    maker_end(&m, IN_SEGMENT);
    m.file[0] = 'M';
    expect(&m, REASON_IMAGE_NOT_ELF);
    memcpy(m.file + 0x202, "HdrS", 4);
    expect(&m, REASON_IMAGE_BZIMAGE);
    m.size = 0x205;
    expect(&m, REASON_IMAGE_NOT_ELF);
    m.size = 0;
    expect(&m, REASON_IMAGE_NOT_ELF);

    good(&m, false);
    maker_head32(&m)->type = 1; /* an object file */
    maker_end(&m, IN_SEGMENT);
    expect(&m, REASON_IMAGE_NOT_ELF);
}
END_TEST

START_TEST(other_machines)
{
    struct maker m;

    good(&m, true);
    maker_end(&m, IN_SEGMENT);
    maker_head64(&m)->machine = 183; /* aarch64 */
    expect(&m, REASON_IMAGE_MACHINE);
    maker_head64(&m)->machine = ELF_MACHINE_386; /* of the wrong class */
    expect(&m, REASON_IMAGE_MACHINE);
    maker_head64(&m)->machine = ELF_MACHINE_X86_64;
    m.file[5] = 2;
    expect(&m, REASON_IMAGE_MACHINE);
    m.file[5] = 1;
    m.file[4] = 3;
    expect(&m, REASON_IMAGE_MACHINE);
}
END_TEST

/* Cut anywhere before its last loaded byte, a kernel must be refused, and never overread. */
START_TEST(truncated_anywhere)
{
    for (int is_64 = 0; is_64 <= 1; is_64++) {
        struct maker m;
        good(&m, is_64);
        maker_end(&m, IN_SEGMENT);
        for (m.size = 4; m.size < MAKER_SIZE; m.size++)
            expect(&m, REASON_IMAGE_TRUNCATED);
        expect(&m, REASON_NONE);
    }
}
END_TEST

START_TEST(segments_that_make_no_sense)
{
    struct maker m;
    struct elf64_segment *s = (struct elf64_segment *)(m.file + MAKER_HEADERS);

    good(&m, true);
    maker_end(&m, IN_SEGMENT);
    s->offset = ~0ull - 8; /* offset + size wraps */
    s->filesz = 16;
    expect(&m, REASON_IMAGE_TRUNCATED);
    s->offset = MAKER_DATA;
    s->memsz = 15;
    expect(&m, REASON_IMAGE_SEGMENTS);
    s->memsz = ~0ull;
    expect(&m, REASON_IMAGE_SEGMENTS);
    s->memsz = 0, s->filesz = 0;
    expect(&m, REASON_IMAGE_SEGMENTS); /* nothing to load */

    good(&m, true);
    maker_end(&m, IN_SEGMENT);
    maker_head64(&m)->phnum = 0xffff; /* headers beyond the file */
    expect(&m, REASON_IMAGE_TRUNCATED);
    maker_head64(&m)->phnum = 2;
    maker_head64(&m)->phentsize = 8; /* smaller than a header */
    expect(&m, REASON_IMAGE_TRUNCATED);
    maker_head64(&m)->phentsize = sizeof(*s);
    maker_head64(&m)->phoff = ~0ull - 100;
    expect(&m, REASON_IMAGE_TRUNCATED);
}
END_TEST

START_TEST(too_many_segments)
{
    struct maker m;
    struct elf32_segment s = {ELF_SEGMENT_LOAD, MAKER_DATA, 0, 0x100000, 1, 1, 7, 1};

    good(&m, false);
    /* 33 headers that all are the first, 0 bytes apart, cannot be: so write them over the rest. */
    for (u32 i = 0; i < IMAGE_SEGMENTS_MAX + 1; i++)
        memcpy(m.file + 0x100 + i * sizeof(s), &s, sizeof(s));
    maker_head32(&m)->phoff = 0x100;
    maker_head32(&m)->phnum = IMAGE_SEGMENTS_MAX + 1;
    expect(&m, REASON_IMAGE_SEGMENTS);
}
END_TEST

START_TEST(no_notes)
{
    struct maker m;

    maker_begin(&m, false, 0x100000, 0x8000, 0x100010);
    expect(&m, REASON_IMAGE_NO_NOTES);
    /* A note segment at offset 0 is a linker's way to say that it is not there. */
    good(&m, false);
    maker_segment(&m, ELF_SEGMENT_NOTE, 0, 0, m.notes_size, 0);
    expect(&m, REASON_IMAGE_NO_NOTES);
    /* Notes of others are not ours. */
    good(&m, false);
    for (u32 i = 0; i + 4 <= m.notes_size; i++)
        if (memcmp(m.file + MAKER_NOTES + i, "Xen", 4) == 0)
            memcpy(m.file + MAKER_NOTES + i, "GNU", 4);
    maker_end(&m, IN_SEGMENT);
    expect(&m, REASON_IMAGE_NO_NOTES);
}
END_TEST

START_TEST(wrong_identity)
{
    static const struct {
        const char *os, *loader, *version;
        enum reason reason;
    } rows[] = {
        {"linux", NULL, "xen-3.0", REASON_NONE},
        {"linux-2.6", "lilo", "xen-3.0", REASON_NONE},
        {"netbsd", "generic-1", "xen-3.0-x86", REASON_NONE},
        {"netbsd", "grub", "xen-3.0", REASON_IMAGE_NOTES_BAD},
        {NULL, NULL, "xen-3.0", REASON_IMAGE_NOTES_BAD},
        {"linux", "generic", "xen-2.0", REASON_IMAGE_NOTES_BAD},
        {"linux", "generic", NULL, REASON_IMAGE_NOTES_BAD},
    };

    for (u32 i = 0; i < array_size(rows); i++) {
        struct maker m;
        maker_begin(&m, true, 0x100000, 0x8000, 0x100010);
        maker_number(&m, ABI_XEN_ELFNOTE_ENTRY, 0x100010);
        if (rows[i].os)
            maker_string(&m, ABI_XEN_ELFNOTE_GUEST_OS, rows[i].os);
        if (rows[i].loader)
            maker_string(&m, ABI_XEN_ELFNOTE_LOADER, rows[i].loader);
        if (rows[i].version)
            maker_string(&m, ABI_XEN_ELFNOTE_XEN_VERSION, rows[i].version);
        maker_end(&m, IN_SEGMENT);
        expect(&m, rows[i].reason);
    }
}
END_TEST

START_TEST(pae_mode)
{
    static const struct {
        const char *mode;
        enum reason reason;
        bool extended;
    } rows[] = {
        {"yes", REASON_NONE, true},
        {"bimodal", REASON_NONE, true},
        {"no", REASON_IMAGE_NOT_PAE, false},
        {NULL, REASON_IMAGE_NOT_PAE, false},
    };

    for (u32 i = 0; i < array_size(rows); i++)
        for (int is_64 = 0; is_64 <= 1; is_64++) {
            struct maker m;
            maker_begin(&m, is_64, 0x100000, 0x8000, 0x100010);
            maker_string(&m, ABI_XEN_ELFNOTE_LOADER, "generic");
            maker_string(&m, ABI_XEN_ELFNOTE_XEN_VERSION, "xen-3.0");
            if (rows[i].mode)
                maker_string(&m, ABI_XEN_ELFNOTE_PAE_MODE, rows[i].mode);
            maker_end(&m, IN_SEGMENT);
            expect(&m, is_64 ? REASON_NONE : rows[i].reason);
            if (!is_64 && rows[i].reason == REASON_NONE)
                ck_assert(image.pae_extended_cr3 == rows[i].extended);
        }
}
END_TEST

START_TEST(required_features)
{
    static const struct {
        const char *list;
        enum reason reason;
        u32 bits;
    } rows[] = {
        {"", REASON_NONE, 0},
        {"pae_pgdir_above_4gb|dom0", REASON_NONE, 1u << 4 | 1u << 11},
        {"!writable_page_tables|!writable_descriptor_tables", REASON_NONE, 3},
        {"teleportation|dom0", REASON_NONE, 1u << 11},
        {"dom0|!teleportation", REASON_IMAGE_FEATURE, 0},
        {"!", REASON_IMAGE_FEATURE, 0},
        {"!dom", REASON_IMAGE_FEATURE, 0},
        {"!dom00", REASON_IMAGE_FEATURE, 0},
        {"||", REASON_NONE, 0},
    };

    for (u32 i = 0; i < array_size(rows); i++) {
        struct maker m;
        good(&m, false);
        maker_string(&m, ABI_XEN_ELFNOTE_FEATURES, rows[i].list);
        maker_end(&m, IN_SEGMENT);
        expect(&m, rows[i].reason);
        if (rows[i].reason == REASON_NONE)
            ck_assert_uint_eq(image.supported_features, rows[i].bits);
    }
}
END_TEST

/* One note, or two, that cannot be true of a kernel loaded at 0x100000..0x108000. */
START_TEST(contradictions)
{
    static const struct {
        u32 type1;
        u64 value1;
        u32 type2;
        u64 value2;
        enum reason reason;
    } rows[] = {
        {ABI_XEN_ELFNOTE_ENTRY, 0xfffff, 0, 0, REASON_IMAGE_NOTES_BAD},
        {ABI_XEN_ELFNOTE_ENTRY, 0x108000, 0, 0, REASON_IMAGE_NOTES_BAD},
        {ABI_XEN_ELFNOTE_ENTRY, 0x107fff, 0, 0, REASON_NONE},
        {ABI_XEN_ELFNOTE_PADDR_OFFSET, 0, 0, 0, REASON_IMAGE_NOTES_BAD},
        {ABI_XEN_ELFNOTE_PADDR_OFFSET, 0, ABI_XEN_ELFNOTE_VIRT_BASE, 0, REASON_NONE},
        {ABI_XEN_ELFNOTE_PADDR_OFFSET, 0x200000, ABI_XEN_ELFNOTE_VIRT_BASE, 0,
         REASON_IMAGE_NOTES_BAD},
        {ABI_XEN_ELFNOTE_VIRT_BASE, 0xc0000000, ABI_XEN_ELFNOTE_ENTRY, 0xc0100000, REASON_NONE},
        {ABI_XEN_ELFNOTE_VIRT_BASE, 0xc0000800, ABI_XEN_ELFNOTE_ENTRY, 0xc0100800,
         REASON_IMAGE_NOTES_BAD},
        {ABI_XEN_ELFNOTE_VIRT_BASE, 0, ABI_XEN_ELFNOTE_VIRT_BASE, 0, REASON_NONE},
        {ABI_XEN_ELFNOTE_VIRT_BASE, 0, ABI_XEN_ELFNOTE_VIRT_BASE, 0x1000, REASON_IMAGE_NOTES_BAD},
        {ABI_XEN_ELFNOTE_ENTRY, 0x100020, ABI_XEN_ELFNOTE_ENTRY, 0x100020, REASON_NONE},
        {ABI_XEN_ELFNOTE_ENTRY, 0x100020, ABI_XEN_ELFNOTE_ENTRY, 0x100040, REASON_IMAGE_NOTES_BAD},
        {ABI_XEN_ELFNOTE_HYPERCALL_PAGE, 0x102000, 0, 0, REASON_NONE},
        {ABI_XEN_ELFNOTE_HYPERCALL_PAGE, 0x102001, 0, 0, REASON_IMAGE_NOTES_BAD},
        {ABI_XEN_ELFNOTE_HYPERCALL_PAGE, 0x108000, 0, 0, REASON_IMAGE_NOTES_BAD},
        {ABI_XEN_ELFNOTE_HYPERCALL_PAGE, 0xfffff000, 0, 0, REASON_IMAGE_NOTES_BAD},
        {ABI_XEN_ELFNOTE_INIT_P2M, 0x104000, 0, 0, REASON_IMAGE_NOTES_BAD},
        {ABI_XEN_ELFNOTE_INIT_P2M, 0x40000000, 0, 0, REASON_NONE},
    };

    for (u32 i = 0; i < array_size(rows); i++)
        for (int is_64 = 0; is_64 <= 1; is_64++) {
            struct maker m;
            good(&m, is_64);
            maker_number(&m, rows[i].type1, rows[i].value1);
            if (rows[i].type2)
                maker_number(&m, rows[i].type2, rows[i].value2);
            maker_end(&m, IN_SEGMENT);
            enum reason got = maker_read(&m, &image, &detail);
            ck_assert_msg(got == rows[i].reason, "row %u width %d: expected %d, got %d (%s)", i,
                          is_64 ? 64 : 32, rows[i].reason, got, detail);
        }
}
END_TEST

START_TEST(notes_of_odd_shape)
{
    struct maker m;

    good(&m, false);
    maker_note(&m, ABI_XEN_ELFNOTE_ENTRY, "\0\0\x10", 3); /* a number of three bytes */
    maker_end(&m, IN_SEGMENT);
    expect(&m, REASON_IMAGE_NOTES_BAD);

    good(&m, false);
    maker_note(&m, 200, "whatever", 8); /* a type from the future */
    maker_end(&m, IN_SEGMENT);
    expect(&m, REASON_NONE);

    good(&m, false);
    u32 huge[4] = {4, 0xffffffff, ABI_XEN_ELFNOTE_ENTRY, 0x6e6558}; /* the name is "Xen" */
    memcpy(m.file + MAKER_NOTES + m.notes_size, huge, 16);
    m.notes_size += 16;
    maker_end(&m, IN_SEGMENT);
    expect(&m, REASON_IMAGE_NOTES_BAD);

    good(&m, false);
    huge[0] = 0xfffffffd, huge[1] = 0;
    memcpy(m.file + MAKER_NOTES + m.notes_size, huge, 16);
    m.notes_size += 16;
    maker_end(&m, IN_SEGMENT);
    expect(&m, REASON_IMAGE_NOTES_BAD);
}
END_TEST

/* 4096 of them, the kernel's four included, in a second segment behind the file. */
START_TEST(too_many_notes)
{
    for (u32 count = 4095; count <= 4097; count++) {
        const u32 empty = 12, size = MAKER_SIZE + (count - 4) * empty;
        u8 *file = calloc(1, size);
        struct maker m;
        good(&m, false);
        maker_end(&m, IN_SEGMENT);
        maker_segment(&m, ELF_SEGMENT_NOTE, MAKER_SIZE, 0, size - MAKER_SIZE, 0);
        memcpy(file, m.file, MAKER_SIZE);
        ck_assert_int_eq(image_read(&image, file, size, &detail),
                         count <= 4096 ? REASON_NONE : REASON_IMAGE_NOTES_BAD);
        free(file);
    }
}
END_TEST

/* A note may end where its segment ends, but no byte later. */
START_TEST(last_note)
{
    for (u32 cut = 0; cut <= 8; cut++) {
        struct maker m;
        good(&m, false);
        maker_number(&m, ABI_XEN_ELFNOTE_ENTRY, 0x100020);
        m.notes_size -= cut;
        maker_end(&m, IN_SEGMENT);
        expect(&m, cut ? REASON_IMAGE_NOTES_BAD : REASON_NONE);
    }
}
END_TEST

/* GRUB for 32 bits: its last note, a text, claims more bytes than the file has left. */
START_TEST(grub_note)
{
    struct maker m;

    good(&m, false);
    u32 *size = (u32 *)(m.file + MAKER_NOTES + m.notes_size - 16);
    ck_assert_uint_eq(*size, 4); /* "yes" and its NUL */
    *size = 12;
    maker_end(&m, IN_SEGMENT);
    expect(&m, REASON_NONE);
    ck_assert(image.pae_extended_cr3);
}
END_TEST

/* Names of sections that begin inside the table of names and end behind the file. */
START_TEST(section_names_cut)
{
    struct maker m;
    struct elf32_section *names = (struct elf32_section *)(m.file + MAKER_SECTIONS) + 1;

    for (u32 size = 1; size <= 12; size++) {
        good(&m, false);
        maker_text(&m, "XEN_VER=xen-3.0,LOADER=generic,PAE=yes");
        maker_end(&m, IN_TEXT);
        names->offset = MAKER_SIZE - size;
        names->size = size;
        names[1].name = 0;
        memcpy(m.file + MAKER_SIZE - size, "__xen_guest", size);
        expect(&m, size == 12 ? REASON_NONE : REASON_IMAGE_NO_NOTES);
    }
}
END_TEST

/* Strings may be longer than what is looked for in them. */
START_TEST(long_strings)
{
    struct maker m;
    char text[201];

    memset(text, 'l', 200);
    text[200] = 0;
    good(&m, false);
    m.notes_size = 0;
    maker_string(&m, ABI_XEN_ELFNOTE_GUEST_OS, text);
    maker_string(&m, ABI_XEN_ELFNOTE_LOADER, "generic loader of a long name");
    maker_string(&m, ABI_XEN_ELFNOTE_XEN_VERSION, "xen-3.0-x86_32p and more");
    maker_string(&m, ABI_XEN_ELFNOTE_PAE_MODE, "yes");
    maker_end(&m, IN_SEGMENT);
    expect(&m, REASON_NONE);
}
END_TEST

/* Nothing of a guest may come to lie where the hypervisor is. */
START_TEST(addresses_of_the_hypervisor)
{
    struct maker m;

    maker_begin(&m, false, ABI_HOLE32_START - 0x8000, 0x8000, ABI_HOLE32_START - 0x8000);
    maker_identity(&m);
    maker_end(&m, IN_SEGMENT);
    expect(&m, REASON_NONE);
    maker_begin(&m, false, ABI_HOLE32_START - 0x7000, 0x8000, ABI_HOLE32_START - 0x7000);
    maker_identity(&m);
    maker_end(&m, IN_SEGMENT);
    expect(&m, REASON_IMAGE_ADDRESSES);

    good(&m, false);
    maker_number(&m, ABI_XEN_ELFNOTE_HV_START_LOW, 0xf5800001);
    maker_end(&m, IN_SEGMENT);
    expect(&m, REASON_IMAGE_ADDRESSES);

    static const struct {
        u64 base;
        enum reason reason;
    } bases[] = {
        {0x7ffffff00000, REASON_IMAGE_ADDRESSES},     {0x7fffffe00000, REASON_NONE},
        {0x800000000000, REASON_IMAGE_ADDRESSES},     {0xffff800000000000, REASON_IMAGE_ADDRESSES},
        {0xffff87fffff00000, REASON_IMAGE_ADDRESSES}, {0xffff880000000000, REASON_NONE},
        {0xfffffffffff00000, REASON_IMAGE_NOTES_BAD},
    };
    for (u32 i = 0; i < array_size(bases); i++) {
        good(&m, true);
        maker_number(&m, ABI_XEN_ELFNOTE_VIRT_BASE, bases[i].base);
        maker_number(&m, ABI_XEN_ELFNOTE_ENTRY, bases[i].base + 0x100010);
        maker_end(&m, IN_SEGMENT);
        enum reason got = maker_read(&m, &image, &detail);
        ck_assert_msg(got == bases[i].reason, "base %lx: got %d (%s)", (long)bases[i].base, got,
                      detail);
    }
}
END_TEST

/* What an accepted image must be, whatever the file was. */
static void check_image(const struct maker *m)
{
    ck_assert_uint_ge(image.segments, 1);
    ck_assert_uint_le(image.segments, IMAGE_SEGMENTS_MAX);
    u64 offset = image.virt_base - image.paddr_offset;
    for (u32 i = 0; i < image.segments; i++) {
        struct image_segment *s = &image.segment[i];
        ck_assert(s->offset <= m->size && s->filesz <= m->size - s->offset);
        ck_assert(s->filesz <= s->memsz);
        ck_assert(s->paddr + offset >= image.start);
        ck_assert(s->paddr + offset + s->memsz <= image.end);
    }
    ck_assert(image.virt_base <= image.start && image.start <= image.entry);
    ck_assert(image.entry < image.end && (image.virt_base & 0xfff) == 0);
    ck_assert(image.is_64 || image.end <= ABI_HOLE32_START);
    if (image.has_hypercall_page)
        ck_assert(image.hypercall_page >= image.virt_base && image.hypercall_page < image.end &&
                  (image.hypercall_page & 0xfff) == 0);

    struct plan plan;
    u64 pages = (u64)rand() << (rand() % 24);
    if (plan_make(&plan, &image, (u64)rand() << (rand() % 16), pages, (u32)rand() % 3) == REASON_NONE) {
        ck_assert(plan.end > image.end && plan.stack_top <= plan.end);
        ck_assert((plan.end - plan.virt_base) / 4096 <= pages);
    }
}

START_TEST(random_damage)
{
    static const u8 values[] = {0, 1, 2, 3, 4, 5, 7, 0x10, 0x7f, 0x80, 0xfe, 0xff};
    u32 accepted = 0;

    srand(20261121);
    for (u32 round = 0; round < 100000; round++) {
        struct maker m;
        good(&m, round & 1);
        if (round % 3 == 2)
            maker_text(&m, "XEN_VER=xen-3.0,LOADER=generic,PAE=yes,VIRT_BASE=0x100000,"
                           "HYPERCALL_PAGE=1,FEATURES=!dom0|pae");
        else {
            maker_number(&m, ABI_XEN_ELFNOTE_VIRT_BASE, 0);
            maker_number(&m, ABI_XEN_ELFNOTE_HYPERCALL_PAGE, 0x101000);
            maker_string(&m, ABI_XEN_ELFNOTE_FEATURES, "!dom0|pae_pgdir_above_4gb");
        }
        maker_end(&m, (enum maker_place)(round % 3));
        for (int n = rand() % 6; n > 0; n--) {
            int area = rand() % 8, at = area < 3   ? rand() % 0xc0
                                        : area < 6 ? MAKER_NOTES + rand() % 0x100
                                                   : rand() % MAKER_DATA;
            m.file[at] = rand() & 1 ? (u8)rand() : values[rand() % sizeof(values)];
        }
        if (rand() % 16 == 0)
            m.size = (u64)rand() % MAKER_SIZE;
        if (maker_read(&m, &image, &detail) == REASON_NONE) {
            accepted++;
            check_image(&m);
        }
    }
    /* Neither everything nor nothing: the loop does try both sides of the rules. */
    ck_assert_uint_gt(accepted, 10000);
    ck_assert_uint_lt(accepted, 90000);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("image");
    TCase *c = tcase_create("image");

    suite_add_tcase(suite, c);
    tcase_set_timeout(c, 60);
    tcase_add_test(c, linux_like_64);
    tcase_add_test(c, small_32);
    tcase_add_test(c, legacy_string);
    tcase_add_test(c, legacy_bad_number);
    tcase_add_test(c, legacy_without_nul);
    tcase_add_test(c, not_an_elf);
    tcase_add_test(c, other_machines);
    tcase_add_test(c, truncated_anywhere);
    tcase_add_test(c, segments_that_make_no_sense);
    tcase_add_test(c, too_many_segments);
    tcase_add_test(c, no_notes);
    tcase_add_test(c, wrong_identity);
    tcase_add_test(c, pae_mode);
    tcase_add_test(c, required_features);
    tcase_add_test(c, contradictions);
    tcase_add_test(c, notes_of_odd_shape);
    tcase_add_test(c, too_many_notes);
    tcase_add_test(c, last_note);
    tcase_add_test(c, grub_note);
    tcase_add_test(c, section_names_cut);
    tcase_add_test(c, long_strings);
    tcase_add_test(c, addresses_of_the_hypervisor);
    tcase_add_test(c, random_damage);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
