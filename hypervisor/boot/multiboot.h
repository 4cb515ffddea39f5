/* SPDX-License-Identifier: MIT */
#ifndef BOOT_MULTIBOOT_H
#define BOOT_MULTIBOOT_H
/*
 * What the boot loader (QEMU, GRUB) leaves in memory, copied out of it early and checked, so
 * that nothing later depends on where the loader put it.
 */
#include "lib/types.h"

#define BOOT_MODULES_MAX 16
#define BOOT_RANGES_MAX  64

struct boot_range {
    u64 start, end; /* machine addresses, page aligned */
    u32 type;       /* as E820: 1 = RAM */
};

struct boot_module {
    u64 start, end;  /* machine addresses */
    char line[1024]; /* its string, file name included */
};

struct boot_info {
    u32 modules;
    struct boot_module module[BOOT_MODULES_MAX];
    u32 ranges;
    struct boot_range range[BOOT_RANGES_MAX]; /* sorted, not overlapping */
    bool loader_puts_name;                    /* strings begin with the file name */
    char line[1024];                          /* command line, loader's file name stripped */
};
extern struct boot_info boot_info;

/*
 * Reads the multiboot 1 information at p (a pointer valid now; phys turns a machine address into
 * a pointer, or NULL). Returns false if the magic or what it names makes no sense.
 * String rule as on Xen: QEMU begins strings with the file name, GRUB 2 does not; see multiboot.c.
 */
bool multiboot_read(struct boot_info *out, u32 magic, const void *p, void *(*phys)(u64));

/* The arguments in a module's string: without the file name where the loader put one. */
const char *multiboot_module_args(const struct boot_module *m, bool loader_puts_name);

#endif
