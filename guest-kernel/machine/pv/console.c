/* SPDX-License-Identifier: MIT */
/* The console is the hypervisor's serial port, which it shares with its first domain. */
#include "machine/pv/pv.h"

#include "hypercall/console.h"
#include "hypercall/event.h"

#include "kernel/kernel.h"

static void console_event(unsigned port, void *context)
{
    char text[64];
    long size;

    (void)port;
    (void)context;
    while ((size = console_read(text, sizeof(text))) > 0)
        for (long i = 0; i < size; i++)
            console_receive(text[i]);
}

/* Nothing to set up before writing: the hypervisor has done it. */
void console_init(void)
{
}

void machine_console_start(void)
{
    pv_must(event_bind_virq(ABI_VIRQ_CONSOLE, 0, console_event, NULL), "console input");
    console_event(0, NULL); /* what was typed before we listened */
}

void machine_console_write(const char *text, size_t size)
{
    console_write(text, size);
}
