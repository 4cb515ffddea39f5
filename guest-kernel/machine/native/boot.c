/* SPDX-License-Identifier: MIT */
/*
 * From the boot loader's information to the kernel's. The loader (QEMU's -kernel, GRUB) speaks
 * Multiboot 1: it tells how much memory there is, the command line, and where it put the initrd as
 * first module. Its addresses are physical.
 */
#include "machine/native/native.h"

#include "kernel/kernel.h"

#define MULTIBOOT_MAGIC            0x2BADB002u
#define MULTIBOOT_HAS_MEMORY       1u
#define MULTIBOOT_HAS_COMMAND_LINE 4u
#define MULTIBOOT_HAS_MODULES      8u

struct multiboot_information {
    uint32_t flags;
    uint32_t memory_lower_kib, memory_upper_kib;
    uint32_t boot_device;
    uint32_t command_line;
    uint32_t module_count, modules;
};

struct multiboot_module {
    uint32_t start, end, string, reserved;
};

extern const char kernel_end[];

static const void *physical(uint32_t address)
{
    return (const void *)(MACHINE_KERNEL_BASE + address);
}

/* The loader's copy may lie in memory that is about to be given away. */
static char command_line[1024];

NORETURN void native_boot(uint32_t magic, uint32_t information)
{
    const struct multiboot_information *loader = physical(information);
    struct boot_info boot = {.command_line = command_line};

    console_init();
    if (magic != MULTIBOOT_MAGIC || !(loader->flags & MULTIBOOT_HAS_MEMORY))
        panic("started by something that is not a Multiboot 1 loader (magic %x)", magic);
    descriptors_init();
    traps_init();
    paging_init();
    clock_init();

    frame_t first_free = PAGE_ALIGN_UP(page_to_frame(kernel_end) * PAGE_SIZE) / PAGE_SIZE;
    if (loader->flags & MULTIBOOT_HAS_COMMAND_LINE)
        strlcpy(command_line, physical(loader->command_line), sizeof(command_line));
    if ((loader->flags & MULTIBOOT_HAS_MODULES) && loader->module_count > 0) {
        const struct multiboot_module *module = physical(loader->modules);

        boot.initrd = physical(module->start);
        boot.initrd_size = module->end - module->start;
        first_free = MAX(first_free, PAGE_ALIGN_UP(module->end) / PAGE_SIZE);
    }
    boot.frame_count = MIN((1024 + loader->memory_upper_kib) / 4, MACHINE_FRAME_LIMIT);
    boot.free[0] = (struct frame_range){first_free, boot.frame_count - first_free};
    kernel_main(&boot);
}
