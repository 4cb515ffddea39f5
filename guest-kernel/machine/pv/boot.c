/* SPDX-License-Identifier: MIT */
/*
 * From the builder's information to the kernel's. Whoever built this domain has loaded the image,
 * put the initrd behind it, made the first page tables and switched paging on; libhypercall's
 * start code has given us a stack. Page n of the domain is at the kernel's base + n pages
 * already, as far as the builder has mapped.
 */
#include "machine/pv/pv.h"

#include "hypercall/call.h"

#include "kernel/kernel.h"

/* Page 0 stays out of use: nobody should find something at a frame number forgotten. */
#define FIRST_USABLE 1

const guest_start_info *guest_info;

static void map_shared_info(void)
{
    pv_must(hypercall_update_va_mapping((unsigned long)&guest_shared,
                                        guest_info->shared_info | ENTRY_PRESENT | ENTRY_WRITE |
                                            ENTRY_ACCESSED | ENTRY_DIRTY,
                                        ABI_UVMF_INVLPG),
            "the shared page");
}

/* Called by libhypercall's start.S with the address the builder passed. */
NORETURN void guest_begin(const guest_start_info *info)
{
    struct boot_info boot = {.command_line = (const char *)info->cmd_line};
    frame_t image = page_to_frame((const void *)0xC0100000u);

    guest_info = info;
    console_init();
    traps_init();
    map_shared_info();
    frame_t first_free = paging_init();
    descriptors_init();
    clock_init();

    if (info->mod_len > 0) {
        boot.initrd = (const void *)(uintptr_t)info->mod_start;
        boot.initrd_size = info->mod_len;
    }
    boot.frame_count = MIN((frame_t)info->nr_pages, MACHINE_FRAME_LIMIT);
    boot.free[0] = (struct frame_range){first_free, boot.frame_count - first_free};
    boot.free[1] = (struct frame_range){FIRST_USABLE, image - FIRST_USABLE};
    kernel_main(&boot);
}
