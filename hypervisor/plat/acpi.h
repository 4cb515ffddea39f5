/* SPDX-License-Identifier: MIT */
#ifndef PLAT_ACPI_H
#define PLAT_ACPI_H
/*
 * What we understand of ACPI, as functions of bytes: pure, so that tests can feed them rubbish.
 * Firmware tables are input like any other; nothing here reads outside the bytes it was given.
 */
#include "plat/plat.h"

#define ACPI_HEADER_SIZE 36 /* of every table but the RSDP */
#define ACPI_RSDP_SIZE   36

/* Do n bytes add up to zero, as every table's should? */
bool acpi_checksum_ok(const u8 *bytes, u64 n);
/*
 * The root table that the first valid RSDP in an area names; 0 if there is none.
 * *entry_size: 8 for an XSDT, 4 for an RSDT.
 */
u64 acpi_find_root(const u8 *area, u64 n, u32 *entry_size);
/* The length that a table's header claims; 0 if it is smaller than a header or beyond reason. */
u32 acpi_table_length(const u8 *header);
/* Processors, APIC addresses and interrupt overrides. */
void acpi_read_madt(struct plat_info *out, const u8 *table, u32 length);
/* Power management ports. Returns the DSDT's address, 0 if there is none. */
u64 acpi_read_fadt(struct plat_info *out, const u8 *table, u32 length);
/* The sleep types of state S5, from the DSDT's byte code. */
void acpi_read_s5(struct plat_info *out, const u8 *table, u32 length);

#endif
