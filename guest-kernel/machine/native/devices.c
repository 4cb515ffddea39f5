/* SPDX-License-Identifier: MIT */
/* The bare machine has no devices but its console and clock, which have files of their own. */
#include "machine/machine.h"

void machine_devices_register(void)
{
}
