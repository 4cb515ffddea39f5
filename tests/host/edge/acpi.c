/* SPDX-License-Identifier: MIT */
/*
 * Firmware tables are input. Good ones must be understood; broken ones - cut anywhere, lengths
 * that lie, random bytes - must neither be believed nor read beyond: every table here lies in a
 * block of exactly its size, and the address sanitizer watches the border.
 */
#include <string.h>

#include "plat/acpi.h"
#include "run.h"

static struct plat_info info;

/* A copy whose end is the end of its allocation. */
static u8 *exactly(const void *bytes, size_t n)
{
    u8 *copy = malloc(n ? n : 1);

    memcpy(copy, bytes, n);
    return copy;
}

static void fix_checksum(u8 *bytes, size_t n, size_t at)
{
    u8 sum = 0;

    bytes[at] = 0;
    for (size_t i = 0; i < n; i++)
        sum = (u8)(sum + bytes[i]);
    bytes[at] = (u8)-sum;
}

static void rsdp_make(u8 *p, u8 revision, u32 rsdt, u64 xsdt)
{
    memset(p, 0, 36);
    memcpy(p, "RSD PTR ", 8);
    p[15] = revision;
    memcpy(p + 16, &rsdt, 4);
    p[20] = 36;
    memcpy(p + 24, &xsdt, 8);
    fix_checksum(p, 20, 8);
    fix_checksum(p, 36, 32);
}

START_TEST(root_old_and_new)
{
    u8 area[1024] = {0};
    u32 entry_size;

    ck_assert_uint_eq(acpi_find_root(area, sizeof(area), &entry_size), 0);
    rsdp_make(area + 512, 0, 0x7fe0000, 0);
    ck_assert_uint_eq(acpi_find_root(area, sizeof(area), &entry_size), 0x7fe0000);
    ck_assert_uint_eq(entry_size, 4);
    rsdp_make(area + 512, 2, 0x7fe0000, 0x17fe0000);
    ck_assert_uint_eq(acpi_find_root(area, sizeof(area), &entry_size), 0x17fe0000);
    ck_assert_uint_eq(entry_size, 8);
}
END_TEST

START_TEST(root_damaged)
{
    u8 area[256] = {0};
    u32 entry_size;

    rsdp_make(area + 16, 2, 0x1000, 0x2000);
    area[16 + 33]++; /* the newer half is bad: the older one still serves */
    ck_assert_uint_eq(acpi_find_root(area, sizeof(area), &entry_size), 0x1000);
    ck_assert_uint_eq(entry_size, 4);
    area[16 + 9]++; /* and now neither does */
    ck_assert_uint_eq(acpi_find_root(area, sizeof(area), &entry_size), 0);
    rsdp_make(area + 24, 0, 0x1000, 0); /* not on a border of 16 bytes */
    ck_assert_uint_eq(acpi_find_root(area, sizeof(area), &entry_size), 0);
    rsdp_make(area + 32, 2, 0x1000, 0x2000); /* at the very end, every length */
    for (size_t n = 0; n <= 36; n++) {
        u8 *cut = exactly(area + 32, n);
        u64 root = acpi_find_root(cut, n, &entry_size);
        ck_assert_uint_eq(root, n < 20 ? 0 : n < 36 ? 0x1000 : 0x2000);
        free(cut);
    }
}
END_TEST

START_TEST(lengths)
{
    static const struct {
        u32 says, means;
    } cases[] = {{0, 0}, {35, 0}, {36, 36}, {4096, 4096}, {0x400000, 0x400000},
                 {0x400001, 0}, {0xffffffff, 0}};
    u8 header[ACPI_HEADER_SIZE] = {0};

    for (size_t i = 0; i < array_size(cases); i++) {
        memcpy(header + 4, &cases[i].says, 4);
        ck_assert_uint_eq(acpi_table_length(header), cases[i].means);
    }
}
END_TEST

static const u8 madt[] = {
    'A', 'P', 'I', 'C', 0, 0, 0, 0, 1, 0, 'o', 'e', 'm', 'o', 'e', 'm', 't', 'a', 'b', 'l', 'e',
    0, 0, 0, 1, 0, 0, 0, 'c', 'o', 'm', 'p', 1, 0, 0, 0,
    0x00, 0x00, 0xe0, 0xfe, 1, 0, 0, 0,           /* 36: local APIC, PICs present */
    0, 8, 0, 0, 1, 0, 0, 0,                       /* a processor */
    0, 8, 1, 7, 1, 0, 0, 0,                       /* another, APIC 7 */
    0, 8, 2, 9, 0, 0, 0, 0,                       /* one that is switched off */
    1, 12, 0, 0, 0, 0, 0xc0, 0xfe, 0, 0, 0, 0,    /* the IO-APIC */
    1, 12, 1, 0, 0, 0x10, 0xc0, 0xfe, 24, 0, 0, 0, /* a second one, for later pins */
    2, 10, 0, 0, 2, 0, 0, 0, 0, 0,                /* ISA 0 on pin 2 */
    2, 10, 0, 9, 9, 0, 0, 0, 0x0d, 0,             /* ISA 9 active high, level */
    2, 10, 0, 200, 9, 0, 0, 0, 0x0d, 0,           /* an interrupt that ISA never had */
    9, 16, 0, 0, 0x2c, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, /* an x2APIC processor, 300 */
};

START_TEST(madt_read)
{
    acpi_read_madt(&info, madt, sizeof(madt));
    ck_assert_uint_eq(info.lapic_base, 0xfee00000);
    ck_assert_uint_eq(info.ioapic_base, 0xfec00000);
    ck_assert_uint_eq(info.ioapic_gsi_base, 0);
    ck_assert_uint_eq(info.cpus, 3);
    ck_assert_uint_eq(info.cpu[0].apic_id, 0);
    ck_assert_uint_eq(info.cpu[1].apic_id, 7);
    ck_assert_uint_eq(info.cpu[2].apic_id, 300);
    ck_assert_uint_eq(info.isa_gsi[0], 2);
    ck_assert_uint_eq(info.isa_gsi[9], 9);
    ck_assert_uint_eq(info.isa_flags[9], 0x0d);
}
END_TEST

START_TEST(madt_cut_anywhere)
{
    for (u32 n = ACPI_HEADER_SIZE; n < sizeof(madt); n++) {
        u8 *cut = exactly(madt, n);
        memset(&info, 0, sizeof(info));
        acpi_read_madt(&info, cut, n);
        ck_assert_uint_le(info.cpus, 2);
        free(cut);
    }
}
END_TEST

/* More processors than we have room for; entries of length 0, which would stand still. */
START_TEST(madt_that_lies)
{
    u8 table[44 + 100 * 8] = {0};

    for (u32 i = 0; i < 100; i++)
        memcpy(table + 44 + i * 8, (u8[]){0, 8, 0, (u8)i, 1, 0, 0, 0}, 8);
    acpi_read_madt(&info, table, sizeof(table));
    ck_assert_uint_eq(info.cpus, array_size(info.cpu));
    memset(&info, 0, sizeof(info));
    table[44 + 8 + 1] = 0;
    acpi_read_madt(&info, table, sizeof(table));
    ck_assert_uint_eq(info.cpus, 1);
}
END_TEST

START_TEST(fadt_old_and_new)
{
    u8 table[276] = {0};

    memcpy(table + 40, (u8[]){0x40, 0x00, 0xfe, 0x07}, 4);
    memcpy(table + 48, (u8[]){0xb2, 0}, 2);
    table[52] = 0xf1;
    memcpy(table + 64, (u8[]){0x04, 0x06}, 2);
    memcpy(table + 68, (u8[]){0x04, 0x07}, 2);
    u8 *old = exactly(table, 116);
    ck_assert_uint_eq(acpi_read_fadt(&info, old, 116), 0x7fe0040);
    ck_assert_uint_eq(info.pm1a_port, 0x604);
    ck_assert_uint_eq(info.pm1b_port, 0x704);
    ck_assert_uint_eq(info.smi_port, 0xb2);
    ck_assert_uint_eq(info.acpi_enable, 0xf1);
    free(old);
    memcpy(table + 140, (u8[]){0, 0, 0, 0, 1}, 5); /* X_DSDT wins */
    ck_assert_uint_eq(acpi_read_fadt(&info, table, sizeof(table)), 0x100000000);
    for (u32 n = ACPI_HEADER_SIZE; n < sizeof(table); n++) {
        u8 *cut = exactly(table, n);
        acpi_read_fadt(&info, cut, n);
        free(cut);
    }
}
END_TEST

/* Puts a package behind a table header and reads it, cut behind n bytes of it if n is not 0. */
static void s5(const u8 *code, size_t n)
{
    u8 table[128] = {0};

    memcpy(table + ACPI_HEADER_SIZE + 4, code, n);
    u8 *copy = exactly(table, ACPI_HEADER_SIZE + 4 + n);
    memset(&info, 0, sizeof(info));
    acpi_read_s5(&info, copy, (u32)(ACPI_HEADER_SIZE + 4 + n));
    free(copy);
}

START_TEST(s5_forms)
{
    static const u8 bytes[] = {8, '_', 'S', '5', '_', 0x12, 6, 4, 0x0a, 5, 0x0a, 7, 0, 0};
    static const u8 zeroes[] = {8, '_', 'S', '5', '_', 0x12, 6, 4, 0, 0, 0, 0};
    static const u8 rooted[] = {8, '\\', '_', 'S', '5', '_', 0x12, 8, 4, 1, 0x0a, 2, 0, 0};
    static const u8 long_length[] = {8, '_', 'S', '5', '_', 0x12, 0x47, 0, 4, 0x0a, 3, 1, 0, 0};
    static const u8 word[] = {8, '_', 'S', '5', '_', 0x12, 8, 4, 0x0b, 5, 0, 0, 0, 0};
    static const u8 no_name[] = {9, '_', 'S', '5', '_', 0x12, 6, 4, 0x0a, 5, 0x0a, 5, 0, 0};

    s5(bytes, sizeof(bytes));
    ck_assert(info.has_s5 && info.slp_typa == 5 && info.slp_typb == 7);
    s5(zeroes, sizeof(zeroes));
    ck_assert(info.has_s5 && info.slp_typa == 0 && info.slp_typb == 0);
    s5(rooted, sizeof(rooted));
    ck_assert(info.has_s5 && info.slp_typa == 1 && info.slp_typb == 2);
    s5(long_length, sizeof(long_length));
    ck_assert(info.has_s5 && info.slp_typa == 3 && info.slp_typb == 1);
    s5(word, sizeof(word)); /* an integer form that no firmware uses here */
    ck_assert(!info.has_s5);
    s5(no_name, sizeof(no_name));
    ck_assert(!info.has_s5);
    for (size_t n = 0; n < 12; n++) { /* cut before the second value */
        s5(bytes, n);
        ck_assert(!info.has_s5);
    }
}
END_TEST

START_TEST(random_tables)
{
    srand(1);
    for (u32 round = 0; round < 50000; round++) {
        size_t n = ACPI_HEADER_SIZE + (size_t)rand() % 100;
        u8 bytes[256], *copy;
        for (size_t i = 0; i < n; i++)
            bytes[i] = (u8)(rand() % 3 ? rand() % 16 : rand());
        memcpy(bytes + rand() % 40, "\x08_S5_\x12", 6);
        copy = exactly(bytes, n);
        memset(&info, 0, sizeof(info));
        acpi_read_madt(&info, copy, (u32)n);
        acpi_read_fadt(&info, copy, (u32)n);
        acpi_read_s5(&info, copy, (u32)n);
        if (info.cpus > array_size(info.cpu))
            ck_abort_msg("round %u: %u processors", round, info.cpus);
        free(copy);
    }
}
END_TEST

START_TEST(checksums)
{
    u8 bytes[] = {1, 2, 3, 0xfa};

    ck_assert(acpi_checksum_ok(bytes, 4));
    bytes[2]++;
    ck_assert(!acpi_checksum_ok(bytes, 4));
}
END_TEST

RUN_TESTS("acpi", &root_old_and_new, &root_damaged, &lengths, &madt_read, &madt_cut_anywhere,
          &madt_that_lies, &fadt_old_and_new, &s5_forms, &random_tables, &checksums)
