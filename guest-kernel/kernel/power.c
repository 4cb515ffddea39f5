/* SPDX-License-Identifier: MIT */
/*
 * The end of it all: a program with the right to it switches the machine off, and whoever stands
 * outside the machine can ask for that. Such a wish goes to init as the signals by which busybox's
 * and other small ones are asked for the same from inside; what init makes of it is its business.
 */
#include "kernel/calls.h"
#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "kernel/signal.h"
#include "machine/machine.h"

#define REBOOT_MAGIC_1   0xFEE1DEADu
#define REBOOT_RESTART   0x01234567u
#define REBOOT_HALT      0xCDEF0123u
#define REBOOT_POWER_OFF 0x4321FEDCu
#define REBOOT_CAD_ON    0x89ABCDEFu
#define REBOOT_CAD_OFF   0u

void power_wished(enum power_wish wish)
{
    static const int signals[] = {
        [POWER_OFF] = SIGUSR2, [POWER_HALT] = SIGUSR1, [POWER_REBOOT] = SIGTERM};

    if (init_proc)
        signal_send(init_proc, signals[wish]);
}

long sys_reboot(long magic, long magic_2, long command, long user_argument)
{
    (void)magic_2;
    (void)user_argument;
    if (current->euid != 0)
        return -EPERM;
    if ((uint32_t)magic != REBOOT_MAGIC_1)
        return -EINVAL;
    switch ((uint32_t)command) {
    case REBOOT_POWER_OFF:
    case REBOOT_HALT:
        machine_poweroff();
    case REBOOT_RESTART:
        machine_reboot();
    case REBOOT_CAD_ON:
    case REBOOT_CAD_OFF:
        return 0; /* there is no Ctrl-Alt-Del on this console */
    default:
        return -EINVAL;
    }
}
