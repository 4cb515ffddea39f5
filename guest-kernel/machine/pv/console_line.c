/* SPDX-License-Identifier: MIT */
/* The console of the first domain: the hypervisor's serial port, which the two share. */
#include "machine/pv/console.h"

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

/* Others may write, and not read. */
static void start(void)
{
    if (!pv_is_first_domain())
        return;
    pv_must(event_bind_virq(ABI_VIRQ_CONSOLE, 0, console_event, NULL), "console input");
    console_event(0, NULL); /* what was typed before we listened */
}

static void write(const char *text, size_t size)
{
    console_write(text, size);
}

/* The hypervisor takes everything; the call lasts as long as the line does. */
static size_t room(void)
{
    return SIZE_MAX;
}

const struct console_way console_line = {start, write, room};
