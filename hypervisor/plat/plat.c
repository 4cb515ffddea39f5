/* SPDX-License-Identifier: MIT */
/*
 * Finding the firmware's tables, and ending the machine with what they say. Without usable
 * tables we go on with what every PC has had since the nineties, and say so.
 */
#include "plat/plat.h"

#include "console/console.h"
#include "cpu/cpu.h"
#include "lib/string.h"
#include "plat/acpi.h"

struct plat_info plat;

#define SLEEP_ENABLE (1u << 13)
#define SCI_ENABLE   (1u << 0)

/* Maps a table whole; NULL, and a line, if it is damaged. */
static const u8 *map_table(u64 maddr, u32 *length)
{
    const u8 *table = mm_map_firmware(maddr, ACPI_HEADER_SIZE);

    *length = table ? acpi_table_length(table) : 0;
    if (*length)
        table = mm_map_firmware(maddr, *length);
    if (*length && table && acpi_checksum_ok(table, *length))
        return table;
    print("acpi: ignoring the table at 0x%lx: its length or checksum is wrong", maddr);
    return NULL;
}

/* Reads one table if it is one of ours. Returns the address of another to read, or 0. */
static u64 read_table(u64 maddr)
{
    u32 length;
    const u8 *table = map_table(maddr, &length);

    if (table && !memcmp(table, "FACP", 4))
        return acpi_read_fadt(&plat, table, length);
    if (table && !memcmp(table, "APIC", 4))
        acpi_read_madt(&plat, table, length);
    else if (table && !memcmp(table, "DSDT", 4))
        acpi_read_s5(&plat, table, length);
    return 0;
}

/* The RSDP lies in the first KiB of the extended BIOS data area or in the BIOS itself. */
static u64 find_root(u32 *entry_size)
{
    const u8 *low = mm_map_firmware(0x400, 0x100);
    u64 ebda = low ? (u64)(low[0x0e] | low[0x0f] << 8) << 4 : 0;
    const u8 *area = ebda >= 0x80000 && ebda < 0xa0000 ? mm_map_firmware(ebda, 0x400) : NULL;
    u64 root = area ? acpi_find_root(area, 0x400, entry_size) : 0;

    if (root)
        return root;
    area = mm_map_firmware(0xe0000, 0x20000);
    return area ? acpi_find_root(area, 0x20000, entry_size) : 0;
}

static void read_tables(void)
{
    u32 entry_size, length;
    u64 root_address = find_root(&entry_size);
    const u8 *root = root_address ? map_table(root_address, &length) : NULL;

    if (!root) {
        print("acpi: no tables found: one processor, and no way to power off");
        return;
    }
    /* Tables may share a mapping with the root: copy the list before they are mapped. */
    u64 tables[32] = {0}, dsdt = 0;
    u32 count = min((length - ACPI_HEADER_SIZE) / entry_size, (u32)array_size(tables));
    for (u32 i = 0; i < count; i++)
        memcpy(&tables[i], root + ACPI_HEADER_SIZE + i * entry_size, entry_size);
    for (u32 i = 0; i < count; i++) {
        u64 next = tables[i] ? read_table(tables[i]) : 0;
        dsdt = next ? next : dsdt;
    }
    if (dsdt)
        read_table(dsdt);
}

void plat_init(void)
{
    for (u32 i = 0; i < array_size(plat.isa_gsi); i++)
        plat.isa_gsi[i] = (u16)i;
    read_tables();
    if (!plat.cpus)
        plat.cpus = 1; /* this one; its number is read from its APIC */
    if (!plat.lapic_base)
        plat.lapic_base = 0xfee00000;
    if (!plat.ioapic_base)
        plat.ioapic_base = 0xfec00000;
    if (!plat.has_s5)
        print("acpi: no S5 state: the machine will stop instead of powering off");
}

/* Firmware may still hold the power management registers; ask it to let go. */
static void acpi_take_over(void)
{
    if ((port_in16(plat.pm1a_port) & SCI_ENABLE) || !plat.smi_port || !plat.acpi_enable)
        return;
    port_out8(plat.smi_port, plat.acpi_enable);
    for (u32 i = 0; i < 1000000 && !(port_in16(plat.pm1a_port) & SCI_ENABLE); i++)
        cpu_relax();
}

_Noreturn void plat_poweroff(void)
{
    if (plat.has_s5 && plat.pm1a_port) {
        acpi_take_over();
        port_out16(plat.pm1a_port, (u16)(plat.slp_typa << 10 | SLEEP_ENABLE));
        if (plat.pm1b_port)
            port_out16(plat.pm1b_port, (u16)(plat.slp_typb << 10 | SLEEP_ENABLE));
        for (u32 i = 0; i < 2000000; i++) /* it takes its time */
            port_in16(plat.pm1a_port);
    }
    print("this machine cannot be powered off by software: switch it off by hand");
    for (;;)
        __asm__ volatile("cli; hlt");
}

_Noreturn void plat_reboot(void)
{
    static const struct {
        u16 limit;
        u64 base;
    } __attribute__((packed)) no_idt;

    port_out8(0x64, 0xfe); /* the keyboard controller pulls the processor's reset line */
    for (u32 i = 0; i < 100000; i++)
        cpu_relax();
    port_out8(0xcf9, 0x02); /* the chipset's reset register */
    port_out8(0xcf9, 0x06);
    for (u32 i = 0; i < 100000; i++)
        cpu_relax();
    __asm__ volatile("lidt %0; int3" ::"m"(no_idt)); /* a triple fault resets, too */
    for (;;)
        __asm__ volatile("cli; hlt");
}
