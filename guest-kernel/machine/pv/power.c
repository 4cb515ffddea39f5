/* SPDX-License-Identifier: MIT */
/*
 * Switching the machine off: the first domain's wish is the hypervisor's deed; another domain
 * only ends itself.
 */
#include "machine/pv/pv.h"

#include "hypercall/call.h"

#include "kernel/kernel.h"

static NORETURN void shut_down(unsigned reason)
{
    guest_sched_shutdown argument = {.reason = reason};

    for (;;)
        hypercall_sched_op(ABI_SCHEDOP_shutdown, (unsigned long)&argument);
}

void machine_poweroff(void)
{
    shut_down(ABI_SHUTDOWN_poweroff);
}

void machine_reboot(void)
{
    shut_down(ABI_SHUTDOWN_reboot);
}

void machine_crash(void)
{
    shut_down(ABI_SHUTDOWN_crash);
}
