/* SPDX-License-Identifier: MIT */
/*
 * ACPI without its interpreter. Two tables are plain data (MADT, FADT). Of the DSDT, which is
 * a program, we need one constant: the package that the name _S5_ stands for, and that can be
 * found by its bytes.
 */
#include "plat/acpi.h"

#include "lib/string.h"

#define TABLE_LENGTH_MAX 0x400000u /* no firmware has tables of more than a few hundred KiB */

enum { MADT_CPU = 0, MADT_IOAPIC = 1, MADT_OVERRIDE = 2, MADT_LAPIC_ADDRESS = 5, MADT_X2APIC = 9 };

/* A little-endian number of n bytes at an offset; 0 where the table ends before it. */
static u64 field(const u8 *table, u64 length, u64 offset, u32 n)
{
    u64 value = 0;

    if (offset + n > length)
        return 0;
    memcpy(&value, table + offset, n);
    return value;
}

bool acpi_checksum_ok(const u8 *bytes, u64 n)
{
    u8 sum = 0;

    for (u64 i = 0; i < n; i++)
        sum = (u8)(sum + bytes[i]);
    return sum == 0;
}

u64 acpi_find_root(const u8 *area, u64 n, u32 *entry_size)
{
    for (u64 at = 0; at + 20 <= n; at += 16) {
        const u8 *p = area + at;
        if (memcmp(p, "RSD PTR ", 8) != 0 || !acpi_checksum_ok(p, 20))
            continue;
        u64 xsdt = field(p, n - at, 24, 8);
        if (p[15] >= 2 && at + ACPI_RSDP_SIZE <= n && xsdt && acpi_checksum_ok(p, ACPI_RSDP_SIZE)) {
            *entry_size = 8;
            return xsdt;
        }
        *entry_size = 4;
        return field(p, 20, 16, 4);
    }
    return 0;
}

u32 acpi_table_length(const u8 *header)
{
    u32 length = (u32)field(header, ACPI_HEADER_SIZE, 4, 4);

    return length < ACPI_HEADER_SIZE || length > TABLE_LENGTH_MAX ? 0 : length;
}

static void add_cpu(struct plat_info *out, u64 apic_id, u64 acpi_id, u64 flags)
{
    if ((flags & 1) && out->cpus < array_size(out->cpu))
        out->cpu[out->cpus++] = (struct plat_cpu){(u32)apic_id, (u32)acpi_id};
}

static void add_ioapic(struct plat_info *out, u64 base, u64 gsi_base)
{
    /* ISA interrupts sit on the first. */
    if (!out->ioapic_base || gsi_base < out->ioapic_gsi_base) {
        out->ioapic_base = base;
        out->ioapic_gsi_base = (u32)gsi_base;
    }
}

static void add_override(struct plat_info *out, u64 isa, u64 gsi, u64 flags)
{
    if (isa < array_size(out->isa_gsi)) {
        out->isa_gsi[isa] = (u16)gsi;
        out->isa_flags[isa] = (u16)flags;
    }
}

void acpi_read_madt(struct plat_info *out, const u8 *table, u32 length)
{
    u32 step;

    out->lapic_base = field(table, length, 36, 4);
    for (u32 at = 44; at + 2 <= length; at += step) {
        const u8 *p = table + at;
        step = p[1];
        if (step < 2 || step > length - at)
            return; /* what follows cannot be told apart */
        if (p[0] == MADT_CPU)
            add_cpu(out, field(p, step, 3, 1), field(p, step, 2, 1), field(p, step, 4, 4));
        else if (p[0] == MADT_X2APIC)
            add_cpu(out, field(p, step, 4, 4), field(p, step, 12, 4), field(p, step, 8, 4));
        else if (p[0] == MADT_IOAPIC)
            add_ioapic(out, field(p, step, 4, 4), field(p, step, 8, 4));
        else if (p[0] == MADT_OVERRIDE && step >= 10)
            add_override(out, p[3], field(p, step, 4, 4), field(p, step, 8, 2));
        else if (p[0] == MADT_LAPIC_ADDRESS && step >= 12)
            out->lapic_base = field(p, step, 4, 8);
    }
}

u64 acpi_read_fadt(struct plat_info *out, const u8 *table, u32 length)
{
    u64 dsdt = field(table, length, 140, 8);

    out->smi_port = (u16)field(table, length, 48, 4);
    out->acpi_enable = (u8)field(table, length, 52, 1);
    out->pm1a_port = (u16)field(table, length, 64, 4);
    out->pm1b_port = (u16)field(table, length, 68, 4);
    return dsdt ? dsdt : field(table, length, 40, 4);
}

/* An integer of the byte code: ZeroOp, OneOp or BytePrefix; moves *at behind it. */
static bool read_integer(const u8 *code, u64 n, u64 *at, u8 *value)
{
    if (*at < n && code[*at] <= 1) {
        *value = code[(*at)++];
        return true;
    }
    if (*at + 2 <= n && code[*at] == 0x0a) {
        *value = code[*at + 1];
        *at += 2;
        return true;
    }
    return false;
}

void acpi_read_s5(struct plat_info *out, const u8 *table, u32 length)
{
    /* NameOp "_S5_" PackageOp; the name may be written with a root prefix. */
    for (u64 at = ACPI_HEADER_SIZE; at + 8 <= length; at++) {
        const u8 *p = table + at;
        if (memcmp(p, "_S5_\x12", 5) != 0 || !(p[-1] == 0x08 || (p[-1] == '\\' && p[-2] == 0x08)))
            continue;
        u64 value = at + 5;
        value += 1 + (table[value] >> 6); /* PkgLength says its own length in its top bits */
        value += 1;                       /* NumElements */
        out->has_s5 = read_integer(table, length, &value, &out->slp_typa) &&
                      read_integer(table, length, &value, &out->slp_typb);
        if (out->has_s5)
            return;
    }
}
