/* SPDX-License-Identifier: MIT */
/*
 * Where the console is: the first domain has the hypervisor's serial line, another one a page that
 * it shares with the console daemon in the first. One that was given neither writes to the serial
 * line what the hypervisor lets it, whole lines with its number in front.
 */
#include "machine/pv/console.h"

static const struct console_way *way;

void console_init(void)
{
    way = !pv_is_first_domain() && guest_info->console_mfn ? &console_ring : &console_line;
}

void machine_console_start(void)
{
    way->start();
}

void machine_console_write(const char *text, size_t size)
{
    way->write(text, size);
}

size_t machine_console_room(void)
{
    return way->room();
}
