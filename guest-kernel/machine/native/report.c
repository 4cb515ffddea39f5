/* SPDX-License-Identifier: MIT */
/* Who we are, for people who ask. */
#include "machine/native/native.h"

#include "kernel/kernel.h"

const char *machine_name(void)
{
    return "bare machine";
}

int machine_report(char *to, size_t size)
{
    int length =
        snprintf(to, size,
                 "This kernel runs on the bare machine, in ring %u: there is no hypervisor "
                 "to call.\n",
                 machine_ring());

    return MIN(length, (int)size);
}
