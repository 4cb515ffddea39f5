/* SPDX-License-Identifier: MIT */
/*
 * The smallest guest: one function.
 */
#include "hypercall/console.h"
#include "hypercall/guest.h"

int guest_main(void)
{
    console_print("Hello from ring %u: %lu pages of memory, command line \"%s\"\n", guest_ring(),
                  (unsigned long)guest_info->nr_pages, (const char *)guest_info->cmd_line);
    return ABI_SHUTDOWN_poweroff;
}
