/* SPDX-License-Identifier: MIT */
#ifndef PLAT_PLAT_H
#define PLAT_PLAT_H
/*
 * The door of the plat room: what the firmware tells (ACPI tables, memory map) and the two ways
 * to end a machine.
 */
#include "lib/types.h"

struct plat_cpu {
    u32 apic_id, acpi_id;
};

struct plat_info {
    u64 lapic_base, ioapic_base; /* machine addresses; 0 = none */
    u32 ioapic_gsi_base;
    u32 cpus;
    struct plat_cpu cpu[16];
    u16 isa_gsi[16];          /* ISA interrupt -> GSI, with MADT overrides */
    u16 isa_flags[16];        /* MPS flags of the override, 0 = conforming */
    u16 pm1a_port, pm1b_port; /* power management control registers */
    u16 smi_port;             /* where acpi_enable asks the firmware to hand these over */
    u8 acpi_enable;
    u8 slp_typa, slp_typb;
    bool has_s5;
};
extern struct plat_info plat;

/* Reads RSDP, RSDT/XSDT, MADT, FADT, _S5. Absent or damaged tables: defaults and a line about it.
 */
void plat_init(void);
/* Powers the machine off through ACPI S5; prints and stops the CPU if that is not possible. */
_Noreturn void plat_poweroff(void);
/* Resets the machine: keyboard controller, then port 0xcf9, then a triple fault. */
_Noreturn void plat_reboot(void);

/* Maps a firmware or device range for reading; valid until the next boot step. Provided by mm. */
void *mm_map_firmware(u64 maddr, u64 bytes);
/* Maps device registers uncached for good. Provided by mm. */
void *mm_map_device(u64 maddr, u64 bytes);

#endif
