/* SPDX-License-Identifier: MIT */
/*
 * Switching the machine off. On QEMU's PC the power-management registers belong to the PIIX4 chip,
 * function 3 of PCI device 1, which tells their port in its configuration space.
 */
#include "machine/native/native.h"

#include "kernel/kernel.h"

#define PCI_ADDRESS   0xCF8
#define PCI_DATA      0xCFC
#define PIIX4_PM      0x80000B00u /* bus 0, device 1, function 3 */
#define PIIX4_PM_ID   0x71138086u
#define PIIX4_PM_BASE 0x40
#define PM_CONTROL    4
#define PM_SLEEP_NOW  0x2000u /* with sleep type 0, which is "off" on this chip */

static uint32_t pci_read(uint32_t address)
{
    write_port32(PCI_ADDRESS, address);
    return read_port32(PCI_DATA);
}

static NORETURN void halt(void)
{
    for (;;)
        __asm__ volatile("cli\n\thlt");
}

void machine_poweroff(void)
{
    if (pci_read(PIIX4_PM) == PIIX4_PM_ID) {
        uint16_t base = pci_read(PIIX4_PM + PIIX4_PM_BASE) & 0xFFC0;

        write_port16(base + PM_CONTROL, PM_SLEEP_NOW);
        /* It takes a moment. */
        for (uint64_t start = machine_clock_ns(); machine_clock_ns() - start < NS_PER_SECOND;)
            continue;
    }
    kprintf("This machine cannot be switched off by software; it is safe to do so by hand.\n");
    halt();
}

void machine_reboot(void)
{
    write_port8(0x64, 0xFE); /* the keyboard controller's reset line */
    halt();
}

void machine_crash(void)
{
    machine_reboot();
}
