/* SPDX-License-Identifier: MIT */
/*
 * From start.S to guest_main(): the few things every guest does first, in the order in which each
 * needs the one before. Until the trap table is registered any fault ends the domain, so that comes
 * as early as it can.
 */
#include "hypercall/guest.h"
#include "hypercall/call.h"
#include "hypercall/console.h"
#include "hypercall/page.h"
#include "hypercall/string.h"

#include "library.h"

const guest_start_info *guest_info;

static void map_shared_info(void)
{
    long result = hypercall_update_va_mapping((unsigned long)&guest_shared,
                                              guest_info->shared_info | PTE_PLAIN, ABI_UVMF_INVLPG);
    if (result != 0) {
        guest_panic("shared_info could not be mapped: error %ld\n", result);
    }
}

void guest_begin(const guest_start_info *info)
{
    guest_info = info;
    trap_begin();
    map_shared_info();
    page_begin();
    guest_shutdown((unsigned)guest_main());
}

_Noreturn void guest_shutdown(unsigned reason)
{
    guest_sched_shutdown shutdown = {.reason = reason};
    for (;;) {
        hypercall_sched_op(ABI_SCHEDOP_shutdown, (unsigned long)&shutdown);
    }
}

_Noreturn void guest_panic(const char *format, ...)
{
    char line[256];
    va_list list;
    va_start(list, format);
    size_t length = text_format_list(line, sizeof(line), format, list);
    va_end(list);
    console_write(line, length < sizeof(line) ? length : sizeof(line) - 1);
    guest_shutdown(ABI_SHUTDOWN_crash);
}
