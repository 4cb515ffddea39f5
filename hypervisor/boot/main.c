/* SPDX-License-Identifier: MIT */
/*
 * The hypervisor from its first C line to its first guest: a table of contents.
 */
#include "boot/multiboot.h"
#include "boot/options.h"
#include "boot/smp.h"
#include "console/console.h"
#include "cpu/cpu.h"
#include "cpu/exit.h"
#include "cpu/features.h"
#include "cpu/tables.h"
#include "domain/domain.h"
#include "irq/irq.h"
#include "mm/mm.h"
#include "plat/plat.h"
#include "time/time.h"

struct cpu *cpus[CPU_MAX];
u32 cpus_online = 1;

static void *boot_pointer(u64 maddr)
{
    return (void *)(HV_DIRECT + maddr);
}

static void warn_option(const char *option, const char *why)
{
    print("option \"%s\": %s\n", option, why);
}

static const char *bad_option;

static void read_loader(u32 magic, u64 info)
{
    bool good = multiboot_read(&boot_info, magic, boot_pointer(info), boot_pointer);

    options_parse(&options, boot_info.line, NULL); /* the console's own options come first */
    console_init();
    print("Torc " TORC_VERSION ", a paravirtualizing hypervisor\n");
    if (!good)
        console_end("refused", "the boot loader's information makes no sense");
    options = (struct options){0};
    bad_option = options_parse(&options, boot_info.line, warn_option);
}

/* Only now, because ending the machine needs what plat_init found. */
static void refuse_bad_option(void)
{
    if (!bad_option)
        return;
    print("option \"%s\" has a value that cannot be understood\n", bad_option);
    console_end("refused", reason_text(REASON_OPTION_BAD));
}

_Noreturn void boot_main(u32 magic, u64 info)
{
    cpus[0] = cpu_this();
    read_loader(magic, info);
    mm_init();
    tables_init_cpu(cpu_this());
    features_init_cpu();
    plat_init();
    refuse_bad_option();
    irq_init();
    time_init();
    time_init_cpu();
    smp_init();
    console_init_irq();
    domain_build_all();
    exit_to_first_guest();
}
